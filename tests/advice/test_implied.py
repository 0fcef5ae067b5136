"""Who tells of an illness in words that no rule knows is treated as having it until it is denied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.vocabulary import Status


@pytest.mark.parametrize(
    "text",
    [
        "I live with somebody else's lungs, may I drink kefir?",
        "my husband is having conditioning before the new marrow, kefir?",
        "I'm on a pump for my immune globulins, can I have it",
    ],
)
def test_a_told_state_counts_as_possible(content: Content, text: str) -> None:
    talk = Talk(content).ask("immunocompromised", text=text, person="self", confidence=0.9)
    profile = talk.state.profile("self")
    assert profile.status("immunocompromised") is Status.UNCERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "is kefir bad for people with a weak immune system?",
        "I have a question about transplants and kefir",
        "I heard my neighbours take it with no immunity at all",
        "would it be a problem if I had no spleen?",
        "we're healthy, is it only bad with weak immunity?",
    ],
)
def test_a_question_in_general_tells_nothing(content: Content, text: str) -> None:
    talk = Talk(content).ask("immunocompromised", text=text, person="self", confidence=0.9)
    assert talk.state.profile("self").status("immunocompromised") is Status.UNKNOWN


def test_what_the_rules_read_goes_before_it(content: Content) -> None:
    said = Mention("ibs", Status.PRESENT)
    talk = Talk(content).ask("immunocompromised", text="I have IBS", mentions=(said,), confidence=0.9)
    assert talk.state.profile("self").status("immunocompromised") is Status.UNKNOWN


@given(st.data())
def test_it_never_gives_leave(content: Content, data: st.DataObject) -> None:
    """Whatever topic is told of, nobody gets a better verdict for having told it."""
    topic = data.draw(st.sampled_from(sorted(content.topics)))
    plain = Talk(content).can_drink().screened().answers[-1].verdict
    told = Talk(content).ask(topic, text="I have had it for years, may I drink kefir?", confidence=0.9)
    answers = told.can_drink().screened().answers
    order = ("ok", "usually_tolerated", "caution", "ask_clinician", "avoid")
    assert order.index(str(answers[-1].verdict)) >= order.index(str(plain))
