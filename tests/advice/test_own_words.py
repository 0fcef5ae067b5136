"""Answers in a person's own words: what they mean is taken, and nothing unclear ends in leave to drink."""

from __future__ import annotations

import pytest
from talk import Talk

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

SURE = 0.95


def asked_about_milk(content: Content) -> Talk:
    talk = Talk(content).can_drink()
    assert talk.pending is Question.MILK
    return talk


def asked_for_risks(content: Content) -> Talk:
    talk = asked_about_milk(content).say("neither")
    assert talk.pending is Question.RISKS
    return talk


def test_no_trouble_with_milk_in_other_words_answers_the_question(content: Content) -> None:
    talk = asked_about_milk(content).say("never gave me grief", reply={"milk_fine": SURE})
    assert talk.pending is Question.RISKS
    assert talk.state.profile("self").status("milk_allergy") is Status.ABSENT


def test_what_only_may_mean_no_trouble_does_not(content: Content) -> None:
    talk = asked_about_milk(content).say("mostly all right I suppose", reply={"milk_fine": 0.7})
    assert talk.pending is Question.MILK


def test_a_sign_goes_before_what_the_rest_means(content: Content) -> None:
    said = {"reply": {"milk_fine": SURE}, "signs": frozenset({"hives"})}
    talk = asked_about_milk(content).say("fine, hives apart", **said)
    assert talk.state.profile("self").status("milk_allergy") is Status.UNCERTAIN


@pytest.mark.parametrize("text", ["no i cant have milk", "nope never touch it", "not allowed"])
def test_refusing_milk_is_not_denying_trouble_with_it(content: Content, text: str) -> None:
    talk = asked_about_milk(content).say(text, "deny", reply={"milk_trouble": 0.6, "no": 0.3})
    assert talk.pending is Question.SIGNS
    assert talk.state.profile("self").status("dairy_problem") is Status.UNCERTAIN


def test_a_bare_no_after_something_unclear_does_not_clear(content: Content) -> None:
    """ "It does something odd to my chest", then "no": the no may stand for "no milk"."""
    talk = asked_about_milk(content).say("it does the odd thing to me").say("no", "deny", reply={"no": SURE})
    assert talk.pending is Question.MILK
    assert talk.state.profile("self").status("milk_allergy") is Status.UNKNOWN
    assert talk.say("neither").pending is Question.RISKS


def test_a_bare_no_at_once_says_neither(content: Content) -> None:
    assert asked_about_milk(content).say("no", "deny", reply={"no": SURE}).pending is Question.RISKS


def test_nothing_of_the_list_in_other_words_ends_it(content: Content) -> None:
    talk = asked_for_risks(content).say("fit as anything, me", reply={"nothing_listed": SURE})
    assert "risks" in talk.state.profile("self").answered


def test_only_those_in_other_words_ends_it_where_some_were_told(content: Content) -> None:
    talk = asked_for_risks(content).say("that about covers me", reply={"only_those": SURE})
    assert "risks" not in talk.state.profile("self").answered, "nothing was told that it could mean"
    talk.say("i have diabetes", "", Mention("diabetes", Status.PRESENT))
    assert "risks" in talk.state.profile("self").answered


def test_an_illness_outside_the_list_answers_it_too(content: Content) -> None:
    talk = asked_for_risks(content).say("just my hay fever", "", Mention("other_condition", Status.PRESENT))
    assert "risks" in talk.state.profile("self").answered


def test_a_food_allergy_named_there_does_not(content: Content) -> None:
    talk = asked_for_risks(content).say("walnuts", "", Mention("tree_nut_allergy", Status.PRESENT))
    assert "risks" not in talk.state.profile("self").answered


def test_no_trouble_told_before_it_is_asked_is_not_asked_again(content: Content) -> None:
    talk = Talk(content).say(
        "milk is fine for me", "report_condition", Mention("dairy_problem", Status.ABSENT)
    )
    assert talk.can_drink().pending is Question.RISKS


def test_a_story_is_a_reply_where_it_means_one(content: Content) -> None:
    """Long, and near to a topic in its words; yet it says that milk does no harm."""
    story = "milk never did me any harm, I had a glass of it every night as a girl"
    talk = asked_about_milk(content).say(story, "ask_lactose_intolerance", reply={"milk_fine": SURE})
    assert talk.pending is Question.RISKS


@pytest.mark.parametrize("text", ["nothing else", "that's all"])
def test_nothing_else_is_no_answer_about_milk(content: Content, text: str) -> None:
    assert asked_about_milk(content).say(text, "deny", reply={"only_those": SURE}).pending is Question.MILK


def test_who_never_had_milk_does_not_know(content: Content) -> None:
    talk = asked_about_milk(content).say("he's never had any dairy", reply={"no": SURE})
    assert talk.state.profile("self").status("milk_allergy") is Status.UNKNOWN
    assert talk.screened().answers[-1].verdict == "avoid"
