"""Content packs in a temporary folder, and stores on both kinds of database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from pack_builder import PackBuilder
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from guide.store import Store, open_store

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg2://postgres@127.0.0.1:5432/test")


@pytest.fixture
def builder() -> PackBuilder:
    return PackBuilder()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The content folder that a test writes its pack to."""
    return tmp_path / "content"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    options = {"connect_timeout": 2}
    engine = create_engine(POSTGRES, future=True, isolation_level="AUTOCOMMIT", connect_args=options)
    engine.connect().close()
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own for one test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'content.db'}"
        return
    engine: Engine = request.getfixturevalue("postgres")
    schema = f"guide_{secrets.token_hex(6)}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{POSTGRES}?options=-csearch_path%3D{schema}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


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
