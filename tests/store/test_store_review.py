"""Which version is served when reviewers approve, reject and retire.

What the database itself does runs on both kinds; which version is chosen is the same code for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pack_builder import PackBuilder
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from guide.advice.vocabulary import ReviewStatus, Verdict
from guide.store import ItemVersion, ReviewDecision, ReviewRefused, Store

SAFETY = "tea/claims/safety.yml"
SUBMITTED, APPROVED = ReviewStatus.SUBMITTED, ReviewStatus.APPROVED
NOW = datetime(2025, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, builder: PackBuilder, root: Path) -> Iterator[Store]:
    """A store in SQLite with the tiny pack imported."""
    yield from imported(f"sqlite:///{tmp_path / 'review.db'}", builder.write(root))


@pytest.fixture
def either_store(database_url: str, builder: PackBuilder, root: Path) -> Iterator[Store]:
    """The same on each kind of database."""
    yield from imported(database_url, builder.write(root))


def imported(url: str, root: Path) -> Iterator[Store]:
    with closing(Store(url, now=lambda: NOW)) as opened:
        opened.import_pack(root, "tea")
        yield opened


def decide(
    store: Store, kind: str, key: str, to: ReviewStatus, version: int = 1, expected: ReviewStatus = SUBMITTED
) -> None:
    decision = ReviewDecision(
        expected,
        to,
        who="a dietitian",
        note="read",
        reviewed_on=date(2025, 5, 6),
        next_review_due=date(2026, 5, 6),
    )
    store.review(ItemVersion("tea", kind, key, version), decision)


def change_claim(store: Store, builder: PackBuilder, root: Path, plain: str) -> None:
    builder.item(SAFETY, "milk-warm")["plain"] = plain
    store.import_pack(builder.write(root), "tea")


def test_an_approved_version_carries_its_review(either_store: Store) -> None:
    before = either_store.content_version("tea")
    decide(either_store, "claim", "milk-warm", APPROVED)
    review = either_store.load("tea").claims["milk-warm"].review
    assert (review.status, review.reviewer) == (APPROVED, "a dietitian")
    assert (review.reviewed_on, review.next_review_due) == (date(2025, 5, 6), date(2026, 5, 6))
    assert either_store.content_version("tea") != before


def test_content_says_on_which_day_it_last_changed(either_store: Store) -> None:
    """Readers of the article page are told it; a decision in review counts as a change."""
    assert either_store.load("tea").updated_on == NOW.date()
    either_store._now = lambda: NOW + timedelta(days=3)
    decide(either_store, "claim", "milk-warm", APPROVED)
    assert either_store.load("tea").updated_on == NOW.date() + timedelta(days=3)


def test_an_approved_version_is_served_until_the_new_one_is_approved(
    either_store: Store, builder: PackBuilder, root: Path
) -> None:
    decide(either_store, "claim", "milk-warm", APPROVED)
    change_claim(either_store, builder, root, "Tea is served hot.")
    assert either_store.load("tea").claims["milk-warm"].version == 1
    decide(either_store, "claim", "milk-warm", APPROVED, version=2)
    assert either_store.load("tea").claims["milk-warm"].plain == "Tea is served hot."
    assert either_store.review_counts("tea")["claim"][APPROVED] == 1


def test_the_new_version_of_an_undecided_one_takes_its_place_in_the_queue(
    store: Store, builder: PackBuilder, root: Path
) -> None:
    change_claim(store, builder, root, "Tea is served hot.")
    noted = [event for event in store.review_events("tea") if event.note == "superseded by version 2"]
    assert [event.item.key for event in noted] == ["milk-warm"]


def test_a_rejected_claim_is_served_nowhere(store: Store) -> None:
    decide(store, "claim", "milk-harms", ReviewStatus.REJECTED)
    content = store.load("tea")
    assert "milk-harms" not in content.claims
    assert "safety" not in content.topics, "its bottom line rested on that claim alone"
    assert content.rows["antibiotics"].cells["milk_tea"].claims == ()
    assert content.rows["antibiotics"].cells["milk_tea"].verdict is Verdict.CAUTION
    assert set(content.references) == {"trial-2001", "review-2010"}


def test_a_rejected_claim_stays_rejected_when_the_same_pack_is_imported(store: Store, root: Path) -> None:
    decide(store, "claim", "milk-warm", ReviewStatus.REJECTED)
    store.import_pack(root, "tea")
    assert "milk-warm" not in store.load("tea").claims


def test_a_rejected_verdict_row_never_makes_the_advice_milder(store: Store) -> None:
    for row in ("healthy_adult", "ige_milk_allergy"):
        decide(store, "verdict", row, ReviewStatus.REJECTED)
    rows = store.load("tea").rows
    assert rows["healthy_adult"].cells["milk_tea"].verdict is Verdict.ASK_CLINICIAN
    assert rows["ige_milk_allergy"].cells["milk_tea"].verdict is Verdict.AVOID


def test_a_rejected_condition_is_still_screened_for(store: Store) -> None:
    decide(store, "condition", "milk_allergy", ReviewStatus.REJECTED)
    assert "milk_allergy" in store.load("tea").conditions


def test_without_pending_content_only_approved_sentences_are_served(store: Store) -> None:
    decide(store, "claim", "milk-harms", APPROVED)
    decide(store, "topic", "safety", APPROVED)
    content = store.load("tea", serve_pending=False)
    assert set(content.claims) == {"milk-harms"}
    assert content.topics["safety"].claims == ("milk-harms",)
    assert (content.wording, content.corrections) == ({}, {})


def test_without_pending_content_an_unapproved_row_is_never_better_than_asking(store: Store) -> None:
    decide(store, "verdict", "antibiotics", APPROVED)
    rows = store.load("tea", serve_pending=False).rows
    assert rows["healthy_adult"].cells["plain_tea"].verdict is Verdict.ASK_CLINICIAN
    assert rows["suspected_milk_allergy"].cells["milk_tea"].verdict is Verdict.AVOID
    assert rows["antibiotics"].cells["milk_tea"].verdict is Verdict.CAUTION


def test_an_approved_row_without_a_cell_for_a_new_product_asks_a_clinician(
    store: Store, builder: PackBuilder, root: Path
) -> None:
    decide(store, "verdict", "healthy_adult", APPROVED)
    builder.items("tea/products.yml").append(builder.items("tea/products.yml")[-1] | {"id": "mint_tea"})
    for row in builder.items("tea/verdicts.yml"):
        row["products"]["mint_tea"] = {"verdict": "ok", "claims": ["milk-warm"]}
    store.import_pack(builder.write(root), "tea")
    assert store.load("tea").rows["healthy_adult"].cells["mint_tea"].verdict is Verdict.ASK_CLINICIAN


def test_an_approved_claim_keeps_a_reference_that_left_the_pack(
    store: Store, builder: PackBuilder, root: Path
) -> None:
    decide(store, "claim", "milk-harms", APPROVED)
    builder.item(SAFETY, "milk-harms")["references"] = ["trial-2001"]
    builder.items("tea/references.yml").remove(builder.item("tea/references.yml", "guide-2020"))
    store.import_pack(builder.write(root), "tea")
    content = store.load("tea")
    assert content.claims["milk-harms"].references == ("guide-2020", "review-2010")
    assert "guide-2020" in content.references


def test_every_decision_adds_an_event(either_store: Store) -> None:
    decide(either_store, "claim", "milk-warm", APPROVED)
    event = either_store.review_events("tea")[-1]
    assert (event.item.key, event.who, event.note) == ("milk-warm", "a dietitian", "read")
    assert (event.from_status, event.to_status) == (SUBMITTED, APPROVED)
    assert event.at.replace(tzinfo=UTC) == NOW


def test_two_reviewers_cannot_decide_on_the_same_version(either_store: Store) -> None:
    decide(either_store, "claim", "milk-warm", APPROVED)
    with pytest.raises(ReviewRefused, match="is approved, not submitted"):
        decide(either_store, "claim", "milk-warm", ReviewStatus.REJECTED)


@pytest.mark.parametrize(
    ("kind", "key", "version"), [("claim", "ghost", 1), ("claim", "milk-warm", 9), ("mood", "x", 1)]
)
def test_a_missing_version_cannot_be_reviewed(store: Store, kind: str, key: str, version: int) -> None:
    with pytest.raises(ReviewRefused):
        decide(store, kind, key, APPROVED, version=version)


@pytest.mark.parametrize(
    "statement", ["UPDATE review_events SET who = 'nobody'", "DELETE FROM review_events"]
)
def test_the_trail_cannot_be_rewritten(either_store: Store, database_url: str, statement: str) -> None:
    engine = create_engine(database_url, future=True)
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def at(url: str, day: date) -> Store:
    """Return a store on the same database at a later day."""
    return Store(url, now=lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def test_once_overdue_benefits_are_withdrawn_and_warnings_say_so(
    either_store: Store, database_url: str
) -> None:
    """Rule 9 of the design: nobody stands by an overdue benefit; without a warning advice would be milder."""
    for key in either_store.load("tea").claims:
        decide(either_store, "claim", key, APPROVED)
    with closing(at(database_url, date(2026, 5, 6))) as on_the_day:
        claims = on_the_day.load("tea").claims.values()
        assert {c.is_warning for c in claims} == {True, False}
        assert not any(c.review.overdue for c in claims)
    with closing(at(database_url, date(2026, 5, 7))) as after:
        claims = after.load("tea").claims.values()
        assert claims
        assert all(c.is_warning and c.review.overdue for c in claims)


def test_that_a_review_falls_due_is_news_to_whoever_serves(either_store: Store, database_url: str) -> None:
    """Otherwise a running guide would go on with what it loaded before that day."""
    claims = either_store.load("tea").claims
    for key in claims:
        decide(either_store, "claim", key, APPROVED)
    with (
        closing(at(database_url, date(2026, 5, 6))) as before,
        closing(at(database_url, date(2026, 5, 7))) as after,
    ):
        assert before.content_version("tea") == before.load("tea").version
        assert after.content_version("tea") == after.load("tea").version
        assert before.content_version("tea") != after.content_version("tea")
