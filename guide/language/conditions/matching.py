"""Finds the lexicon's phrases in a message, and cuts the message into clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from guide.language.conditions.lexicon import Entry, Lexicon
from guide.language.conditions.tokens import Token

_FULL_STOPS = frozenset({".", "!", "?", ";", "\n"})
_BREAKS = _FULL_STOPS | {"(", ")", ":", "–", "—", "--"}
_JOINS = frozenset({",", "and", "so", "then", "also", "plus"})
_SUBJECTS = frozenset(
    {
        "i", "he", "she", "they", "we", "my", "our", "it", "you", "this", "that", "there", "his",
        "her"
    }
)  # fmt: skip
_VERBS = frozenset(
    {
        "have", "has", "am", "is", "are", "take", "takes", "had", "was", "can", "could", "should",
        "do", "does", "got", "would", "will", "use", "uses", "currently", "now"
    }
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A phrase found at words ``start`` to ``end`` (exclusive)."""

    entry: Entry
    start: int
    end: int
    text: str

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def value(self) -> str:
        return self.entry.value


@dataclass(frozen=True)
class Message:
    """A message with what was found in it; ``clause`` and ``sentence`` number each word's unit."""

    words: Sequence[str]
    tokens: Sequence[Token]
    marks: Sequence[Mark]
    clause: Sequence[int]
    sentence: Sequence[int]

    @cached_property
    def _by_kind(self) -> dict[str, list[Mark]]:
        kinds: dict[str, list[Mark]] = {}
        for mark in self.marks:
            kinds.setdefault(mark.kind, []).append(mark)
        return kinds

    @cached_property
    def _by_start(self) -> dict[int, list[Mark]]:
        starts: dict[int, list[Mark]] = {}
        for mark in self.marks:
            starts.setdefault(mark.start, []).append(mark)
        return starts

    @cached_property
    def condition_places(self) -> frozenset[int]:
        """The words that belong to the name of a condition."""
        return frozenset(p for mark in self.of("condition") for p in range(mark.start, mark.end))

    @cached_property
    def _sentence_ranges(self) -> dict[int, tuple[int, int]]:
        return _ranges(self.sentence)

    @cached_property
    def _clause_ranges(self) -> dict[int, tuple[int, int]]:
        return _ranges(self.clause)

    def of(self, kind: str) -> list[Mark]:
        """Return the marks of this kind, in order."""
        return self._by_kind.get(kind, [])

    def between(self, left: int, right: int) -> Sequence[str]:
        """Return the words from ``left`` up to, not including, ``right``."""
        return self.words[left:right]

    def starting(self, place: int, kind: str) -> list[Mark]:
        """Return the marks of ``kind`` that begin at word ``place``."""
        return [mark for mark in self._by_start.get(place, ()) if mark.kind == kind]

    def sentence_range(self, index: int) -> tuple[int, int]:
        """Return first and one past last word of the sentence that holds word ``index``."""
        return self._sentence_ranges[self.sentence[index]]

    def clause_start(self, index: int) -> int:
        """Return the first word of the clause that holds word ``index``."""
        return self._clause_ranges[self.clause[index]][0]

    def clause_words(self, index: int) -> Sequence[str]:
        """Return the words of the clause that holds word ``index``."""
        return self.between(*self._clause_ranges[self.clause[index]])


class PhraseFinder:
    """Marks every phrase of the lexicon, the longest of each kind where they overlap."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._vocabulary = spacy.blank("en").vocab
        self._matcher = PhraseMatcher(self._vocabulary, attr="ORTH")
        for words in lexicon.phrases:
            self._matcher.add(" ".join(words), [Doc(self._vocabulary, words=list(words))])
        self._by_key = {" ".join(words): entries for words, entries in lexicon.phrases.items()}

    def read(self, text: str) -> Message:
        """Return ``text`` as normalised words with their marks and clauses."""
        tokens = self._lexicon.tokens(text)
        words = [token.text for token in tokens]
        marks = self._marks(words) if words else []
        clause, sentence = _units(words, marks)
        return Message(words, tokens, marks, clause, sentence)

    def _marks(self, words: list[str]) -> list[Mark]:
        found: list[Mark] = []
        document = Doc(self._vocabulary, words=words)
        strings = self._vocabulary.strings
        for key, start, end in self._matcher(document):
            phrase = strings[key]
            found.extend(Mark(entry, start, end, phrase) for entry in self._by_key[phrase])
        return _longest(found)


def _ranges(numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """First and one past last place of each number."""
    ranges: dict[int, tuple[int, int]] = {}
    for place, number in enumerate(numbers):
        ranges[number] = (ranges.get(number, (place, 0))[0], place + 1)
    return ranges


def _family(mark: Mark) -> str:
    """Marks compete for words within a family; a cue that looks back leaves those that look ahead alone."""
    if mark.kind == "cue":
        return "cue_back" if mark.entry.direction == "backward" else "cue"
    return "concept" if mark.kind in ("condition", "blocked") else mark.kind


def _longest(marks: Iterable[Mark]) -> list[Mark]:
    """Drop a mark that another of its family covers with more words."""
    families: dict[str, list[Mark]] = {}
    for mark in marks:
        families.setdefault(_family(mark), []).append(mark)
    kept: list[Mark] = []
    for family in families.values():
        owner: dict[int, tuple[int, int]] = {}
        for mark in sorted(family, key=lambda m: (m.start - m.end, not m.value.endswith("pseudo"), m.start)):
            span = (mark.start, mark.end)
            places = range(mark.start, mark.end)
            if all(owner.get(place, span) == span for place in places):
                owner.update(dict.fromkeys(places, span))
                kept.append(mark)
    return sorted(kept, key=lambda m: (m.start, m.end))


def _units(words: Sequence[str], marks: Sequence[Mark]) -> tuple[list[int], list[int]]:
    """Number the clauses and sentences: a clause ends at a mark, a terminating word or a new subject."""
    stops = {mark.start for mark in marks if mark.kind == "cue" and mark.value == "terminate"}
    people = {mark.start for mark in marks if mark.kind == "person"}
    clause = sentence = 0
    clauses: list[int] = []
    sentences: list[int] = []
    following = [*words[1:], ""]
    for index, word in enumerate(words):
        joins = word in _JOINS and _starts_clause(words, index + 1, people)
        if index in stops or joins or (word in _BREAKS and word != ","):
            clause += 1
        clauses.append(clause)
        sentences.append(sentence)
        if word in _FULL_STOPS and following[index] not in _FULL_STOPS:
            sentence += 1
            clause += 1
    return clauses, sentences


def _starts_clause(words: Sequence[str], index: int, people: set[int]) -> bool:
    """Whether a subject with its verb, or a bare verb, begins at word ``index``."""
    ahead = list(words[index : index + 4])
    if ahead and ahead[0] in _JOINS:
        return _starts_clause(words, index + 1, people)
    if not ahead:
        return False
    if ahead[0] in _VERBS:
        return True
    if ahead[0] in _SUBJECTS:
        return any(second not in {"and", ","} for _, second in pairwise(ahead))
    return index in people and len(ahead) > 1 and ahead[1] in _VERBS
