"""Words run together get their blanks back; everything else is left as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.language.blanks import SHORTEST, with_blanks


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("icantbreathe", "i cant breathe"),
        ("CANIDRINKKEFIRNOW", "can i drink kefir now"),
        ("howmuchsugarisinit?", "how much sugar is in it?"),
        ("ihaveamilkallergy, is it ok", "i have a milk allergy, is it ok"),
    ],
)
def test_a_sentence_without_blanks_is_cut_into_words(typed: str, read: str) -> None:
    assert with_blanks(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "hypogammaglobulinaemia",
        "immunocompromised",
        "mycophenolate mofetil",
        "buttermilk or Yeovalley",
        "Llanfairpwllgwyngyll",
        "dontknow",
        "lactobacillus rhamnosus",
    ],
)
def test_long_words_names_and_medicines_stay(typed: str) -> None:
    assert with_blanks(typed) == typed


@given(st.text(max_size=60))
def test_only_blanks_capitals_and_apostrophes_change(typed: str) -> None:
    def letters(text: str) -> str:
        return "".join(text.split()).lower().replace("'", "")

    if all(len(word) < SHORTEST for word in typed.split()):
        assert with_blanks(typed) == typed
    if typed.isascii():
        assert len(letters(with_blanks(typed))) <= len(letters(typed))
