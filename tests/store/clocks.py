"""A clock that stands still until a test sets it."""

from __future__ import annotations

from datetime import datetime


class Clock:
    """The store's time."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now
