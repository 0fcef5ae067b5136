"""Review status and its trail. Every change of a status adds an event; events are never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guide.advice.vocabulary import ReviewStatus
from guide.store.errors import ReviewRefused
from guide.store.records import PackRecord
from guide.store.tables import VERSIONS
from guide.store.versioning import PackRow, ReviewEventRow

PENDING = frozenset({ReviewStatus.DRAFT, ReviewStatus.SUBMITTED, ReviewStatus.UNDER_REVIEW})
"""The statuses of a version that nobody has decided on."""


@dataclass(frozen=True)
class ItemVersion:
    """Names one version of one item of a pack."""

    pack: str
    kind: str
    key: str
    version: int


@dataclass(frozen=True)
class ReviewEvent:
    """One entry of the trail. ``from_status`` is None where the version was made."""

    item: ItemVersion
    at: datetime
    who: str
    from_status: ReviewStatus | None
    to_status: ReviewStatus
    note: str


@dataclass(frozen=True)
class ReviewDecision:
    """What a person decided. ``expected`` is the status they saw, so that two reviewers cannot collide."""

    expected: ReviewStatus
    to: ReviewStatus
    who: str
    note: str = ""
    reviewed_on: date | None = None
    next_review_due: date | None = None


def decide(session: Session, item: ItemVersion, decision: ReviewDecision, at: datetime) -> None:
    """Apply ``decision``. Approving a version retires the one approved before it.

    Raises:
        ReviewRefused: if there is no such version, or its status is not the expected one.
    """
    if item.kind not in VERSIONS:
        raise ReviewRefused(f"there is no kind {item.kind}")
    table = VERSIONS[item.kind]
    query = select(table).where(table.pack_id == item.pack, table.item_key == item.key).with_for_update()
    versions = {row.version: row for row in session.execute(query).scalars()}
    row = versions.get(item.version)
    if row is None or row.status is not decision.expected:
        found = row.status.value if row is not None else "missing"
        raise ReviewRefused(
            f"{item.kind} {item.key} version {item.version} is {found}, not {decision.expected.value}"
        )
    if decision.to is ReviewStatus.APPROVED:
        for other in versions.values():
            if other.status is ReviewStatus.APPROVED and other is not row:
                note = f"replaced by version {item.version}"
                change_status(session, item.kind, other, ReviewStatus.RETIRED, at, decision.who, note)
    change_status(session, item.kind, row, decision.to, at, decision.who, decision.note)
    if decision.reviewed_on is not None:
        row.reviewer, row.reviewed_on = decision.who, decision.reviewed_on
    if decision.next_review_due is not None:
        row.next_review_due = decision.next_review_due


def change_status(
    session: Session, kind: str, row: Any, to: ReviewStatus, at: datetime, who: str, note: str
) -> None:
    """Give the version ``row`` the status ``to`` and add the event that says so."""
    item = ItemVersion(row.pack_id, kind, row.item_key, row.version)
    record_event(session, item, at, who, row.status, to, note)
    row.status = to


def record_event(
    session: Session,
    item: ItemVersion,
    at: datetime,
    who: str,
    from_status: ReviewStatus | None,
    to_status: ReviewStatus,
    note: str,
) -> None:
    """Add an event to the trail."""
    session.add(
        ReviewEventRow(
            pack_id=item.pack,
            item_kind=item.kind,
            item_key=item.key,
            version=item.version,
            at=at,
            who=who,
            from_status=from_status,
            to_status=to_status,
            note=note,
        )
    )


def meta_of(row: PackRow) -> dict[str, Any]:
    """Return the pack's own fields as written in ``pack.yml``."""
    return {name: getattr(row, name) for name in PackRecord.__struct_fields__}


def refresh_content_version(session: Session, pack: str) -> str:
    """Set the pack's content version to a digest of all that may be served, and return it."""
    session.flush()
    row = session.get(PackRow, pack)
    digest = hashlib.sha256(repr(meta_of(row)).encode())
    for kind, table in VERSIONS.items():
        columns = (
            table.item_key,
            table.version,
            table.position,
            table.digest,
            table.status,
            table.reviewer,
            table.reviewed_on,
            table.next_review_due,
        )
        query = select(*columns).where(table.pack_id == pack, table.status != ReviewStatus.RETIRED)
        for values in session.execute(query.order_by(table.item_key, table.version)):
            digest.update(repr((kind, *map(str, values))).encode())
    row.version = digest.hexdigest()
    return row.version
