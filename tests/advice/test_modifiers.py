"""Rule: what is special about a product as served can only make its verdict stricter."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from people import dairy_products, healthy, person, profiles

from guide.advice.content import Content
from guide.advice.profile import Fact
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Status, Verdict


def test_no_modifier_relaxes_any_verdict(content: Content) -> None:
    """All conditions × statuses × products × modifiers."""
    for condition in content.conditions:
        for status in (Status.PRESENT, Status.UNCERTAIN):
            who = healthy().with_fact(Fact(condition, status))
            for product in content.products:
                plain = advise(who, product, content).verdict
                for modifier in content.modifiers:
                    assert advise(who, product, content, [modifier]).verdict >= plain


@given(data=st.data())
def test_more_modifiers_are_never_milder_than_fewer(content: Content, data: st.DataObject) -> None:
    who = data.draw(profiles(content))
    product = data.draw(st.sampled_from(sorted(content.products)))
    for one, other in combinations(content.modifiers, 2):
        both = advise(who, product, content, [one, other]).verdict
        assert both == max(advise(who, product, content, [m]).verdict for m in (one, other))


def test_raw_milk_kefir_is_best_avoided_by_everybody(content: Content) -> None:
    for product in dairy_products(content):
        assert advise(healthy(), product, content, ["raw_milk_base"]).verdict is Verdict.AVOID


def test_spoiled_kefir_is_for_nobody(content: Content) -> None:
    for product in content.products:
        assert advise(healthy(), product, content, ["spoiled"]).verdict is Verdict.AVOID


def test_water_kefir_from_milk_grains_is_read_as_milk_kefir_with_milk_allergy(content: Content) -> None:
    who = person(present=["milk_allergy"])
    assert advise(who, "water_kefir", content, ["dairy_grains_or_whey"]).verdict is Verdict.AVOID
    assert advise(who, "water_kefir", content).verdict is Verdict.CAUTION


def test_may_contain_milk_rules_a_plant_kefir_out_with_possible_milk_allergy(content: Content) -> None:
    who = person(uncertain=["milk_allergy"])
    assert advise(who, "coconut_kefir", content, ["may_contain_milk"]).verdict is Verdict.AVOID


def test_home_made_kefir_is_avoided_in_pregnancy(content: Content) -> None:
    who = person(present=["pregnancy"], absent=["milk_allergy"])
    assert advise(who, "milk_kefir", content, ["home_made"]).verdict is Verdict.AVOID
    assert advise(who, "milk_kefir", content).verdict is Verdict.USUALLY_TOLERATED


def test_an_unknown_modifier_changes_nothing(content: Content) -> None:
    assert advise(healthy(), "milk_kefir", content, ["blessed"]).verdict is Verdict.USUALLY_TOLERATED
