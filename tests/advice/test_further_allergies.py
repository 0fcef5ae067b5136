"""Allergies named beside another one are kept, and none is denied by saying that there is no other."""

from __future__ import annotations

import pytest
from talk import Talk

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.vocabulary import Status

MILK = Mention("milk_allergy", Status.PRESENT)


@pytest.mark.parametrize(
    ("text", "allergen"),
    [
        (
            "milk allergy plus cashew and almond allergy here - any plant kefir I could drink?",
            "tree_nut_allergy",
        ),
        ("CMPA and oats make my lips swell. alternatives to milk kefir please", "oat_or_gluten_avoidance"),
        ("milk allergy, and soya makes my lips swell. is soy kefir ok?", "soy_allergy"),
        ("milk allergy here, and walnuts too. can I have nut kefir?", "tree_nut_allergy"),
    ],
)
def test_an_allergen_named_beside_milk_is_kept(content: Content, text: str, allergen: str) -> None:
    talk = Talk(content).can_drink(text, mentions=(MILK,), allergens=("milk_allergy", allergen))
    assert talk.profile().status(allergen) is Status.UNCERTAIN


@pytest.mark.parametrize(
    "text", ["milk allergy. is soy kefir ok?", "allergic to milk, what about oat kefir?"]
)
def test_a_product_asked_for_is_no_allergy(content: Content, text: str) -> None:
    talk = Talk(content).can_drink(
        text, mentions=(MILK,), allergens=("soy_allergy", "oat_or_gluten_avoidance")
    )
    assert talk.profile().status("soy_allergy") is Status.UNKNOWN


@pytest.mark.parametrize("text", ["no other allergy", "I don't have any further allergies"])
def test_no_other_allergy_denies_none_that_was_told(content: Content, text: str) -> None:
    talk = Talk(content).say("I have a milk allergy", "report_condition", MILK)
    talk.say(text, "deny", Mention("milk_allergy", Status.ABSENT))
    assert talk.state.waiting is None
    assert talk.profile().status("milk_allergy") is Status.PRESENT
