"""Puts misspelt words of our vocabulary right, and leaves every other word alone.

A word is only corrected when no common English word is spelt that way, so that "dairies" or "nursery"
never turns into a condition.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

SHORTEST_CORRECTED = 6
SHORTEST_WITH_TWO_ERRORS = 9


class Speller:
    """Looks up the word of ``vocabulary`` within one error (two in long words) of what was typed."""

    def __init__(self, vocabulary: Iterable[str], common: Iterable[str]) -> None:
        self._known = frozenset(vocabulary)
        self._common = frozenset(common)
        self._shortened: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if word.isalpha() and len(word) >= SHORTEST_CORRECTED:
                for form in _deletions(word, _errors_allowed(word)):
                    self._shortened.setdefault(form, []).append(word)
        self.correct = lru_cache(maxsize=20_000)(self._correct)

    def knows(self, word: str) -> bool:
        """Return whether ``word`` is in the vocabulary or a common English word."""
        return word in self._known or word in self._common

    def _correct(self, word: str) -> str:
        if len(word) < SHORTEST_CORRECTED - 1 or word in self._known or word in self._common:
            return word
        if len(word) > 30 or (word.endswith("s") and word[:-1] in self._known):
            return word
        best, fewest = word, 3
        for form in _deletions(word, _errors_allowed(word)):
            for candidate in self._shortened.get(form, ()):
                errors = distance(word, candidate)
                allowed = min(_errors_allowed(candidate), _errors_allowed(word + "x"))
                if errors <= allowed and errors < fewest and word[0] == candidate[0]:
                    best, fewest = candidate, errors
        return best


def distance(left: str, right: str) -> int:
    """Optimal string alignment: insertions, deletions, changes and swaps of neighbours."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _errors_allowed(word: str) -> int:
    return 2 if len(word) >= SHORTEST_WITH_TWO_ERRORS else 1


def _deletions(word: str, errors: int) -> set[str]:
    forms = {word}
    layer = {word}
    for _ in range(errors):
        layer = {w[:i] + w[i + 1 :] for w in layer for i in range(len(w))}
        forms |= layer
    return forms
