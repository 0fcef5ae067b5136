"""The content store as the rest of the bot sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guide.advice.content import Content
from guide.advice.vocabulary import ReviewStatus
from guide.store.clock import utc_now
from guide.store.database import connect_engine, sqlite_path, translated_errors
from guide.store.errors import ReviewRefused, StoreUnavailable
from guide.store.export import write_pack
from guide.store.importing import ImportReport, PackImport
from guide.store.loading import load_content
from guide.store.migrations import upgrade
from guide.store.overdue import served_version
from guide.store.pack import read_pack
from guide.store.sessions import Sessions
from guide.store.tables import VERSIONS
from guide.store.trail import (
    ItemVersion,
    ReviewDecision,
    ReviewEvent,
    decide,
    refresh_content_version,
)
from guide.store.unknown import (
    UnknownMessage,
    add_unknown,
    all_unknown,
    erase_unknown,
    expire_unknown,
    terms,
)
from guide.store.versioning import PackRow, ReviewEventRow


class Store:
    """Content in a database. Every method raises StoreUnavailable if the database does not answer."""

    def __init__(self, url: str, now: Callable[[], datetime] = utc_now) -> None:
        self._sessions = Sessions(url)
        self._url = self._sessions.url
        self._now = now

    def upgrade(self) -> None:
        """Create the database file and the tables if needed, and bring the tables up to date."""
        path = sqlite_path(self._url)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        engine = connect_engine(self._url, create=True)
        try:
            with translated_errors(self._url), engine.begin() as connection:
                upgrade(connection)
        finally:
            engine.dispose()

    def import_pack(self, root: Path, pack: str) -> ImportReport:
        """Bring the database to what the files of ``root/pack`` say, in one transaction.

        The tables are made or brought up to date first, but only for a pack without mistakes.

        Raises:
            InvalidPack: if the pack has mistakes; nothing is written then.
        """
        checked = read_pack(root, pack)
        self.upgrade()
        with self._sessions.writing() as session:
            report = PackImport(session, checked, self._now).run()
            report.version = refresh_content_version(session, pack)
        return report

    def content_version(self, pack: str) -> str:
        """Return what changes whenever anything that may be served changes."""
        with self._sessions.reading() as session:
            return served_version(session, _find_pack(session, pack), self._today())

    def load(self, pack: str, *, serve_pending: bool = True) -> Content:
        """Return the content that may be served, read in one transaction."""
        with self._sessions.reading() as session:
            return load_content(session, _find_pack(session, pack), serve_pending, self._today())

    def export(self, pack: str, root: Path) -> None:
        """Write what is served, pending content included, as pack files under ``root``."""
        with self._sessions.reading() as session:
            write_pack(session, _find_pack(session, pack), root)

    def review_counts(self, pack: str) -> dict[str, dict[ReviewStatus, int]]:
        """Return how many versions of each kind stand at each status."""
        with self._sessions.reading() as session:
            _find_pack(session, pack)
            counts = {}
            for kind, table in VERSIONS.items():
                query = select(table.status, func.count()).where(table.pack_id == pack).group_by(table.status)
                counts[kind] = dict(session.execute(query).all())
            return counts

    def review(self, item: ItemVersion, decision: ReviewDecision) -> None:
        """Record what a person decided about one version. Which steps are allowed is `editorial`'s to know.

        Raises:
            ReviewRefused: if there is no such version, or somebody changed its status first.
        """
        with self._sessions.writing() as session:
            if session.get(PackRow, item.pack, with_for_update=True) is None:
                raise ReviewRefused(f"there is no pack {item.pack}")
            decide(session, item, decision, self._now())
            refresh_content_version(session, item.pack)

    def review_events(self, pack: str) -> list[ReviewEvent]:
        """Return the whole trail of a pack, oldest first."""
        with self._sessions.reading() as session:
            query = select(ReviewEventRow).where(ReviewEventRow.pack_id == pack).order_by(ReviewEventRow.id)
            return [
                ReviewEvent(
                    ItemVersion(row.pack_id, row.item_kind, row.item_key, row.version),
                    row.at,
                    row.who,
                    row.from_status,
                    row.to_status,
                    row.note,
                )
                for row in session.execute(query).scalars()
            ]

    def terms(self, pack: str) -> list[str]:
        """Return the phrases that the content of ``pack`` is found with in a message."""
        with self._sessions.reading() as session:
            return terms(session, _find_pack(session, pack).id)

    def keep_unknown(self, text: str, intent: str, confidence: float, days: int) -> None:
        """Keep a redacted question under today's date, and delete what has been kept for ``days``."""
        with self._sessions.writing() as session:
            expire_unknown(session, self._today(), days)
            add_unknown(session, UnknownMessage(text, intent, confidence, self._today()))

    def expire_unknown(self, days: int) -> None:
        """Delete the questions that have been kept for ``days``."""
        with self._sessions.writing() as session:
            expire_unknown(session, self._today(), days)

    def unknown_messages(self) -> list[UnknownMessage]:
        """Return the questions that were kept."""
        with self._sessions.reading() as session:
            return all_unknown(session)

    def erase_unknown(self) -> int:
        """Delete all kept questions and return how many there were."""
        with self._sessions.writing() as session:
            return erase_unknown(session)

    def _today(self) -> date:
        return self._now().date()

    def close(self) -> None:
        """Close all connections."""
        self._sessions.close()


def open_store(url: str) -> Store:
    """Return the store behind ``url``. Nothing is connected to yet.

    Raises:
        StoreUnavailable: if ``url`` names no database this store can use.
    """
    return Store(url)


def _find_pack(session: Session, pack: str) -> PackRow:
    row = session.get(PackRow, pack)
    if row is None:
        raise StoreUnavailable(f"the pack {pack} is not in the content database; run `guide content import`")
    return row
