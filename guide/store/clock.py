"""The time of what the store keeps: always UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


def aware(moment: datetime) -> datetime:
    """Return a time of the database with its zone, which SQLite forgets."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
