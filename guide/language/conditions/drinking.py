"""Somebody who "doesn't drink", full stop, avoids alcohol."""

from __future__ import annotations

from collections.abc import Iterator

from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message

_DENIALS = (("do", "not"), ("does", "not"), ("can", "not"))
_ADVERBS = frozenset({"really", "actually", "even", "ever", "personally", "usually"})
_NEVER = frozenset({"never", "nor", "or"})


def abstinence(message: Message, lexicon: Lexicon) -> Iterator[Concept]:
    """Yield alcohol avoidance for "I don't drink" where no drink is named, before or after."""
    words = message.words
    for place, word in enumerate(words):
        if word not in ("drink", "drinks") or not _ends(message, place + 1, lexicon):
            continue
        start = _denial(message, place)
        if start is None or lexicon.sets["drinkables"] & set(words[:place]):
            continue
        yield Concept("alcohol_avoidance", start, place + 1, asserted=True, told=True)


def _denial(message: Message, place: int) -> int | None:
    """The word where the denial of "drink" at ``place`` begins."""
    while place > 0 and message.words[place - 1] in _ADVERBS:
        place -= 1
    before = list(message.between(max(0, place - 2), place))
    if tuple(before) in _DENIALS:
        return place - 2
    if before and before[-1] in _NEVER:
        if before[-1] == "never":
            return place - 1
        tail = list(message.between(max(0, place - 5), place))
        return place - 1 if "not" in tail and "smoke" in tail else None
    return None


def _ends(message: Message, place: int, lexicon: Lexicon) -> bool:
    return place >= len(message.words) or message.words[place] in lexicon.sets["drinking_ends"]
