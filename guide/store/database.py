"""Engines for the content database: SQLite by default, PostgreSQL at scale."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from guide.store.errors import StoreUnavailable

BUSY_SECONDS = 5
"""How long to wait for a connection or for another writer. Readers go on from their snapshot meanwhile."""


def parse_url(url: str) -> URL:
    """Return ``url`` parsed; the short form ``postgres://`` that hosting services give is understood.

    Raises:
        StoreUnavailable: if it is no database URL, or neither a SQLite file nor PostgreSQL.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError as error:
        raise StoreUnavailable("DATABASE_URL is not a database URL") from error
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql") or (backend == "sqlite" and sqlite_path(parsed) is None):
        raise StoreUnavailable("DATABASE_URL must name a SQLite file or a PostgreSQL database")
    return parsed


def sqlite_path(url: URL) -> Path | None:
    """Return the file of a SQLite URL; None for another database and for one in memory."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(url.database)


def connect_engine(url: URL, create: bool = False) -> Engine:
    """Return an engine that reads consistently: one transaction sees one state of the content.

    A SQLite file that does not exist is created only with ``create``. Otherwise a deleted database
    would come back silently, and empty.
    """
    path = sqlite_path(url)
    if path is None:
        return create_engine(
            url,
            future=True,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            connect_args={"connect_timeout": BUSY_SECONDS},
        )
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"
    engine = create_engine(
        "sqlite://",
        future=True,
        poolclass=NullPool,
        creator=lambda: sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False),
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """Leave BEGIN to us: the driver would start a transaction at the first write only.

    What is deleted is overwritten: kept questions must be gone when they are said to be.
    """
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")


def _begin_sqlite(connection: Any) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def translated_errors(url: URL) -> Iterator[None]:
    """Turn database errors into :class:`StoreUnavailable` with words for whoever runs the bot."""
    try:
        yield
    except SQLAlchemyError as error:
        path = sqlite_path(url)
        shown = url.render_as_string(hide_password=True)
        if path is not None and not path.exists():
            reason = f"there is no content database {path}; run `guide content import`"
        else:
            reason = f"the content database {shown} does not answer as expected ({type(error).__name__})"
        raise StoreUnavailable(reason) from error
