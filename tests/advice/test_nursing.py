"""What a baby's milk allergy means for the one who nurses it."""

from __future__ import annotations

import pytest
from people import person
from talk import Talk, has

from guide.advice.content import Content
from guide.advice.nursing import BREASTFEEDING, NURSED_ALLERGY
from guide.advice.profile import Source
from guide.advice.vocabulary import Status


def nursing(content: Content, **baby: list[str]) -> Talk:
    """A nursing mother, screened, and her baby."""
    mother = person(present=[BREASTFEEDING], absent=["milk_allergy"])
    return Talk(content, mother, person("baby", minor=True, **baby))


@pytest.mark.parametrize("trouble", ["milk_allergy", "dairy_problem", "fpies_milk", "eoe_milk"])
@pytest.mark.parametrize("status", ["present", "uncertain"])
def test_she_asks_the_doctor_first(content: Content, trouble: str, status: str) -> None:
    talk = nursing(content, **{status: [trouble]})
    talk.can_drink("can I drink kefir?", person="self").screened()
    assert talk.answer.person == "self"
    assert talk.answer.verdict == "ask_clinician"
    assert talk.profile().facts[NURSED_ALLERGY].source is Source.DRAWN
    assert "bf-baby-milk-allergy" in talk.answer.claim_ids


def test_it_holds_whichever_of_the_two_is_said_last(content: Content) -> None:
    talk = Talk(content, person(absent=["milk_allergy"]), person("baby", minor=True))
    talk.say(
        "my baby has a milk allergy", "report_condition", has("milk_allergy", person="baby"), person="baby"
    )
    assert talk.profile().status(NURSED_ALLERGY) is Status.UNKNOWN
    talk.say("I am breastfeeding", "report_condition", has(BREASTFEEDING), person="self")
    assert talk.profile().status(NURSED_ALLERGY) is Status.PRESENT


def test_it_goes_when_the_ground_goes(content: Content) -> None:
    talk = nursing(content, present=["lactose_intolerance"], uncertain=["dairy_problem"])
    talk.say("hello", "greet", person="self")
    assert talk.profile().status(NURSED_ALLERGY) is Status.UNCERTAIN
    baby = talk.profile("baby").without("dairy_problem")
    talk.state = talk.state.with_profile(baby)
    talk.say("hello", "greet")
    assert talk.profile().status(NURSED_ALLERGY) is Status.UNKNOWN


@pytest.mark.parametrize("older", [["child"]])
def test_an_older_child_is_not_taken_for_the_nursed_one(content: Content, older: list[str]) -> None:
    talk = nursing(content, present=["milk_allergy", *older]).say("hello", "greet", person="self")
    assert talk.profile().status(NURSED_ALLERGY) is Status.UNKNOWN


def test_the_baby_itself_gets_nothing_from_it(content: Content) -> None:
    talk = nursing(content, present=["milk_allergy"]).say("hello", "greet", person="self")
    assert NURSED_ALLERGY not in talk.profile("baby").facts
