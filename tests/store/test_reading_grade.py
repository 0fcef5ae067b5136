"""The reading grade follows Flesch-Kincaid closely enough to be a gate."""

from __future__ import annotations

import pytest

from guide.store.reading_grade import reading_grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("milk", 1),
        ("kefir", 2),
        ("people", 2),
        ("whole", 1),
        ("bacteria", 4),
        ("allergy", 3),
        ("fermented", 3),
        ("drinks", 1),
        ("idea", 3),
        ("reaction", 3),
        ("served", 1),
        ("glasses", 2),
        ("table", 2),
        ("tested", 2),
    ],
)
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_formula_is_flesch_kincaid() -> None:
    assert reading_grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_short_sentences_lower_the_grade() -> None:
    long = "Kefir is sour and it is also fizzy."
    assert reading_grade("Kefir is sour. It is also fizzy.") < reading_grade(long)


def test_a_decimal_point_ends_no_sentence() -> None:
    assert reading_grade("It holds 0.5 percent.") == pytest.approx(0.39 * 4 + 11.8 * 5 / 4 - 15.59)


def test_a_text_without_words_has_grade_zero() -> None:
    assert reading_grade("...") == 0.0
