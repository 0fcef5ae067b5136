"""How it asks: just in time, in order, at most three questions, and never one twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import healthy, person, profiles
from sentences import cited_parts
from talk import Talk, denies, has, may_have

from guide.advice.content import Content
from guide.advice.profile import Profile
from guide.advice.screening import TRIAGE, Aim, Goal, Question, open_questions
from guide.advice.vocabulary import Status


def questions_until_answered(talk: Talk, reply: str) -> list[Question]:
    """Return the questions opened until there is a verdict, when each gets the same reply."""
    asked = []
    for _ in range(10):
        if talk.pending is None:
            return asked
        asked.append(talk.pending)
        talk.say(reply)
    raise AssertionError(f"no end: {asked}")


def test_milk_is_asked_first_then_the_list_then_the_age_of_a_child(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(may_have("child", "son"),), person="son")
    assert talk.pending is Question.MILK
    assert talk.say("neither").pending is Question.RISKS
    assert talk.say("none of these").pending is Question.AGE
    assert talk.say("4").pending is None
    assert talk.answer.verdict == "usually_tolerated"


def test_something_useful_and_cited_comes_before_the_first_question(content: Content) -> None:
    talk = Talk(content).can_drink()
    assert talk.answer.bottom_line.citations
    assert "milk allergy" in talk.answer.bottom_line.text.lower()


@pytest.mark.parametrize("reply", ["skip", "not sure"])
@pytest.mark.parametrize("aim", ["suitability", "non_dairy_alternatives"])
@given(data=st.data())
def test_there_is_a_verdict_after_few_questions_and_none_is_asked_twice(
    content: Content, aim: str, reply: str, data: st.DataObject
) -> None:
    """Milk, risks, age (and other allergies for alternatives); the triage counts extra."""
    talk = Talk(content, data.draw(profiles(content))).ask(aim)
    asked = questions_until_answered(talk, reply)
    assert len(asked) == len(set(asked)), asked
    counted = [q for q in asked if q not in (*TRIAGE, Question.CLINICIAN, Question.CONFIRM)]
    assert len(counted) <= (3 if aim == "suitability" else 4)


@given(data=st.data())
def test_what_was_answered_or_skipped_is_not_open(content: Content, data: st.DataObject) -> None:
    who = data.draw(profiles(content))
    goal = Goal(
        data.draw(st.sampled_from(list(Aim))), "self", data.draw(st.sampled_from(sorted(content.products)))
    )
    for question in open_questions(who, goal, content):
        assert question.value not in who.answered | who.skipped


def test_a_known_milk_allergy_ends_the_screening(content: Content) -> None:
    """No answer could make it stricter."""
    talk = Talk(content).can_drink(mentions=(has("milk_allergy"),))
    assert talk.pending is None
    assert talk.answer.verdict == "avoid"


def test_what_was_already_said_is_not_asked_again(content: Content) -> None:
    talk = (
        Talk(content)
        .say("I'm lactose intolerant", "report_condition", has("lactose_intolerance"))
        .can_drink()
    )
    assert talk.pending is Question.RISKS


def test_no_other_conditions_answers_the_lists_but_never_the_milk_question(content: Content) -> None:
    talk = Talk(content).can_drink().say("neither").say("no other conditions")
    assert {"risks", "other_allergies"} <= talk.profile().answered
    fresh = Talk(content).can_drink().say("no other conditions")
    assert fresh.profile().status("milk_allergy") is not Status.ABSENT


@pytest.mark.parametrize(
    "text", ["he is fine with dairy", "I drink milk every day", "no milk allergy", "no allergies"]
)
def test_a_word_on_milk_does_not_answer_the_risk_list(content: Content, text: str) -> None:
    talk = Talk(content, person(absent=["milk_allergy"], answered=["milk"])).can_drink().say(text, "deny")
    assert talk.pending is Question.RISKS


def test_a_topic_question_in_between_is_answered_and_the_question_stays(content: Content) -> None:
    talk = Talk(content).can_drink().ask("storage", text="how do I store it?")
    assert talk.answer.topic == "storage"
    assert talk.pending is Question.MILK


def test_storage_needs_no_screening(content: Content) -> None:
    assert Talk(content).ask("storage", text="how do I store it?").pending is None


def test_two_questions_get_two_answers(content: Content) -> None:
    talk = Talk(content).ask("storage", "alcohol_content", text="how do I store it and is there alcohol?")
    assert [a.topic for a in talk.answers] == ["storage", "alcohol_content"]


def test_alternatives_also_ask_for_other_allergies(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"], answered=["milk"])).ask("non_dairy_alternatives")
    assert questions_until_answered(talk, "none of these") == [Question.RISKS, Question.OTHER_ALLERGIES]
    assert talk.answer.alternatives


def test_alternatives_for_a_past_milk_allergy_are_screened_for(content: Content) -> None:
    """The clinician's question must not replace the others: alternatives are still found."""
    talk = Talk(content, person(historical=["milk_allergy"], answered=["milk"])).ask("non_dairy_alternatives")
    questions_until_answered(talk, "no")
    assert talk.answer.alternatives


