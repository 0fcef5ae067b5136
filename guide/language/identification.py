"""Which language a message is in, and how sure that is. English unless another one clearly wins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

from guide.advice.other_languages import HAN, identified_codes, languages, word_list

ENGLISH = "en"
_PUNCTUATION = ".,;:!?¿¡\"'()[]«»…。，？！、؟،؛।-–"
_HAN = re.compile(f"[{HAN}]")
# Addresses, doses and the like are words of no language.
_NO_WORD = re.compile(r"[\d/@_.=]")
_QUOTES = str.maketrans("’‘", "''")


@dataclass(frozen=True)
class Limits:
    """Another language is believed from this ``score`` on, if it is ``margin`` times that of English.

    ``words``: in messages of so many words; of Chinese, characters.
    """

    score: float
    margin: float
    words: int


@dataclass(frozen=True)
class Identified:
    """The code of a language other than English, and its share of the probability."""

    language: str
    score: float


class Identifier:
    """Reads the language of short messages. Building it loads the models of the Latin script."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._english = frozenset(word_list("english_words"))
        self._neutral = tuple(word_list("neutral_words"))
        self._detector = _detector()
        self._detector.compute_language_confidence_values("a message to load the models with")

    def identify(self, text: str) -> Identified | None:
        """Return the language that ``text`` is in if it is one that we have lines in, else None."""
        words = _words(text)
        if _length(words) < self._limits.words or not self._english.isdisjoint(words):
            return None
        telling = " ".join(word for word in words if not word.startswith(self._neutral))
        shares = self._shares(telling)
        best = max(shares, key=lambda code: shares[code])
        sure = shares[best] >= max(self._limits.score, self._limits.margin * shares[ENGLISH])
        return Identified(best, shares[best]) if sure and best in languages() else None

    def _shares(self, text: str) -> dict[str, float]:
        found = self._detector.compute_language_confidence_values(text)
        return {each.language.iso_code_639_1.name.lower(): each.value for each in found}


def _detector() -> LanguageDetector:
    codes = [IsoCode639_1.from_str(code) for code in (ENGLISH, *identified_codes())]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def _words(text: str) -> list[str]:
    """Return the words in lower case, without punctuation, numbers and addresses."""
    bare = (word.strip(_PUNCTUATION) for word in text.translate(_QUOTES).casefold().split())
    return [word for word in bare if not _NO_WORD.search(word) and any(map(str.isalpha, word))]


def _length(words: list[str]) -> int:
    """Return the number of words; Chinese puts no space between them, so each of its characters counts."""
    return sum(len(_HAN.findall(word)) or 1 for word in words)
