"""Conversations on disk, with what Rasa's SQL store lacks: erasure, retention, recovery.

Rasa's store has no deletion, quotes rows (and so what users wrote) in its errors, waits for ever for
a database at start, and works in the event loop, where one slow query holds every user up.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore, create_engine_kwargs
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import event, exc, orm, pool

DEFAULT_URL = "sqlite:///var/conversations.db"

# secure_delete overwrites what is erased; WAL lets others read while one writes.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA secure_delete=ON",
)

_TIMESTAMP_INDEX = "CREATE INDEX IF NOT EXISTS ix_events_timestamp ON events (timestamp)"

Result = TypeVar("Result")


def tracker_url() -> str:
    """Return the database's address: ``TRACKER_URL``, or the content of the file ``TRACKER_URL_FILE``
    (a mounted secret), or a SQLite file. Read here, because Rasa cannot start with an unset variable
    in ``endpoints.yml``."""
    secret = os.environ.get("TRACKER_URL_FILE")
    if secret:
        return Path(secret).read_text(encoding="utf-8").strip()
    return os.environ.get("TRACKER_URL") or DEFAULT_URL


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL tracker store that can forget."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
    ) -> None:
        # The parent's __init__ loops until a database answers; tables are made when first needed instead.
        TrackerStore.__init__(self, domain, event_broker)
        self.engine = _engine(host or tracker_url())
        self.sessionmaker = orm.sessionmaker(bind=self.engine)
        self._has_tables = False

    async def _retrieve(
        self, sender_id: str, fetch_events_from_all_sessions: bool
    ) -> DialogueStateTracker | None:
        return await self._aside(lambda: self._find(sender_id, fetch_events_from_all_sessions))

    async def _find(self, sender_id: str, in_all_sessions: bool) -> DialogueStateTracker | None:
        """Do what the parent's method does, without its search for the class of each event."""
        with self.session_scope() as session:
            query = self._event_query(session, sender_id, fetch_events_from_all_sessions=in_all_sessions)
            stored = [json.loads(data) for (data,) in query.with_entities(self.SQLEvent.data)]
        events = [_event_type(each["event"])._from_parameters(each) for each in stored]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots) if events else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are not stored yet."""
        save = super().save
        await self._aside(lambda: save(tracker))

    async def erase(self, sender_id: str) -> int:
        """Delete everything of ``sender_id``; return how many events were deleted."""
        return await self._aside(lambda: self._delete(self.SQLEvent.sender_id == sender_id))

    async def purge(self, older_than_days: float) -> int:
        """Delete conversations and past sessions older than that; return how many events were deleted.

        A session in progress stays whole: Rasa counts its rows to know which events are new.
        """
        cutoff = time.time() - older_than_days * 86_400
        return await self._aside(lambda: self._delete(*self._over_since(cutoff)))

    def _over_since(self, cutoff: float) -> tuple[Any, ...]:
        events, other = self.SQLEvent, orm.aliased(self.SQLEvent)
        newest = sa.select(sa.func.max(other.timestamp)).where(other.sender_id == events.sender_id)
        session_start = newest.where(other.type_name == SessionStarted.type_name)
        over = sa.or_(events.timestamp < session_start.scalar_subquery(), newest.scalar_subquery() < cutoff)
        return events.timestamp < cutoff, over

    async def _delete(self, *where: Any) -> int:
        with self.session_scope() as session:
            statement = sa.delete(self.SQLEvent.__table__).where(*where)
            deleted: int = session.execute(statement).rowcount
            session.commit()
            if deleted and self.engine.dialect.name == "sqlite":
                # the write-ahead log still holds the rows until it is emptied
                session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return deleted

    async def _aside(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Do ``work`` in a thread: the parent's methods are asynchronous in name only."""
        return await asyncio.to_thread(self._with_tables, work)

    def _with_tables(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Do ``work``; if the tables are gone (the file was deleted) make them and do it once more."""
        if not self._has_tables:
            self._make_tables()
        try:
            return _result(work())
        except (exc.OperationalError, exc.ProgrammingError):
            self.engine.dispose()
            self._make_tables()
            return _result(work())

    def _make_tables(self) -> None:
        if self.engine.url.database and self.engine.dialect.name == "sqlite":
            Path(self.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            self.Base.metadata.create_all(self.engine)
        except exc.SQLAlchemyError:  # another thread or server made them a moment before
            if not sa.inspect(self.engine).has_table(self.SQLEvent.__tablename__):
                raise
        with self.engine.begin() as connection:
            connection.execute(sa.text(_TIMESTAMP_INDEX))
        self._has_tables = True


@cache
def _event_type(name: str) -> type[Event]:
    found: type[Event] = Event.resolve_by_type(name)
    return found


def _result(work: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of ``work``, which never waits: an event loop for each call would cost 0.3 ms."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    work.close()
    raise RuntimeError("The tracker store waits for something.")


def _engine(url: str) -> sa.engine.Engine:
    """Return an engine whose errors do not quote rows. Its connections are kept; PostgreSQL may restart
    and a SQLite file may be deleted meanwhile, so that each is checked before it is used again."""
    settings: dict[str, Any] = {"hide_parameters": True, "future": True, **create_engine_kwargs(url)}
    if sa.engine.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, **settings)
    settings |= {"poolclass": pool.QueuePool, "connect_args": {"check_same_thread": False}}
    engine = sa.create_engine(url, **settings)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "checkout", _require_same_file)
    return engine


def _set_pragmas(connection: Any, record: Any) -> None:
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)
    record.info["file"] = _file_of(connection)


def _require_same_file(connection: Any, record: Any, _: Any) -> None:
    if record.info["file"] != _file_of(connection):
        raise exc.DisconnectionError("The database file was deleted or replaced.")  # SQLAlchemy reconnects


def _file_of(connection: Any) -> tuple[int, int] | None:
    """Return what tells the file now under the connection's path from another; ``None`` if there is none."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
