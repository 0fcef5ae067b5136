"""Replies to the web are kept for a while, worked on once, and erased when asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from clocks import Clock
from sqlalchemy import text

from guide.store import ReplyLog, open_store
from guide.store.sessions import Sessions

SENDER, OTHER = "web-a", "web-b"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def log(database_url: str, clock: Clock) -> Iterator[ReplyLog]:
    store = open_store(database_url)
    store.upgrade()
    store.close()
    opened = ReplyLog(database_url, clock)
    yield opened
    opened.close()


def said(message: str = "m1", button: str = "b1", **answer: Any) -> list[dict[str, Any]]:
    """Return the events of a reply with one message."""
    kept = {"topic": "storage", "claims": ["c1", "c2"]} | answer if answer is not None else None
    data = {"id": message, "buttons": [{"title": "Why?", "id": button}], "answer": kept}
    return [{"event": "message", "data": data}, {"event": "done", "data": {}}]


def test_a_message_sent_twice_is_worked_on_once(log: ReplyLog) -> None:
    assert log.begin(SENDER, "one", "digest") is None
    again = log.begin(SENDER, "one", "digest")
    assert again is not None
    assert again.events is None
    log.finish(SENDER, "one", said())
    repeated = log.begin(SENDER, "one", "digest")
    assert repeated is not None
    assert repeated.events == said()
    assert repeated.digest == "digest"


def test_the_same_id_of_somebody_else_is_another_message(log: ReplyLog) -> None:
    log.begin(SENDER, "one", "digest")
    assert log.begin(OTHER, "one", "digest") is None


def test_only_the_buttons_of_the_newest_reply_are_offered(log: ReplyLog) -> None:
    log.begin(SENDER, "one", "d")
    log.finish(SENDER, "one", said(button="old"))
    assert log.offered(SENDER, "old") == "Why?"
    log.begin(SENDER, "two", "d")
    log.finish(SENDER, "two", said("m2", button="new"))
    assert log.offered(SENDER, "old") is None
    assert log.offered(SENDER, "new") == "Why?"


def test_nobody_can_use_the_button_of_another_person(log: ReplyLog) -> None:
    log.begin(SENDER, "one", "d")
    log.finish(SENDER, "one", said())
    assert log.offered(OTHER, "b1") is None


def test_erasing_deletes_every_reply_of_that_person_and_nobody_elses(log: ReplyLog) -> None:
    for sender in (SENDER, OTHER):
        for number in ("one", "two"):
            log.begin(sender, number, "d")
    assert log.erase(SENDER) == 2
    assert log.find(SENDER, "one") is None
    assert log.find(OTHER, "one") is not None


def test_the_reply_that_tells_of_the_erasure_can_be_kept(log: ReplyLog) -> None:
    for number in ("one", "forget"):
        log.begin(SENDER, number, "d")
    assert log.erase(SENDER, except_for="forget") == 1
    assert log.find(SENDER, "forget") is not None


def test_a_closed_conversation_stays_closed(log: ReplyLog, clock: Clock) -> None:
    assert not log.is_erased(SENDER)
    log.close_conversation(SENDER)
    log.close_conversation(SENDER)
    clock.now += timedelta(hours=30)
    log.expire()
    assert log.is_erased(SENDER)
    assert not log.is_erased(OTHER)


def test_replies_are_gone_after_four_hours(log: ReplyLog, clock: Clock) -> None:
    log.begin(SENDER, "one", "d")
    clock.now += timedelta(hours=3, minutes=59)
    log.expire()
    assert log.find(SENDER, "one") is not None
    clock.now += timedelta(minutes=2)
    log.expire()
    assert log.find(SENDER, "one") is None


def ratings(url: str) -> list[tuple[str, ...]]:
    """Return what is kept of ratings."""
    sessions = Sessions(url)
    with sessions.reading() as session:
        query = "SELECT claim, topic, pack, rating, reason FROM feedback ORDER BY claim"
        found = [tuple(row) for row in session.execute(text(query))]
    sessions.close()
    return found


def test_a_rating_is_kept_for_each_statement_and_a_second_one_replaces_it(
    log: ReplyLog, database_url: str
) -> None:
    log.begin(SENDER, "one", "d")
    log.finish(SENDER, "one", said())
    assert log.rate(SENDER, "m1", "kefir", "up", "")
    assert log.rate(SENDER, "m1", "kefir", "down", "unclear")
    assert ratings(database_url) == [
        ("c1", "storage", "kefir", "down", "unclear"),
        ("c2", "storage", "kefir", "down", "unclear"),
    ]


def test_only_answers_that_were_given_to_that_person_can_be_rated(log: ReplyLog, database_url: str) -> None:
    log.begin(SENDER, "one", "d")
    log.finish(SENDER, "one", said())
    assert not log.rate(OTHER, "m1", "kefir", "up", "")
    assert not log.rate(SENDER, "m9", "kefir", "up", "")
    assert ratings(database_url) == []
