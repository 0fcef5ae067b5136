"""Finding many phrases in a message at once, without regular expressions.

The cost grows with the number of words times the few phrases that begin with each word; nothing
backtracks further than the three words a gap may span.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from guide.advice.red_flag_text import Message, classes_of

GAP = "~"
_GAP_WORDS = 3


class Hit(NamedTuple):
    """Where a phrase stands: from word ``start`` up to, not including, word ``end``."""

    start: int
    end: int


def gap(one: Hit, two: Hit) -> int:
    """Return how many words lie between two hits; 0 when they touch or overlap."""
    return max(0, max(one.start, two.start) - min(one.end, two.end))


def unguarded(hits: Mapping[str, list[Hit]], name: str, guard: str) -> list[Hit]:
    """Return the hits of ``name`` that overlap no hit of ``guard``."""
    covered = {word for hit in hits.get(guard, ()) for word in range(*hit)}
    return [hit for hit in hits.get(name, ()) if covered.isdisjoint(range(*hit))]


class PhraseIndex:
    """All phrases of all named groups, looked up by their first word."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._prefix: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, phrases in groups.items():
            for phrase in dict.fromkeys(phrases):
                first, *rest = phrase.split()
                table, key = (self._prefix, first[:-1]) if first.endswith("*") else (self._exact, first)
                table.setdefault(key, []).append((name, tuple(rest)))
        self._shortest = min(map(len, self._prefix), default=0)
        self._longest = max(map(len, self._prefix), default=0)

    def find(self, message: Message) -> dict[str, list[Hit]]:
        """Return the hits of every group that has any, in reading order."""
        found: dict[str, list[Hit]] = {}
        memory: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for position, word in enumerate(message.words):
            if word not in memory:
                memory[word] = self._beginning_with(word)
            for name, rest in memory[word]:
                end = _follow(message, position + 1, rest, message.sentences[position])
                if end:
                    found.setdefault(name, []).append(Hit(position, end))
        return found

    def _beginning_with(self, word: str) -> list[tuple[str, tuple[str, ...]]]:
        entries = list(self._exact.get(word, ()))
        for size in range(self._shortest, min(len(word), self._longest) + 1):
            entries += self._prefix.get(word[:size], ())
        for number_class in classes_of(word):
            entries += self._exact.get(number_class, ())
        return entries


def _follow(message: Message, position: int, atoms: tuple[str, ...], sentence: int) -> int:
    """Return where the rest of a phrase ends if it continues at ``position``, or 0."""
    if not atoms:
        return position
    if atoms[0] == GAP:
        ends = (_follow(message, position + skip, atoms[1:], sentence) for skip in range(_GAP_WORDS + 1))
        return next((end for end in ends if end), 0)
    if position >= len(message.words) or message.sentences[position] != sentence:
        return 0
    if not _fits(message.words[position], atoms[0]):
        return 0
    return _follow(message, position + 1, atoms[1:], sentence)


def _fits(word: str, atom: str) -> bool:
    if atom.endswith("*"):
        return word.startswith(atom[:-1])
    return word == atom or (atom[0] == "<" and atom in classes_of(word))
