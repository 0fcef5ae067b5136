"""Questions between two: "is it an allergy or an intolerance?" says of neither that it is there."""

from __future__ import annotations

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.matching import Message

_LEADING = frozenset({"so", "but", "and", "ok", "okay", "well", "then", "or", "hmm", ",", "oh"})
_IT = frozenset({"it", "this", "that"})


def unless_either(message: Message, concept: Concept, status: Status | None) -> Status | None:
    """Return ``status``, *uncertain* in place of *present* in a question that asks which of two it is."""
    if status is not Status.PRESENT:
        return status
    start, end = message.sentence_range(concept.start)
    words = list(message.between(start, end))
    while words and words[0] in _LEADING:
        words.pop(0)
    asked = words[:1] == ["is"] and words[1:2] and words[1] in _IT and "or" in words
    return Status.UNCERTAIN if asked else status
