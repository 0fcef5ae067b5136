"""Training, validation and test sentences are different sentences, and there are enough of each.

A failure tells files and rows, never a held-back sentence: who trains must not read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from benchmarks.understanding.sentences import ACT, QUESTION, asked_pairs, nlu_pairs, read_split
from guide.language.scope import EMERGENCY, OUTSIDE, TALK
from guide.language.text import normalise

ROOT = Path(__file__).resolve().parents[2]
SPLITS = {name: read_split(ROOT / "tests" / "language" / "data" / name) for name in ("validation", "test")}
TRAINING = nlu_pairs(ROOT / "data" / "nlu")
LEARNT = [text for text, _ in [*TRAINING, *asked_pairs(ROOT / "content" / "kefir")]]

SHORTEST_WORDS, MOST_ALIKE = 4, 0.7
FEWEST_TESTED, FEWEST_OF_TOPIC, FEWEST_OF_ACT = 15, 60, 40


def held_back(split: str) -> list[str]:
    return [*(case.text for case in SPLITS[split].cases), *(each.text for each in SPLITS[split].profiles)]


def plain(text: str) -> str:
    """Return the letters and digits of ``text``, words apart by one blank."""
    words = "".join(letter if letter.isalnum() else " " for letter in normalise(text).replace("'", ""))
    return " ".join(words.split())


def trigrams(texts: Iterable[str], index: dict[str, int]) -> sparse.csr_matrix:
    """Return one row per text with a one for each of its trigrams; new ones get a place in ``index``."""
    rows = [
        sorted({index.setdefault(f" {text} "[at : at + 3], len(index)) for at in range(len(text))})
        for text in texts
    ]
    pointers = np.cumsum([0, *map(len, rows)])
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, pointers))


def likeness(texts: list[str], others: list[str]) -> np.ndarray:
    """Return for each text its highest Jaccard similarity in trigrams with one of the others."""
    index: dict[str, int] = {}
    left, right = trigrams(texts, index), trigrams(others, index)
    left.resize(len(texts), len(index))
    right.resize(len(others), len(index))
    shared = (left @ right.T).toarray()
    sizes = left.sum(axis=1) + right.sum(axis=1).T
    return np.asarray(shared / (np.asarray(sizes) - shared)).max(axis=1)


def test_likeness_is_that_of_sets_of_trigrams() -> None:
    assert likeness(["abc", "xyz"], ["abc", "abd"]).tolist() == pytest.approx([1.0, 0.0])
    assert likeness(["abc"], ["abd"]).tolist() == pytest.approx([1 / 5])


@pytest.mark.parametrize("split", SPLITS)
def test_no_held_back_sentence_is_all_but_a_training_sentence(split: str) -> None:
    texts = [plain(text) for text in held_back(split)]
    long = [row for row, text in enumerate(texts) if len(text.split()) >= SHORTEST_WORDS]
    alike = likeness([texts[row] for row in long], [plain(text) for text in LEARNT])
    found = [row for row, value in zip(long, alike, strict=True) if value >= MOST_ALIKE]
    assert not found, f"{split}: {len(found)} sentences, rows {found[:40]} of all in their order"


@pytest.mark.parametrize("split", SPLITS)
def test_no_held_back_sentence_is_a_training_sentence(split: str) -> None:
    learnt = {plain(text) for text in LEARNT}
    found = [row for row, text in enumerate(held_back(split)) if plain(text) in learnt]
    assert not found, f"{split}: {len(found)} sentences, rows {found[:40]} of all in their order"


def test_every_intent_is_tested_by_enough_sentences() -> None:
    counts = Counter(case.intent for case in SPLITS["test"].cases)
    few = {
        intent: counts[intent] for intent in {name for _, name in TRAINING} if counts[intent] < FEWEST_TESTED
    }
    assert not few


def test_every_intent_is_learnt_from_enough_sentences() -> None:
    few = {
        intent: count
        for intent, count in Counter(name for _, name in TRAINING).items()
        if count < (FEWEST_OF_TOPIC if is_topic(intent) else FEWEST_OF_ACT)
    }
    assert not few


def is_topic(intent: str) -> bool:
    return intent.startswith("ask_") and intent not in TALK


def test_held_back_intents_are_learnt_ones() -> None:
    known = {name for _, name in TRAINING}
    assert known >= {EMERGENCY, *OUTSIDE}
    for split in SPLITS.values():
        assert {case.intent for case in split.cases if case.group in (QUESTION, ACT)} <= known
