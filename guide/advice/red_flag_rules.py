"""The red-flag rules as data, and where in a message all the concepts of one are found."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, product
from typing import Any

from guide.advice.red_flag_phrases import Hit, gap
from guide.advice.red_flag_text import Message

_NEAREST = 3
# Kinds that food may cause by an allergy: only these are ever told as a habit.
ALLERGIC_KINDS = frozenset({"anaphylaxis", "child_collapse"})


@dataclass(frozen=True)
class Rule:
    """One combination of concepts that is an emergency. Fields as described in the rules file."""

    kind: str
    needs: tuple[tuple[str, ...], ...]
    within: int
    whole_message: bool
    ordered: bool
    recent_counts: bool
    present: tuple[str, ...]
    longest: int
    unless: tuple[str, ...]
    despite: frozenset[str]
    state: str | None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rule:
        """Return the rule written as ``data`` in the rules file."""
        return cls(
            kind=data["kind"],
            needs=tuple(tuple(need.split("|")) for need in data["needs"]),
            within=data.get("within", 0),
            whole_message=data.get("scope") == "message",
            ordered=data.get("ordered", False),
            recent_counts=data.get("recent", False),
            present=tuple(data.get("with", ())),
            longest=data.get("longest", sys.maxsize),
            unless=tuple(data.get("unless", ())),
            despite=frozenset(data.get("despite", ())),
            state=data.get("state"),
        )


@dataclass(frozen=True)
class Match:
    """A rule that found all its concepts. ``signs`` leaves out what only supports (food, a child)."""

    rule: Rule
    signs: tuple[Hit, ...]

    @property
    def span(self) -> Hit:
        """The words from the first sign to the last."""
        return Hit(min(hit.start for hit in self.signs), max(hit.end for hit in self.signs))


class Combinations:
    """The combinations of phrases in a message that make up a rule."""

    def __init__(self, message: Message, hits: Mapping[str, list[Hit]], data: Mapping[str, Any]) -> None:
        self._message = message
        self._hits = hits
        self._supporting = frozenset[str](data["support"])
        self._anaphora: Collection[str] = frozenset(data["anaphora"])

    def of(self, rule: Rule) -> Iterator[Match]:
        """Yield each combination once, signs only."""
        choices = [sorted(hit for name in need for hit in self._hits.get(name, ())) for need in rule.needs]
        if not all(choices) or not all(name in self._hits for name in rule.present):
            return
        is_sign = [not self._supporting.issuperset(need) for need in rule.needs]
        for anchor in choices[0]:
            near = [self._candidates(rule, anchor, others) for others in choices[1:]]
            combinations = product((anchor,), *near)
            signs = (tuple(compress(combination, is_sign)) for combination in combinations)
            yield from (Match(rule, distinct) for distinct in dict.fromkeys(signs))

    def _candidates(self, rule: Rule, anchor: Hit, others: Sequence[Hit]) -> list[Hit]:
        middle = bisect_left(others, anchor)
        around = others[max(0, middle - _NEAREST) : middle + _NEAREST + 1]
        return [hit for hit in around if hit != anchor and self._joined(rule, anchor, hit)]

    def _joined(self, rule: Rule, anchor: Hit, hit: Hit) -> bool:
        if rule.ordered and hit.start < anchor.start:
            return False
        if rule.whole_message:
            return not rule.within or gap(anchor, hit) <= rule.within
        return gap(anchor, hit) <= rule.within and self._same_thought(anchor, hit)

    def _same_thought(self, one: Hit, two: Hit) -> bool:
        """Whether two hits share a sentence, or the later one starts with "it", "they", ..."""
        first, second = sorted((self._message.sentences[one.start], self._message.sentences[two.start]))
        if first == second:
            return True
        begin = self._message.sentences.index(second)
        return second == first + 1 and self._message.words[begin] in self._anaphora
