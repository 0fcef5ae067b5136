"""A question about a later age or state changes nothing that is known, and gets an answer of its own."""

from __future__ import annotations

from typing import Any

import pytest
from talk import Talk, has, used_to_have

from guide.advice.content import Content
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

BABY = "infant_under_12_months"

LATER_AGES = [
    "so from 1 year its fine?",
    "so from 1 year its fine",
    "so at 13 months?",
    "what about when shes one",
    "when she turns one can I give it?",
    "if she were two, would it be ok?",
    "and once she is 14 months old?",
    "is it ok from the age of 1?",
    "would a 2 year old be ok?",
    "until she's 18 months then?",
]
WHEN = [
    "when can she start then?",
    "so when may she have it",
    "from what age can she have it",
    "from her birthday?",
    "how old must she be to have it?",
]


def _baby(content: Content) -> Talk:
    found: dict[str, Any] = {"person": "daughter", "age_months": 5}
    return Talk(content).can_drink(mentions=(has(BABY, "daughter"),), **found)


@pytest.mark.parametrize("text", LATER_AGES)
@pytest.mark.parametrize("read_as", ["ask_emergency_symptoms", "report_condition", "correct_condition"])
def test_a_later_age_is_no_fact(content: Content, text: str, read_as: str) -> None:
    """However it was read: not the age, not the intent. The baby stays a baby."""
    talk = _baby(content).say(text, read_as, has("child", "other"), age_months=12, pronoun="she")
    assert talk.profile("daughter").status(BABY) is Status.PRESENT
    assert talk.profile("daughter").status("child") is Status.UNKNOWN
    assert talk.pending is None
    assert (talk.answer.person, talk.answer.verdict) == ("daughter", "avoid")
    assert "12 months" in talk.answer.bottom_line.text
    assert talk.answer.bottom_line.citations
    assert talk.answer.cautions


@pytest.mark.parametrize("text", WHEN)
@pytest.mark.parametrize("read_as", ["ask_how_to_start", "ask_suitability", "near_scope"])
def test_when_may_she_is_answered(content: Content, text: str, read_as: str) -> None:
    talk = _baby(content).say(text, read_as, pronoun="she")
    assert talk.answer.verdict == "avoid"
    assert "age one" in talk.answer.bottom_line.text


@pytest.mark.parametrize("text", LATER_AGES[:8])
def test_a_yes_after_it_notes_nothing_either(content: Content, text: str) -> None:
    talk = _baby(content).say(text, "ask_infants_children").say("yes", "affirm")
    assert talk.profile("daughter").status(BABY) is Status.PRESENT
    assert not talk.profile("daughter").counts("child", content)


def test_before_the_first_birthday_nothing_is_held_out(content: Content) -> None:
    answer = _baby(content).say("and when she is 8 months?", "ask_infants_children").answer
    assert "age one" not in answer.bottom_line.text
    assert answer.verdict == "avoid"


def test_with_a_milk_allergy_age_one_changes_nothing(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(has(BABY, "son"), has("milk_allergy", "son")), person="son")
    answer = talk.say("so from 1 year its fine?", "ask_infants_children").answer
    assert answer.verdict == "avoid"
    assert "age one" not in answer.bottom_line.text


@pytest.mark.parametrize(
    "text", ["he is 2 years old, not 5 months", "sorry, he's 2 years", "no he is two years old"]
)
def test_an_age_that_is_stated_is_still_confirmed(content: Content, text: str) -> None:
    talk = Talk(content).can_drink(mentions=(has(BABY, "son"),), person="son", age_months=5)
    talk.say(text, "correct_condition", has("child", "other"), age_months=24, pronoun="he")
    assert talk.pending is Question.CONFIRM


def test_an_age_that_is_stated_beside_a_later_one_counts(content: Content) -> None:
    text = "my son is 5 months. what about when he's 2?"
    talk = Talk(content).can_drink(text, mentions=(has("child", "son"),), person="son", age_months=24)
    assert talk.profile("son").status(BABY) is Status.PRESENT
    assert talk.answer.verdict == "avoid"


