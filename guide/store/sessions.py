"""Transactions on the content database, for whatever keeps something in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from guide.store.collector import collector_paused
from guide.store.database import connect_engine, parse_url, translated_errors


class Sessions:
    """Opens a transaction for reading or for writing. Nothing is connected to before the first.

    Raises:
        StoreUnavailable: here, if ``url`` names no database that can be used; from a transaction, if the
            database does not answer.
    """

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self._engine = connect_engine(self.url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one state of the content."""
        with translated_errors(self.url), collector_paused(), Session(self._engine, future=True) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are kept together, or not at all."""
        engine = self._engine.execution_options(writing=True)
        with (
            translated_errors(self.url),
            collector_paused(),
            Session(engine, future=True) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
