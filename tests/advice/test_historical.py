"""Rule: a past condition counts as its content says, and every such effect names its source."""

from __future__ import annotations

import pytest
from people import healthy

from guide.advice.content import Content
from guide.advice.profile import Fact
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Status

UNTIL_CLEARED = (
    *("milk_allergy", "fpies_milk", "eoe_milk", "tree_nut_allergy", "soy_allergy", "coconut_allergy"),
    *("peanut_allergy", "other_allergy", "immunocompromised", "immunosuppressants"),
)
STAYS = ("prosthetic_heart_valve", "galactosemia")
OVER = ("pregnancy", "breastfeeding", "sibo_treatment", "antibiotics", "central_venous_catheter")


@pytest.mark.parametrize("condition", UNTIL_CLEARED)
def test_past_allergies_and_immune_treatment_count_as_uncertain(content: Content, condition: str) -> None:
    assert content.conditions[condition].historical_as is Status.UNCERTAIN


@pytest.mark.parametrize("condition", STAYS)
def test_what_cannot_pass_stays_present(content: Content, condition: str) -> None:
    assert content.conditions[condition].historical_as is Status.PRESENT


def test_a_shortened_bowel_stays_present_however_it_is_worded(content: Content) -> None:
    """Design section 3 names short bowel and colectomy among what stays present."""
    assert content.conditions["short_bowel_or_pancreatitis"].historical_as is Status.PRESENT


@pytest.mark.parametrize("condition", OVER)
def test_what_is_over_counts_as_absent(content: Content, condition: str) -> None:
    assert content.conditions[condition].historical_as is Status.ABSENT


def test_a_past_condition_reads_exactly_like_the_status_it_counts_as(content: Content) -> None:
    """All conditions, all products."""
    for condition in content.conditions.values():
        past = healthy().with_fact(Fact(condition.id, Status.HISTORICAL))
        same = healthy().with_fact(Fact(condition.id, condition.historical_as))
        for product in content.products:
            assert advise(past, product, content).verdict is advise(same, product, content).verdict


def test_every_historical_effect_names_a_source_or_expert_opinion(content: Content) -> None:
    for condition in content.conditions.values():
        source = condition.historical_source
        assert source == "expert opinion" or source in content.references, condition.id