@pytest.mark.parametrize("text", [*LATER_AGES, "and when shes one", "once he is 2", "from 14 months"])
def test_a_later_age_is_no_answer_to_how_old(content: Content, text: str) -> None:
    talk = Talk(content).can_drink(mentions=(has(BABY, "baby", Status.UNCERTAIN),), person="baby")
    assert talk.pending is Question.AGE
    talk.say(text, "ask_infants_children", has("child", "other"), age_months=12, pronoun="she")
    assert talk.pending is Question.AGE
    assert talk.answer.verdict == "avoid"
    assert not talk.profile("baby").counts("child", content)


@pytest.mark.parametrize("text", ["he's over 2 years", "she is past 14 months now"])
def test_an_age_that_is_passed_is_stated(content: Content, text: str) -> None:
    talk = _baby(content).say(text, "correct_condition", has("child", "other"), age_months=24, pronoun="she")
    assert talk.pending is Question.CONFIRM


def test_a_later_age_of_somebody_unknown_leaves_the_age_open(content: Content) -> None:
    text = "when my daughter is 3 can she have kefir?"
    talk = Talk(content).can_drink(
        text, mentions=(has("child", "daughter"),), person="daughter", age_months=36
    )
    profile = talk.profile("daughter")
    assert profile.minor
    assert profile.status("child") is Status.UNKNOWN
    assert talk.answer.verdict == "avoid"


ENDS = [
    ("what about when the chemo is finished?", "immunocompromised"),
    ("and once she has stopped the tablets?", "immunosuppressants"),
    ("can she have it as soon as the antibiotics are over?", "metronidazole"),
    ("what if she waits until the treatment ends?", "immunocompromised"),
]


@pytest.mark.parametrize(("text", "condition"), ENDS)
def test_what_is_yet_to_end_still_holds(content: Content, text: str, condition: str) -> None:
    talk = Talk(content).can_drink(mentions=(has(condition, "wife"),), person="wife").screened()
    before = talk.answer.verdict
    talk.say(text, "correct_condition", used_to_have(condition, "other"), pronoun="she")
    assert talk.profile("wife").status(condition) is Status.PRESENT
    assert talk.pending is None
    assert (talk.answer.person, talk.answer.verdict) == ("wife", before)
    assert any("how it stands now" in s.text for s in talk.answer.statements)


def test_a_question_how_long_after_says_nothing_about_an_end(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(has("antibiotics"),)).screened()
    past = used_to_have("antibiotics")
    talk.ask(
        "medication_interactions", text="how long after the antibiotics can I have it?", mentions=(past,)
    )
    assert talk.profile().status("antibiotics") is Status.PRESENT
    assert talk.pending is None


def test_what_has_ended_is_still_asked_about(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(has("immunocompromised", "wife"),), person="wife").screened()
    talk.say(
        "her chemo is over", "correct_condition", used_to_have("immunocompromised", "wife"), person="wife"
    )
    assert talk.profile("wife").counts("immunocompromised", content)
    assert not any("how it stands now" in s.text for a in talk.answers for s in a.statements)


def test_a_topic_is_not_taken_for_a_later_time(content: Content) -> None:
    """ "How do I know when it has gone off?" after a verdict is about storage."""
    talk = Talk(content).can_drink(mentions=(has("milk_allergy"),)).screened()
    talk.ask("storage", text="how do I see that the milk is sour?")
    assert talk.answer.topic == "storage"


ASKED_ONLY = ["should i give her benadryl", "can I try calpol?", "shall we start omeprazole?"]


@pytest.mark.parametrize("text", ASKED_ONLY)
def test_a_medicine_that_is_only_asked_about_is_not_noted(content: Content, text: str) -> None:
    talk = Talk(content).can_drink(mentions=(has("child", "daughter"),), person="daughter", age_months=72)
    talk.say(text, "near_scope", unlisted=(has("other_condition", "other"),), pronoun="she")
    assert talk.profile("daughter").status("other_condition") is Status.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "can I take ramipril with kefir?",
        "do I need to take my ramipril?",
        "she takes ramipril. should I give it?",
    ],
)
def test_a_medicine_that_is_taken_is_noted_though_it_stands_in_a_question(
    content: Content, text: str
) -> None:
    talk = Talk(content).say(text, "near_scope", unlisted=(has("other_condition"),))
    assert any(p.counts("other_condition", content) for p in talk.state.profiles.values())
