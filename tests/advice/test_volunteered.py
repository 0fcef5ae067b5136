"""What is said before it is asked is not asked again, and says no more than it says."""

from __future__ import annotations

import pytest
from talk import Talk

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

NO_ALLERGY = Mention("milk_allergy", Status.ABSENT)


@pytest.mark.parametrize(
    "text",
    [
        "I'm 34, no other conditions. Can I drink kefir?",
        "no milk allergy, no medical problems, no medicines, can I drink kefir?",
        "never had trouble with milk, otherwise healthy. can I drink kefir?",
        "haven't got any illnesses. can I drink kefir?",
    ],
)
def test_no_other_conditions_answers_the_list(content: Content, text: str) -> None:
    talk = Talk(content).can_drink(text, mentions=(NO_ALLERGY,))
    assert talk.pending is None
    assert talk.answer.verdict == "usually_tolerated"


@pytest.mark.parametrize(
    "text",
    [
        "I'm healthy, can I drink kefir?",
        "is it fine with no other conditions?",
        "nothing else helps my gut, can I drink kefir?",
        "can I drink kefir?",
    ],
)
def test_less_than_that_does_not(content: Content, text: str) -> None:
    assert Talk(content).can_drink(text, mentions=(NO_ALLERGY,)).pending is Question.RISKS


def test_it_never_answers_the_question_about_milk(content: Content) -> None:
    assert Talk(content).can_drink("no other conditions. can I drink kefir?").pending is Question.MILK


def test_what_was_told_stays(content: Content) -> None:
    said = (NO_ALLERGY, Mention("warfarin", Status.PRESENT))
    talk = Talk(content).can_drink(
        "on warfarin, nothing else, no allergies. can I drink kefir?", mentions=said
    )
    assert talk.pending is None
    assert talk.answer.verdict == "caution"
