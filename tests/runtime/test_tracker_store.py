"""Conversations on disk: erasure, retention, recovery."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig, read_endpoint_config

from guide.runtime.retention import delete_old
from guide.runtime.tracker_store import ConversationStore, tracker_url

pytestmark = pytest.mark.asyncio

DAY = 86_400.0
POSTGRESQL = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg2://postgres@127.0.0.1:5432/test")
SECRET = "my son has a milk allergy"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "conversations.db"


@pytest.fixture
def store(file: Path) -> ConversationStore:
    return ConversationStore(Domain.empty(), host=f"sqlite:///{file}")


def tracker(sender: str, *events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, list(events) or [UserUttered(SECRET)])


def said(days_ago: float) -> list[Event]:
    """A session of two events that long ago."""
    then = time.time() - days_ago * DAY
    return [SessionStarted(timestamp=then), UserUttered(SECRET, timestamp=then + 1)]


def rows(file: Path, sender: str) -> int:
    with sqlite3.connect(file) as connection:
        count: int = connection.execute(
            "SELECT count(*) FROM events WHERE sender_id = ?", [sender]
        ).fetchone()[0]
    return count


async def test_what_is_saved_is_found_again(store: ConversationStore, file: Path) -> None:
    await store.save(tracker("ann"))
    found = await ConversationStore(Domain.empty(), host=f"sqlite:///{file}").retrieve("ann")
    assert found is not None
    assert [event.text for event in found.events if isinstance(event, UserUttered)] == [SECRET]


async def test_saving_twice_stores_only_what_is_new(store: ConversationStore, file: Path) -> None:
    conversation = tracker("ann", *said(0))
    await store.save(conversation)
    conversation.update(UserUttered("more"))
    await store.save(conversation)
    assert rows(file, "ann") == 3


async def test_erasing_takes_one_sender_and_counts(store: ConversationStore, file: Path) -> None:
    await store.save(tracker("ann", *said(0)))
    await store.save(tracker("bob"))
    assert await store.erase("ann") == 2
    assert await store.erase("ann") == 0
    assert (rows(file, "ann"), rows(file, "bob")) == (0, 1)


async def test_what_was_erased_is_in_no_file(store: ConversationStore, file: Path) -> None:
    await store.save(tracker("ann"))
    await store.erase("ann")
    kept = b"".join(each.read_bytes() for each in file.parent.iterdir())
    assert SECRET.encode() not in kept


async def test_retention_takes_old_conversations_and_past_sessions(
    store: ConversationStore, file: Path
) -> None:
    await store.save(tracker("old", *said(40)))
    await store.save(tracker("new", *said(1)))
    await store.save(tracker("back", *said(40), *said(2)))
    assert await store.purge(30) == 4
    assert [rows(file, sender) for sender in ("old", "new", "back")] == [0, 2, 2]


async def test_a_conversation_is_deleted_a_day_after_its_last_message(
    store: ConversationStore, file: Path
) -> None:
    """As people are told before they begin."""
    await store.save(tracker("yesterday", *said(1.1)))
    await store.save(tracker("today", *said(0.9)))
    assert await delete_old(SimpleNamespace(tracker_store=store)) == 2
    assert [rows(file, sender) for sender in ("yesterday", "today")] == [0, 2]


async def test_a_session_in_progress_stays_whole(store: ConversationStore, file: Path) -> None:
    long_ago, now = said(40), UserUttered("still here")
    await store.save(tracker("ann", *long_ago, now))
    assert await store.purge(30) == 0
    assert rows(file, "ann") == 3


async def test_a_deleted_database_is_made_anew(store: ConversationStore, file: Path) -> None:
    await store.save(tracker("ann"))
    for each in file.parent.iterdir():
        each.unlink()
    file.parent.rmdir()
    assert await store.retrieve("ann") is None
    await store.save(tracker("ann"))
    assert rows(file, "ann") == 1


async def test_a_replaced_database_is_noticed(store: ConversationStore, file: Path, tmp_path: Path) -> None:
    await store.save(tracker("ann"))
    backup = tmp_path / "backup.db"
    await ConversationStore(Domain.empty(), host=f"sqlite:///{backup}").save(tracker("bob"))
    for left in file.parent.iterdir():
        left.unlink()
    with sqlite3.connect(backup) as source, sqlite3.connect(file) as copy:
        source.backup(copy)
    assert await store.retrieve("ann") is None
    assert await store.retrieve("bob") is not None


async def test_connections_are_kept(store: ConversationStore) -> None:
    opened: list[object] = []
    sa.event.listen(store.engine, "connect", lambda connection, _: opened.append(connection))
    for _ in range(5):
        await store.save(tracker("ann"))
        await store.retrieve("ann")
    assert len(opened) == 1


async def test_a_database_deleted_from_under_its_log_is_made_anew(
    store: ConversationStore, file: Path
) -> None:
    await store.save(tracker("ann"))
    file.unlink()
    await store.save(tracker("ann"))
    assert rows(file, "ann") == 1


async def test_many_senders_write_at_once(store: ConversationStore) -> None:
    """Also at the very first moment, when there are no tables yet."""
    await asyncio.gather(*(store.save(tracker(f"sender{number}")) for number in range(40)))
    assert len(list(await store.keys())) == 40


async def test_errors_do_not_quote_what_users_wrote(store: ConversationStore, file: Path) -> None:
    await store.save(tracker("ann"))
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    with pytest.raises(sa.exc.SQLAlchemyError) as error:
        await store.save(tracker("bob"))
    assert SECRET not in str(error.value)


async def test_a_database_that_is_not_there_does_not_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file where a folder should be")
    broken = ConversationStore(Domain.empty(), host=f"sqlite:///{tmp_path}/blocked/conversations.db")
    with pytest.raises(FileExistsError):
        await broken.retrieve("ann")


async def test_age_is_indexed(store: ConversationStore, file: Path) -> None:
    await store.save(tracker("ann"))
    with sqlite3.connect(file) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert {"ix_events_timestamp", "ix_events_sender_id"} <= names


async def test_rasa_finds_the_store_and_the_endpoints_need_no_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable in ("TRACKER_URL", "TRACKER_URL_FILE"):
        monkeypatch.delenv(variable, raising=False)
    endpoint = read_endpoint_config("endpoints.yml", "tracker_store")
    assert isinstance(TrackerStore.create(endpoint, Domain.empty()), ConversationStore)
    actions = read_endpoint_config("endpoints.yml", "action_endpoint")
    assert isinstance(actions, EndpointConfig)
    assert actions.kwargs["enable_selective_domain"] is True


async def test_the_address_may_come_from_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_URL", "postgresql://one/a")
    assert tracker_url() == "postgresql://one/a"
    (tmp_path / "secret").write_text("postgresql://two/b\n")
    monkeypatch.setenv("TRACKER_URL_FILE", str(tmp_path / "secret"))
    assert tracker_url() == "postgresql://two/b"


async def test_postgresql_does_the_same() -> None:
    store = ConversationStore(Domain.empty(), host=POSTGRESQL)
    ann = f"ann-{uuid.uuid4().hex}"
    await store.save(tracker(ann, *said(40), *said(1)))
    assert await store.purge(30) >= 2
    assert await store.erase(ann) == 2
