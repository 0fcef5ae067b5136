"""Rule: only a clinician's allergy test sets an allergy aside; its question holds nothing else up."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, denies, has, may_have, used_to_have

from guide.advice.content import Content
from guide.advice.profile import MILK, Source
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


@pytest.fixture
def asked(content: Content) -> Talk:
    """A talk in which it is asked whether a clinician ended the daughter's past allergy."""
    talk = Talk(content).can_drink(
        "can my daughter have kefir? she used to be allergic to milk",
        mentions=(used_to_have(MILK, "daughter"),),
        person="daughter",
    )
    assert talk.pending is Question.CLINICIAN
    return talk


@pytest.mark.parametrize(
    ("said", "cleared_by"),
    [
        ("yes the hospital did a milk challenge and said she's clear", "clinician"),
        ("yes, her allergist did the skin prick test", None),
        ("her consultant tested her and she's cleared", "clinician"),
    ],
)
def test_a_test_and_a_clinician_named_are_accepted_at_once(
    asked: Talk, said: str, cleared_by: str | None
) -> None:
    asked.say(said, "report_condition", cleared_by=cleared_by)
    assert asked.profile("daughter").facts[MILK].source is Source.CLINICIAN
    assert asked.pending is not Question.CONFIRM


@pytest.mark.parametrize(
    "said",
    [
        "yes the hospital tested her but she failed",
        "yes our homeopath and the doctor tested her",
        "yes we tried some at home",
        "yes the doctor will test her next week",
    ],
)
def test_what_is_no_clinicians_all_clear_is_not(content: Content, asked: Talk, said: str) -> None:
    asked.say(said, "affirm")
    assert asked.profile("daughter").counts(MILK, content)


def test_a_yes_after_a_lay_test_clears_nothing(content: Content) -> None:
    """The "yes" may mean the hair test; that was taken for a clinician's word."""
    talk = Talk(content, person(present=[MILK]))
    said = "my naturopath tested me with a hair test and says my milk allergy is gone"
    talk.say(said, "report_condition", used_to_have(MILK), cleared_by="self").say("yes").say("yes")
    assert talk.profile().counts(MILK, content)
    talk.say("I'm not allergic to milk", "report_condition", denies(MILK)).say("yes").say("yes")
    assert talk.profile().counts(MILK, content)
    talk.say("my allergist did a skin prick test and cleared me", cleared_by="clinician").say("yes")
    assert not talk.profile().counts(MILK, content)


def test_a_lay_test_told_in_the_answer_is_remembered(content: Content, asked: Talk) -> None:
    asked.say("yes, with a home kit", "affirm")
    assert any("at home" in answer.bottom_line.text for answer in asked.answers)
    asked.say("yes", "affirm").say("yes", "affirm")
    assert asked.profile("daughter").counts(MILK, content)


def test_another_persons_question_passes_while_it_is_open(asked: Talk) -> None:
    asked.can_drink("and can I have it?", person="self")
    assert asked.state.goal is not None
    assert asked.state.goal.person == "self"
    assert asked.pending is Question.MILK


def test_it_returns_once_after_other_questions(asked: Talk) -> None:
    assert asked.ask("heating", text="can it be heated?").answer.topic == "heating"
    assert asked.pending is Question.CLINICIAN
    assert asked.ask("storage", text="how do I store it?").answer.topic == "storage"
    assert asked.pending is None
    asked.can_drink("can she have it?", person="daughter")
    assert asked.pending is not Question.CLINICIAN
    assert asked.answer.verdict == "avoid"


def test_an_allergists_challenge_counts_for_the_son_as_for_the_speaker(content: Content) -> None:
    talk = Talk(content, person("son", present=[MILK]), healthy(), focus="son")
    talk.say(
        "my allergist did an oral food challenge, my son (5) passed",
        "report_condition",
        has("child", "son"),
        person="son",
        cleared_by="clinician",
        age_months=60,
    )
    assert talk.pending is Question.CONFIRM
    talk.say("yes")
    assert talk.profile("son").facts[MILK].source is Source.CLINICIAN


class TestTestTakenBack:
    def cleared(self, content: Content) -> Talk:
        talk = Talk(content).can_drink(
            "I had a milk allergy, my consultant tested me, it is over",
            cleared_by="clinician",
            mentions=(used_to_have("milk_allergy"),),
        )
        talk.say("yes", "affirm").screened()
        assert talk.answer.verdict == "usually_tolerated"
        return talk

    @pytest.mark.parametrize(
        "text",
        [
            "on reflection, it was not a proper test at all",
            "nobody ever tested me, to be fair",
            "well it was only a pharmacy kit",
            "there was no real test",
        ],
    )
    @pytest.mark.parametrize("intent", ["report_condition", "correct_condition", "unsure", "deny"])
    def test_the_clearance_goes_with_it(self, content: Content, text: str, intent: str) -> None:
        talk = self.cleared(content).say(text, intent)
        assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
        assert talk.answer.verdict == "avoid"
        assert talk.pending is None

    def test_no_plain_yes_brings_it_back(self, content: Content) -> None:
        talk = self.cleared(content).say("it was only an online kit", "report_condition")
        talk.say("I am not allergic to milk", "report_condition", denies("milk_allergy"))
        assert talk.pending is Question.CLINICIAN

    def test_what_waits_for_a_yes_is_dropped(self, content: Content) -> None:
        talk = Talk(content).can_drink(
            "my doctor tested me and cleared my milk allergy",
            cleared_by="clinician",
            mentions=(used_to_have("milk_allergy"),),
        )
        assert talk.pending is Question.CONFIRM
        talk.say("no wait, it was never tested", "deny")
        assert (talk.state.waiting, talk.pending, talk.answer.verdict) == (None, None, "avoid")

    def test_a_question_takes_nothing_back(self, content: Content) -> None:
        talk = self.cleared(content).ask("allergy_vs_intolerance", text="was it not tested properly?")
        assert talk.profile().status("milk_allergy") is Status.ABSENT

    def test_whose_a_negative_test_was_is_asked_and_is_the_confirmation(self, content: Content) -> None:
        talk = Talk(content).can_drink("I suspect a milk allergy", mentions=(may_have("milk_allergy"),))
        denied = (denies("milk_allergy"), has("lactose_intolerance"))
        talk.say("it was tested, and negative: lactose", "report_condition", *denied)
        assert talk.pending is Question.CLINICIAN
        refused = talk.fork().say("no", "deny")
        assert refused.profile().status("milk_allergy") is Status.UNCERTAIN
        talk.say("yes", "affirm").screened()
        assert (talk.profile().facts[MILK].source, talk.answer.verdict) == (
            Source.CLINICIAN,
            "usually_tolerated",
        )
        talk.say("well, it wasn't really a test", "unsure")
        assert talk.answer.verdict == "avoid"

    def test_a_test_for_it_is_one_for_the_allergy_that_is_known(self, content: Content) -> None:
        talk = Talk(content).can_drink("I suspect a milk allergy", mentions=(may_have("milk_allergy"),))
        talk.say("they tested me for it and that came back negative", "report_condition")
        assert talk.pending is Question.CLINICIAN
        assert talk.say("no", "deny").profile().counts("milk_allergy", content)

    def test_a_test_for_it_says_nothing_of_whom_no_allergy_is_known(self, content: Content) -> None:
        talk = Talk(content).say("they tested me for it, and it was negative", "report_condition")
        assert talk.profile().status("milk_allergy") is Status.UNKNOWN
