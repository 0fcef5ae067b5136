"""Rule: what the screening asks and is not known counts as risk, and is worded as a condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import dairy_products, healthy, person, profiles
from talk import Talk, denies, has

from guide.advice.content import Content
from guide.advice.profile import milk_settled
from guide.advice.screening import Question
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Verdict


@given(data=st.data())
def test_while_the_reaction_to_milk_is_open_no_dairy_product_is_better_than_avoid(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    if milk_settled(who, content):
        return
    for product in dairy_products(content):
        assert advise(who, product, content).verdict is Verdict.AVOID


@given(data=st.data())
def test_while_the_risk_list_is_open_nothing_is_better_than_ask_a_clinician(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    if "risks" in who.answered:
        return
    for product in content.products:
        assert advise(who, product, content).verdict >= Verdict.ASK_CLINICIAN


@pytest.mark.parametrize("reply", ["skip", "not sure", "I don't know", "rather not say"])
def test_a_passed_over_milk_question_ends_in_avoid_worded_as_a_condition(
    content: Content, reply: str
) -> None:
    """Doubt goes through the triage first; passing over everything ends there too."""
    talk = Talk(content).can_drink()
    for _ in range(6):
        if talk.pending is None:
            break
        talk.say(reply)
    assert talk.pending is None
    assert talk.answer.verdict == "avoid"


def test_a_skipped_milk_question_is_said_as_a_condition_and_not_as_a_finding(content: Content) -> None:
    talk = Talk(content).can_drink().say("skip", "skip").screened()
    assert talk.answer.verdict == "avoid"
    assert talk.answer.bottom_line.text.startswith("If a milk allergy has not been ruled out for you")


@pytest.mark.parametrize("reply", ["skip", "not sure"])
def test_a_passed_over_risk_list_ends_in_ask_the_care_team(content: Content, reply: str) -> None:
    talk = Talk(content).can_drink().say("neither")
    assert talk.pending is Question.RISKS
    talk.say(reply)
    assert talk.answer.verdict == "ask_clinician"
    assert "If any of these may hold for you" in talk.answer.bottom_line.text


def test_a_child_of_unknown_age_counts_as_a_baby(content: Content) -> None:
    son = person("son", absent=["milk_allergy"], minor=True)
    for product in content.products:
        assert advise(son, product, content).verdict is Verdict.AVOID


def test_one_denied_condition_is_not_the_whole_list(content: Content) -> None:
    """ "I don't have diabetes" leaves the rest of the list open."""
    talk = Talk(content).can_drink().say("neither")
    talk.say("I don't have diabetes", "report_condition", denies("diabetes"))
    assert talk.pending is Question.RISKS
    assert "risks" not in talk.profile().answered


def test_a_condition_of_another_question_does_not_answer_the_risk_list(content: Content) -> None:
    """ "I'm lactose intolerant" says nothing about weak immunity."""
    talk = Talk(content, person(absent=["milk_allergy"], answered=["milk"])).can_drink()
    talk.say("I'm lactose intolerant", "report_condition", has("lactose_intolerance"))
    assert talk.pending is Question.RISKS
    assert "risks" not in talk.profile().answered


def test_a_healthy_adult_who_answered_everything_may_have_plain_kefir(content: Content) -> None:
    """The rules are not so strict that nobody passes."""
    assert advise(healthy(), "milk_kefir", content).verdict is Verdict.USUALLY_TOLERATED
