"""Questions that were not understood and that their writers let us keep: redacted, and linked to nobody.

A row holds neither sender nor time of day, and its key is random: keys in order of arrival would show
which rows one person wrote one after the other.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Column, Date, Float, Integer, Text, delete, select
from sqlalchemy.orm import Session

from guide.store.loading import live_versions
from guide.store.selection import select_served
from guide.store.versioning import Base

_KEYS = 2**31 - 1
_TERMS = {"condition": "terms", "medicine": "names", "product": "terms", "modifier": "terms"}


@dataclass(frozen=True)
class UnknownMessage:
    """What is kept of a question: redacted text, the intent it was read as, how sure that was, the day."""

    text: str
    intent: str
    confidence: float
    day: date


class UnknownMessageRow(Base):
    """A kept question."""

    __tablename__ = "unknown_messages"
    id = Column(Integer, primary_key=True, autoincrement=False)
    text = Column(Text, nullable=False)
    intent = Column(Text, nullable=False)
    confidence = Column(Float, nullable=False)
    day = Column(Date, nullable=False)


def add_unknown(session: Session, message: UnknownMessage) -> None:
    """Keep a question under a random key, its confidence in tenths."""
    row = UnknownMessageRow(id=1 + secrets.randbelow(_KEYS), text=message.text, intent=message.intent)
    row.confidence, row.day = round(message.confidence, 1), message.day
    session.add(row)


def expire_unknown(session: Session, today: date, days: int) -> None:
    """Delete what has been kept for ``days``."""
    session.execute(delete(UnknownMessageRow).where(UnknownMessageRow.day <= today - timedelta(days=days)))


def all_unknown(session: Session) -> list[UnknownMessage]:
    """Return every kept question, by its text: the order of arrival is nobody's business."""
    rows = session.execute(select(UnknownMessageRow)).scalars()
    found = [UnknownMessage(row.text, row.intent, row.confidence, row.day) for row in rows]
    return sorted(found, key=lambda each: (each.text, each.day, each.intent, each.confidence))


def erase_unknown(session: Session) -> int:
    """Delete every kept question and return how many there were."""
    return int(session.execute(delete(UnknownMessageRow)).rowcount)


def terms(session: Session, pack: str) -> list[str]:
    """Return the phrases that conditions, medicines, products and modifiers are found with."""
    found: list[str] = []
    for kind, field in _TERMS.items():
        for row in select_served(kind, live_versions(session, pack, kind), serve_pending=True):
            found += getattr(row, field)
    return found
