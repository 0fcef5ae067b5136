"""Rule: a "no" that may belong to something else is no answer about milk, nor about the list of risks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import Talk, denies, has

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

OPENERS = ("no", "nope", "nah", "no no", "sorry no", "oh no", "no wait", "what? no", "hang on, no")
LIKELY_NO = {"no": 0.84}


def asked_of_daughter(content: Content) -> Talk:
    talk = Talk(content).can_drink("can my daughter have it, she is 4", person="daughter", age_months=48)
    talk.say("she is 4", "report_condition", has("child", "daughter"), person="daughter", age_months=48)
    assert talk.pending is Question.MILK
    return talk


def unsettled(talk: Talk) -> bool:
    """Whether nothing was concluded about milk, and the question stands or something rules it out."""
    status = talk.profile("daughter").status("milk_allergy")
    return status is Status.UNKNOWN and "milk" not in talk.profile("daughter").answered


@pytest.mark.parametrize("text", ["nope, she's 5", "sorry no she just turned five", "no hang on, 5 years"])
def test_an_age_set_right_is_not_a_no_to_milk(content: Content, text: str) -> None:
    talk = asked_of_daughter(content)
    talk.say(text, "deny", has("child", "she"), pronoun="she", age_months=60, reply=LIKELY_NO)
    assert unsettled(talk)
    assert talk.pending is Question.MILK


def test_after_an_age_set_right_a_plain_no_answers(content: Content) -> None:
    talk = asked_of_daughter(content).say("no sorry, 5 years", "deny", pronoun="she", age_months=60)
    assert talk.say("no", "deny", reply={"no": 1.0}).pending is Question.RISKS


@pytest.mark.parametrize("condition", ["warfarin", "immunosuppressants", "pregnancy", "tree_nut_allergy"])
def test_another_thing_denied_is_not_a_no_to_milk(content: Content, condition: str) -> None:
    talk = asked_of_daughter(content)
    talk.say("no she isn't on that", "correct_condition", denies(condition, "daughter"), reply=LIKELY_NO)
    assert unsettled(talk)
    assert talk.profile("daughter").status(condition) is Status.ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "eh? no, the corner shop",
        "no i said lidl",
        "no no, i wrote aldi, the discounter",
        "nah the blue bottle",
    ],
)
def test_an_objection_or_a_shop_is_not_a_no_to_milk(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say(text, "deny", reply=LIKELY_NO, stated_reply=LIKELY_NO)
    assert unsettled(talk)
    assert talk.pending is Question.MILK


@pytest.mark.parametrize("text", ["nah the blue bottle", "no i said lidl", "no, 5"])
def test_nor_is_it_a_no_to_the_list(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say("neither").say(text, "deny", reply=LIKELY_NO)
    assert talk.pending is Question.RISKS
    assert "risks" not in talk.profile("daughter").answered


@pytest.mark.parametrize("text", ["neither", "no allergy", "no", "nope, none", "sorry, no", "i said no"])
def test_a_no_that_says_nothing_else_still_answers(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say(text, "deny", reply={"no": 0.95})
    assert talk.pending is Question.RISKS


def test_neither_answers_though_something_else_is_told_with_it(content: Content) -> None:
    talk = asked_of_daughter(content)
    talk.say("neither, all there is is her thyroid", "report_condition", has("levothyroxine", "daughter"))
    assert talk.profile("daughter").status("milk_allergy") is Status.ABSENT
    assert talk.profile("daughter").status("levothyroxine") is Status.PRESENT


@given(
    opener=st.sampled_from(OPENERS),
    rest=st.sampled_from(("she's 6", "the lidl one", "i said the corner shop", "only the blue bottle")),
    said=st.sampled_from(((), ("antibiotics", Status.ABSENT), ("diabetes", Status.PRESENT))),
    share=st.sampled_from((0.5, 0.7, 0.95)),
)
def test_no_and_something_else_never_clears_milk(
    content: Content, opener: str, rest: str, said: tuple[str, Status] | tuple[()], share: float
) -> None:
    talk = asked_of_daughter(content)
    told = [Mention(said[0], said[1], "daughter", "child")] if said else []
    talk.say(f"{opener}, {rest}", "deny", *told, reply={"no": share}, stated_reply={"no": share})
    assert talk.profile("daughter").status("milk_allergy") is not Status.ABSENT


NO_ANSWER = (
    "nope he's out",
    "no she is not here today",
    "no, she's at school till three",
    "nah he isn't around at the moment",
    "no they aren't home",
)


@pytest.mark.parametrize("text", NO_ANSWER)
def test_a_no_that_goes_on_about_something_else_is_none(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say(text, "deny", pronoun="she", reply=LIKELY_NO)
    assert unsettled(talk)
    assert talk.pending is Question.MILK


@pytest.mark.parametrize("text", NO_ANSWER)
def test_nor_does_it_answer_the_list(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say("neither").say(text, "deny", pronoun="she", reply=LIKELY_NO)
    assert talk.pending is Question.RISKS


@pytest.mark.parametrize("text", ["no idea, you'd have to ask her granny", "dunno, her dad does the food"])
def test_not_knowing_is_heard_whatever_follows(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say(text, "deny", person="grandmother", reply=LIKELY_NO)
    assert unsettled(talk)
    assert "milk" in talk.profile("daughter").skipped or talk.pending is Question.SIGNS
    assert talk.screened().answers[-1].verdict == "avoid"


@pytest.mark.parametrize(
    "text",
    ["no she never touches milk", "nope, doesn't drink dairy, she loathes it", "no, she hates milk"],
)
def test_never_having_milk_says_nothing_about_an_allergy(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say(text, "deny", pronoun="she", reply={"milk_fine": 0.95})
    assert talk.profile("daughter").status("milk_allergy") is not Status.ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "no, she's never had any trouble with milk",
        "no she doesn't have a milk allergy",
        "no she is fine with milk",
        "nope, neither of them",
        "no she hasn't",
        "no, no reactions",
    ],
)
def test_a_no_that_goes_on_about_milk_answers(content: Content, text: str) -> None:
    talk = asked_of_daughter(content).say(text, "deny", reply={"no": 0.9})
    assert talk.pending is Question.RISKS
