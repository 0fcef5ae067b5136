"""Keeps replies to web messages for a few hours, and ratings for good."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guide.store.clock import aware, utc_now
from guide.store.replies import FeedbackRow, WebErasedRow, WebReplyRow
from guide.store.sessions import Sessions

Event = dict[str, Any]
"""One event of a reply: ``{"event": "message" | "done" | "error", "data": {...}}``."""

KEPT = timedelta(hours=4)
"""As long as a pause after which the conversation itself starts afresh (``domain.yml``)."""

ERASED_KEPT = timedelta(days=2)
"""Longer than any token lives."""


@dataclass(frozen=True)
class Reply:
    """The reply to one message, as kept. ``events`` is ``None`` while it is being worked on."""

    digest: str
    begun_at: datetime
    events: list[Event] | None


class ReplyLog:
    """Every method raises :class:`guide.store.StoreUnavailable` if the database does not answer."""

    def __init__(self, url: str, now: Callable[[], datetime] = utc_now) -> None:
        self._sessions, self._now = Sessions(url, one_state=False), now

    def begin(self, sender: str, client_id: str, digest: str) -> Reply | None:
        """Note that a message is being worked on; return the reply there is to it already, if any."""
        with self._sessions.writing() as session:
            row = WebReplyRow(sender=sender, client_id=client_id, digest=digest, begun_at=self._now())
            is_new = _added(session, row)
        # Read in a transaction of its own: this one may not see what another process has just added.
        return None if is_new else self.find(sender, client_id)

    def find(self, sender: str, client_id: str) -> Reply | None:
        """Return the reply to that message, if there is one."""
        with self._sessions.reading() as session:
            query = select(WebReplyRow).where(*_ours(sender, client_id))
            row = session.execute(query).scalar_one_or_none()
            return row and _reply(row)

    def finish(self, sender: str, client_id: str, events: list[Event]) -> None:
        """Keep the whole reply."""
        with self._sessions.writing() as session:
            session.execute(update(WebReplyRow).where(*_ours(sender, client_id)).values(events=events))

    def drop(self, sender: str, client_id: str) -> None:
        """Forget that a message was worked on: its reply failed, and it may be sent again."""
        with self._sessions.writing() as session:
            session.execute(delete(WebReplyRow).where(*_ours(sender, client_id)))

    def offered(self, sender: str, button: str) -> str | None:
        """Return the title of a button of the newest reply; None for any other id.

        While a newer message is being worked on nothing is offered: a second click on "Yes" would answer
        the question after it.
        """
        buttons = [b for m in self.newest_messages(sender) for b in m["buttons"]]
        return next((b["title"] for b in buttons if b["id"] == button), None)

    def newest_messages(self, sender: str) -> list[dict[str, Any]]:
        """Return the messages of the newest reply; none while a newer message is being worked on."""
        return self._messages(sender, newest=True)

    def is_erased(self, sender: str) -> bool:
        """Whether the conversation was erased."""
        with self._sessions.reading() as session:
            return session.get(WebErasedRow, sender) is not None

    def erase(self, sender: str, except_for: str = "") -> int:
        """Delete the replies of a conversation, except the one that says so; return how many there were."""
        with self._sessions.writing() as session:
            kept = WebReplyRow.client_id == except_for
            query = delete(WebReplyRow).where(WebReplyRow.sender == sender, ~kept)
            return int(session.execute(query).rowcount)

    def close_conversation(self, sender: str) -> None:
        """Let nobody in with the token of an erased conversation."""
        with self._sessions.writing() as session:
            session.merge(WebErasedRow(sender=sender, erased_at=self._now()))

    def rate(self, sender: str, message: str, pack: str, rating: str, reason: str) -> bool:
        """Keep a rating for each statement of an answer; return whether there is such an answer."""
        said = next((m for m in self._messages(sender) if m["id"] == message), None)
        if said is None or said["answer"] is None:
            return False
        key = hashlib.sha256(message.encode()).hexdigest()
        kept = {"pack": pack, "topic": said["answer"]["topic"] or "", "rating": rating, "reason": reason}
        with self._sessions.writing() as session:
            for claim in said["answer"]["claims"] or [""]:
                session.merge(FeedbackRow(answer=key, claim=claim, day=self._now().date(), **kept))
        return True

    def expire(self) -> None:
        """Delete what has been kept long enough."""
        with self._sessions.writing() as session:
            session.execute(delete(WebReplyRow).where(WebReplyRow.begun_at < self._now() - KEPT))
            session.execute(delete(WebErasedRow).where(WebErasedRow.erased_at < self._now() - ERASED_KEPT))

    def close(self) -> None:
        """Close all connections."""
        self._sessions.close()

    def _messages(self, sender: str, newest: bool = False) -> list[dict[str, Any]]:
        query = select(WebReplyRow).where(WebReplyRow.sender == sender).order_by(WebReplyRow.id.desc())
        with self._sessions.reading() as session:
            rows = session.execute(query.limit(1) if newest else query).scalars()
            return [e["data"] for row in rows for e in row.events or () if e["event"] == "message"]


def _added(session: Session, row: WebReplyRow) -> bool:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _ours(sender: str, client_id: str) -> tuple[Any, Any]:
    """What finds the reply to one message."""
    return WebReplyRow.sender == sender, WebReplyRow.client_id == client_id


def _reply(row: WebReplyRow) -> Reply:
    return Reply(row.digest, aware(row.begun_at), row.events)
