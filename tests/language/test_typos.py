"""Misspelt words are put right before the classifier reads them; right ones are never touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.language.dictionary import Dictionary, shared_dictionary
from guide.language.text import normalise
from guide.language.typos import LONGEST, SHORTEST, corrected


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("wat abuot lactos intollerance", "what about lactose intolerance"),
        ("Is it fermnted lnoger?", "is it fermented longer?"),
        ("imunosuppressed on takrolimus", "immunosuppressed on tacrolimus"),
        ("probiotcis for my dauhgter", "probiotics for my daughter"),
        ("wot gud duz keffir", "what good duz kefir"),
        ("wats kefeer good 4", "what's kefir good 4"),
    ],
)
def test_the_nearest_common_word_is_read(typed: str, read: str) -> None:
    assert corrected(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("he isnt allergic", "he isn't allergic"),
        ("she couldnt have it", "she couldn't have it"),
        ("i dont, they havent", "i don't, they haven't"),
        ("theyre fine", "they're fine"),
    ],
)
def test_a_denial_without_its_apostrophe_stays_one(typed: str, read: str) -> None:
    assert corrected(typed) == read


@pytest.mark.parametrize(
    "typed", ["xolair and rinvoq", "does yakult do the same", "i'm on elvanse", "ph 4.6", "idk tbh", "epipen"]
)
def test_names_short_words_and_right_words_stay(typed: str) -> None:
    assert corrected(typed) == typed


@given(st.lists(st.sampled_from(["kefir", "hives", "tight", "throat", "breathe", "swollen"]), max_size=8))
def test_right_words_stay_right(words: list[str]) -> None:
    assert corrected(" ".join(words)) == " ".join(words)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=LONGEST + 5))
def test_what_is_read_is_what_was_typed_or_a_word(word: str) -> None:
    read, typed = corrected(word), normalise(word)
    assert read == typed or (shared_dictionary().knows(read) and SHORTEST <= len(typed) <= LONGEST)


def test_another_food_brings_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "claims.yml").write_text("plain: Kombucha is a tea with a scoby.", encoding="utf-8")
    assert Dictionary(tmp_path).nearest("kombuhca", 2) == "kombucha"
