"""Importing a pack: idempotent, versioned, whole or not at all, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pack_builder import PackBuilder
from sqlalchemy import create_engine, text

from guide.advice.vocabulary import ReviewStatus, Status, Verdict
from guide.store import InvalidPack, Store, StoreUnavailable

SAFETY = "tea/claims/safety.yml"


def rename_table(database_url: str, old: str, new: str) -> None:
    engine = create_engine(database_url, future=True)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    engine.dispose()


def test_an_import_serves_the_pack_complete(store: Store, builder: PackBuilder, root: Path) -> None:
    report = store.import_pack(builder.write(root), "tea")
    content = store.load("tea")
    assert report.version == content.version == store.content_version("tea")
    assert (content.pack, content.food, content.main_product) == ("tea", "tea", "milk_tea")
    assert content.suggestions == {Verdict.AVOID: ("Why?",)}
    assert list(content.topics) == ["safety", "choice"]
    assert content.topics["safety"].bottom_line_claims == ("milk-harms",)
    claim = content.claims["milk-harms"]
    assert (claim.verdict, claim.version) == (Verdict.AVOID, 1)
    assert claim.references == ("guide-2020", "review-2010")
    assert claim.review.status is ReviewStatus.SUBMITTED
    allergy = content.conditions["milk_allergy"]
    assert (allergy.row(Status.PRESENT), allergy.historical_as) == ("ige_milk_allergy", Status.UNCERTAIN)
    assert allergy.relax_needs_clinician
    assert content.conditions["antibiotics"].chips == ("antibiotics", "tablets")
    assert content.rows["antibiotics"].cells["plain_tea"].verdict is Verdict.CAUTION
    assert content.rows["antibiotics"].cells["plain_tea"].note == "no milk added"
    assert content.modifiers["sweet"].at_least is Verdict.CAUTION
    assert set(content.references) == {"guide-2020", "trial-2001", "review-2010"}
    assert len(content.wording) == 10
    assert content.corrections["all-tea"].claims == ("milk-warm",)


def test_importing_the_same_again_writes_nothing(store: Store, builder: PackBuilder, root: Path) -> None:
    first = store.import_pack(builder.write(root), "tea")
    events = store.review_events("tea")
    again = store.import_pack(root, "tea")
    assert (again.added, again.changed, again.retired) == ([], [], [])
    assert (again.unchanged, again.version) == (len(first.added), first.version)
    assert store.review_events("tea") == events


def test_a_changed_claim_becomes_a_submitted_version(store: Store, builder: PackBuilder, root: Path) -> None:
    before = store.import_pack(builder.write(root), "tea")
    builder.item(SAFETY, "milk-warm")["plain"] = "Tea is served hot."
    report = store.import_pack(builder.write(root), "tea")
    claim = store.load("tea").claims["milk-warm"]
    assert report.changed == ["claim milk-warm"]
    assert report.version != before.version
    assert (claim.version, claim.plain) == (2, "Tea is served hot.")
    assert store.review_counts("tea")["claim"] == {ReviewStatus.SUBMITTED: 3, ReviewStatus.RETIRED: 1}


def test_a_changed_order_changes_what_is_served_but_no_version(
    store: Store, builder: PackBuilder, root: Path
) -> None:
    before = store.import_pack(builder.write(root), "tea")
    builder.items("tea/topics.yml").reverse()
    report = store.import_pack(builder.write(root), "tea")
    assert report.changed == []
    assert report.version != before.version
    assert list(store.load("tea").topics) == ["choice", "safety"]


def test_what_left_the_pack_is_retired_with_an_event(store: Store, builder: PackBuilder, root: Path) -> None:
    store.import_pack(builder.write(root), "tea")
    builder.items("tea/corrections.yml").clear()
    report = store.import_pack(builder.write(root), "tea")
    assert report.retired == ["correction all-tea"]
    assert store.load("tea").corrections == {}
    event = store.review_events("tea")[-1]
    assert (event.item.kind, event.item.key, event.item.version) == ("correction", "all-tea", 1)
    assert (event.from_status, event.to_status) == (ReviewStatus.SUBMITTED, ReviewStatus.RETIRED)
    assert event.note == "no longer in the pack"


def test_what_comes_back_is_a_new_version(store: Store, builder: PackBuilder, root: Path) -> None:
    store.import_pack(builder.write(root), "tea")
    gone = builder.items("tea/corrections.yml").pop()
    store.import_pack(builder.write(root), "tea")
    builder.items("tea/corrections.yml").append(gone)
    report = store.import_pack(builder.write(root), "tea")
    assert report.changed == ["correction all-tea"]
    assert "all-tea" in store.load("tea").corrections


def test_a_pack_with_a_mistake_changes_nothing(store: Store, builder: PackBuilder, root: Path) -> None:
    store.import_pack(builder.write(root), "tea")
    before = store.load("tea")
    builder.item(SAFETY, "milk-warm")["plain"] = "Tea is served hot."
    builder.item("tea/wording.yml", "verdict.ok.plant")["claims"] = ["ghost"]
    with pytest.raises(InvalidPack):
        store.import_pack(builder.write(root), "tea")
    assert store.load("tea") == before


def test_a_database_error_half_way_leaves_nothing_imported(
    store: Store, database_url: str, builder: PackBuilder, root: Path
) -> None:
    store.import_pack(builder.write(root), "tea")
    before = store.load("tea")
    builder.item(SAFETY, "milk-warm")["plain"] = "Tea is served hot."
    rename_table(database_url, "correction_versions", "lost")
    with pytest.raises(StoreUnavailable):
        store.import_pack(builder.write(root), "tea")
    rename_table(database_url, "lost", "correction_versions")
    assert store.load("tea") == before


def test_a_pack_with_a_mistake_creates_no_database(tmp_path: Path, builder: PackBuilder, root: Path) -> None:
    path = tmp_path / "new.db"
    builder.items("tea/topics.yml").clear()
    with pytest.raises(InvalidPack):
        Store(f"sqlite:///{path}").import_pack(builder.write(root), "tea")
    assert not path.exists()


def test_packs_do_not_touch_each_other(store: Store, builder: PackBuilder, root: Path) -> None:
    store.import_pack(builder.write(root), "tea")
    before = store.content_version("tea")
    renamed = {name.replace("tea/", "mate/"): value for name, value in builder.files.items()}
    renamed["mate/pack.yml"] = renamed["mate/pack.yml"] | {"id": "mate"}
    builder.files = renamed
    builder.item("common/conditions.yml", "milk_allergy")["label"] = "allergy to milk"
    store.import_pack(builder.write(root), "mate")
    assert store.content_version("tea") == before
    assert store.load("tea").conditions["milk_allergy"].label == "milk allergy"
    assert store.load("mate").conditions["milk_allergy"].label == "allergy to milk"


def test_a_pack_that_was_never_imported_is_a_clear_error(store: Store) -> None:
    store.upgrade()
    with pytest.raises(StoreUnavailable, match="the pack tea is not in the content database"):
        store.load("tea")
