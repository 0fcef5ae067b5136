"""Conditions told by a part of the body: "my kidneys are packing up", "half my gut was taken out".

Names of illnesses can be listed, what people say of their organs cannot; so the parts and the states are
listed apart (``body.yml``) and joined here. That a part is fine denies a condition, and is only read where
nothing in its sentence takes it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

FINE = "fine"
_DENIES = frozenset({"not", "never", "no"})
_MOST_BETWEEN = 7
_DENIAL_REACH = 3


def body_states(message: Message, lexicon: Lexicon, named: Sequence[Concept]) -> Iterator[Concept]:
    """Yield what is said of each part of the body that is not in the name of a condition ``named``."""
    rules = lexicon.rules["body"]
    taken = {place for concept in named for place in range(concept.start, concept.end)}
    for part in message.of("part"):
        if taken & set(range(part.start, part.end)):
            continue
        for state in _states(message, part, lexicon):
            rule = rules["parts"][int(part.value)]["states"].get(state.value.partition(" ")[0])
            concept = _concept(message, part, state, rule, lexicon) if rule else None
            if concept:
                yield concept
                break


def remaining_bowel(message: Message, lexicon: Lexicon) -> Iterator[Concept]:
    """Yield a short bowel for a length that is left of it: "60cm of bowel left", "removed, 60cm left"."""
    parts = lexicon.rules["body"]["parts"]
    bowels = [m for m in message.of("part") if parts[int(m.value)]["id"] == "bowel"]
    for place, word in enumerate(message.words):
        if word not in lexicon.sets["lengths"] or not bowels:
            continue
        start, end = message.sentence_range(place)
        near = message.between(max(start, place - _MOST_BETWEEN), min(end, place + _MOST_BETWEEN))
        if {"left", "remaining", "remains", "remain"} & set(near) and any(
            start <= b.start < end for b in bowels
        ):
            yield Concept(
                "short_bowel_or_pancreatitis", max(0, place - 1), place + 1, lasting=True, told=True
            )
            return


def _concept(
    message: Message, part: Mark, state: Mark, rule: Mapping[str, Any], lexicon: Lexicon
) -> Concept | None:
    kind = state.value.partition(" ")[0]
    start, end = min(part.start, state.start), max(part.end, state.end)
    if kind == FINE:
        if _taken_back(message, start, end, lexicon):
            return None
        return Concept(rule["condition"], start, end, denied=True, text=FINE)
    if _DENIES & set(message.between(part.end, state.start)):
        return None
    lasting = kind in lexicon.rules["body"]["lasting"]
    return Concept(rule["condition"], start, end, Status(rule["status"]), lasting, text=kind)


def _states(message: Message, part: Mark, lexicon: Lexicon) -> Iterator[Mark]:
    """The states that belong to ``part``, the nearest first."""
    among = lexicon.sets["body_among"]
    found: list[tuple[int, Mark]] = []
    for state in message.of("state"):
        after = state.value.endswith("after")
        left, right = (part, state) if after else (state, part)
        gap = message.between(left.end, right.start)
        if left.end > right.start or len(gap) > _MOST_BETWEEN:
            continue
        if message.sentence[left.start] == message.sentence[right.start] and all(
            word in among or word.isdigit() or word.endswith("ly") for word in gap
        ):
            found.append((len(gap), state))
    yield from (state for _, state in sorted(found, key=lambda pair: pair[0]))


def _taken_back(message: Message, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the clause around "kidneys fine" doubts or limits it."""
    first, last = message.sentence_range(start)
    words = list(message.between(first, last))
    left, right = start - first, end - first
    before, after = words[:left], words[right:]
    for mark in (",", "and", "–", "but", ";"):
        before = before[len(before) - before[::-1].index(mark) :] if mark in before else before
        after = after[: after.index(mark)] if mark in after else after
    inside = _DENIES & set(words[left:right]) and "wrong" not in words and "matter" not in words
    back = lexicon.sets["body_taken_back"]
    last_word = words[-1:] == ["?"]
    return bool(inside) or last_word or bool(back & {*before, *after})
