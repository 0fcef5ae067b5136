"""Whoever "mine" stands for: "when can babies have it? Mine is 7 months" tells of a child of the speaker's.

"Mine" and "ours" take their noun from what was spoken of at large before them. Where nobody was, an age that
only a child can have says that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guide.language.conditions.ages import ADULT, Age
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.named_by_age import child_of_age

_OWN = frozenset({"mine", "ours"})
_NOT_A_SUBJECT_AFTER = frozenset({"of", "is", "'s", "are", "like", "than", "not"})
_TO_AGE = frozenset({"is", "'s", "was", "are", "turned", "only", "just", "now", "about", "nearly", "almost"})
_TO_AGE_REACH = 4
_HE_OR_SHE = frozenset({"he", "him", "his", "she", "her"})
_OF_A_BATCH = 1
"""Months up to which an age without a child in the message may be that of grains or a bottle."""


def own_of_kind(
    message: Message, named: Sequence[Mention], ages: Sequence[Age], lexicon: Lexicon
) -> Iterator[Mention]:
    """Yield whom each "mine" or "ours" stands for, where that is a person."""
    taken = {place for mention in named for place in range(mention.start, mention.end)}
    for place, word in enumerate(message.words):
        before = message.words[place - 1] if place else ""
        if word not in _OWN or place in taken or before in _NOT_A_SUBJECT_AFTER:
            continue
        mention = _of_the_kind(message, place, named, lexicon) or _of_the_age(message, place, ages)
        if mention:
            yield mention


def _of_the_kind(message: Message, place: int, named: Sequence[Mention], lexicon: Lexicon) -> Mention | None:
    """One of those spoken of at large last: "toddlers ... mine"."""
    somebody = {p for m in named if not m.generic for p in range(m.start, m.end)}
    at_large = [mark for mark in message.of("person") if mark.end <= place and mark.start not in somebody]
    if not at_large:
        return None
    person = lexicon.persons[max(at_large, key=lambda mark: mark.start).value]
    who = ((person.name, person.subject),)
    return Mention(place, place + 1, who, named=True, stage=tuple(person.stage.items()))


def _of_the_age(message: Message, place: int, ages: Sequence[Age]) -> Mention | None:
    """A child, where its age follows: "mine is 3". A few days or weeks may be those of the kefir."""
    spoken_of = bool(_HE_OR_SHE & set(message.words))
    for age in ages:
        between = message.between(place + 1, age.start)
        near = place < age.start <= place + _TO_AGE_REACH and set(between) <= _TO_AGE
        if near and between and age.months < ADULT and (age.months > _OF_A_BATCH or spoken_of):
            return child_of_age(age, place)
    return None
