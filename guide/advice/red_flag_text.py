"""A typed message as plain words: case, apostrophes, elongation and typos taken out.

Only words that carry safety meaning are corrected, and only towards a short list, so that a typo
never hides an emergency and an ordinary word is never bent into one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# Longer text is cut in the middle of nowhere useful; every channel caps messages below this.
MAX_CHARACTERS = 8000
_FEVER_CELSIUS = (37.8, 43.0)
_FEVER_FAHRENHEIT = (100.0, 110.0)
_YEARS = (1930.0, 2100.0)
_AGES = 25.0
_MANY = (8.0, 500.0)
_IN_WORDS = {
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "thirteen": 13.0,
    "fourteen": 14.0,
    "fifteen": 15.0,
    "sixteen": 16.0,
    "seventeen": 17.0,
    "eighteen": 18.0,
    "nineteen": 19.0,
    "twenty": 20.0,
}

_APOSTROPHES = re.compile("['’‘`´ʼ＇]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]")
# "throat's closing", "toddler's lips"; short words ("he's", "that's") keep their s.
_POSSESSIVE = re.compile(r"\b((?!there|where|what|that|here)[a-z]{4,})'s\b")
_SPLIT_NEGATION = re.compile(r"\b(can|don|won|isn|doesn|didn|couldn|hasn|haven|wasn|aren) t\b")
_OVERDOSED = re.compile(r"\bod(?:'d|'ed|-ed|-d)\b")
_WILL_NOT = re.compile(r"\bwill not\b")
_CAN_NOT = re.compile(r"\bcan not\b")
_DECIMAL_COMMA = re.compile(r"(\d),(\d)")
_PIECES = re.compile(r"\d+(?:\.\d+)?|[a-z]+|\.{2,}|[.!?;\n]")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_DOUBLE = re.compile(r"(.)\1")
_VOWELS = str.maketrans("", "", "aeiouyh")


@dataclass(frozen=True)
class Message:
    """The words of a message, and for each word the number of the sentence it stands in."""

    words: tuple[str, ...]
    sentences: tuple[int, ...]


def classes_of(word: str) -> tuple[str, ...]:
    """Return the classes a number, in digits or words, belongs to: ``<number>``, ``<fever>``, ``<year>``,
    ``<decimal>``, ``<age>``, ``<many>`` (more tablets than anybody takes at once)."""
    value = float(word) if word[0].isdigit() else _IN_WORDS.get(word)
    if value is None:
        return ()
    found = ["<number>"]
    if any(low <= value <= high for low, high in (_FEVER_CELSIUS, _FEVER_FAHRENHEIT)):
        found += ["<fever>", "<decimal>"] if "." in word else ["<fever>"]
    if _YEARS[0] <= value <= _YEARS[1]:
        found.append("<year>")
    if _MANY[0] <= value <= _MANY[1]:
        found.append("<many>")
    if value <= _AGES:
        found.append("<age>")
    return tuple(found)


class Speller:
    """Turns one typed word into the safety word it was meant to be, or leaves it alone."""

    def __init__(
        self,
        targets: Collection[str],
        spelling: Mapping[str, str],
        known: Collection[str],
        swapped: Collection[str] = (),
    ) -> None:
        """Take the words to correct to, those of ``swapped`` only where two neighbours changed places."""
        self._known = frozenset(known) | frozenset(targets)
        swaps = {swap: target for target in swapped for swap in _swaps(target) if swap not in self._known}
        self._spelling = {**swaps, **spelling}
        self._targets: dict[str, list[tuple[str, str]]] = {}
        for target in sorted(targets):
            self._targets.setdefault(target[0], []).append((target, _skeleton(target)))
        self._memory: dict[str, str] = {}

    def correct(self, word: str) -> str:
        """Return the corrected word. The memory is bounded so that floods of nonsense cost nothing."""
        found = self._memory.get(word)
        if found is None:
            if len(self._memory) > 20000:
                self._memory.clear()
            found = self._memory[word] = self._correct(word)
        return found

    def _correct(self, word: str) -> str:
        if _LONG_RUN.search(word):
            return self._shorten(word)
        if word in self._spelling:
            return self._spelling[word]
        if word in self._known or len(word) < 4 or word[0].isdigit():
            return word
        dropped_g = self._nearest(word + "g") if word.endswith("in") and len(word) > 5 else None
        return dropped_g or self._nearest(word) or word

    def _shorten(self, word: str) -> str:
        doubled = _LONG_RUN.sub(r"\1\1", word)
        single = _LONG_RUN.sub(r"\1", word)
        for candidate in (single, doubled, _DOUBLE.sub(r"\1", doubled)):
            corrected = self._correct(candidate)
            if corrected in self._known or corrected != candidate:
                return corrected
        return single

    def _nearest(self, word: str) -> str | None:
        skeleton = _skeleton(word)
        best: tuple[int, str] | None = None
        for target, target_skeleton in self._targets.get(word[0], ()):
            if abs(len(target) - len(word)) > 2 or len(set(word) ^ set(target)) > 4:
                continue
            allowed = 2 if skeleton == target_skeleton or len(target) >= 9 else 1
            distance = _edits(word.replace("ph", "f"), target.replace("ph", "f"))
            if distance <= allowed and len(target) > 3 + distance and (best is None or distance < best[0]):
                best = (distance, target)
        return best[1] if best else None


def _swaps(word: str) -> list[str]:
    """Return the word with each pair of neighbouring letters swapped."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def _skeleton(word: str) -> str:
    """Return the consonants of a word: what is left when it is spelt by ear."""
    by_ear = word.replace("ph", "f").replace("ck", "k").translate(_VOWELS).replace("c", "k")
    return _DOUBLE.sub(r"\1", by_ear)


def _edits(one: str, two: str) -> int:
    """Return the edit distance with swapped neighbours as one edit (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == two[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def read(text: str, speller: Speller) -> Message:
    """Return the words of a message, corrected, with the sentence each belongs to."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKD", text[:MAX_CHARACTERS])).casefold()
    plain = _OVERDOSED.sub("overdosed", _APOSTROPHES.sub("'", plain))
    plain = _POSSESSIVE.sub(r"\1", plain).replace("'", "").replace("&", " and ")
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    plain = _SPLIT_NEGATION.sub(r"\1t", plain)
    plain = _CAN_NOT.sub("cant", _WILL_NOT.sub("wont", plain))
    words: list[str] = []
    sentences: list[int] = []
    sentence = 0
    for piece in _PIECES.findall(plain):
        if piece[0].isalnum():
            for part in speller.correct(piece).split():
                words.append(part)
                sentences.append(sentence)
        elif not piece.startswith(".."):
            sentence += 1
    return Message(tuple(words), tuple(sentences))
