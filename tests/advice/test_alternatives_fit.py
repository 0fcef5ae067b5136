"""Rule: no product is offered that one of the person's allergies forbids."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import dairy_products, person, profiles
from talk import Talk, has, may_have

from guide.advice.alternatives import alternatives_answer
from guide.advice.answering import asker
from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.profile import Fact, Profile
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Status, Verdict

ALLERGIES = (
    *("milk_allergy", "fpies_milk", "eoe_milk", "tree_nut_allergy", "soy_allergy", "coconut_allergy"),
    *("peanut_allergy", "oat_or_gluten_avoidance", "other_allergy", "galactosemia"),
)


def offered(profile: Profile, content: Content) -> set[str]:
    """Return what is offered to this person instead of milk kefir."""
    state = Conversation(profiles={profile.person: profile})
    answer = alternatives_answer(asker(state, profile.person, content), content, instead_of="milk_kefir")
    assert {a.product for a in answer.alternatives} | {e.product for e in answer.excluded} == (
        set(content.products) - {"milk_kefir"}
    ), "each product is either offered or left out with a reason"
    assert all(e.why for e in answer.excluded)
    return {a.product for a in answer.alternatives}


def test_no_two_allergies_together_leave_a_forbidden_product_on_offer(content: Content) -> None:
    """All pairs of allergies, present or only possible."""
    for pair in combinations(ALLERGIES, 2):
        for status in (Status.PRESENT, Status.UNCERTAIN):
            who = person(**{status.value: pair})
            for product in offered(who, content):
                for allergy in pair:
                    alone = person(absent=["milk_allergy"]).with_fact(Fact(allergy, status))
                    assert advise(alone, product, content).verdict < Verdict.AVOID, f"{product} with {pair}"


@given(data=st.data())
def test_nothing_is_offered_to_anybody_that_their_verdict_advises_against(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    for product in offered(who, content):
        assert advise(who, product, content).verdict <= Verdict.CAUTION


def test_with_tree_nut_and_milk_allergy_neither_nut_nor_dairy_kefir_is_offered(content: Content) -> None:
    products = offered(person(present=["milk_allergy", "tree_nut_allergy"]), content)
    assert products == {"water_kefir", "soy_kefir", "coconut_kefir", "oat_kefir"}


def test_a_caution_about_milk_grains_stands_beside_every_offer(content: Content) -> None:
    who = person(present=["milk_allergy"])
    state = Conversation(profiles={"self": who})
    answer = alternatives_answer(asker(state, "self", content), content, instead_of="milk_kefir")
    assert answer.cautions == () or "milk grains" in answer.cautions[0].text
    assert answer.cautions


def test_with_weak_immunity_nothing_is_offered_but_what_was_heated(content: Content) -> None:
    assert offered(person(present=["immunocompromised"], absent=["milk_allergy"]), content) == {
        "heat_treated_milk_kefir"
    }


@pytest.mark.parametrize(
    "allergy", ["soy_allergy", "tree_nut_allergy", "coconut_allergy", "oat_or_gluten_avoidance"]
)
def test_an_allergy_told_at_the_allergy_question_is_left_out(content: Content, allergy: str) -> None:
    """The whole way: alternatives asked for, allergy named at the question, offer made."""
    talk = Talk(content).say("I'm allergic to milk", "report_condition", has("milk_allergy"))
    talk.ask("non_dairy_alternatives", text="what can I have instead?")
    talk.say("none of these").say("yes, one", "report_condition", may_have(allergy))
    forbidden = {p for p in content.products if content.rows[allergy].cells[p].verdict is Verdict.AVOID}
    given_instead = {a.product for a in talk.answer.alternatives}
    assert given_instead
    assert not given_instead & (forbidden | set(dairy_products(content)))
