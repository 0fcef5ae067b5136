"""Content packs in a temporary folder, and stores on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pack_builder import PackBuilder
from postgres_fixtures import schema_url

from guide.store import Store, open_store


@pytest.fixture
def builder() -> PackBuilder:
    return PackBuilder()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The content folder that a test writes its pack to."""
    return tmp_path / "content"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of its own for one test."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'content.db'}"
    return schema_url(request.getfixturevalue("postgres_schema"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'content.db'}")
    yield opened
    opened.close()
