"""Cuts a message into what may be separate questions. It cuts only where a reader would pause."""

from __future__ import annotations

import re

MAX_SEGMENTS = 8
FEWEST_WORDS = 2

_START = (
    r"(?:what|which|who|when|where|why|how|is|are|can|could|should|do|does|did|will|would|may|has|have"
    r"|am|wat|wich|hows|whats)"
)
_CUT = re.compile(
    r"(?<=[.?!])[\"')]*\s+|\n+|;\s+"
    rf"|,?\s+(?:and\s+also|also,?\s+and|and\s+then\s+also)\s+(?={_START}\b)"
    rf"|,\s*(?:and|also|plus|but)\s+(?={_START}\b)"
    rf"|[,:]\s*(?=(?:what|which|why|how|where)\b)"
    rf"|\s+(?:and|also|plus)\s+(?=(?:what|which|why|how|where|when)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"^(?:(?:and|so|but|also|ok|okay|oh|well|please|pls),?\s+)*{_START}\b", re.IGNORECASE)


def segments(text: str) -> list[str]:
    """Return the parts of ``text`` in their order, the whole if it has one part."""
    parts = [part.strip() for part in _CUT.split(text) if part and part.strip()]
    return [part for part in parts if len(part.split()) >= FEWEST_WORDS][:MAX_SEGMENTS] or [text]


def asks_something(segment: str) -> bool:
    """Whether a part is worded as a question; a sentence of a story is not."""
    return segment.rstrip("\"') ").endswith("?") or bool(_QUESTION.match(segment))
