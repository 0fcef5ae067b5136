"""Writing a valid pack into the database: new versions for what changed, nothing for what did not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from guide.advice.vocabulary import ReviewStatus
from guide.store.pack import Pack
from guide.store.records import Record
from guide.store.tables import VERSIONS
from guide.store.trail import PENDING, ItemVersion, change_status, record_event
from guide.store.versioning import PackRow

IMPORTER = "content import"
"""Who an import's events are by. Approving is a person's act and never an import's."""


@dataclass
class ImportReport:
    """What an import did, item by item ("claim kefir-definition"). ``version`` is the content version."""

    pack: str
    version: str = ""
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0


class PackImport:
    """One import in one open transaction."""

    def __init__(self, session: Session, pack: Pack, now: Callable[[], datetime]) -> None:
        self._session, self._pack, self._now = session, pack, now
        self.report = ImportReport(pack.meta.id)

    def run(self) -> ImportReport:
        """Write what differs. The caller commits, and sets the content version."""
        self._write_meta()
        for kind in VERSIONS:
            self._write_kind(kind, self._pack.records.get(kind, ()))
        return self.report

    def _write_meta(self) -> None:
        meta = self._pack.meta
        row = self._session.get(PackRow, meta.id, with_for_update=True)
        if row is None:
            row = PackRow(id=meta.id, version="")
            self._session.add(row)
        for name, value in msgspec.to_builtins(meta).items():
            setattr(row, name, value)
        self._session.flush()

    def _write_kind(self, kind: str, records: Sequence[Record]) -> None:
        table = VERSIONS[kind]
        query = select(table).where(table.pack_id == self.report.pack).order_by(table.version)
        stored: dict[str, list[Any]] = {}
        for row in self._session.execute(query).scalars():
            stored.setdefault(row.item_key, []).append(row)
        for position, record in enumerate(records):
            self._write_item(record, position, stored.pop(record.item_key, []))
        for key, versions in stored.items():
            self._retire_item(kind, key, versions)

    def _write_item(self, record: Record, position: int, versions: list[Any]) -> None:
        newest = versions[-1] if versions else None
        for version in versions:
            if version.status is not ReviewStatus.RETIRED and version.position != position:
                version.position = position
        digest = record.digest()
        if newest is not None and newest.digest == digest and newest.status is not ReviewStatus.RETIRED:
            self.report.unchanged += 1
            return
        number = newest.version + 1 if newest else 1
        self._supersede(record.item_kind, versions, number)
        self._add_version(record, position, digest, number)
        noted = self.report.changed if newest else self.report.added
        noted.append(f"{record.item_kind} {record.item_key}")

    def _add_version(self, record: Record, position: int, digest: str, number: int) -> None:
        table = VERSIONS[record.item_kind]
        self._session.add(
            table(
                pack_id=self.report.pack,
                item_key=record.item_key,
                version=number,
                position=position,
                digest=digest,
                status=ReviewStatus.SUBMITTED,
                reviewer="",
                **table.body_of(record),
            )
        )
        item = ItemVersion(self.report.pack, record.item_kind, record.item_key, number)
        record_event(self._session, item, self._now(), IMPORTER, None, ReviewStatus.SUBMITTED, "imported")

    def _supersede(self, kind: str, versions: list[Any], number: int) -> None:
        """Take versions that nobody decided on out of the queue; an approved one stays and is served."""
        for version in versions:
            if version.status in PENDING:
                self._retire(kind, version, f"superseded by version {number}")

    def _retire_item(self, kind: str, key: str, versions: list[Any]) -> None:
        live = [version for version in versions if version.status is not ReviewStatus.RETIRED]
        for version in live:
            self._retire(kind, version, "no longer in the pack")
        if live:
            self.report.retired.append(f"{kind} {key}")

    def _retire(self, kind: str, version: Any, note: str) -> None:
        change_status(self._session, kind, version, ReviewStatus.RETIRED, self._now(), IMPORTER, note)
