"""People whom no word of the list names: "my bandmate has", "the toddler I nanny", "Mrs K".

A noun after "my" is only taken for a person where what follows says so of nobody but a person, because a
thing mistaken for a person takes a condition away from the speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.language.conditions.findings import CHILD, OTHER, SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

_LONGEST_NAME = 3
_ADJECTIVE_ENDS = ("ic", "ant", "ent", "ed", "coeliac", "celiac", "free", "ing", "ive")
_NEAR_CONDITION = 4
_TITLES = frozenset({"mr", "mrs", "ms", "miss"})
_BEFORE_CARING = frozenset({"am", "are", "help", "sometimes", "also", "have", "been"})
_NOT_TITLED = frozenset(
    {
        "my", "our", "his", "her", "the", "a", "and", "or", "but", "so", "for", "since", "is", "on",
        "here", "too"
    }
)  # fmt: skip
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_SOMEBODY = frozenset({"someone", "somebody", "person", "people", "anyone"})


class UnlistedPeople:
    """Finds mentions beside those of the listed words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def read(self, message: Message, named: Sequence[Mention]) -> list[Mention]:
        """Return ``named`` and the people found beside them, in any order."""
        people = [self._cared_for(message, mention) for mention in named]
        taken = {place for mention in people for place in range(mention.start, mention.end)}
        for found in (self._pets, self._somebody, self._titled, self._owned):
            for mention in found(message):
                if not taken & set(range(mention.start, mention.end)):
                    taken |= set(range(mention.start, mention.end))
                    people.append(mention)
        return people

    def _cared_for(self, message: Message, mention: Mention) -> Mention:
        """ "the toddler I nanny", "a friend of mine": the relative clause belongs to the mention."""
        end = self._relative_end(message, mention.end)
        if end is None or (mention.who and mention.who[0][0] == SELF):
            return mention
        if mention.who[0][1] != CHILD or message.words[mention.start] in ("my", "our"):
            return replace(mention, end=end, generic=False, relative=True)
        return replace(mention, end=end, generic=False, relative=True, who=((mention.who[0][0], OTHER),))

    def _relative_end(self, message: Message, place: int) -> int | None:
        """One past "(who) I am looking after"."""
        words = message.words
        if place < len(words) and words[place] in ("who", "that", "whom"):
            place += 1
        if place >= len(words) or words[place] not in ("i", "we"):
            return None
        place += 1
        while place < len(words) and words[place] in _BEFORE_CARING:
            place += 1
        if place >= len(words) or words[place] not in self._sets["caring_verbs"]:
            return None
        place += 1
        while place < len(words) and words[place] in ("for", "after", "with", "to", "of", "up", "at", "from"):
            place += 1
        return place

    def _somebody(self, message: Message) -> Iterator[Mention]:
        """ "someone I care for", "the guy I live with"."""
        for place, word in enumerate(message.words):
            before = set(message.between(max(0, place - 2), place))
            pointed = bool(before & _ARTICLES) and self._could_be_person(word)
            if word in _SOMEBODY or pointed:
                end = self._relative_end(message, place + 1)
                if end:
                    name = "person" if word in _SOMEBODY else word
                    who = next((m.value for m in message.starting(place, "person")), name)
                    yield Mention(place, end, ((who, OTHER),), named=True, relative=True)

    def _pets(self, message: Message) -> Iterator[Mention]:
        """ "the cat drank my kefir, she's pregnant": said of an animal, so of nobody."""
        for place, word in enumerate(message.words):
            owned = place and message.words[place - 1] in self._sets["owned"] | {"the"}
            if word in self._sets["pets"] and owned and not self._allergen(message, place):
                yield Mention(place - 1, place + 1, ((word, OTHER),), generic=True, named=True)

    def _allergen(self, message: Message, place: int) -> bool:
        """Whether somebody is allergic to the animal at ``place``."""
        heads = (head for head in message.of("head") if place - 5 <= head.end <= place)
        return any(message.words[head.end : head.end + 1] == ["to"] for head in heads)

    def _could_be_person(self, word: str) -> bool:
        barred = ("things", "animals", "not_names", "own_matters", "neutral")
        return word.isalpha() and not any(word in self._sets[name] for name in barred)

    def _titled(self, message: Message) -> Iterator[Mention]:
        """ "Mrs K"."""
        for place, word in enumerate(message.words[:-1]):
            before = message.words[place - 1] if place else ""
            if word in _TITLES and message.words[place + 1].isalpha() and before not in self._sets["owned"]:
                if message.words[place + 1] in _NOT_TITLED:
                    continue  # "I never miss my tablets"
                follows = message.words[place + 1] in self._sets["person_verbs"]
                end = place + 1 if follows else place + 2
                yield Mention(place, end, (("patient", OTHER),), named=True)

    def _owned(self, message: Message) -> Iterator[Mention]:
        """ "my bandmate has", "one of my students is"."""
        for place, word in enumerate(message.words):
            if word not in ("my", "our"):
                continue
            for end in range(place + 2, min(len(message.words), place + 2 + _LONGEST_NAME)):
                if message.words[end] in self._sets["person_verbs"]:
                    mention = self._person(message, place, end)
                    yield from [mention] if mention else []
                    break
                if not message.words[end].isalpha():
                    break

    def _person(self, message: Message, start: int, verb: int) -> Mention | None:
        """The person named by words ``start`` to ``verb``, if they are neither a thing nor a condition."""
        words = message.words[start + 1 : verb]
        noun = words[-1]
        known = {mark.kind for mark in message.marks if start < mark.end - 1 and mark.start < verb}
        if known & {"condition", "head", "allergen", "person", "sign", "blocked", "dairy"}:
            return None
        if set(words) & (self._sets["things"] | self._sets["own_matters"] | self._sets["neutral"]):
            return None
        if not all(w.isalpha() for w in words) or set(words) & self._sets["not_names"]:
            return None
        if noun in self._sets["animals"]:
            return Mention(start, verb, ((noun, OTHER),), generic=True, named=True)
        if not (self._has_condition(message, verb) or self._breaks_off(message, start, verb)):
            return None
        return Mention(start, verb, ((" ".join(words), OTHER),), named=True,
                       possessive=message.words[verb] == "'s")  # fmt: skip

    def _has_condition(self, message: Message, verb: int) -> bool:
        """Whether the verb at ``verb`` gives its subject a condition as only people have it."""
        being = message.words[verb] in ("is", "was", "'s", "are")
        for mark in message.marks:
            if mark.kind not in ("condition", "head", "dairy") or mark.end <= verb:
                continue
            if mark.start > verb + _NEAR_CONDITION:
                break
            between = set(message.between(verb + 1, mark.start))
            if between - self._sets["transparent"] - {"not", "both"}:
                continue
            if not being or mark.kind == "dairy" or between & {"on", "taking", "having", "with", "allergic"}:
                return True
            if mark.text.endswith(_ADJECTIVE_ENDS):
                return True
        return False

    def _breaks_off(self, message: Message, start: int, verb: int) -> bool:
        """ "but my bandmate is": the verb ends the clause."""
        end = verb + 1
        while end < len(message.words) and message.words[end] in self._sets["ellipsis_tails"] | {"not"}:
            end += 1
        ends = end >= len(message.words) or message.words[end] in self._sets["ellipsis_ends"]
        return ends and start > 0 and message.words[start - 1] in self._sets["ellipsis_starts"]
