"""People pointed at by a letter, a place or somebody else: "patient A", "the first one", "his sister".

The ids are "patient_a", "one_first" (the first of those spoken of) and "sister_of_son"; "sister_of_he" where
only the talk before can tell whose sister.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.language.conditions.coreference import is_one_of
from guide.language.conditions.findings import OTHER, SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

OF = "_of_"
ONE = "one"
_LETTERS = frozenset("abcdefgh")
_AFTER_LETTER = frozenset(
    {".", "?", "!", ":", ",", ";", ")", "(", "\n", "–", "is", "has", "had", "'s", "can", "on"}
)
_PLACES = frozenset({"first", "second", "third"})
_ONES = frozenset(
    {"one", "person", "case", "lady", "woman", "man", "gentleman", "guy", "boy", "girl", "child", "kid"}
)
_POSSESSORS = frozenset({"his", "her", "their"})
_PARENTS = frozenset({"mother", "father"})
_TAKING_PART = frozenset(
    {"can", "could", "may", "should", "is", "for", "to", "about", "does", "and", "give", "has", "with"}
)
_MOSTLY = 6


class Pointing:
    """Finds people who are pointed at, and whose relative somebody is."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def read(self, message: Message, named: Sequence[Mention]) -> list[Mention]:
        """Return ``named`` with lettered people and relatives renamed, and those pointed at added."""
        people = self._related(message, [self._lettered(message, mention) for mention in named])
        taken = {place for mention in people for place in range(mention.start, mention.end)}
        added = [*self._letters(message), *self._placed(message)]
        added = [m for m in added if not taken & set(range(m.start, m.end))]
        return sorted([*people, *added], key=lambda m: m.start)

    def _lettered(self, message: Message, mention: Mention) -> Mention:
        """ "Our patient B" is one of several."""
        last = message.words[mention.end - 1]
        if last not in self._sets["patient_words"] or not _letter(message, mention.end):
            return mention
        who = (f"patient_{message.words[mention.end]}", OTHER)
        return replace(mention, who=(who,), end=mention.end + 1, generic=False, named=True)

    def _letters(self, message: Message) -> Iterator[Mention]:
        """ "Back to patient A": a letter makes it one person, whatever stands before."""
        for place, word in enumerate(message.words):
            if word in self._sets["patient_words"] and _letter(message, place + 1):
                who = (f"patient_{message.words[place + 1]}", OTHER)
                yield Mention(place, place + 2, (who,), named=True)

    def _placed(self, message: Message) -> Iterator[Mention]:
        """ "Can the first one have it?", "the second lady": which of those the talk has been about."""
        for place in range(1, len(message.words) - 1):
            before, word, noun = message.words[place - 1 : place + 2]
            if word not in _PLACES or before not in ("the", "that", "my", "our") or noun not in _ONES:
                continue
            lead = message.words[place - 2] if place > 1 else ""
            if noun != "one" or lead in _TAKING_PART or place == 1 or len(message.words) <= _MOSTLY:
                yield Mention(place - 1, place + 2, ((f"{ONE}_{word}", OTHER),), named=True)

    def _related(self, message: Message, named: Sequence[Mention]) -> list[Mention]:
        """ "His sister" is the sister of the last "he" named, never the speaker's own."""
        people: list[Mention] = []
        for mention in named:
            word = message.words[mention.start]
            person = mention.who[0][0] if mention.who else SELF
            theirs = word in _POSSESSORS and mention.end - mention.start > 1
            bare_parent = word == "the" and person in _PARENTS
            if mention.generic or person == SELF or not (theirs or bare_parent):
                people.append(mention)
                continue
            owner = self._owner(word, people)
            people.append(replace(mention, who=((f"{person}{OF}{owner}", OTHER), *mention.who[1:])))
        return people

    def _owner(self, word: str, before: Sequence[Mention]) -> str:
        gender = {"his": "he", "her": "she"}.get(word, "they")
        other = {"he": "she_names", "she": "he_names"}.get(gender)
        for mention in reversed(before):
            person = mention.who[0][0] if mention.who and mention.named and not mention.generic else SELF
            if person != SELF and not (other and is_one_of(person, self._sets[other])):
                return person if OF not in person else person.partition(OF)[2]
        return gender


def _letter(message: Message, place: int) -> bool:
    """Whether a letter stands at ``place`` that is not the article "a"."""
    if place >= len(message.words) or message.words[place] not in _LETTERS:
        return False
    following = message.words[place + 1] if place + 1 < len(message.words) else "."
    return message.tokens[place].capital or following in _AFTER_LETTER
