"""People of one kind told apart: "my other son", "the younger one", "my son Leo", "Emma".

Each is a person of its own: the id is the kind, an underscore, and what tells them apart
("son_other", "child_younger", "person_emma"), so that what is said of one never reaches the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.advice.vocabulary import Status
from guide.language.conditions.ages import AgeReader
from guide.language.conditions.ages_of_names import age_after
from guide.language.conditions.findings import CHILD, OTHER, SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

APART = "_"
_PATIENT = "patient"
_OWNING = frozenset({"my", "our", "the", "her", "his", "their"})
_CALLED = (
    ["called"],
    ["named"],
    ["is", "called"],
    ["is", "named"],
    ["'s", "name", "is"],
    [","],
    ["–"],
    ["("],
)
_A_TWIN = (("sibling", OTHER),)
_STAGE = (("child", Status.UNCERTAIN),)
_ASKED_FOR = frozenset({"can", "could", "may", "should", "does", "is", "for", "about"})
_TAKING = frozenset({"have", "drink", "eat", "try", "take"})
_NAMING = frozenset({"is", "has", "takes", "'s", "gets"})
_AFTER_NAME = _NAMING | _TAKING
_CONDITIONS = ("condition", "head", "dairy", "sign")
# At the beginning of a sentence any word is written large: only a verb of persons makes it a name.
_AFTER_FIRST = _NAMING | {
    "had", "was", "got", "can", "reacts", "reacted", "drinks", "drank", "loves", "likes", "vomits", "vomited",
    "swells", "does", "did",
}  # fmt: skip
_NEAR = 6


class Individuals:
    """Gives people of the same kind names of their own."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._knows = lexicon.speller.knows
        self._persons = lexicon.persons
        self._ages = AgeReader(lexicon.rules["normalise"]["numbers"])
        self._names = self._sets["names_m"] | self._sets["names_f"]
        orders = lexicon.rules["people"]["orders"]
        self._orders = {word: order for order, words in orders.items() for word in words}

    def read(self, message: Message, named: Sequence[Mention]) -> list[Mention]:
        """Return ``named`` with those told apart renamed, and those added whom no noun names."""
        people = [m for m in named if m.who != _A_TWIN or message.words[m.end - 2] not in ("one", "other")]
        people = [self._called(message, self._ordered(message, mention)) for mention in people]
        for found in (self._alone, self._by_name):
            taken = {place for mention in people for place in range(mention.start, mention.end)}
            added = [m for m in found(message, people) if not taken & set(range(m.start, m.end))]
            people = sorted([*people, *added], key=lambda m: m.start)
        return people

    def _ordered(self, message: Message, mention: Mention) -> Mention:
        """ "my other son", "my younger sister"."""
        if mention.generic or not mention.who or mention.who[0][0] in (SELF, _PATIENT):
            return mention
        nouns = [m.start for m in message.of("person") if mention.start <= m.start < mention.end]
        words = message.between(mention.start, max(nouns, default=mention.end - 1))
        order = next((self._orders[word] for word in words if word in self._orders), None)
        return _renamed(mention, order) if order else mention

    def _called(self, message: Message, mention: Mention) -> Mention:
        """ "my son Leo", "my friend, Anna,", "Leo, my son"."""
        if mention.generic or not mention.who or mention.who[0][0] in (SELF, _PATIENT) or mention.possessive:
            return mention
        if message.words[mention.start] not in self._sets["owned"] | {"a", "the"}:
            return mention
        if set(message.between(mention.start, mention.end)) & self._sets["child_groups"]:
            return mention  # "my kids, Ben and Lou": a name after several is that of one of them
        for link in ([], *_CALLED):
            place = mention.end + len(link)
            if list(message.between(mention.end, place)) != link:
                continue
            large = not link and place < len(message.words) and message.tokens[place].capital
            if self._is_name(message, place) or (large and self._strange(message, place)):
                possessive = message.words[place + 1 : place + 2] == ["'s"]
                return replace(_renamed(mention, message.words[place]), end=place + 1, possessive=possessive)
        if mention.start > 1 and message.words[mention.start - 1] in (",", "–", "("):
            place = mention.start - 2
            if self._is_name(message, place) and message.words[place - 1 : place] != ["and"]:
                return replace(_renamed(mention, message.words[place]), start=place)
        return mention

    def _alone(self, message: Message, named: Sequence[Mention]) -> Iterator[Mention]:
        """ "the younger one", "my eldest", "one of the twins ... the other"."""
        for place, word in enumerate(message.words):
            article = message.words[place - 1] if place else ""
            end = self._end_of_order(message, place, article)
            if end is None:
                continue
            order = self._orders.get(word, "first")
            twin = "twin" in message.between(place, end)
            kind = self._kind(message, place, named) or ("child" if twin else None)
            if order in ("first", "second", "third") and not self._kind_named(place, named) and not twin:
                continue
            if kind is None and order == "other":
                continue
            start = place - (article in _OWNING)
            who = (f"{kind or 'child'}{APART}{order}", CHILD)
            possessive = message.words[end : end + 1] == ["'s"]
            yield Mention(start, end, (who,), named=True, stage=_STAGE, possessive=possessive)

    def _end_of_order(self, message: Message, place: int, article: str) -> int | None:
        """One past the words that stand for one of several, beginning at ``place``."""
        words, word = message.words, message.words[place]
        following = words[place + 1] if place + 1 < len(words) else "."
        if word == "one" and following == "twin":
            return place + 2
        if word == "one" and following == "of":
            return place + 2 if words[place + 2 : place + 3] == ["them"] else None
        if word == "one" and place and words[place - 1] in (",", ".", ":", ";", "and", "–"):
            return place + 1 if following in ("is", "has", "was", "had", "reacts") else None
        bare = word in self._sets["superlatives"] and (not place or article in (",", "and", "but", "."))
        if word not in self._orders or not (article in _OWNING or bare):
            return None
        if following in ("one", "twin"):
            return place + 2
        closed = following in self._sets["person_verbs"] | self._sets["ellipsis_ends"] | {"too", "then"}
        if word in self._sets["superlatives"] or (word in ("first", "second", "third") and article == "our"):
            noun = bool(message.starting(place + 1, "person")) or following in self._sets["possessions"]
            return place + 1 if closed or (article in ("my", "our") and not noun) else None
        return place + 1 if word == "other" and article == "the" and closed else None

    def _kind(self, message: Message, place: int, named: Sequence[Mention]) -> str | None:
        """The kind of the children spoken of last, ``None`` if there are none."""
        before = [m for m in named if m.who and m.start < place and m.who[0][1] == CHILD]
        if before:
            kind = before[-1].who[0][0].split(APART)[0]
            return kind if kind in ("son", "daughter") else "child"
        return "child" if len(message.words) <= _NEAR and "one" in message.words else None

    def _kind_named(self, place: int, named: Sequence[Mention]) -> bool:
        """Whether children were named before, of whom "the first one" is one."""
        return any(m.who and m.start < place and m.who[0][1] == CHILD for m in named)

    def _by_name(self, message: Message, named: Sequence[Mention]) -> Iterator[Mention]:
        """ "Emma is 2", "can Leo have it?"."""
        known = {m.who[0][0].split(APART)[-1]: m.who for m in named if m.who and APART in m.who[0][0]}
        for place, word in enumerate(message.words):
            if self._is_name(message, place) or self._looks_like_name(message, place):
                who = known.get(word, ((f"person{APART}{word}", OTHER),))
                possessive = message.words[place + 1 : place + 2] == ["'s"]
                yield Mention(place, place + 1, who, named=True, possessive=possessive)

    def _is_name(self, message: Message, place: int) -> bool:
        """Whether the word at ``place`` is a first name; of those that are words too, if written large."""
        if not 0 <= place < len(message.words):
            return False
        word = message.words[place]
        if place in message.condition_places:
            return False  # "St John's wort"
        if word in self._names:
            return True
        first = place == 0 or message.sentence[place] != message.sentence[place - 1]
        verb = message.words[place + 1 : place + 2]
        sure = not first or (bool(verb) and verb[0] in _AFTER_FIRST)
        return word in self._sets["names_written_large"] and message.tokens[place].capital and sure

    def _looks_like_name(self, message: Message, place: int) -> bool:
        """ "Dave is diabetic", "can Zuri have it": an unknown word in the place of a person."""
        words = message.words
        following = words[place + 1] if place + 1 < len(words) else ""
        if not self._strange(message, place):
            return False
        if self._has_age(message, place):
            return True
        if following not in _AFTER_NAME:
            return False
        first = place == 0 or message.sentence[place] != message.sentence[place - 1]
        verb = following in _NAMING
        if verb and (first or message.tokens[place].capital) and self._condition_near(message, place + 1):
            return True
        before = words[place - 1] if place else ""
        return message.tokens[place].capital and before in _ASKED_FOR and following in _TAKING

    def _has_age(self, message: Message, place: int) -> bool:
        """ "My kids, Ben 7 months and Zuri who is 4": of a message about children only."""
        children = any(self._persons[m.value].subject == CHILD for m in message.of("person"))
        return message.tokens[place].capital and children and bool(age_after(message, place + 1, self._ages))

    def _strange(self, message: Message, place: int) -> bool:
        word = message.words[place]
        marked = any(mark.start <= place < mark.end for mark in message.marks)
        return len(word) > 2 and word.isalpha() and not self._knows(word) and not marked

    def _condition_near(self, message: Message, verb: int) -> bool:
        places = range(verb + 1, verb + 1 + _NEAR)
        return any(message.starting(place, kind) for place in places for kind in _CONDITIONS)


def _renamed(mention: Mention, apart: str) -> Mention:
    (person, subject), *rest = mention.who
    return replace(mention, who=((f"{person.split(APART)[0]}{APART}{apart}", subject), *rest))
