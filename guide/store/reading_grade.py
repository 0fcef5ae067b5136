"""Flesch-Kincaid grade of plain wording, so that a pack too hard to read is refused.

The formula is Kincaid et al. 1975. Syllables are counted from spelling: English offers nothing
exact without a dictionary, and an error of one syllable moves a claim's grade by a few tenths only.
As in Flesch's instructions, a clause closed by a semicolon or colon counts as a sentence.
"""

from __future__ import annotations

import re

MAX_GRADE = 8.0
"""Health text for the public is asked to stay at or below this school grade (design, rule of section 6)."""

_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|[;:](?=\s)")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d[\d.,]*")
_VOWELS = re.compile(r"[aeiouy]+")
_HIATUS = re.compile(r"[^cgstx]i(?=[aou])|(?<!p)eo(?!u)|[^q]ua|uo|iu|ying|[eo]ing|rea(?=ct)|dea(?=s?$)")
_SILENT_ENDING = re.compile(r"(?:[aeiouy]l|[^aeiouyl])es?$|[^aeiouytd]ed$")
_SPOKEN_ENDING = re.compile(r"(?:[^aeiouy]les?|[sxz]es|[cg]es|[cs]hes)$")


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of ``text``; 0.0 for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """Return about how many syllables ``word`` has, at least one. A number counts as one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(letters)) + len(_HIATUS.findall(letters))
    if _SILENT_ENDING.search(letters) and not _SPOKEN_ENDING.search(letters):
        count -= 1
    return max(count, 1)
