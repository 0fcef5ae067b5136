"""Keeps under which random id the bot knows a person on a platform, and who wants no messages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from guide.store.channels import ChannelConversationRow
from guide.store.clock import utc_now
from guide.store.sessions import Sessions

KEPT = timedelta(hours=25)
"""A little longer than the bot keeps a conversation after its last message."""


@dataclass(frozen=True)
class Known:
    """A person on a platform, as the bot knows them."""

    sender: str
    greeted: bool
    opted_out: bool


class ChannelPeople:
    """Every method raises :class:`guide.store.StoreUnavailable` if the database does not answer."""

    def __init__(self, url: str, now: Callable[[], datetime] = utc_now) -> None:
        self._sessions, self._now = Sessions(url, one_state=False), now

    def known(self, channel: str, conversation: str) -> Known:
        """Return who that is to the bot: somebody new gets a random id."""
        with self._sessions.writing() as session:
            row = session.get(ChannelConversationRow, conversation)
            if row is None:
                sender = f"{channel}-{secrets.token_hex(16)}"
                row = ChannelConversationRow(
                    conversation=conversation, channel=channel, sender=sender, greeted=False, opted_out=False
                )
                session.add(row)
            row.last_at = self._now()
            return Known(row.sender, row.greeted, row.opted_out)

    def note_opted_out(self, conversation: str, opted_out: bool) -> None:
        """Note whether a person wants no messages."""
        row = ChannelConversationRow
        with self._sessions.writing() as session:
            noted = update(row).where(row.conversation == conversation).values(opted_out=opted_out)
            session.execute(noted)

    def forget(self, conversation: str) -> None:
        """Forget who that was to the bot. That somebody wants no messages is not forgotten."""
        row = ChannelConversationRow
        anew = f"gone-{secrets.token_hex(16)}"
        with self._sessions.writing() as session:
            session.execute(delete(row).where(row.conversation == conversation, row.opted_out.is_(False)))
            kept = update(row).where(row.conversation == conversation)
            session.execute(kept.values(sender=anew, greeted=False))

    def expire(self) -> None:
        """Delete what has been kept long enough."""
        row = ChannelConversationRow
        with self._sessions.writing() as session:
            old = row.last_at < self._now() - KEPT
            session.execute(delete(row).where(old, row.opted_out.is_(False)))

    def close(self) -> None:
        """Close all connections."""
        self._sessions.close()
