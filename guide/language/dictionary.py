"""The words that people may mean: everyday English, and the words of the content packs.

Both readers of badly typed messages (``blanks``, ``typos``) ask it. The English words and their
frequencies are symspellpy's; those of the packs are counted in the content files, so that another food
brings its own.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib import resources
from pathlib import Path

from symspellpy import SymSpell, Verbosity

from guide.language.text import normalise

CONTENT = Path("content")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

_ENGLISH = "frequency_dictionary_en_82_765.txt"
_LEFT_OUT = frozenset({"languages.yml", "red_flags.yml"})
"""Not English; and phrases as they are typed in a fright, run together or misspelt."""
_OF_THE_FIELD = ("keffir", "cmpa", "epipen")
"""Words of the field that no content file needs to hold."""
_BRANDS = Path(__file__).parent / "rules" / "brands.txt"
"""Shops and brands: right as they are typed, and never what another word is meant to be."""
_EVERYDAY = 12_000
"""So many of the commonest English words are what a misspelt word may be; rarer ones are only known."""
_WEIGHT = 1.0
"""The words of the packs together count so many times as often as everyday words: they are talked of."""
_ONE_LETTER = frozenset("ai")


class Dictionary:
    """Knows words, cuts runs of letters into them, and finds the one that a misspelt word is nearest to."""

    def __init__(self, content: Path = CONTENT) -> None:
        """Read the words of all content files below ``content``; without any, only English is known."""
        english, ours = _english(), _words_of(content)
        self._known = english.keys() | ours.keys() | set(_BRANDS.read_text(encoding="utf-8").split())
        commonest = dict(english.most_common(_EVERYDAY))
        share = _WEIGHT * sum(commonest.values()) / max(1, ours.total())
        weights = {word: int(count * share) + 1 for word, count in ours.items() if len(word) > 1}
        self._cutter = _speller(Counter(english) + Counter(weights), edits=0)
        self._corrector = _speller(Counter(commonest) + Counter(weights), edits=2)

    def knows(self, word: str) -> bool:
        """Whether ``word`` (lower case) is spelt as some word is."""
        return word in self._known

    def cut(self, run: str) -> tuple[list[str], float] | None:
        """Return the likeliest words of a run of letters and their log10 probability, or ``None``."""
        found = self._cutter.word_segmentation(run.replace("'", ""), max_edit_distance=0)
        words = found.corrected_string.split()
        known = all(word in self._cutter.words and (len(word) > 1 or word in _ONE_LETTER) for word in words)
        return (words, found.log_prob_sum) if known else None

    def nearest(self, word: str, errors: int) -> str:
        """Return the commonest of the nearest words within ``errors`` letters, ``word`` itself if none is."""
        found = self._corrector.lookup(word, Verbosity.TOP, max_edit_distance=errors)
        return str(found[0].term) if found else word


@lru_cache(maxsize=1)
def shared_dictionary(content: Path = CONTENT) -> Dictionary:
    """Return the one dictionary of this process."""
    return Dictionary(content)


def _words_of(content: Path) -> Counter[str]:
    """Count the words of the files as text: the names of their fields are English words too."""
    words: Counter[str] = Counter(dict.fromkeys(_OF_THE_FIELD, 1))
    for path in content.rglob("*.yml"):
        if path.name in _LEFT_OUT:
            continue
        words.update(WORD.findall(_normalised(path.read_text(encoding="utf-8"))))
    return words


def _normalised(text: str) -> str:
    return "\n".join(normalise(line) for line in text.splitlines())


def _english() -> Counter[str]:
    source = resources.files("symspellpy") / _ENGLISH
    rows = (line.split() for line in source.read_text(encoding="utf-8-sig").splitlines())
    return Counter({word: int(count) for word, count in rows})


def _speller(counts: Counter[str], edits: int) -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=edits)
    for word, count in counts.items():
        speller.create_dictionary_entry(word, count)
    return speller
