"""People for the tests: named cases, and random profiles."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from guide.advice.content import Content
from guide.advice.profile import ALLERGY_SIGNS, MILK, Fact, Profile
from guide.advice.vocabulary import Status

STATUSES = (Status.PRESENT, Status.ABSENT, Status.UNCERTAIN, Status.HISTORICAL)
SCREENED = frozenset({"milk", "risks", "other_allergies", "age"})


def person(
    name: str = "self",
    *,
    present: Iterable[str] = (),
    uncertain: Iterable[str] = (),
    absent: Iterable[str] = (),
    historical: Iterable[str] = (),
    answered: Iterable[str] = SCREENED,
    skipped: Iterable[str] = (),
    minor: bool = False,
    had_emergency: bool = False,
) -> Profile:
    """Return somebody with these facts, by default with every screening question answered."""
    stated = {Status.ABSENT: absent, Status.PRESENT: present, Status.UNCERTAIN: uncertain}
    stated[Status.HISTORICAL] = historical
    facts = {c: Fact(c, status) for status, ids in stated.items() for c in ids}
    return Profile(
        name,
        minor=minor,
        facts=facts,
        answered=frozenset(answered),
        skipped=frozenset(skipped),
        had_emergency=had_emergency,
    )


def healthy(name: str = "self") -> Profile:
    """Return an adult who answered every question with "none"."""
    return person(name, absent=[MILK, "lactose_intolerance"])


def dairy_products(content: Content) -> list[str]:
    """Return the ids of all products with milk in them."""
    return [p.id for p in content.products.values() if p.dairy]


def profiles(content: Content, *, name: str = "self") -> st.SearchStrategy[Profile]:
    """Return anybody: any facts, any questions answered or skipped, after an emergency or not."""
    questions = st.frozensets(st.sampled_from(sorted(SCREENED)), max_size=4)
    facts = st.dictionaries(
        st.sampled_from(sorted(content.conditions)), st.sampled_from(STATUSES), max_size=5
    )
    return st.builds(
        lambda facts, answered, skipped, minor, emergency, signs: Profile(
            name,
            minor=minor,
            facts={c: Fact(c, s) for c, s in facts.items()},
            answered=answered,
            skipped=skipped - answered,
            signs=signs,
            had_emergency=emergency,
        ),
        facts,
        questions,
        questions,
        st.booleans(),
        st.sampled_from([False, False, False, True]),
        st.sampled_from([frozenset(), frozenset(), frozenset({sorted(ALLERGY_SIGNS)[0]})]),
    )
