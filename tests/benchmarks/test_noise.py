"""Each kind of noise does what it says, and the same with the same seed."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from benchmarks.understanding.noise import KINDS, misspell
from benchmarks.understanding.noisy import misspelt
from benchmarks.understanding.sentences import LOOKALIKE, QUESTION, Case

TEXT = "please could somebody explain fermentation properly?"
SEEDS = range(20)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def noisy(kind: str, seed: int, text: str = TEXT) -> str:
    return KINDS[kind](text, np.random.default_rng(seed))


def changed_words(kind: str, seed: int) -> list[tuple[str, str]]:
    pairs = zip(TEXT.split(), noisy(kind, seed).split(), strict=True)
    return [(before, after) for before, after in pairs if before != after]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_noise(kind: str) -> None:
    assert noisy(kind, 3) == noisy(kind, 3)
    assert misspell(TEXT, np.random.default_rng(1)) == misspell(TEXT, np.random.default_rng(1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "a", "?!", "42", "no", "ñandú"])
def test_short_and_odd_texts_do_no_harm(kind: str, text: str) -> None:
    assert isinstance(noisy(kind, 0, text), str)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_keyboard_slip_is_a_neighbouring_key_after_the_first_letter(seed: int) -> None:
    changed = changed_words("keyboard", seed)
    assert changed
    for before, after in changed:
        (at,) = [row for row, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
        row = next(row for row in _ROWS if before[at] in row)
        assert at > 0
        assert abs(row.index(before[at]) - row.index(after[at])) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_letter_is_dropped_after_the_first(seed: int) -> None:
    changed = changed_words("dropped", seed)
    assert changed
    for before, after in changed:
        assert any(before[:at] + before[at + 1 :] == after for at in range(1, len(before)))


@pytest.mark.parametrize("seed", SEEDS)
def test_swapped_letters_are_neighbours(seed: int) -> None:
    for before, after in changed_words("swapped", seed):
        assert Counter(before) == Counter(after)
        assert len([1 for one, other in zip(before, after, strict=True) if one != other]) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_vowel_is_drawn_out_and_the_last_mark_repeated(seed: int) -> None:
    drawn = noisy("elongated", seed)
    assert drawn.endswith("???")
    assert re.search(r"([aeiou])\1\1", drawn)
    assert re.sub(r"(.)\1\1+", r"\1", drawn) == TEXT


def test_blanks_go_and_capitals_come() -> None:
    assert noisy("without_blanks", 0) == TEXT.replace(" ", "")
    assert noisy("capitals", 0) == TEXT.upper()


def test_cases_keep_all_but_their_text_and_look_alikes_are_left_out() -> None:
    asked = Case(TEXT, QUESTION, "ask_a", frozenset({"ask_a"}), hard=True)
    (found,) = misspelt([asked, Case("calm", LOOKALIKE, "", frozenset())], "capitals")
    assert found == Case(TEXT.upper(), QUESTION, "ask_a", frozenset({"ask_a"}), hard=True)
    assert misspelt([asked], "keyboard") == misspelt([asked], "keyboard")
