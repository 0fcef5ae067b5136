"""Rule: an answer to the list that points at something told is no "none" where nothing is noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk, denies, has

from guide.advice.content import Content
from guide.advice.phrases import phrases
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

POINTING = (
    "none of the other ones",
    "no others for me",
    "none of those others",
    "nothing more",
    "nothing else really",
    "only that one",
    "just the one i mentioned",
    "only what i already told you",
    "that's all",
)
ASKED = {
    "immunocompromised": ("would a liver transplant patient be ok with kefir?", "immunocompromised"),
    "inflammatory_bowel_disease": ("is it good for people with crohn's?", "crohns"),
    "medicines": ("does kefir go with warfarin, asking for me", "warfarin"),
    "diabetes": ("may diabetics drink it?", "diabetes"),
    "sibo": ("a question on sibo and kefir", "sibo_treatment"),
}


def asked_for_risks(content: Content, topic: str = "") -> Talk:
    talk = Talk(content)
    if topic:
        text = ASKED[topic][0]
        talk.ask(topic, text=text)
    talk.can_drink().say("neither")
    assert talk.pending is Question.RISKS
    return talk


def asks_which(talk: Talk) -> bool:
    return any(say.text == phrases()["which_meant"] for say in talk.turn.says)


@pytest.mark.parametrize("text", POINTING)
def test_it_is_asked_which_one_is_meant(content: Content, text: str) -> None:
    talk = asked_for_risks(content).say(text, "deny", reply={"nothing_listed": 0.9})
    assert talk.pending is Question.RISKS
    assert "risks" not in talk.profile().answered
    assert asks_which(talk)


@pytest.mark.parametrize("text", ["none of these", "none", "nope", "not a single one"])
def test_a_none_that_points_at_nothing_still_answers(content: Content, text: str) -> None:
    assert asked_for_risks(content).say(text, "deny").pending is None


@pytest.mark.parametrize("text", POINTING)
def test_beside_something_noted_the_rest_is_none(content: Content, text: str) -> None:
    talk = Talk(content).say("i take warfarin", "report_condition", has("warfarin")).can_drink()
    talk.say("neither")
    if talk.pending is Question.RISKS:
        talk.say(text, "deny")
    assert talk.pending is None
    assert talk.answer.verdict == "caution"


def test_nothing_else_after_an_intolerance_points_at_that(content: Content) -> None:
    talk = Talk(content).can_drink().say("lactose", "", has("lactose_intolerance"))
    assert talk.say("nothing else", "deny").pending is None


@pytest.mark.parametrize("topic", ASKED)
def test_what_was_asked_about_before_counts_as_possible(content: Content, topic: str) -> None:
    talk = asked_for_risks(content, topic).say("no others", "deny")
    assert asks_which(talk)
    assert talk.profile().status(ASKED[topic][1]) is Status.UNCERTAIN
    if talk.pending is Question.RISKS:
        talk.say("no others, really", "deny")
    assert "possible" in talk.answer.about


def test_a_condition_that_was_denied_is_not_meant(content: Content) -> None:
    talk = asked_for_risks(content, "diabetes").say("not diabetic", "", denies("diabetes"))
    talk.say("nothing else", "deny")
    assert talk.profile().status("diabetes") is Status.ABSENT


def test_no_other_conditions_is_no_none_where_one_was_asked_about(content: Content) -> None:
    talk = Talk(content).ask("immunocompromised", text="is it ok after a marrow transplant?")
    talk.say("no other conditions", "report_condition").can_drink().say("neither")
    assert talk.pending is Question.RISKS


@given(
    text=st.sampled_from(POINTING),
    topic=st.sampled_from(sorted(set(ASKED) - {"diabetes"})),
    times=st.integers(1, 3),
)
def test_pointing_never_ends_in_leave_to_drink(content: Content, text: str, topic: str, times: int) -> None:
    talk = asked_for_risks(content, topic)
    for _ in range(times):
        talk.say(text, "deny", reply={"only_those": 0.95}, questions=())
    verdicts = {a.verdict for a in talk.answers if a.verdict}
    assert not verdicts & {"ok", "usually_tolerated"}
