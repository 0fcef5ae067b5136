"""The migrations make exactly the tables the code expects, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from guide.store import Store, StoreUnavailable, open_store
from guide.store.versioning import Base


def test_migrated_tables_are_those_of_the_code(store: Store, database_url: str) -> None:
    store.upgrade()
    engine = create_engine(database_url, future=True)
    options = {"version_table": "content_alembic_version", "compare_type": True}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
    engine.dispose()


def test_upgrading_twice_changes_nothing(store: Store) -> None:
    store.upgrade()
    store.upgrade()


def test_a_database_that_was_never_upgraded_is_a_clear_error(store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        store.content_version("tea")


def test_the_folder_of_a_new_sqlite_file_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'var' / 'content.db'}").upgrade()
    assert (tmp_path / "var" / "content.db").exists()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_a_url_the_store_cannot_use_is_refused_at_once(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="DATABASE_URL"):
        open_store(url)


def test_a_server_that_does_not_answer_is_reported_without_its_password() -> None:
    store = open_store("postgres://guide:secret@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable) as caught:
        store.content_version("tea")
    assert "secret" not in str(caught.value)
