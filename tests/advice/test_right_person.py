"""Rule: the right person. Facts never move, a change of person is said, each verdict names its person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import STATUSES, healthy, person
from talk import Talk, has, may_have

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message
from guide.advice.dialogue import respond
from guide.advice.profile import Profile
from guide.advice.render import answer_text
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

PEOPLE = ("self", "son", "daughter", "husband", "patient")


@given(data=st.data())
def test_a_fact_lands_with_the_person_it_was_said_of_and_with_nobody_else(
    content: Content, data: st.DataObject
) -> None:
    about = data.draw(st.sampled_from(PEOPLE))
    focus = data.draw(st.sampled_from(PEOPLE))
    condition = data.draw(st.sampled_from(sorted(set(content.conditions) - {"child"})))
    status = data.draw(st.sampled_from(STATUSES))
    before = {p: healthy(p) for p in PEOPLE}
    talk = Talk(content, *before.values(), focus=focus)
    text = "I have that" if about == "self" else "yes, that"
    talk.say(text, "report_condition", Mention(condition, status, about), person=about)
    for name, profile in before.items():
        assert name == about or talk.profile(name) == profile
    counted = content.conditions[condition].historical_as if status is Status.HISTORICAL else status
    if counted is not Status.ABSENT:
        assert talk.profile(about).counts(condition, content)


@given(data=st.data())
def test_two_people_in_one_message_each_keep_their_own(content: Content, data: st.DataObject) -> None:
    """ "My husband has diabetes and I have Crohn's"."""
    one, other = data.draw(st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=2, unique=True))
    first, second = data.draw(
        st.lists(
            st.sampled_from(sorted(set(content.conditions) - {"child"})), min_size=2, max_size=2, unique=True
        )
    )
    talk = Talk(content).say(
        "I have one, and my ...", "report_condition", has(first, one), has(second, other), person=one
    )
    assert set(talk.profile(one).facts) == {first}
    assert set(talk.profile(other).facts) == {second}


@pytest.mark.parametrize("reply", ["neither", "allergy", "intolerance", "skip"])
def test_the_answer_to_a_question_about_the_son_is_the_sons(content: Content, reply: str) -> None:
    talk = Talk(content, healthy()).can_drink("can my son have it?", person="son").say(reply)
    assert talk.profile() == healthy()
    assert not talk.profile("son").is_empty


def test_after_a_remark_about_oneself_a_bare_answer_is_still_about_the_son(content: Content) -> None:
    """The open question decides whose answer it is; it used to be heard by nobody."""
    talk = Talk(content).can_drink("can my son have it?", person="son")
    talk.say("I have diabetes myself", "report_condition", has("diabetes"), person="self")
    assert talk.pending is Question.MILK
    talk.say("neither")
    assert talk.pending is Question.RISKS
    assert talk.profile("son").status("milk_allergy") is Status.ABSENT
    assert "milk_allergy" not in talk.profile().facts
    assert "diabetes" not in talk.profile("son").facts


def test_half_a_triage_is_not_passed_on_to_the_next_person(content: Content) -> None:
    """The speaker's "only larger amounts" must not make the son's unknown reaction an intolerance."""
    talk = Talk(content).can_drink().say("not sure").say("no")
    assert talk.pending is Question.ONSET
    talk.can_drink("can my son have it?", person="son")
    assert talk.pending is Question.MILK
    assert talk.state.asked == 1
    talk.say("many hours later")
    assert talk.profile("son").is_empty


def test_a_change_of_person_is_said_aloud(content: Content) -> None:
    talk = Talk(content).can_drink("can my daughter have it?", person="daughter")
    assert talk.phrases[0] == "utter_switch_person"
    assert talk.turn.says[0].slots == {"person": "your daughter"}


def test_a_verdict_names_its_person_and_their_facts(content: Content) -> None:
    talk = Talk(content).say(
        "my son has a milk allergy", "report_condition", has("milk_allergy", "son"), person="son"
    )
    text = answer_text(talk.answer, full_notice=False)
    assert "your son" in text.split("\n")[0]
    assert "milk allergy (you said)" in text.split("\n")[0]
    assert talk.answer.person == "son"


def test_he_means_the_one_other_person_there_is(content: Content) -> None:
    talk = Talk(content, healthy("son")).can_drink("can he have it?", person="he")
    assert talk.answer.person == "son"


def test_with_two_other_people_she_is_asked_about(content: Content) -> None:
    talk = Talk(content, person("daughter"), person("wife")).can_drink("can she have it?", person="she")
    assert talk.pending is Question.WHO
    assert talk.answers == []
    talk.say("my wife", "report_condition", person="wife")
    assert talk.state.goal is None
    assert talk.answer.person == "wife"


@pytest.mark.parametrize("reply", ["skip", "not sure"])
def test_who_is_meant_can_be_passed_over(content: Content, reply: str) -> None:
    """ "skip" and "not sure" always work, also here."""
    talk = (
        Talk(content, person("daughter"), person("wife"))
        .can_drink("can she have it?", person="she")
        .say(reply)
    )
    assert talk.pending is not Question.WHO


def test_asking_about_oneself_settles_who_is_meant(content: Content) -> None:
    talk = Talk(content, healthy(), person("daughter"), person("wife")).can_drink(
        "can she have it?", person="she"
    )
    talk.can_drink("well, can I have it?", person="self")
    assert talk.answer.person == "self"


def test_what_was_said_of_an_unclear_she_reaches_whoever_is_then_named(content: Content) -> None:
    """ "She has a milk allergy" - "whom do you mean?" - "my wife": the allergy is the wife's."""
    talk = Talk(content, healthy("daughter"), healthy("wife"))
    talk.can_drink(
        "she has a milk allergy, can she have it?", mentions=(has("milk_allergy", "she"),), person="she"
    )
    talk.say("my wife", "report_condition", person="wife")
    assert talk.profile("wife").counts("milk_allergy", content)


