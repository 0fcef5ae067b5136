"""Rule: a false conclusion from a warning, or from nothing yet, gets what holds, and is never agreed to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk, has

from guide.advice.content import Content
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

FRIENDLY = {"utter_thank", "utter_goodbye", "utter_go_on", "utter_anything_else", "utter_greet"}
CONCLUSIONS = (
    "right so no problem?",
    "brilliant so it's ok then?",
    "thanks, so that's alright",
    "it is all fine then, only a sip",
    "okay i'll only have a teaspoon then",
    "lovely, i'm going to pour myself a cup now",
    "cool, i will give him a bit",
    "so i'll keep drinking it",
    "then we'll carry on",
    "a little sip can't hurt",
    "so she can have some",
)
READ_AS = ("thank", "goodbye", "affirm", "ask_serving_size", "deny", "report_condition", "near_scope")
WARNED = ("milk_allergy", "central_venous_catheter", "warfarin")


def warned(content: Content, condition: str) -> Talk:
    return Talk(content).can_drink(mentions=(has(condition),)).screened()


@pytest.mark.parametrize("text", CONCLUSIONS)
@pytest.mark.parametrize("condition", WARNED)
def test_after_a_warning_the_warning_is_said_again(content: Content, text: str, condition: str) -> None:
    talk = warned(content, condition)
    verdict = talk.answers[-1].verdict
    talk.say(text, "thank", reply={"presses": 0.4})
    assert [a.verdict for a in talk.answers] == [verdict]
    assert talk.answer.bottom_line.citations
    assert not talk.phrases


@pytest.mark.parametrize("text", CONCLUSIONS)
def test_while_a_question_is_open_it_stays_open(content: Content, text: str) -> None:
    if "sip can't" in text:
        return
    talk = Talk(content).can_drink().say(text, "affirm", reply={"yes": 0.9, "milk_fine": 0.5})
    assert talk.pending is Question.MILK
    assert talk.profile().status("milk_allergy") is Status.UNKNOWN
    assert not FRIENDLY & set(talk.phrases)


@pytest.mark.parametrize(
    "text", ["it's fine", "no problems", "milk is fine so no problem", "no problem with milk then"]
)
def test_an_answer_about_milk_is_no_conclusion(content: Content, text: str) -> None:
    assert Talk(content).can_drink().say(text, "deny").pending is Question.RISKS


@pytest.mark.parametrize(
    "text",
    [
        "thanks, i'll ask my doctor",
        "ok i will give it a miss",
        "i'll have oat kefir instead",
        "right, i won't have any",
        "thank you",
    ],
)
def test_who_heeds_the_warning_is_not_told_again(content: Content, text: str) -> None:
    assert not warned(content, "milk_allergy").say(text, "thank").answers


def test_after_leave_to_drink_a_friendly_word_is_enough(content: Content) -> None:
    talk = Talk(content).can_drink().screened().say("great, i'll have a glass then", "thank")
    assert not talk.answers


def test_a_question_beside_it_is_answered(content: Content) -> None:
    talk = warned(content, "warfarin").ask("storage", text="ok i'll have some. how long does it keep?")
    assert talk.answer.topic == "storage"


@given(text=st.sampled_from(CONCLUSIONS), condition=st.sampled_from(WARNED), read_as=st.sampled_from(READ_AS))
def test_a_false_conclusion_is_never_agreed_to(
    content: Content, text: str, condition: str, read_as: str
) -> None:
    talk = warned(content, condition).say(text, read_as)
    assert talk.answers
    assert talk.answer.verdict not in ("ok", "usually_tolerated")
    assert not FRIENDLY & set(talk.phrases)


@pytest.mark.parametrize(
    ("text", "intent"), [("let's start from the top", "restart"), ("ok let's begin anew please", "restart")]
)
def test_beginning_the_talk_anew_is_no_announcement_to_drink(
    content: Content, text: str, intent: str
) -> None:
    talk = Talk(content).can_drink()
    talk.say(text, intent)
    assert talk.state.goal is None
