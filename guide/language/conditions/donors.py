"""Transplants told by whose organ it was: "I got my brother's kidney", "my uncle gave me half his liver".

Whoever gives is only spoken of, so the organ belongs to whoever carries it now, and the giver is no person
that a later sentence could speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guide.language.conditions.concepts import Concept
from guide.language.conditions.findings import SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

CONDITION = "immunocompromised"
_REACH = 7
_POSSESSIVES = frozenset({"'s", "his", "her", "their"})
_PARTS = frozenset(
    {
        "half",
        "part",
        "of",
        "a",
        "one",
        "piece",
        "some",
        "bit",
        "lobe",
        "own",
        "the",
        "left",
        "right",
        "bone",
        "stem",
    }
)
_LIVING = frozenset({"living", "live", "lives", "walking", "alive"})
_RECEIVED = frozenset({"got", "received", "given", "carrying", "accepted"})
_OWNED = frozenset({"my", "his", "her", "new", "the", "our"})
_BEING = frozenset({"is", "was", "came", "comes", "are", "were", "'s"})
_TO = frozenset({"to", "me", "him", "her", "us", "them"})


@dataclass(frozen=True)
class Gift:
    """Words ``start`` to ``end`` tell of an organ given; ``giver`` and ``taker`` are where they are named."""

    start: int
    end: int
    giver: int
    taker: int | None = None


def gifts(message: Message, lexicon: Lexicon) -> Iterator[Gift]:
    """Yield each organ that somebody is said to have from somebody else."""
    sets = lexicon.sets
    for place, word in enumerate(message.words):
        if word in sets["organs"]:
            yield from _relative(message, place, lexicon)
        if word not in sets["organs"] or not _ends(message, place + 1, lexicon):
            continue
        first = place
        while first and message.words[first - 1] in _PARTS:
            first -= 1
        before = message.between(max(0, first - _REACH), first)
        verbs = [p for p, w in enumerate(before, first - len(before)) if w in sets["giving_organs"]]
        source = _source(message, place)
        if source:
            yield Gift(place, place + 1, source)
        elif verbs:
            yield from _given(message, verbs[-1], first, place + 1)
        elif message.words[first - 1] in _POSSESSIVES and first > 1:
            takes = [p for p in range(first - len(before), first) if _taken(message, p, first, lexicon)]
            if takes and message.words[takes[-1] + 1 : first - 1] != ["my"]:
                yield Gift(takes[-1], place + 1, first - 1)


def _taken(message: Message, verb: int, organ: int, lexicon: Lexicon) -> bool:
    """Whether the word at ``verb`` gives the organ: not the "with" of "problems with his kidneys"."""
    word = message.words[verb]
    if word == "with":
        return message.words[verb - 1] in _LIVING
    received = word in _RECEIVED or message.words[organ - 1] == "'s"
    return word in lexicon.sets["taking_organs"] and received


def _given(message: Message, verb: int, organ: int, end: int) -> Iterator[Gift]:
    """ "My mum gave me her kidney", "he donated a kidney to me"; what I gave makes my brother the taker."""
    between = list(message.between(verb + 1, organ))
    after = list(message.between(end, end + 2))
    if between and between[0] in _TO | {"my", "our"}:
        yield Gift(verb, end, verb - 1, verb + 1)
    elif after[:1] == ["to"] and len(after) > 1:
        yield Gift(verb, end, verb - 1, end + 1)


def _relative(message: Message, organ: int, lexicon: Lexicon) -> Iterator[Gift]:
    """ "The kidney (that) my dad gave me"."""
    for verb in range(organ + 2, min(len(message.words) - 1, organ + _REACH)):
        giving = message.words[verb] in lexicon.sets["giving_organs"]
        if giving and message.words[verb + 1] in _TO and not {",", "."} & set(message.between(organ, verb)):
            taker = verb + 1 + (message.words[verb + 1] == "to")
            yield Gift(organ, verb + 1, organ + 1, min(taker, len(message.words) - 1))
            return


def _source(message: Message, organ: int) -> int | None:
    """The word after the "from" of "my liver came from a donor", "my kidney is from my sister"."""
    tail = list(message.between(organ + 1, organ + 4))
    if organ == 0 or message.words[organ - 1] not in _OWNED or "from" not in tail or not _BEING & set(tail):
        return None
    return organ + 2 + tail.index("from")


def _ends(message: Message, place: int, lexicon: Lexicon) -> bool:
    """Whether the organ ends here: "my brother's kidney function" is another matter."""
    if place >= len(message.words):
        return True
    word = message.words[place]
    return word in lexicon.sets["after_organs"] or word.isdigit() or not word.isalpha()


def with_givers(message: Message, named: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return ``named`` with the givers marked as only spoken of."""
    given = list(gifts(message, lexicon))
    return [
        replace(m, reporter=True, possessive=False)
        if m.who and m.who[0][0] != SELF and any(_gives(m, gift) for gift in given)
        else m
        for m in named
    ]


def _gives(mention: Mention, gift: Gift) -> bool:
    if gift.giver >= gift.end:
        return mention.start == gift.giver
    if gift.taker is None or gift.giver > gift.start:
        return mention.start >= gift.start and mention.end <= gift.end
    return gift.start - 3 <= mention.end <= gift.start


def gift_places(message: Message, lexicon: Lexicon) -> frozenset[int]:
    """Return the words of all gifts: "bone marrow" in one of them is no illness of the giver."""
    return frozenset(p for gift in gifts(message, lexicon) for p in range(gift.start, gift.end))


def grafts(message: Message, lexicon: Lexicon) -> Iterator[Concept]:
    """Yield the transplant of each gift, at the word for its taker where one is named after the verb."""
    for gift in gifts(message, lexicon):
        span = (gift.start, gift.end) if gift.taker is None else (gift.taker, gift.taker + 1)
        yield Concept(CONDITION, *span, lasting=True, asserted=True, told=True)
