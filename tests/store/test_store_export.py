"""What is exported imports to the same snapshot."""

from __future__ import annotations

from pathlib import Path

from pack_builder import PackBuilder

from guide.advice.vocabulary import ReviewStatus
from guide.store import ItemVersion, ReviewDecision, Store


def test_an_export_imports_to_the_same_snapshot(
    store: Store, sqlite_store: Store, builder: PackBuilder, root: Path, tmp_path: Path
) -> None:
    builder.item("tea/claims/safety.yml", "milk-warm")["plain"] = "Tea: \"hot\" – it's 'warm' # or not."
    store.import_pack(builder.write(root), "tea")
    store.export("tea", tmp_path / "out")
    fresh = Store(f"sqlite:///{tmp_path / 'fresh.db'}")
    fresh.import_pack(tmp_path / "out", "tea")
    assert fresh.load("tea") == store.load("tea")


def test_an_export_keeps_what_the_snapshot_does_not_show(
    sqlite_store: Store, builder: PackBuilder, root: Path, tmp_path: Path
) -> None:
    sqlite_store.import_pack(builder.write(root), "tea")
    sqlite_store.export("tea", tmp_path / "out")
    assert sqlite_store.import_pack(tmp_path / "out", "tea").changed == []


def test_an_export_holds_the_served_version(
    sqlite_store: Store, builder: PackBuilder, root: Path, tmp_path: Path
) -> None:
    sqlite_store.import_pack(builder.write(root), "tea")
    approve = ReviewDecision(ReviewStatus.SUBMITTED, ReviewStatus.APPROVED, who="a dietitian")
    sqlite_store.review(ItemVersion("tea", "claim", "milk-warm", 1), approve)
    builder.item("tea/claims/safety.yml", "milk-warm")["plain"] = "Tea is served hot."
    sqlite_store.import_pack(builder.write(root), "tea")
    sqlite_store.export("tea", tmp_path / "out")
    written = (tmp_path / "out" / "tea" / "claims" / "safety.yml").read_text(encoding="utf-8")
    assert "served hot" not in written
