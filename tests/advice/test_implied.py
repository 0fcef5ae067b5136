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


ASKED = {
    "inflammatory_bowel_disease": ("what does kefir do in crohn's disease?", "crohns"),
    "diabetes": ("would kefir be any use in diabetes?", "diabetes"),
    "kidney_disease": ("is kefir advisable with kidney disease?", "kidney_disease"),
    "milk_allergy": ("how does kefir go with an allergy to milk?", "milk_allergy"),
}


class TestConditionAskedAboutAndThenClaimed:
    @pytest.mark.parametrize("topic", sorted(ASKED))
    @pytest.mark.parametrize(
        "text",
        [
            "mine is stable, may I drink some?",
            "I was diagnosed last spring. could I have it?",
            "my last relapse was in June, is it ok for me?",
            "I've had it for many years, can I drink kefir?",
        ],
    )
    def test_it_is_theirs(self, content: Content, topic: str, text: str) -> None:
        question, condition = ASKED[topic]
        talk = Talk(content).ask(topic, text=question).can_drink(text, person="self")
        assert talk.profile().status(condition) is Status.PRESENT

    def test_it_may_be_somebody_elses(self, content: Content) -> None:
        talk = Talk(content).ask("inflammatory_bowel_disease", text="does kefir help with crohn's disease?")
        talk.can_drink("my wife is flaring, may she have it?", person="wife")
        assert talk.profile("wife").counts("crohns", content)
        assert talk.profile().is_empty

    @pytest.mark.parametrize(
        "text", ["may people in remission have it?", "I have it for breakfast", "can I have it?"]
    )
    def test_a_question_at_large_claims_nothing(self, content: Content, text: str) -> None:
        talk = Talk(content).ask("inflammatory_bowel_disease", text="does kefir help with crohn's disease?")
        person = "self" if text.startswith(("I", "can I")) else None
        assert not talk.can_drink(text, person=person).profile().counts("crohns", content)

    def test_what_is_said_of_milk_beside_it_hides_nothing(self, content: Content) -> None:
        talk = Talk(content).ask("inflammatory_bowel_disease", text="is kefir wise in crohn's disease?")
        text = "I've been in remission for a year and milk is fine. may I drink it?"
        talk.can_drink(text, person="self", mentions=(Mention("dairy_problem", Status.ABSENT),))
        assert talk.profile().counts("crohns", content)
