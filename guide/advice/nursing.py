"""A nursing mother and her baby's milk allergy: what the one eats reaches the other.

The fact is drawn anew on every turn from the two profiles, so it goes when one of its grounds goes.
Source: claim bf-usually-ok (boyce-2010): avoidance by the mother is decided with a clinician.
"""

from __future__ import annotations

from collections.abc import Iterable

from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.profile import CHILD, DAIRY_PROBLEM, MILK, Fact, Profile, Source
from guide.advice.vocabulary import Status

BREASTFEEDING = "breastfeeding"
NURSED_ALLERGY = "nursing_milk_allergic_baby"
_TROUBLE = (MILK, DAIRY_PROBLEM, "fpies_milk", "eoe_milk")


def with_nursed_allergy(state: Conversation, content: Content) -> Conversation:
    """Return ``state`` with it noted of every nursing person whether the nursed child may be allergic."""
    drawn = _drawn(state, content)
    for person, profile in state.profiles.items():
        fact = profile.facts.get(NURSED_ALLERGY)
        if person in drawn and (fact is None or fact.source is Source.DRAWN):
            state = state.with_profile(profile.with_fact(Fact(NURSED_ALLERGY, drawn[person], Source.DRAWN)))
        elif fact is not None and fact.source is Source.DRAWN:
            state = state.with_profile(profile.without(NURSED_ALLERGY))
    return state


def _drawn(state: Conversation, content: Content) -> dict[str, Status]:
    """Return each nursing person with the status of the trouble of a child that they may be nursing."""
    if NURSED_ALLERGY not in content.conditions:
        return {}
    found = [s for p in state.profiles.values() if _may_be_nursed(p) for s in _trouble(p, content)]
    if not found:
        return {}
    status = Status.PRESENT if Status.PRESENT in found else Status.UNCERTAIN
    return {p.person: status for p in state.profiles.values() if p.counts(BREASTFEEDING, content)}


def _may_be_nursed(profile: Profile) -> bool:
    """Whether this is a child not known to be older than one year."""
    return profile.minor and profile.status(CHILD) is not Status.PRESENT


def _trouble(profile: Profile, content: Content) -> Iterable[Status]:
    return (profile.effective(c, content) for c in _TROUBLE if profile.counts(c, content))
