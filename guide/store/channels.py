"""The tables of the messaging platforms: who talks, what came in, what is still to be sent.

What a person wrote stands here only until it is worked on, and what is said to them only until the
platform has taken it. Who they are on the platform is known by a keyed hash, except beside what is still
to be sent.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, DateTime, Index, Integer, String

from guide.store.versioning import Base

HASH_LENGTH = 64
_NAME_LENGTH = 32


class ChannelConversationRow(Base):
    """A person on a platform, by keyed hash, and the random id under which the bot knows them."""

    __tablename__ = "channel_conversations"
    conversation = Column(String(HASH_LENGTH), primary_key=True)
    channel = Column(String(_NAME_LENGTH), nullable=False)
    sender = Column(String(128), nullable=False, unique=True)
    greeted = Column(Boolean, nullable=False, default=False)
    opted_out = Column(Boolean, nullable=False, default=False)
    last_at = Column(DateTime(timezone=True), nullable=False)


class ChannelInboxRow(Base):
    """One event of a platform. Who it was and ``body`` are gone once it is worked on; the rest of the row
    stays to know a repetition."""

    __tablename__ = "channel_inbox"
    id = Column(Integer, primary_key=True)
    event = Column(String(HASH_LENGTH), nullable=False, unique=True)
    conversation = Column(String(HASH_LENGTH), nullable=False)
    channel = Column(String(_NAME_LENGTH), nullable=False)
    body = Column(JSON(none_as_null=True))
    received_at = Column(DateTime(timezone=True), nullable=False)
    claimed_until = Column(DateTime(timezone=True))
    __table_args__ = (Index("ix_channel_inbox_conversation", "conversation"),)


class ChannelOutboxRow(Base):
    """One call to a platform that has not succeeded yet. Of a conversation the lowest id goes first, what is
    urgent before everything else."""

    __tablename__ = "channel_outbox"
    id = Column(Integer, primary_key=True)
    conversation = Column(String(HASH_LENGTH), nullable=False)
    channel = Column(String(_NAME_LENGTH), nullable=False)
    urgent = Column(Boolean, nullable=False)
    payload = Column(JSON, nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    queued_at = Column(DateTime(timezone=True), nullable=False)
    due_at = Column(DateTime(timezone=True), nullable=False)
    claimed_until = Column(DateTime(timezone=True))
    __table_args__ = (Index("ix_channel_outbox_conversation", "conversation"),)


class ChannelFailureRow(Base):
    """A message that could not be delivered: when, where and why, not to whom and not what."""

    __tablename__ = "channel_failures"
    id = Column(Integer, primary_key=True)
    channel = Column(String(_NAME_LENGTH), nullable=False)
    failed_at = Column(DateTime(timezone=True), nullable=False)
    attempts = Column(Integer, nullable=False)
    reason = Column(String(200), nullable=False)
