"""Rule: of several people told of, each keeps their own, and is found again by place or by condition."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, has, may_have

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.profile import MILK, Profile, Source
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


@pytest.fixture
def two(content: Content) -> Talk:
    """ "Pt 1 is a 45M on warfarin, pt 2 is a 30F with cow's milk allergy"."""
    found = (has("warfarin", "patient"), has(MILK, "patient_2"))
    talk = Talk(content).say("Pt 1 ..., pt 2 ...", "report_condition", *found, person="patient")
    assert set(talk.profile("patient").facts) == {"warfarin"}
    assert set(talk.profile("patient_2").facts) == {MILK}
    return talk


def test_the_second_one_is_the_second_patient(two: Talk) -> None:
    two.can_drink("can the second one have kefir?", person="one_second")
    assert (two.answer.person, two.answer.verdict) == ("patient_2", "avoid")
    two.can_drink("and the first one?", person="one_first")
    assert two.answer.person == "patient"


def test_two_more_patients_are_new_ones(content: Content) -> None:
    talk = Talk(content, person("patient", present=["diabetes"]), focus="patient")
    found = (has("warfarin", "patient"), has(MILK, "patient_2"))
    talk.say("one of my patients ... and another ...", "report_condition", *found, person="patient")
    assert set(talk.profile("patient").facts) == {"diabetes"}
    assert set(talk.profile("patient_2").facts) == {"warfarin"}
    assert set(talk.profile("patient_3").facts) == {MILK}


def test_the_second_one_is_nothing_on_a_list_where_several_are_known(content: Content) -> None:
    talk = Talk(content, Profile("lady_first"), Profile("lady_second"), focus="lady_second")
    talk.can_drink("can she have it?", person="lady_second")
    assert talk.pending is Question.MILK
    talk.say("the second one", person="one_second", reply={"says_intolerance": 0.99})
    assert not talk.profile("lady_second").facts


class TestThePatientWithACondition:
    @pytest.fixture
    def talk(self, content: Content) -> Talk:
        hiv = person("patient", uncertain=["immunocompromised"])
        return Talk(content, hiv, person("patient_2", present=["crohns"]), focus="patient_2")

    def test_is_the_known_one_and_gives_nothing_to_the_other(self, talk: Talk) -> None:
        hiv = Mention("immunocompromised", Status.UNCERTAIN, "patient")
        talk.can_drink(
            "Back to the HIV patient - would water kefir be ok for him?", mentions=(hiv,), person="patient"
        )
        assert talk.answer.person == "patient"
        assert set(talk.profile("patient_2").facts) == {"crohns"}

    def test_corrects_the_person_and_takes_nothing_away(self, content: Content, talk: Talk) -> None:
        talk.can_drink("is kefir ok?", mentions=(has(MILK, "patient"),), person="patient")
        assert talk.answer.person == "patient_2"
        hiv = Mention("immunocompromised", Status.UNCERTAIN, "patient")
        talk.say("No, the HIV patient was the first one", "correct_condition", hiv, person="patient")
        assert talk.answer.person == "patient"
        assert talk.pending is not Question.CONFIRM
        assert talk.profile("patient_2").counts(MILK, content)
        assert not talk.profile("patient").counts(MILK, content)


def test_each_age_is_that_of_its_person(content: Content) -> None:
    """ "I'm 41 and she's 12", after a question about oneself and one's daughter."""
    talk = Talk(content, healthy("daughter"), genders={"daughter": "she"})
    talk.say(
        "i'm 41 and she's 12",
        "report_condition",
        Mention("child", Status.PRESENT, "other"),
        person="self",
        pronoun="she",
        age_months=492,
    )
    assert talk.profile("daughter").status("child") is Status.PRESENT
    assert not talk.profile().minor
    assert "someone else" not in talk.state.profiles


def test_only_what_answered_a_question_is_called_answered(content: Content) -> None:
    talk = Talk(content).can_drink("my son is 5, can he have it?", person="son", age_months=60)
    assert talk.profile("son").facts["child"].source is Source.SAID
    talk = Talk(content).can_drink("can my son?", mentions=(may_have("child", "son"),), person="son")
    talk.say("neither").say("none of these").say("he is 5", person="son", age_months=60)
    assert talk.profile("son").facts["child"].source is Source.ANSWERED