def test_until_it_is_clear_who_is_meant_nobody_is_given_a_mild_verdict(content: Content) -> None:
    allergic = person("daughter", present=["milk_allergy"])
    talk = Talk(content, allergic, healthy("wife")).can_drink("can she have it?", person="she")
    assert all(a.verdict == "avoid" for a in talk.answers if a.verdict)


def test_a_storage_question_does_not_change_who_is_talked_about(content: Content) -> None:
    talk = Talk(content, person("son", present=["milk_allergy"]), focus="son")
    assert talk.ask("storage", text="how do I store it?", person="self").state.focus == "son"


def test_missed_messages_keep_their_people_apart(content: Content) -> None:
    lost = Message(1, "my son has cmpa", "report_condition", (has("milk_allergy", "son"),), person="son")
    turn = respond(
        Conversation(introduced=True),
        [lost, Message(2, "and I'm pregnant", "report_condition", (has("pregnancy"),), person="self")],
        content,
    )
    assert set(turn.state.profile("son").facts) == {"milk_allergy"}
    assert set(turn.state.profile("self").facts) == {"pregnancy"}


def test_the_word_son_alone_makes_a_minor_of_unknown_age(content: Content) -> None:
    talk = Talk(content).can_drink("can my son have it?", mentions=(may_have("child", "son"),), person="son")
    assert talk.profile("son") == Profile("son", minor=True)


@pytest.mark.parametrize(
    "text",
    ["im pregnant", "I'm pregnant", "i’m pregnant", "pregnant myself", "we are expecting, me at least"],
)
def test_an_i_is_the_speaker_also_while_the_talk_is_about_the_son(content: Content, text: str) -> None:
    talk = Talk(content, person("son"), focus="son").say(
        text, "report_condition", has("pregnancy"), person="self"
    )
    assert "pregnancy" in talk.profile().facts
    assert "pregnancy" not in talk.profile("son").facts


def test_a_bare_condition_belongs_to_whom_the_talk_is_about(content: Content) -> None:
    """ "Allergic to milk" after a question about the son is the son's."""
    talk = Talk(content).can_drink("can my son have it?", person="son")
    talk.say("allergic to milk", "report_condition", has("milk_allergy"), person="self")
    assert talk.profile("son").counts("milk_allergy", content)
    assert talk.answer.verdict == "avoid"
