"""What was said before counts when signs are told later, and what is told later counts against a removal."""

from __future__ import annotations

import pytest
from people import person
from talk import Talk, denies, may_have

from guide.advice.content import Content
from guide.advice.screening import Question

FEVERS = [
    "she has shivers and a fever of 39.2",
    "he's got a temperature of 38.9",
    "I am shaking with chills and fever",
]


@pytest.mark.parametrize("condition", ["immunocompromised", "central_venous_catheter"])
@pytest.mark.parametrize("fever", FEVERS)
def test_fever_in_somebody_at_risk_is_an_emergency_of_infection(
    content: Content, condition: str, fever: str
) -> None:
    talk = Talk(content, person(present=[condition])).say(fever, "report_condition")
    assert talk.state.emergency == "infection"
    assert talk.turn.says[0].emergency == "infection"


@pytest.mark.parametrize("said", ["no fever at all today", "what is a fever?", "I had a fever years ago"])
def test_a_fever_denied_or_past_is_none(content: Content, said: str) -> None:
    talk = Talk(content, person(present=["immunocompromised"])).say(said, "report_condition")
    assert talk.state.emergency is None


def test_fever_without_a_risk_is_no_emergency(content: Content) -> None:
    assert Talk(content, person()).say(FEVERS[0], "report_condition").state.emergency is None


def test_a_sign_told_in_between_withdraws_the_removal(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"]))
    talk.say("sorry, my mistake, I'm not allergic", "correct_condition", denies("milk_allergy"))
    assert talk.pending is Question.CONFIRM
    talk.say("no wait, I did get hives from cheese", "report_condition", may_have("milk_allergy"),
             signs=frozenset({"hives"}))  # fmt: skip
    assert talk.pending is not Question.CONFIRM
    talk.say("yes", "affirm")
    assert talk.profile().counts("milk_allergy", content)


@pytest.mark.parametrize("name", ["self", "son", "husband"])
def test_an_emergency_in_another_language_counts_for_everybody(content: Content, name: str) -> None:
    talk = Talk(content, person(), person("son"), person("husband"))
    talk.say("no puede respirar", "report_emergency", red_flag="anaphylaxis", food_involved=True,
             language="es")  # fmt: skip
    talk.say("it is over", "report_condition")
    talk.can_drink("can I have kefir?", person=name).screened()
    assert talk.answer.verdict == "avoid"


@pytest.mark.parametrize("condition", ["pregnancy", "immunocompromised"])
def test_home_made_is_named_to_whom_it_may_harm(content: Content, condition: str) -> None:
    talk = Talk(content, person(present=[condition]))
    talk.ask("homemade", text="how do I make it at home?", modifiers=("home_made",))
    assert talk.answer.cautions or talk.answer.verdict in ("avoid", "ask_clinician")
