"""Texts are split, never cut; lists in place of buttons are read back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from guide.gateway.channels.channel import Limits
from guide.gateway.channels.choices import chosen, listed
from guide.gateway.channels.rendering import render, split
from guide.gateway.web_messages import web_message

AGES = ["Under 12 months", "1 to 17 years", "18 or older", "Skip"]
MILK = ["Milk allergy", "Neither", "Not sure"]

lines = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=300), max_size=12
)


@given(lines=lines, characters=st.integers(20, 400))
def test_splitting_loses_nothing_but_white_space(lines: list[str], characters: int) -> None:
    chunks = list(split(lines, characters))
    assert all(0 < len(chunk) <= characters for chunk in chunks)
    assert "".join("".join(chunks).split()) == "".join("".join(lines).split())


def test_a_line_that_fits_is_kept_whole() -> None:
    said = [f"- A statement of some length, number {n}. [1][2]" for n in range(20)]
    assert [line for chunk in split(said, 160) for line in chunk.split("\n")] == said


def test_a_number_chooses() -> None:
    assert chosen("2", MILK, many=False) == "Neither"
    assert chosen(" 2. ", MILK, many=False) == "Neither"
    assert chosen("4", MILK, many=False) is None
    assert chosen("2 and 3", MILK, many=False) is None
    assert chosen("I have 2", MILK, many=False) is None


def test_several_numbers_choose_where_several_may_hold() -> None:
    for typed in ("1, 3", "1 and 3", "1 3", "3,1,3"):
        assert set((chosen(typed, MILK, many=True) or "").split(", ")) == {"Milk allergy", "Not sure"}


def test_an_age_is_no_choice() -> None:
    assert listed(AGES)[0] == "A. Under 12 months"
    assert chosen("1", AGES, many=False) is None
    assert chosen("b", AGES, many=False) == "1 to 17 years"


def message(text: str, *buttons: str, **custom: Any) -> dict[str, Any]:
    return web_message({"text": text, "buttons": [{"title": b} for b in buttons], "custom": custom})


def test_only_what_is_asked_last_can_be_chosen() -> None:
    parts = render([message("An answer.", "Why?"), message("A question?", "Yes", "No")], Limits(500, 5, 20))
    assert [[title for _, title in part.buttons] for part in parts] == [[], ["Yes", "No"]]


def test_more_choices_than_buttons_are_a_list() -> None:
    (part,) = render([message("Which?", *"abcdef")], Limits(500, buttons=3, title=20))
    assert not part.buttons
    assert "6. f" in part.text


def test_a_list_stays_together() -> None:
    (first, second) = render([message("x" * 90, *"abc", answer=None)], Limits(130, 0, 0))
    assert first.text == "x" * 90
    assert second.text.endswith("1. a\n2. b\n3. c")


def test_a_choice_too_long_for_a_button_is_not_shortened() -> None:
    (part,) = render([message("Which?", "a choice with a long name", "b")], Limits(500, buttons=3, title=20))
    assert "1. a choice with a long name" in part.text
