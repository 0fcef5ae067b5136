"""Puts misspelt words right before a model reads them ("wat abuot lactos" and the like).

Only a word that is spelt as no word at all is touched, so that no right word turns into another. What
states a condition is not read through this: ``conditions.spelling`` corrects towards its own vocabulary.
"""

from __future__ import annotations

from functools import lru_cache

from guide.language.blanks import with_blanks
from guide.language.dictionary import WORD, shared_dictionary
from guide.language.text import normalise

SHORTEST = 4
"""Shorter words have too many neighbours."""
SHORTEST_WITH_TWO_ERRORS = 7
LONGEST = 30


@lru_cache(maxsize=512)
def corrected(text: str) -> str:
    """Return ``text`` normalised, each word that is none replaced by the commonest of the nearest words."""
    return WORD.sub(lambda word: _corrected(word.group()), normalise(text))


def as_read(text: str) -> str:
    """Return ``text`` as models read it: blanks put back, misspelt words put right."""
    return corrected(with_blanks(text))


def _corrected(word: str) -> str:
    if not SHORTEST <= len(word) <= LONGEST or "'" in word or shared_dictionary().knows(word):
        return word
    for contracted in (f"{word[:-1]}'{word[-1]}", f"{word[:-2]}'{word[-2:]}"):
        if shared_dictionary().knows(contracted):
            return contracted  # "isnt", "couldnt": the nearest word would be the contrary
    return shared_dictionary().nearest(word, 2 if len(word) >= SHORTEST_WITH_TWO_ERRORS else 1)
