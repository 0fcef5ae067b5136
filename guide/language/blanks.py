"""Puts the blanks back into words that were run together ("icantbreathe", "canidrinkkefir")."""

from __future__ import annotations

import re
from functools import lru_cache

from guide.language.dictionary import shared_dictionary
from guide.language.text import normalise

SHORTEST = 9
"""A run of letters shorter than this is left alone: a typo is likelier than a sentence."""
FEWEST_WORDS = 3
"""Fewer would also be compounds and names ("buttermilk", "yeovalley")."""
LIKELY = -1.1
"""Least log10 probability per letter: "icantbreathe" has -1.09, the names of medicines mostly less."""
LONG, WORDS_OF_LONG, LIKELY_OF_LONG = 16, 4, -1.35
"""A run of so many letters and words is hardly one name: it may be less likely."""
_SMALL_WORDS = frozenset(
    {
        "i", "im", "my", "me", "he", "she", "it", "its", "is", "are", "am", "can", "cant", "do", "does",
        "have", "has", "the", "how", "what", "when", "why", "for", "with", "should", "will", "you", "they",
        "this", "that"
    }
)  # fmt: skip
_RUN = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=\w))+")


@lru_cache(maxsize=512)
def with_blanks(text: str) -> str:
    """Return ``text`` with each long unknown run of letters cut into words, if it reads as a sentence.

    A text without such a run comes back as it is.
    """
    return _RUN.sub(lambda run: _cut(run.group()), text)


def _cut(run: str) -> str:
    word = normalise(run)
    if len(word) < SHORTEST or shared_dictionary().knows(word):
        return run
    found = shared_dictionary().cut(word)
    if found is None:
        return run
    words, likelihood = found
    sentence = len(words) >= FEWEST_WORDS and not _SMALL_WORDS.isdisjoint(words)
    likely = sentence and likelihood >= LIKELY * len(word)
    long = len(word) >= LONG and len(words) >= WORDS_OF_LONG and likelihood >= LIKELY_OF_LONG * len(word)
    return " ".join(words) if likely or long else run
