"""Rule: strictest wins. Every condition, status and product, and many conditions at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import STATUSES, dairy_products, healthy, person, profiles

from guide.advice.content import Content
from guide.advice.profile import Fact
from guide.advice.verdicts import BASE_ROW, advise
from guide.advice.vocabulary import Status, Verdict


def test_every_condition_and_product_has_a_row_or_counts_as_ask_a_clinician(content: Content) -> None:
    """No condition is silently without advice."""
    for condition in content.conditions.values():
        for status in (Status.PRESENT, Status.UNCERTAIN):
            row = content.rows[condition.row(status)]
            assert set(row.cells) == set(content.products), f"{condition.id} {status}"


def test_one_condition_gives_exactly_the_stricter_of_its_row_and_the_base_row(content: Content) -> None:
    """39 conditions × 2 statuses × 9 products, read off the table by hand."""
    base = content.rows[BASE_ROW].cells
    for condition in content.conditions.values():
        for status in (Status.PRESENT, Status.UNCERTAIN):
            who = healthy().with_fact(Fact(condition.id, status))
            cells = content.rows[condition.row(status)].cells
            for product in content.products:
                expected = max(cells[product].verdict, base[product].verdict)
                assert advise(who, product, content).verdict is expected, f"{condition.id} {status} {product}"


@pytest.mark.parametrize("status", [Status.PRESENT, Status.UNCERTAIN])
def test_uncertain_is_never_milder_than_present(content: Content, status: Status) -> None:
    """Doubt counts as the condition."""
    for condition in content.conditions:
        for product in content.products:
            sure = advise(healthy().with_fact(Fact(condition, Status.PRESENT)), product, content).verdict
            assert advise(healthy().with_fact(Fact(condition, status)), product, content).verdict >= sure


def test_a_second_condition_never_makes_the_verdict_milder(content: Content) -> None:
    """All pairs of conditions, all products."""
    alone = {
        (c, p): advise(healthy().with_fact(Fact(c, Status.PRESENT)), p, content).verdict
        for c in content.conditions
        for p in content.products
    }
    for one in content.conditions:
        for other in content.conditions:
            both = person(present=[one, other], absent=["milk_allergy"])
            both = both.with_fact(Fact(one, Status.PRESENT)).with_fact(Fact(other, Status.PRESENT))
            for product in content.products:
                expected = max(alone[one, product], alone[other, product])
                assert advise(both, product, content).verdict is expected


@given(data=st.data())
def test_a_fact_that_counts_never_makes_any_profile_milder(content: Content, data: st.DataObject) -> None:
    """For anybody, once the question of the reaction to milk is settled."""
    who = data.draw(profiles(content)).with_answer("milk").with_answer("age")
    unknown = [
        c for c in content.conditions if c not in who.facts and content.conditions[c].question != "age"
    ]
    condition = data.draw(st.sampled_from(sorted(unknown)))
    worse = who.with_fact(Fact(condition, data.draw(st.sampled_from([Status.PRESENT, Status.UNCERTAIN]))))
    for product in content.products:
        assert advise(worse, product, content).verdict >= advise(who, product, content).verdict


@given(data=st.data())
def test_the_verdict_is_the_strictest_of_its_reasons_and_says_which(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    for product in content.products:
        advice = advise(who, product, content)
        assert advice.verdict is max(r.verdict for r in advice.reasons)
        assert advice.deciding
        assert all(r.verdict is advice.verdict for r in advice.deciding)


@given(data=st.data())
def test_absent_facts_change_nothing(content: Content, data: st.DataObject) -> None:
    """ "I don't have diabetes" adds no warning and takes none away."""
    who = data.draw(profiles(content)).with_answer("milk")
    unknown = [
        c for c in content.conditions if c not in who.facts and content.conditions[c].question != "age"
    ]
    denied = who.with_fact(Fact(data.draw(st.sampled_from(sorted(unknown))), Status.ABSENT))
    for product in content.products:
        assert advise(denied, product, content).verdict is advise(who, product, content).verdict


def test_a_product_nobody_knows_is_a_matter_for_a_clinician(content: Content) -> None:
    advice = advise(healthy(), "camel_kefir", content)
    assert advice.verdict is Verdict.ASK_CLINICIAN


def test_no_dairy_product_is_better_than_avoid_with_any_kind_of_milk_allergy(content: Content) -> None:
    for condition in ("milk_allergy", "dairy_problem", "fpies_milk", "eoe_milk", "galactosemia"):
        for status in STATUSES:
            if status is Status.ABSENT:
                continue
            who = person(**{status.value: [condition]})
            for product in dairy_products(content):
                assert advise(who, product, content).verdict is Verdict.AVOID, (
                    f"{condition} {status} {product}"
                )
