"""Rule: what would relax advice is confirmed in words first, and signs outrank labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import person
from talk import Talk, denies, has, may_have, used_to_have

from guide.advice.content import Content
from guide.advice.profile import ALLERGY_SIGNS, Source
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

HIVES = frozenset({"hives"})
UNCONFIRMED = ["no", "skip", "not sure", "hello", "how do I store it?", "none of these", "maybe", "forget it"]


@given(data=st.data())
def test_a_denial_takes_nothing_away_before_a_yes(content: Content, data: st.DataObject) -> None:
    condition = data.draw(st.sampled_from(sorted(set(content.conditions) - {"child"})))
    status = data.draw(st.sampled_from([Status.PRESENT, Status.UNCERTAIN]))
    talk = Talk(content, person(**{status.value: [condition]}))
    talk.say("I mistyped, I don't have that", "report_condition", denies(condition))
    assert talk.profile().status(condition) is status
    assert talk.pending in (Question.CONFIRM, Question.CLINICIAN)
    assert talk.fork().say(data.draw(st.sampled_from(UNCONFIRMED))).profile().status(condition) is status
    assert talk.say("yes").profile().status(condition) is Status.ABSENT
    assert talk.profile().facts[condition].source is Source.CONFIRMED


@pytest.mark.parametrize("reply", UNCONFIRMED)
def test_only_a_yes_confirms(content: Content, reply: str) -> None:
    talk = Talk(content, person(present=["milk_allergy"]))
    talk.say("I'm not allergic to milk", "report_condition", denies("milk_allergy")).say(reply)
    assert talk.profile().status("milk_allergy") is Status.PRESENT


def test_a_yes_after_the_question_was_declined_changes_nothing(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"]))
    talk.say("I'm not allergic", "report_condition", denies("milk_allergy")).say("no").say("yes", "affirm")
    assert talk.profile().status("milk_allergy") is Status.PRESENT


def test_a_weaker_word_later_changes_nothing(content: Content) -> None:
    """ "I have a milk allergy" ... "I may have one"."""
    talk = Talk(content, person(present=["milk_allergy"])).say(
        "maybe", "report_condition", may_have("milk_allergy")
    )
    assert talk.profile().status("milk_allergy") is Status.PRESENT


def test_a_stricter_word_is_taken_at_once(content: Content) -> None:
    talk = Talk(content, person(absent=["milk_allergy"])).say(
        "I am allergic", "report_condition", has("milk_allergy")
    )
    assert talk.profile().status("milk_allergy") is Status.PRESENT
    assert talk.answer.verdict == "avoid"


def test_none_of_these_takes_nothing_away(content: Content) -> None:
    talk = (
        Talk(content, person(present=["immunocompromised"], answered=["milk"]))
        .can_drink()
        .say("none of these")
    )
    assert talk.profile().status("immunocompromised") is Status.PRESENT


def test_neither_takes_a_suspicion_not_away(content: Content) -> None:
    talk = Talk(content).can_drink().say("neither", "report_condition", may_have("milk_allergy"), signs=HIVES)
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN


@pytest.mark.parametrize("condition", ["milk_allergy", "fpies_milk", "eoe_milk", "tree_nut_allergy"])
def test_a_past_allergy_needs_a_clinicians_word_and_a_yes(content: Content, condition: str) -> None:
    talk = Talk(content, person(historical=[condition]))
    talk.say("it's gone", "report_condition", denies(condition))
    assert talk.pending is Question.CLINICIAN
    assert talk.fork().say("no").profile().counts(condition, content)
    assert talk.fork().say("not sure").profile().counts(condition, content)
    assert talk.say("yes").pending is Question.CONFIRM
    assert talk.profile().counts(condition, content)
    assert talk.say("yes").profile().facts[condition].source is Source.CLINICIAN
    assert not talk.profile().counts(condition, content)


@pytest.mark.parametrize("sign", sorted(ALLERGY_SIGNS))
def test_signs_after_milk_make_it_a_suspected_allergy_whatever_the_label(content: Content, sign: str) -> None:
    """Hives and "only intolerant"."""
    talk = Talk(content).say(
        "I'm only lactose intolerant but get this",
        "report_condition",
        has("lactose_intolerance"),
        denies("milk_allergy"),
        signs=frozenset({sign}),
    )
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN
    assert talk.answer.verdict == "avoid"


@pytest.mark.parametrize("sign", sorted(ALLERGY_SIGNS))
def test_after_signs_a_plain_yes_is_not_enough(content: Content, sign: str) -> None:
    talk = Talk(content).say("I get this from milk", "report_condition", signs=frozenset({sign}))
    talk.say("I'm not allergic", "report_condition", denies("milk_allergy"))
    assert talk.pending is Question.CLINICIAN
    assert talk.say("no").profile().status("milk_allergy") is Status.UNCERTAIN


def test_a_home_test_clears_nothing(content: Content) -> None:
    talk = Talk(content).say("milk gives me hives", "report_condition", signs=HIVES)
    talk.say(
        "I tried some at home and was fine", "report_condition", denies("milk_allergy"), cleared_by="self"
    )
    assert talk.pending is Question.CLINICIAN
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN


def test_a_clinicians_clearance_is_confirmed_and_then_named_in_the_answer(content: Content) -> None:
    talk = Talk(content, person(uncertain=["milk_allergy"]))
    said = "the allergist tested and cleared me"
    talk.say(said, "report_condition", denies("milk_allergy"), cleared_by="clinician")
    assert talk.pending is Question.CONFIRM
    assert talk.profile().counts("milk_allergy", content)
    talk.say("yes").can_drink()
    assert talk.answer.verdict == "usually_tolerated"
    assert "you said a clinician cleared it" in talk.answer.about


def test_gut_signs_alone_are_no_suspected_allergy(content: Content) -> None:
    talk = Talk(content).say("milk bloats me", "report_condition", signs=frozenset({"bloating"}))
    assert "milk_allergy" not in talk.profile().facts


def test_an_adult_age_said_of_a_known_child_is_confirmed_first(content: Content) -> None:
    """A contradiction is asked about, not overwritten."""
    talk = Talk(content, person("son", present=["child"], minor=True))
    talk.say("he is 18", "report_condition", person="son", age_months=216)
    assert talk.profile("son").status("child") is Status.PRESENT


def test_a_baby_said_to_be_older_stays_a_baby_until_confirmed(content: Content) -> None:
    baby = person("baby", present=["infant_under_12_months"], minor=True)
    talk = Talk(content, baby).say(
        "she is 4", "report_condition", has("child", "baby"), person="baby", age_months=48
    )
    assert talk.pending is Question.CONFIRM
    assert talk.profile("baby").status("infant_under_12_months") is Status.PRESENT
    talk.say("yes")
    assert talk.profile("baby").status("child") is Status.PRESENT
    assert not talk.profile("baby").counts("infant_under_12_months", content)


def test_ended_chemotherapy_still_counts_until_confirmed(content: Content) -> None:
    talk = Talk(content).say(
        "I finished chemo in March", "report_condition", used_to_have("immunocompromised")
    )
    assert talk.answer.verdict == "avoid"
    talk.say("my immunity is normal again", "report_condition", denies("immunocompromised"))
    assert talk.pending is Question.CLINICIAN
    assert talk.say("yes").say("yes").profile().status("immunocompromised") is Status.ABSENT


@pytest.mark.parametrize("said", ["Dr Smith has cleared it", "the GP says it is gone, without any test"])
def test_a_clearance_without_a_test_is_asked_about(content: Content, said: str) -> None:
    talk = Talk(content, person(present=["milk_allergy"]))
    talk.say(said, "report_condition", denies("milk_allergy"), cleared_by="clinician")
    assert talk.pending is Question.CLINICIAN
    for reply in UNCONFIRMED:
        assert talk.fork().say(reply).profile().counts("milk_allergy", content)
    assert talk.say("yes").profile().facts["milk_allergy"].source is Source.CLINICIAN
    assert talk.profile().status("milk_allergy") is Status.ABSENT


def test_removing_a_fact_by_hand_is_confirmed_too(content: Content) -> None:
    talk = Talk(content, person(present=["diabetes"]))
    talk.say("please remove the diabetes", "correct_condition", has("diabetes"))
    assert talk.pending is Question.CONFIRM
    assert talk.fork().say("no").profile().status("diabetes") is Status.PRESENT
    assert talk.say("yes").profile().status("diabetes") is Status.ABSENT


def test_a_corrected_condition_gives_the_verdict_anew(content: Content) -> None:
    talk = Talk(content, person(present=["disulfiram"], absent=["milk_allergy"])).can_drink()
    assert talk.answer.verdict == "avoid"
    talk.say("I don't take disulfiram", "correct_condition", denies("disulfiram")).say("yes")
    assert "utter_changed" in talk.phrases
    assert talk.answer.verdict == "usually_tolerated"


def test_one_persons_yes_does_not_confirm_what_waits_for_another(content: Content) -> None:
    talk = Talk(content, person("son", present=["milk_allergy"]))
    talk.say("my son is not allergic", "report_condition", denies("milk_allergy", "son"), person="son")
    talk.say("yes I have diabetes", "report_condition", has("diabetes"), person="self")
    assert talk.profile("son").status("milk_allergy") is Status.PRESENT
