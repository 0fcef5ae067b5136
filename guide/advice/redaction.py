"""Takes out of a message everything that could say who wrote it.

By an allow-list: only plain words (``data/plain_words.txt``, which holds no names of people or places)
and the content's own terms survive, in lower case. Whatever is not known to be harmless is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from guide.advice.red_flag_text import Speller

HIDDEN = "_"
NUMBER = "#"
MAX_WORDS = 60
"""A question is shorter. A long story says who tells it by its course alone."""

_APOSTROPHES = re.compile("['’‘`´ʼ＇]")
_ADDRESS = re.compile(r"@|//|^www\.|[^\W\d_]\.[^\W\d_]{2}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
_NUMBER_WORDS = (
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
)
_NUMBERS = frozenset(_NUMBER_WORDS.split())
# What stands before a name, and how many words the name may have.
_BEFORE_NAMES = (
    (("name", "is"), 3),
    (("name's",), 3),
    (("names",), 3),
    (("called",), 2),
    (("named",), 2),
    (("call", "me"), 2),
    (("this", "is"), 2),
    *(((title,), 2) for title in ("mr", "mrs", "ms", "miss", "dr", "doctor", "prof", "professor", "sir")),
)
# "This is not what I asked" names nobody: here a name ends, or there is none.
_NO_NAME_WORDS = (
    "a an the and or but i i'm is are was it not no so for about of to in on my your his her their our what"
    " how why when if too very all just only still says said told can has have who"
)
_NO_NAMES = frozenset(_NO_NAME_WORDS.split())


@dataclass(frozen=True)
class _Token:
    text: str
    starts: bool
    hidden: bool = False

    @property
    def word(self) -> str:
        return self.text.lower()


class Redactor:
    """Redacts by the plain words and ``terms``, the phrases that the content is found with."""

    def __init__(self, terms: Iterable[str]) -> None:
        split = (tuple(_WORD.findall(_straight(term).lower())) for term in terms)
        self._terms = frozenset(words for words in split if words and not any(map(_is_number, words)))
        self._longest = max(map(len, self._terms), default=1)
        self._single = frozenset(words[0] for words in self._terms if len(words) == 1)
        self._known = plain_words() | self._single
        likely = {word for words in self._terms for word in words if word in self._known}
        self._speller = Speller(likely, {}, self._known)

    def redact(self, text: str) -> str:
        """Return ``text`` with only what is harmless left; a gap of any length is one placeholder."""
        tokens = _tokens(text)
        shouted = not any(character.islower() for character in text)
        after = _after_introductions([token.word for token in tokens])
        kept: list[str] = []
        at = 0
        while at < len(tokens):
            length = self._term_at(tokens, at)
            if length:
                kept += [token.word for token in tokens[at : at + length]]
            else:
                kept.append(self._shown(tokens[at], shouted, named=at in after))
            at += length or 1
        return " ".join(w for i, w in enumerate(kept) if w not in (HIDDEN, NUMBER) or kept[i - 1 : i] != [w])

    def _term_at(self, tokens: Sequence[_Token], at: int) -> int:
        """Return how many words the longest term has that begins here; 0 if none does."""
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            part = tokens[at : at + length]
            if tuple(t.word for t in part) in self._terms and not any(t.hidden for t in part):
                return length
        return 0

    def _shown(self, token: _Token, shouted: bool, named: bool) -> str:
        if token.hidden:
            return HIDDEN
        if _is_number(token.word):
            return NUMBER
        corrected = self._speller.correct(token.word)
        word = corrected if corrected in self._known else token.word.removesuffix("'s")
        if word in self._single:
            return word
        capital = token.text[0].isupper() and token.word.split("'")[0] != "i"
        if named or (capital and not token.starts and not shouted):
            return HIDDEN
        return word if word in self._known else HIDDEN


@lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Return the words that say nothing about who uses them."""
    text = files("guide.advice").joinpath("data/plain_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _straight(text: str) -> str:
    return _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text))


def _is_number(word: str) -> bool:
    return word in _NUMBERS or any(character.isnumeric() for character in word)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    starts = True
    for line in _straight(text).splitlines():
        for piece in line.split():
            if _ADDRESS.search(piece):
                found.append(_Token(piece, starts, hidden=True))
            else:
                words = _WORD.findall(piece)
                found += [_Token(word, starts and index == 0) for index, word in enumerate(words)]
            starts = piece.endswith(_SENTENCE_ENDS)
        starts = True
    return found[:MAX_WORDS]


def _after_introductions(words: Sequence[str]) -> set[int]:
    """Return the places of the words that may be a name because of what stands before them."""
    places: set[int] = set()
    for at in range(len(words)):
        for cue, longest in _BEFORE_NAMES:
            if tuple(words[at : at + len(cue)]) != cue:
                continue
            for place in range(at + len(cue), min(at + len(cue) + longest, len(words))):
                if words[place] in _NO_NAMES:
                    break
                places.add(place)
    return places
