"""Rule: who is asked about is who is to have it, and not the one whose cup it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk, has

from guide.advice.content import Content

OF_MINE = ("can he try some of mine?", "could he drink out of my bottle?")
OF_HIS = ("can I try some of his?", "may i drink from his glass?", "could I finish his portion?")


def settled_for_self(content: Content) -> Talk:
    """The speaker may have it; the brother, of whom an allergy is known, may not."""
    talk = Talk(content, genders={"brother": "he"})
    told = (has("milk_allergy", "brother"),)
    talk.say("my brother has a milk allergy", "report_condition", *told, person="brother")
    talk.can_drink("can I drink kefir?", person="self").screened()
    assert talk.answer.person == "self"
    return talk


@pytest.mark.parametrize("text", OF_MINE)
def test_of_mine_asks_for_him(content: Content, text: str) -> None:
    talk = settled_for_self(content).can_drink(text, person="self", pronoun="he")
    assert (talk.answer.person, talk.answer.verdict) == ("brother", "avoid")


@pytest.mark.parametrize("text", OF_HIS)
def test_of_his_asks_for_me(content: Content, text: str) -> None:
    talk = Talk(content, genders={"husband": "he"})
    talk.say("i have a heart valve", "report_condition", has("prosthetic_heart_valve"), person="self")
    talk.can_drink("can my husband drink it?", person="husband").screened()
    talk.can_drink(text, person="self", pronoun="he").screened()
    assert talk.answer.person == "self"
    assert talk.answer.verdict in ("avoid", "ask_clinician")


@given(
    verb=st.sampled_from(("have", "drink", "taste", "share", "finish")),
    modal=st.sampled_from(("can", "could", "may", "should")),
    whose=st.sampled_from(("some of mine", "a bit of mine", "from my glass", "my kefir")),
)
def test_mine_never_gives_him_my_leave(content: Content, verb: str, modal: str, whose: str) -> None:
    talk = settled_for_self(content).can_drink(f"{modal} he {verb} {whose}?", person="self", pronoun="he")
    assert all(a.person != "self" for a in talk.answers)
