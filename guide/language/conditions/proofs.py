"""Milk allergy told by what was done: a positive test, a failed challenge, an order to avoid milk."""

from __future__ import annotations

from collections.abc import Iterator

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_REACH = 5
_POSITIVE = frozenset({"positive", "raised", "elevated", "pos", "high"})
_TESTS = frozenset({"prick", "spt", "rast", "blood", "ige", "skin", "scratch", "patch", "test", "tests"})
_FAILED = frozenset({"failed", "fail", "fails", "flunked"})
_CHALLENGES = frozenset({"challenge", "challenges", "ladder", "ofc", "reintroduction"})
_ORDERS = frozenset({"told", "said", "says", "ordered", "advised"})
_SINCE = ("since birth", "from birth", "since he was born", "since she was born")
_ILL = frozenset({"sick", "ill", "reacts", "poorly", "unwell"})
_BAKED = frozenset({"baked milk", "baked dairy"})
_OUTGREW = frozenset({"outgrew", "outgrown", "outgrow"})
_BEARS = frozenset({"tolerate", "tolerates", "tolerating", "passed", "eats", "only"})
_CLEAR = frozenset({"clear", "negative", "normal"})
_NOT = frozenset({"not", "never", "no", "negative"})
_SKIN_TESTS = frozenset({"prick", "spt", "scratch", "patch", "skin"})
_ON_THE_SKIN = frozenset(
    {"bump", "bumps", "wheal", "weal", "welt", "lump", "mm", "hive", "swelled", "reacted", "flared", "itched"}
)


def proofs(message: Message, lexicon: Lexicon) -> Iterator[Concept]:
    """Yield a milk allergy for each of these; one that only suggests it is uncertain."""
    for dairy in message.of("allergen"):
        if dairy.value not in lexicon.rules["dairy"]["dairy_groups"] or "kefir" in dairy.text:
            continue
        start, end = message.sentence_range(dairy.start)
        left, right = max(start, dairy.start - _REACH), min(end, dairy.end + _REACH)
        near = set(message.between(left, right))
        if near & _TESTS and near & _CLEAR and not near & {"not", "never"} and dairy.value != "lactose":
            yield Concept("milk_allergy", dairy.start, dairy.end, denied=True, told=True)
        if near & _NOT:
            continue
        if dairy.value == "lactose":
            if near & _POSITIVE and "breath" in message.between(start, end):
                yield Concept("lactose_intolerance", dairy.start, dairy.end, asserted=True, told=True)
            continue
        said = set(message.between(start, end))
        if (
            said & _SKIN_TESTS
            and said & _TESTS
            and said & _ON_THE_SKIN
            and near & (_ON_THE_SKIN | _TESTS | {"where"})
        ):
            yield Concept("milk_allergy", dairy.start, dairy.end, Status.UNCERTAIN, asserted=True, told=True)
        if (near & _POSITIVE and near & _TESTS) or (near & _FAILED and near & _CHALLENGES):
            yield Concept("milk_allergy", dairy.start, dairy.end, asserted=True, told=True)
    yield from _baked_only(message)
    for mark in message.of("dairy"):
        if mark.value == "dairy_free" and _ordered(message, mark):
            yield Concept("milk_allergy", mark.start, mark.end, Status.UNCERTAIN, asserted=True, told=True)


def _baked_only(message: Message) -> Iterator[Concept]:
    """ "Outgrew baked milk", "tolerates baked milk": an allergy to fresh milk that nobody has cleared."""
    for dairy in message.of("allergen"):
        before = set(message.between(max(0, dairy.start - 4), dairy.start))
        if dairy.text in _BAKED and before & (_OUTGREW | _BEARS):
            ceiling = Status.HISTORICAL if before & _OUTGREW else Status.UNCERTAIN
            yield Concept("milk_allergy", dairy.start, dairy.end, ceiling, asserted=True, told=True)


def _ordered(message: Message, mark: Mark) -> bool:
    start, end = message.sentence_range(mark.start)
    before, after = message.between(start, mark.start), " ".join(message.between(mark.end, end))
    ordered = bool(_ORDERS & set(before)) and "kefir" not in after
    return (
        ordered
        or any(phrase in after for phrase in _SINCE)
        or ("because" in after and bool(_ILL & set(after.split())))
    )
