"""Laboratory values that state a condition: "neutrophils 0.4", "ANC 300", "eGFR 18". The limits are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message

_AMONG = frozenset(
    {
        "count", "is", "was", "of", "at", "dropped", "drop", "fell", "down", "to", "only", "now", "level",
        "about", "around", "just", "are", "were", "currently", ":", "–", "=", "function", "came", "back",
        "still", "absolute"
    }
)  # fmt: skip
_MOST_BETWEEN = 5


def labs(message: Message, lexicon: Lexicon) -> Iterator[Concept]:
    """Yield a condition for each value beyond its limit."""
    for place, end, rule, value in _values(message, lexicon):
        if value >= rule.get("per_microlitre", float("inf")):
            value /= 1000
        percent = end < len(message.words) and message.words[end] == "%"
        for limit in rule["limits"]:
            low = "below" in limit and value < limit["below"]
            high = "from" in limit and value >= limit["from"]
            if (low or high) and limit.get("percent", percent) == percent:
                yield Concept(
                    rule["condition"], place, end, Status(limit["status"]), asserted=True, told=True
                )
                break


def measured_places(message: Message, lexicon: Lexicon) -> frozenset[int]:
    """Return the words of all values, so that none of them is read as an age."""
    return frozenset(p for start, end, _, _ in _values(message, lexicon) for p in range(start, end))


def lab_places(message: Message, lexicon: Lexicon) -> list[int]:
    """Return where the names of laboratory values stand that are followed by their value."""
    short = lexicon.rules["labs"]["named_only"]
    return [
        place
        for place, word in enumerate(message.words[:-1])
        if (word in short and _is_number(message.words[place + 1]))
    ] or [place for place, _, rule, _ in _values(message, lexicon) if rule.get("note", True)]


def _values(message: Message, lexicon: Lexicon) -> Iterator[tuple[int, int, Mapping[str, Any], float]]:
    for rule in lexicon.rules["labs"]["values"]:
        names = frozenset(rule["names"])
        for place, word in enumerate(message.words):
            if word not in names:
                continue
            at = place + 1
            while at < min(len(message.words), place + _MOST_BETWEEN) and message.words[at] in _AMONG:
                at += 1
            if at < len(message.words) and _is_number(message.words[at]):
                yield place, at + 1, rule, float(message.words[at].replace(",", "."))


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).replace(",", "", 1).isdigit()