# --- triage -------------------------------------------------------------------------------------


def triage(content: Content, *replies: str, **found: object) -> Talk:
    """Return a conversation in which somebody unsure went through the triage."""
    talk = Talk(content).can_drink().say("not sure", "unsure")
    assert talk.pending is Question.SIGNS
    for reply in replies:
        talk.say(reply, **found)
    return talk


def test_signs_make_it_a_suspected_allergy(content: Content) -> None:
    talk = triage(content, "yes")
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
    assert talk.answer.verdict == "avoid"


@pytest.mark.parametrize("reply", ["not sure", "skip"])
def test_unsure_about_signs_is_a_suspected_allergy(content: Content, reply: str) -> None:
    assert triage(content, reply).profile().status("milk_allergy") is Status.UNCERTAIN


@pytest.mark.parametrize("onset", ["within two hours", "minutes", "half an hour", "straight away", "10 mins"])
def test_a_fast_start_is_a_suspected_allergy(content: Content, onset: str) -> None:
    assert triage(content, "no", onset).profile().status("milk_allergy") is Status.UNCERTAIN


@pytest.mark.parametrize("amount", ["even a little", "a sip", "any amount", "not sure", "skip"])
def test_a_small_amount_is_a_suspected_allergy(content: Content, amount: str) -> None:
    assert (
        triage(content, "no", "many hours later", amount).profile().status("milk_allergy") is Status.UNCERTAIN
    )


def test_late_and_only_after_large_amounts_is_a_likely_intolerance(content: Content) -> None:
    talk = triage(content, "no", "many hours later", "only larger amounts")
    assert talk.profile().status("lactose_intolerance") is Status.UNCERTAIN
    assert talk.pending is Question.RISKS
    assert "sounds more like trouble with milk sugar" in talk.answer.bottom_line.text


def test_the_triage_is_no_diagnosis_and_says_who_can_test(content: Content) -> None:
    for talk in (triage(content, "yes"), triage(content, "no", "next day", "a big glass")):
        said = [part.text for a in talk.answers for part in cited_parts(a)]
        assert any("A doctor can tell them apart" in text for text in said)
        assert not any("diagnos" in text for text in said)


@pytest.mark.parametrize("at", [1, 2])
def test_signs_named_in_the_middle_of_the_triage_outrank_the_amount(content: Content, at: int) -> None:
    """ "A few hours later I get hives" and "only larger amounts" is no intolerance."""
    replies = ["no", "many hours later", "only larger amounts"]
    talk = triage(content, *replies[:at])
    talk.say(replies[at], "report_condition", signs=frozenset({"hives"}))
    for reply in replies[at + 1 :]:
        talk.say(reply)
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
    assert talk.screened().can_drink().screened().answer.verdict == "avoid"


def test_an_allergy_stated_in_the_middle_of_the_triage_stands(content: Content) -> None:
    talk = triage(content, "no").say("it is a diagnosed allergy", "report_condition", has("milk_allergy"))
    talk.say("many hours later").say("only larger amounts")
    assert talk.profile().status("milk_allergy") is Status.PRESENT
    said = [a.bottom_line.text for a in talk.answers]
    assert not any("more like trouble with milk sugar" in text for text in said)


def test_after_an_answered_triage_the_question_does_not_return(content: Content) -> None:
    talk = triage(content, "no", "next day", "only larger amounts").screened()
    assert talk.can_drink().pending is None


def test_screening_of_somebody_known_to_be_healthy_is_empty(content: Content) -> None:
    assert open_questions(healthy(), Goal(Aim.SUITABILITY, "self", "milk_kefir"), content) == ()


def test_a_stranger_is_asked_milk_and_risks(content: Content) -> None:
    goal = Goal(Aim.SUITABILITY, "self", "milk_kefir")
    assert open_questions(Profile(), goal, content) == (Question.MILK, Question.RISKS)


def test_denying_an_allergy_answers_the_milk_question(content: Content) -> None:
    talk = Talk(content).can_drink().say("no, I'm not allergic", "report_condition", denies("milk_allergy"))
    assert talk.pending is Question.RISKS
