"""What platforms send and are sent is kept once, in order, and worked on by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from clocks import Clock

from guide.store import ChannelLog, ChannelPeople, open_store
from guide.store.channel_log import CLAIM, EVENTS_KEPT
from guide.store.channel_people import KEPT

ADA, BEN = "a" * 64, "b" * 64


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def url(database_url: str) -> str:
    store = open_store(database_url)
    store.upgrade()
    store.close()
    return database_url


@pytest.fixture
def log(url: str, clock: Clock) -> Iterator[ChannelLog]:
    opened = ChannelLog(url, clock)
    yield opened
    opened.close()


@pytest.fixture
def people(url: str, clock: Clock) -> Iterator[ChannelPeople]:
    opened = ChannelPeople(url, clock)
    yield opened
    opened.close()


def receive(log: ChannelLog, event: str, who: str = ADA, urgent: tuple[str, ...] = ()) -> bool:
    return log.receive("telegram", who, event, {"text": event}, [{"text": text} for text in urgent])


def answer(log: ChannelLog, *texts: str, who: str = ADA) -> None:
    received = log.claim_received(who)
    assert received is not None
    log.finish(received, who, [{"text": text} for text in texts])


def send(log: ChannelLog, who: str = ADA, urgent: bool = False) -> str | None:
    queued = log.claim_queued(who, urgent)
    if queued is None:
        return None
    log.delivered(queued)
    return str(queued.payload["text"])


def test_an_event_that_comes_twice_is_kept_once_even_when_it_is_worked_off(log: ChannelLog) -> None:
    assert receive(log, "one")
    assert not receive(log, "one")
    answer(log)
    assert not receive(log, "one")
    assert log.claim_received(ADA) is None


def test_events_are_worked_on_in_order_and_one_at_a_time(log: ChannelLog) -> None:
    for event in ("one", "two"):
        receive(log, event)
    first = log.claim_received(ADA)
    assert first is not None
    assert first.body == {"text": "one"}
    assert log.claim_received(ADA) is None
    log.finish(first, ADA, [])
    second = log.claim_received(ADA)
    assert second is not None
    assert second.body == {"text": "two"}


def test_what_somebody_left_undone_is_taken_over_after_a_while(log: ChannelLog, clock: Clock) -> None:
    receive(log, "one")
    assert log.claim_received(ADA) is not None
    assert log.waiting(["telegram"]) == []
    clock.now += CLAIM + timedelta(seconds=1)
    assert log.waiting(["telegram"]) == [ADA]
    assert log.claim_received(ADA) is not None


def test_calls_are_made_in_order_and_one_that_waits_holds_up_its_own_conversation(
    log: ChannelLog, clock: Clock
) -> None:
    receive(log, "one")
    receive(log, "two", BEN)
    answer(log, "a", "b")
    answer(log, "c", who=BEN)
    first = log.claim_queued(ADA, urgent=False)
    assert first is not None
    log.postpone(first, 10)
    assert send(log) is None
    assert send(log, BEN) == "c"
    clock.now += timedelta(seconds=11)
    again = log.claim_queued(ADA, urgent=False)
    assert again is not None
    assert again.attempts == 1
    log.delivered(again)
    assert send(log) == "b"


def test_nothing_is_sent_before_what_is_urgent(log: ChannelLog) -> None:
    receive(log, "one")
    answer(log, "a")
    receive(log, "two", urgent=("help",))
    assert send(log) is None
    assert send(log, urgent=True) == "help"
    assert send(log) == "a"


def test_what_is_given_up_is_recorded_without_its_text(log: ChannelLog, clock: Clock) -> None:
    receive(log, "one")
    answer(log, "a", "b")
    queued = log.claim_queued(ADA, urgent=False)
    assert queued is not None
    log.give_up(queued, "blocked")
    assert log.failures() == [("telegram", 1, clock())]
    assert send(log) == "b"


def test_the_backlog_counts_what_waits(log: ChannelLog) -> None:
    assert log.backlog() == {}
    receive(log, "one")
    receive(log, "two")
    answer(log, "a", "b", "c")
    assert log.backlog() == {"telegram": (1, 3)}


def test_forgetting_drops_what_waits_but_not_what_is_urgent(log: ChannelLog) -> None:
    receive(log, "one")
    answer(log, "a")
    receive(log, "two", urgent=("help",))
    log.drop_queued(ADA)
    assert send(log, urgent=True) == "help"
    assert send(log) is None


def test_events_are_remembered_longer_than_platforms_repeat_them(log: ChannelLog, clock: Clock) -> None:
    receive(log, "one")
    answer(log)
    clock.now += EVENTS_KEPT - timedelta(hours=1)
    log.expire()
    assert not receive(log, "one")
    clock.now += timedelta(hours=2)
    log.expire()
    assert receive(log, "one")


def test_somebody_is_the_same_to_the_bot_until_forgotten(log: ChannelLog, people: ChannelPeople) -> None:
    first = people.known("slack", ADA)
    assert people.known("slack", ADA).sender == first.sender
    assert people.known("slack", BEN).sender != first.sender
    log.receive("slack", ADA, "one", {"text": "one"})
    received = log.claim_received(ADA)
    assert received is not None
    log.finish(received, ADA, [], greets=True)
    assert people.known("slack", ADA).greeted
    people.forget(ADA)
    anew = people.known("slack", ADA)
    assert anew.sender != first.sender
    assert not anew.greeted


def test_who_wants_no_messages_stays_known_as_such(people: ChannelPeople, clock: Clock) -> None:
    first = people.known("twilio", ADA)
    people.note_opted_out(ADA, True)
    people.forget(ADA)
    clock.now += KEPT + timedelta(days=400)
    people.expire()
    known = people.known("twilio", ADA)
    assert known.opted_out
    assert known.sender != first.sender


def test_somebody_silent_for_a_day_is_forgotten(people: ChannelPeople, clock: Clock) -> None:
    first = people.known("slack", ADA)
    clock.now += KEPT + timedelta(minutes=1)
    people.expire()
    assert people.known("slack", ADA).sender != first.sender


def test_an_event_finished_by_somebody_else_is_not_answered_again(log: ChannelLog) -> None:
    receive(log, "one")
    received = log.claim_received(ADA)
    assert received is not None
    log.finish(received, ADA, [{"text": "a"}])
    log.finish(received, ADA, [{"text": "a"}])
    assert send(log) == "a"
    assert send(log) is None


def test_work_of_a_channel_that_is_not_ours_is_left_to_others(log: ChannelLog) -> None:
    receive(log, "one")
    assert log.waiting(["slack"]) == []
    assert log.waiting(["slack", "telegram"]) == [ADA]


def test_a_conversation_whose_first_call_waits_is_not_woken(log: ChannelLog) -> None:
    receive(log, "one")
    answer(log, "a", "b")
    queued = log.claim_queued(ADA, urgent=False)
    assert queued is not None
    log.postpone(queued, 10)
    assert log.waiting(["telegram"]) == []


def test_what_nobody_sends_for_a_day_is_recorded_and_gone(log: ChannelLog, clock: Clock) -> None:
    receive(log, "one")
    answer(log, "a")
    clock.now += timedelta(days=1, minutes=1)
    log.expire()
    assert log.backlog() == {}
    assert [(channel, count) for channel, count, _ in log.failures()] == [("telegram", 1)]
