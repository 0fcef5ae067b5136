"""What all tables of the content store share: packs, versions of items, and the trail of reviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base, declared_attr

from guide.advice.content import Review
from guide.advice.vocabulary import ReviewStatus
from guide.store.records import Record

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
ID_LENGTH = 200
Base: Any = declarative_base(metadata=MetaData(naming_convention=NAMING))


class PackRow(Base):
    """A content pack. ``version`` is a digest of all that may be served; it changes with any of it."""

    __tablename__ = "packs"
    id = Column(String(ID_LENGTH), primary_key=True)
    food = Column(Text, nullable=False)
    title = Column(Text, nullable=False)
    main_product = Column(String(ID_LENGTH), nullable=False)
    alternatives_topic = Column(String(ID_LENGTH), nullable=False)
    suggestions = Column(JSON, nullable=False)
    version = Column(String(64), nullable=False)


def _status_column(name: str, nullable: bool = False) -> Any:
    values = [status.value for status in ReviewStatus]
    return Column(
        Enum(
            ReviewStatus,
            values_callable=lambda _: values,
            native_enum=False,
            length=16,
            create_constraint=True,
            name=name,
        ),
        nullable=nullable,
    )


class VersionMixin:
    """What the versions of all kinds share: which item, which version, where it stands in review."""

    record: type[Record]

    id = Column(Integer, primary_key=True)
    item_key = Column(String(ID_LENGTH), nullable=False)
    version = Column(Integer, nullable=False)
    position = Column(Integer, nullable=False)
    digest = Column(String(64), nullable=False)
    reviewer = Column(Text, nullable=False, default="")
    reviewed_on = Column(Date)
    next_review_due = Column(Date)

    @declared_attr
    def pack_id(cls) -> Any:
        return Column(String(ID_LENGTH), ForeignKey("packs.id"), nullable=False)

    @declared_attr
    def status(cls) -> Any:
        return _status_column("status")

    @declared_attr
    def __table_args__(cls) -> Any:
        return (UniqueConstraint("pack_id", "item_key", "version"),)

    @classmethod
    def body_of(cls, record: Record) -> dict[str, Any]:
        """Return the column values that hold ``record``'s own fields."""
        names = [name for name in record.__struct_fields__ if name != record.key_field]
        return {name: msgspec.to_builtins(getattr(record, name)) for name in names}

    def to_record(self) -> Record:
        """Return the item as it was written in the pack."""
        fields = {}
        for name in self.record.__struct_fields__:
            value = self.item_key if name == self.record.key_field else getattr(self, name)
            fields[name] = list(value) if _is_sequence(value) else value
        return msgspec.convert(fields, self.record)

    def review(self) -> Review:
        """Return where this version stands in review."""
        row: Any = self
        return Review(row.status, row.reviewer, row.reviewed_on, row.next_review_due)


class ReviewEventRow(Base):
    """A change of review status. Rows are only ever added; triggers refuse anything else."""

    __tablename__ = "review_events"
    id = Column(Integer, primary_key=True)
    pack_id = Column(String(ID_LENGTH), ForeignKey("packs.id"), nullable=False)
    item_kind = Column(String(32), nullable=False)
    item_key = Column(String(ID_LENGTH), nullable=False)
    version = Column(Integer, nullable=False)
    at = Column(DateTime(timezone=True), nullable=False)
    who = Column(Text, nullable=False)
    from_status = _status_column("from_status", nullable=True)
    to_status = _status_column("to_status")
    note = Column(Text, nullable=False, default="")


def _is_sequence(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, (str, Mapping))
