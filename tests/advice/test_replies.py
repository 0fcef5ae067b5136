"""Short replies as people type them. A wrong "no" would record that somebody has no allergy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.advice.replies import Reply, age_in_months, reply_kind, says_it_is_over

YES = (
    "yes|Yes.|YES!|yep|yeah|yea|yup|y|sure|correct|that's right|i do|he does|she has|yes please|"
    "definitely|unfortunately|ok|yes, thanks|aye|of course"
)
NO = (
    "no|No.|nope|nah|n|none|none of these|None of them|none of the above|neither|nothing|"
    "no allergies|never|not really|nothing like that|no, thanks|none that i know of|no problems|"
    "no problem with milk|i don't|I dont|no none|nope nothing|not any|no to all|honestly no"
)
UNSURE = (
    "not sure|Not sure.|unsure|i'm not sure|im not sure|i am not sure which|don't know|dont know|"
    "i don't know|idk|dunno|no idea|no clue|maybe|perhaps|possibly|could be either|hard to say|"
    "can't tell|not tested|never been tested|i have no idea|not entirely sure|who knows"
)
SKIP = (
    "skip|Skip it|skip this one|pass|next|rather not say|I'd rather not say|prefer not to say|"
    "no comment|move on|i don't want to say"
)
NEITHER_NOR = (
    "I have a milk allergy|what is kefir|no milk for me he is allergic|"
    "not a day goes by without hives|yes and no but mostly hives|my son|water kefir|"
    "does it matter|is that bad|no longer sure about anything to do with him"
)


@pytest.mark.parametrize("text", YES.split("|"))
def test_yes(text: str) -> None:
    assert reply_kind(text) is Reply.YES


@pytest.mark.parametrize("text", NO.split("|"))
def test_no(text: str) -> None:
    assert reply_kind(text) is Reply.NO


@pytest.mark.parametrize("text", UNSURE.split("|"))
def test_not_sure_is_never_a_no(text: str) -> None:
    assert reply_kind(text, "deny") is Reply.UNSURE


@pytest.mark.parametrize("text", SKIP.split("|"))
def test_skip(text: str) -> None:
    assert reply_kind(text, "deny") is Reply.SKIP


@pytest.mark.parametrize("text", NEITHER_NOR.split("|"))
def test_what_says_more_than_yes_or_no_is_neither(text: str) -> None:
    assert reply_kind(text) is None


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("noo way", "deny", Reply.NO),
        ("yesss", "affirm", Reply.YES),
        ("skp", "skip", Reply.SKIP),
        ("ehh", "unsure", Reply.UNSURE),
    ],
)
def test_the_classifier_helps_with_typos_in_short_messages(text: str, intent: str, kind: Reply) -> None:
    assert reply_kind(text, intent) is kind


def test_the_classifier_is_not_believed_for_long_messages() -> None:
    assert reply_kind("no he gets hives whenever he has any milk", "deny") is None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("4", 48),
        ("four", 48),
        ("7 months", 7),
        ("7m", 7),
        ("seven months old", 7),
        ("6 weeks", 1),
        ("10 days", 0),
        ("he is 2 years old", 24),
        ("2yo", 24),
        ("12 months", 12),
        ("18", 216),
        ("under 12 months", 11),
        ("under 1", 11),
        ("almost 1", 11),
        ("not yet one", 11),
        ("18 or older", 216),
        ("adult", 216),
        ("1.5 years", 12),
        ("3 yrs", 36),
        ("eleven months", 11),
        ("she's 16", 192),
        ("a grown up", 216),
        ("over 18", 216),
        ("5 y", 60),
        ("18 months", 18),
        ("a year and a half", None),
        ("old enough", None),
        ("skip", None),
        ("", None),
    ],
)
def test_age(text: str, months: int | None) -> None:
    assert age_in_months(text) == months


@pytest.mark.parametrize(
    "text", ["7 and a half months", "7½ months", "7 or 8 months", "he turned 7 months on the 3rd", "7-months"]
)
def test_an_age_in_months_is_never_read_as_years(text: str) -> None:
    """Seven months read as seven years would lift the advice for babies."""
    months = age_in_months(text)
    assert months is None or months < 12


@given(text=st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    reply_kind(text, "deny")
    age_in_months(text)
    says_it_is_over(text)


@given(months=st.integers(1, 11))
def test_any_age_under_one_counts_as_a_baby(months: int) -> None:
    assert age_in_months(f"{months} months") == months
