"""Transactions on the content database, for whatever keeps something in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from guide.store.collector import collector_paused
from guide.store.database import connect_engine, parse_url, translated_errors


class Sessions:
    """Opens a transaction for reading or for writing. Nothing is connected to before the first.

    Each sees one state of the content. For what several processes change all the time, ``one_state=False``
    lets PostgreSQL wait for another transaction where it would otherwise fail.

    Raises:
        StoreUnavailable: here, if ``url`` names no database that can be used; from a transaction, if the
            database does not answer.
    """

    def __init__(self, url: str, one_state: bool = True) -> None:
        self.url = parse_url(url)
        self._engine = connect_engine(self.url)
        if not one_state and self.url.get_backend_name() == "postgresql":
            self._engine = self._engine.execution_options(isolation_level="READ COMMITTED")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that changes nothing."""
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
