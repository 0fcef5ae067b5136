"""Kept questions hold nothing but redacted words, expire, and can all be erased."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from clocks import Clock
from pack_builder import PackBuilder
from sqlalchemy import create_engine, inspect

from guide.store import Store, StoreUnavailable, UnknownMessage

TODAY = datetime(2026, 6, 1, 13, 45, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(TODAY)


@pytest.fixture
def kept(database_url: str, clock: Clock) -> Store:
    store = Store(database_url, clock)
    store.upgrade()
    return store


def test_a_question_is_kept_with_its_day_and_a_rough_confidence(kept: Store) -> None:
    kept.keep_unknown("can my _ have it", "near_scope", 0.4567, 90)
    assert kept.unknown_messages() == [
        UnknownMessage("can my _ have it", "near_scope", 0.5, date(2026, 6, 1))
    ]


def test_a_row_has_no_room_for_a_person_or_a_time(kept: Store, database_url: str) -> None:
    columns = inspect(create_engine(database_url, future=True)).get_columns("unknown_messages")
    assert {column["name"] for column in columns} == {"id", "text", "intent", "confidence", "day"}
    assert str(next(c["type"] for c in columns if c["name"] == "day")) == "DATE"


def test_neither_keys_nor_order_tell_which_came_after_which(kept: Store, database_url: str) -> None:
    for text in ("c", "a", "b", "d"):
        kept.keep_unknown(text, "near_scope", 0.5, 90)
    assert [m.text for m in kept.unknown_messages()] == ["a", "b", "c", "d"]
    with create_engine(database_url, future=True).connect() as connection:
        keys = [row[0] for row in connection.exec_driver_sql("select id from unknown_messages")]
    assert max(keys) - min(keys) > 1000


@pytest.mark.parametrize(("after", "left"), [(89, 1), (90, 0)])
def test_old_questions_are_deleted(kept: Store, clock: Clock, after: int, left: int) -> None:
    kept.keep_unknown("old", "near_scope", 0.5, 90)
    clock.now = TODAY + timedelta(days=after)
    kept.expire_unknown(90)
    assert len(kept.unknown_messages()) == left


def test_each_write_deletes_what_is_old(kept: Store, clock: Clock) -> None:
    kept.keep_unknown("old", "near_scope", 0.5, 90)
    clock.now = TODAY + timedelta(days=90)
    kept.keep_unknown("new", "near_scope", 0.5, 90)
    assert [m.text for m in kept.unknown_messages()] == ["new"]


def test_all_can_be_erased(kept: Store) -> None:
    kept.keep_unknown("one", "near_scope", 0.5, 90)
    kept.keep_unknown("one", "near_scope", 0.5, 90)
    assert kept.erase_unknown() == 2
    assert kept.unknown_messages() == []


def test_an_erased_question_is_overwritten_on_disk(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'c.db'}")
    store.upgrade()
    store.keep_unknown("purple hippopotamus", "near_scope", 0.5, 90)
    assert b"hippopotamus" in (tmp_path / "c.db").read_bytes()
    store.erase_unknown()
    assert b"hippopotamus" not in (tmp_path / "c.db").read_bytes()


def test_without_the_table_it_is_a_clear_error(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "c.db").close()
    with pytest.raises(StoreUnavailable):
        Store(f"sqlite:///{tmp_path / 'c.db'}").keep_unknown("x", "near_scope", 0.5, 90)


def test_the_terms_are_those_of_conditions_medicines_and_products(
    kept: Store, builder: PackBuilder, root: Path
) -> None:
    builder.write(root)
    kept.import_pack(root, "tea")
    named = {
        kind: builder.items(f"{kind}.yml")
        for kind in ("common/conditions", "common/medicines", "tea/products")
    }
    expected = {term for item in named["common/conditions"] for term in item["terms"]}
    expected |= {name for item in named["common/medicines"] for name in item["names"]}
    expected |= {term for item in named["tea/products"] for term in item["terms"]}
    assert expected
    assert expected <= set(kept.terms("tea"))
