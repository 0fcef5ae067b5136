"""What happened to nobody: told in a film or an essay, or only feared."""

from __future__ import annotations

from guide.language.conditions.concepts import Concept
from guide.language.conditions.matching import Message


def unreal(message: Message, place: int) -> bool:
    """Return whether the sentence of word ``place`` tells of a film, an essay or a fear."""
    return any(message.sentence[mark.start] == message.sentence[place] for mark in message.of("unreal"))


def feared(message: Message, concept: Concept) -> bool:
    """Return whether a concept is only a feared reaction ("I might get anaphylaxis from it"), no illness."""
    words = message.between(concept.start, concept.end)
    return any(word.startswith("anaphyla") for word in words) and unreal(message, concept.start)
