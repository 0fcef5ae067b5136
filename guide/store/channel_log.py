"""Keeps what platforms send and what is to be sent to them, so that nothing is lost, doubled or reordered.

Several gateways may work on the same rows. Each row is claimed before it is worked on; only the first
unfinished row of a conversation can be, which keeps the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from guide.store.channels import (
    ChannelConversationRow,
    ChannelFailureRow,
    ChannelInboxRow,
    ChannelOutboxRow,
)
from guide.store.clock import aware, utc_now
from guide.store.sessions import Sessions

Payload = dict[str, Any]
"""What one call to a platform is made of."""

CLAIM = timedelta(seconds=90)
"""Longer than any work on a row takes: after it, whoever claimed the row has stopped."""

EVENTS_KEPT = timedelta(days=30)
"""Longer than any platform goes on repeating an event: some sign no time, and a call that somebody recorded
must not be worked on again either."""

FAILURES_KEPT = timedelta(days=90)

WAITS_AT_MOST = timedelta(days=1)
"""A channel that was switched off sends nothing; what waits for it holds a text and an address."""

AT_ONCE = 200
"""As many conversations are looked for at once."""

CLAIM_URGENT = timedelta(seconds=40)
"""A call takes at most 30 s."""


@dataclass(frozen=True)
class Received:
    """An event to work on. ``event`` identifies it."""

    id: int
    event: str
    channel: str
    body: Payload


@dataclass(frozen=True)
class Queued:
    """A call to make. ``queued_at`` is when it was first to be made."""

    id: int
    channel: str
    payload: Payload
    attempts: int
    queued_at: datetime


class ChannelLog:
    """Every method raises :class:`guide.store.StoreUnavailable` if the database does not answer."""

    def __init__(self, url: str, now: Callable[[], datetime] = utc_now) -> None:
        self._sessions, self._now = Sessions(url, one_state=False), now

    def receive(
        self, channel: str, conversation: str, event: str, body: Payload, urgent: Sequence[Payload] = ()
    ) -> bool:
        """Keep an event, with what is to be said to it at once; return whether it is a new one."""
        with self._sessions.writing() as session:
            row = ChannelInboxRow(
                event=event, conversation=conversation, channel=channel, body=body, received_at=self._now()
            )
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                return False
            self._queue(session, channel, conversation, urgent, urgent=True)
            return True

    def claim_received(self, conversation: str) -> Received | None:
        """Return the first event of a conversation that is not worked on yet; it is the caller's then."""
        row = ChannelInboxRow
        found = self._claim(row, row.conversation == conversation, row.body.isnot(None))
        return found and Received(found.id, found.event, found.channel, found.body)

    def finish(
        self, received: Received, conversation: str, payloads: Sequence[Payload], greets: bool = False
    ) -> None:
        """Note that an event was worked on, and queue what is to be sent; ``greets`` tells that the person
        reads in it what is kept. Somebody else may have been quicker: then nothing is queued."""
        row, person = ChannelInboxRow, ChannelConversationRow
        with self._sessions.writing() as session:
            done = update(row).where(row.id == received.id, row.body.isnot(None))
            if not session.execute(done.values(body=None, conversation="")).rowcount:
                return
            self._queue(session, received.channel, conversation, payloads, urgent=False)
            if greets:
                ours = update(person).where(person.conversation == conversation)
                session.execute(ours.values(greeted=True))

    def claim_queued(self, conversation: str, urgent: bool) -> Queued | None:
        """Return the first call to make for a conversation, if it is due; it is the caller's then. While
        something urgent waits, nothing else is."""
        row, other = ChannelOutboxRow, aliased(ChannelOutboxRow)
        ours = (row.conversation == conversation, row.urgent.is_(urgent))
        before = exists().where(other.conversation == conversation, other.urgent.is_(True))
        due = and_(row.due_at <= self._now(), true() if urgent else ~before)
        found = self._claim(row, *ours, due=due, claim=CLAIM_URGENT if urgent else CLAIM)
        if found is None:
            return None
        queued_at = aware(found.queued_at)
        return Queued(found.id, found.channel, found.payload, found.attempts, queued_at)

    def delivered(self, queued: Queued) -> None:
        """Forget a call that was made."""
        with self._sessions.writing() as session:
            session.execute(delete(ChannelOutboxRow).where(ChannelOutboxRow.id == queued.id))

    def postpone(self, queued: Queued, seconds: float) -> None:
        """Have a call made later; whatever comes behind it waits."""
        values = {
            "attempts": queued.attempts + 1,
            "due_at": self._now() + timedelta(seconds=seconds),
            "claimed_until": None,
        }
        with self._sessions.writing() as session:
            session.execute(update(ChannelOutboxRow).where(ChannelOutboxRow.id == queued.id).values(**values))

    def give_up(self, queued: Queued, reason: str) -> None:
        """Forget a call that cannot be made, and record that it could not."""
        failure = ChannelFailureRow(
            channel=queued.channel,
            failed_at=self._now(),
            attempts=queued.attempts + 1,
            reason=reason[:200],
        )
        with self._sessions.writing() as session:
            session.execute(delete(ChannelOutboxRow).where(ChannelOutboxRow.id == queued.id))
            session.add(failure)

    def waiting(self, channels: Sequence[str]) -> list[str]:
        """Return conversations of these channels that something can be done for now, at most so many."""
        now, inbox, outbox = self._now(), ChannelInboxRow, ChannelOutboxRow
        first_received = select(func.min(inbox.id)).where(inbox.body.isnot(None)).group_by(inbox.conversation)
        first_queued = select(func.min(outbox.id)).group_by(outbox.conversation, outbox.urgent)
        received = select(inbox.conversation).where(
            inbox.id.in_(first_received), inbox.channel.in_(channels), _free(inbox, now)
        )
        queued = select(outbox.conversation).where(
            outbox.id.in_(first_queued),
            outbox.channel.in_(channels),
            outbox.due_at <= now,
            _free(outbox, now),
        )
        with self._sessions.reading() as session:
            return list(session.execute(received.union(queued).limit(AT_ONCE)).scalars())

    def drop_queued(self, conversation: str) -> None:
        """Forget what was still to be sent to somebody, except what is urgent."""
        row = ChannelOutboxRow
        with self._sessions.writing() as session:
            session.execute(delete(row).where(row.conversation == conversation, row.urgent.is_(False)))

    def failures(self) -> list[tuple[str, int, datetime]]:
        """Return how many messages could not be delivered, by channel, and when the last one was."""
        row = ChannelFailureRow
        counted = select(row.channel, func.count(), func.max(row.failed_at)).group_by(row.channel)
        with self._sessions.reading() as session:
            return [(channel, count, aware(last)) for channel, count, last in session.execute(counted)]

    def backlog(self) -> dict[str, tuple[int, int]]:
        """Return how many events wait for a reply, and how many calls wait to be made, by channel."""
        inbox, outbox = ChannelInboxRow, ChannelOutboxRow
        with self._sessions.reading() as session:
            received = select(inbox.channel, func.count()).where(inbox.body.isnot(None))
            replies = dict(session.execute(received.group_by(inbox.channel)).all())
            queued = select(outbox.channel, func.count()).group_by(outbox.channel)
            calls = dict(session.execute(queued).all())
        return {name: (replies.get(name, 0), calls.get(name, 0)) for name in {*replies, *calls}}

    def expire(self) -> None:
        """Delete what has been kept long enough; what nobody sent or answered for a day is recorded."""
        now, inbox, outbox = self._now(), ChannelInboxRow, ChannelOutboxRow
        failure = ChannelFailureRow
        with self._sessions.writing() as session:
            old = select(outbox).where(outbox.queued_at < now - WAITS_AT_MOST)
            unread = select(inbox).where(inbox.body.isnot(None), inbox.received_at < now - WAITS_AT_MOST)
            for row in [*session.execute(old).scalars(), *session.execute(unread).scalars()]:
                attempts = getattr(row, "attempts", 0)
                session.add(failure(channel=row.channel, failed_at=now, attempts=attempts, reason="expired"))
                session.delete(row)
            old_event = inbox.received_at < now - EVENTS_KEPT
            session.execute(delete(inbox).where(old_event, inbox.body.is_(None)))
            session.execute(delete(failure).where(failure.failed_at < now - FAILURES_KEPT))

    def close(self) -> None:
        """Close all connections."""
        self._sessions.close()

    def _queue(
        self, session: Session, channel: str, conversation: str, payloads: Iterable[Payload], urgent: bool
    ) -> None:
        now = self._now()
        for payload in payloads:
            row = ChannelOutboxRow(
                conversation=conversation,
                channel=channel,
                urgent=urgent,
                payload=payload,
                attempts=0,
                queued_at=now,
                due_at=now,
            )
            session.add(row)
            session.flush()  # one by one: the order of their ids is the order in which they are sent

    def _claim(self, row: Any, *ours: Any, due: Any = True, claim: timedelta = CLAIM) -> Any:
        """Return the first of our rows, unless it is not due or somebody else works on it.

        Mostly there is none, and then nobody who writes is held up.
        """
        now = self._now()
        with self._sessions.reading() as session:
            first = session.execute(select(func.min(row.id)).where(*ours)).scalar_one()
            free = and_(row.id == first, *ours, due, _free(row, now))
            if first is None or session.execute(select(row.id).where(free)).first() is None:
                return None
        with self._sessions.writing() as session:
            claimed = update(row).where(free).values(claimed_until=now + claim)
            if not session.execute(claimed.execution_options(synchronize_session=False)).rowcount:
                return None
            found = session.get(row, first)
            session.expunge(found)
            return found


def _free(row: Any, now: datetime) -> Any:
    return or_(row.claimed_until.is_(None), row.claimed_until < now)
