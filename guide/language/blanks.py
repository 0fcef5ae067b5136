"""Puts the blanks back into words that were run together ("icantbreathe", "canidrinkkefir")."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from symspellpy import SymSpell

from guide.language.text import normalise

SHORTEST = 9
"""A run of letters shorter than this is left alone: a typo is likelier than a sentence."""
FEWEST_WORDS = 3
"""Fewer would also be compounds and names ("buttermilk", "yeovalley")."""
LIKELY = -1.1
"""Least log10 probability per letter: "icantbreathe" has -1.09, the names of medicines mostly less."""
_SMALL_WORDS = frozenset(
    {
        "i", "im", "my", "me", "he", "she", "it", "its", "is", "are", "am", "can", "cant", "do", "does",
        "have", "has", "the", "how", "what", "when", "why", "for", "with", "should", "will", "you", "they",
        "this", "that"
    }
)  # fmt: skip

_DICTIONARY = "frequency_dictionary_en_82_765.txt"
_OF_THE_FIELD = 10**8
"""A count as high as that of everyday words, for words that the dictionary has not."""
_FIELD_WORDS = ("kefir", "keffir", "cmpa", "sibo", "ibs", "ibd", "epipen")
_RUN = re.compile(r"[^\W\d_](?:[^\W\d_]|'(?=\w))+")
_ONE_LETTER = frozenset("ai")


@lru_cache(maxsize=512)
def with_blanks(text: str) -> str:
    """Return ``text`` with each long unknown run of letters cut into words, if it reads as a sentence.

    Words are those of symspellpy's English frequency dictionary. A text without such a run comes
    back as it is.
    """
    return _RUN.sub(lambda run: _cut(run.group()), text)


def _cut(run: str) -> str:
    word = normalise(run)
    if len(word) < SHORTEST or word in _speller().words:
        return run
    found = _speller().word_segmentation(word.replace("'", ""), max_edit_distance=0)
    words = found.corrected_string.split()
    known = all(w in _speller().words and (len(w) > 1 or w in _ONE_LETTER) for w in words)
    sentence = len(words) >= FEWEST_WORDS and not _SMALL_WORDS.isdisjoint(words)
    likely = found.log_prob_sum >= LIKELY * len(word)
    return found.corrected_string if known and sentence and likely else run


@lru_cache(maxsize=1)
def _speller() -> SymSpell:
    """Return the dictionary, loaded once per process; without edit distances it needs little memory."""
    speller = SymSpell(max_dictionary_edit_distance=0)
    with resources.as_file(resources.files("symspellpy") / _DICTIONARY) as path:
        speller.load_dictionary(str(path), term_index=0, count_index=1)
    for word in _FIELD_WORDS:
        speller.create_dictionary_entry(word, _OF_THE_FIELD)
    return speller
