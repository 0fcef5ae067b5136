"""Schemas of their own on the real PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg2://postgres@127.0.0.1:5432/test")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    options = {"connect_timeout": 2}
    engine = create_engine(POSTGRES, future=True, isolation_level="AUTOCOMMIT", connect_args=options)
    engine.connect().close()
    yield engine
    engine.dispose()


def schema_url(schema: str) -> str:
    """Return the address of a schema."""
    return f"{POSTGRES}?options=-csearch_path%3D{schema}"


@pytest.fixture
def postgres_schema(postgres: Engine) -> Iterator[str]:
    """The name of an empty schema that one test has to itself."""
    schema = f"guide_{secrets.token_hex(6)}"
    with postgres.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield schema
    with postgres.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
