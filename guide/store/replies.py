"""The tables of the web: what was replied to whom for a few hours, who was erased, what helped.

A reply is kept so that a dropped connection can be resumed, a message that is sent twice is worked on
once, and a click or a rating can be matched to what was offered. What the person wrote is not kept here.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, DateTime, Index, Integer, String, UniqueConstraint

from guide.store.versioning import ID_LENGTH, Base


class WebReplyRow(Base):
    """The events of the reply to one message; none while it is being worked on."""

    __tablename__ = "web_replies"
    id = Column(Integer, primary_key=True)
    sender = Column(String(128), nullable=False)
    client_id = Column(String(64), nullable=False)
    digest = Column(String(64), nullable=False)
    begun_at = Column(DateTime(timezone=True), nullable=False)
    events = Column(JSON(none_as_null=True))
    __table_args__ = (UniqueConstraint("sender", "client_id"), Index("ix_web_replies_begun_at", "begun_at"))


class WebErasedRow(Base):
    """A conversation that was erased: its token, which nobody can call back, must not open it anew."""

    __tablename__ = "web_erased"
    sender = Column(String(128), primary_key=True)
    erased_at = Column(DateTime(timezone=True), nullable=False)


class FeedbackRow(Base):
    """Whether one statement was part of an answer that helped.

    ``answer`` is a hash of the message's random id: it lets a second rating replace the first, and leads
    nowhere once the reply itself is deleted.
    """

    __tablename__ = "feedback"
    answer = Column(String(64), primary_key=True)
    claim = Column(String(ID_LENGTH), primary_key=True)
    pack = Column(String(ID_LENGTH), nullable=False)
    topic = Column(String(ID_LENGTH), nullable=False)
    day = Column(Date, nullable=False)
    rating = Column(String(8), nullable=False)
    reason = Column(String(32), nullable=False)
