"""Rule: what was said of the wrong person goes to the right one, and leaves the wrong one after one yes."""

from __future__ import annotations

import pytest
from talk import Talk, denies, has, may_have

from guide.advice.content import Content
from guide.advice.profile import DAIRY_PROBLEM, MILK
from guide.advice.screening import Question

HIVES = frozenset({"hives"})


@pytest.fixture
def meant(content: Content) -> Talk:
    """ "Can my son have kefir? He gets hives from milk" - "sorry, I meant my daughter"."""
    talk = Talk(content).can_drink(
        "can my son have kefir? he gets hives from milk",
        mentions=(may_have(MILK, "son"),),
        signs=HIVES,
        person="son",
    )
    talk.say(
        "sorry i meant my daughter", "correct_condition", may_have("child", "daughter"), person="daughter"
    )
    assert talk.profile("daughter").counts(MILK, content)
    assert talk.profile("daughter").signs == HIVES
    assert talk.pending is Question.CONFIRM
    return talk


def test_the_wrong_one_loses_it_after_one_yes(content: Content, meant: Talk) -> None:
    """It used to ask whether a doctor had tested the son."""
    assert meant.profile("son").counts(MILK, content)
    meant.say("yes")
    assert not meant.profile("son").counts(MILK, content)
    assert not meant.profile("son").signs
    assert meant.answer.person == "daughter"
    assert meant.answer.verdict == "avoid"


def test_a_denial_in_words_is_that_yes(content: Content, meant: Talk) -> None:
    said = "no, my son never had any trouble with milk"
    meant.say(said, "report_condition", denies(DAIRY_PROBLEM, "son"), person="son")
    assert not meant.profile("son").counts(MILK, content)
    assert meant.pending is None


def test_a_denial_later_on_needs_one_yes_too(content: Content, meant: Talk) -> None:
    meant.can_drink("so can she have it?", person="daughter")
    meant.say("my son is fine with milk", "report_condition", denies(DAIRY_PROBLEM, "son"), person="son")
    assert meant.pending is Question.CONFIRM
    meant.say("yes")
    assert not meant.profile("son").counts(MILK, content)


def test_a_no_keeps_it_and_a_clinician_is_needed_then(content: Content, meant: Talk) -> None:
    meant.say("no")
    meant.say("my son is not allergic", "report_condition", denies(MILK, "son"), person="son")
    assert meant.pending is Question.CLINICIAN


def test_signs_known_before_stay(content: Content) -> None:
    """Only what was just said may have been said by mistake."""
    talk = Talk(content).say("my son gets hives", "", may_have(MILK, "son"), signs=HIVES, person="son")
    talk.say("and he has diabetes", "report_condition", has("diabetes", "son"), person="son")
    talk.say("sorry i meant my daughter", "correct_condition", person="daughter").say("yes")
    assert talk.profile("son").counts(MILK, content)
    talk.say("he is not allergic", "report_condition", denies(MILK, "son"), person="son")
    assert talk.pending is Question.CLINICIAN


def test_no_not_me_moves_it_from_the_speaker(content: Content) -> None:
    talk = Talk(content).can_drink("can I? I had hives from milk", mentions=(may_have(MILK),), signs=HIVES)
    talk.say("no not me, my daughter had it", "deny", may_have("child", "daughter"), person="daughter")
    assert talk.pending is Question.CONFIRM
    talk.say("yes")
    assert not talk.profile().counts(MILK, content)
    assert talk.profile("daughter").counts(MILK, content)
