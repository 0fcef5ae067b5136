"""What a test for an allergy found: "tested for milk allergy, and it was negative" tells of none.

The name of a test is no allergy that somebody has. That it was negative is one denied; whether that may set
aside what was told before is for the rules to say (``guide.advice.clearance``). A test of no clinician, one
yet to come, and one that found something besides say nothing of the kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.matching import Message

_TESTS = frozenset(
    {"test", "tests", "tested", "testing", "prick", "rast", "ige", "panel", "screen", "screened"}
)
_NEGATIVE = frozenset({"negative", "clear", "normal", "nothing"})
_POSITIVE = frozenset({"positive", "raised", "elevated", "high"})
_IN_DOUBT = frozenset(
    {
        "not", "never", "no", "if", "unless", "hopefully", "waiting", "awaiting", "pending", "false", "still",
        "home", "online", "kit", "kits", "igg", "hair", "self", "myself", "ourselves", "homeopath",
        "naturopath", "internet", "app", "should", "would", "might", "may", "next", "tomorrow", "will", "?",
    }
)  # fmt: skip
_TO_TEST = frozenset(
    {
        "for", "a", "an", "the", "my", "his", "her", "our", "me", "him", "us", "any", "some", "skin", "blood",
        "prick", "of", "all", "son", "daughter",
    }
)  # fmt: skip
_GOES_ON = frozenset(
    {"it", "they", "that", "all", "result", "results", "the", "negative", "clear", "nothing", "both"}
)
_TEST_REACH = 5


def with_results(message: Message, concepts: Iterable[Concept]) -> list[Concept]:
    """Return ``concepts`` with each allergy that only names a test as what that test found."""
    return [_found(message, concept) for concept in concepts]


def _found(message: Message, concept: Concept) -> Concept:
    if not concept.condition.endswith("_allergy") or concept.told or not _names_test(message, concept):
        return concept
    start, end = _account(message, concept)
    words = set(message.between(start, end))
    if not words & _NEGATIVE or words & _IN_DOUBT:
        return concept
    if words & _POSITIVE:
        return replace(concept, ceiling=Status.UNCERTAIN, asserted=True)
    if _of_another(message, concept, end):
        return concept
    return replace(concept, denied=True, told=True)


def _names_test(message: Message, concept: Concept) -> bool:
    """Whether the allergy only says what was tested for: "tested me for milk allergy", "an allergy test"."""
    if set(message.between(concept.end, concept.end + 1)) & _TESTS:
        return True
    before = list(message.between(max(0, concept.start - _TEST_REACH), concept.start))
    while before and before[-1] in _TO_TEST - _TESTS:
        before.pop()
    return bool(before) and before[-1] in _TESTS


def _account(message: Message, concept: Concept) -> tuple[int, int]:
    """The sentence of the test, and the next where that says what it found: "It was negative"."""
    start, end = message.sentence_range(concept.start)
    if end < len(message.words) and message.words[end] in _GOES_ON:
        end = message.sentence_range(end)[1]
    return start, end


def _of_another(message: Message, concept: Concept, end: int) -> bool:
    """Whether it is said of a food that the concept does not name: "the egg test was negative"."""
    return any(concept.end <= mark.start < end for mark in message.of("allergen") if mark.value != "lactose")
