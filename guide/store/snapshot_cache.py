"""The snapshot a process answers from, refreshed when the content changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from guide.advice.content import Content
from guide.store.errors import StoreUnavailable

CHECK_SECONDS = 3.0
"""How often the database is asked for news. A withdrawn claim is gone from answers within this time."""


class ContentSource(Protocol):
    """Where snapshots come from: the part of the store that the cache needs."""

    def content_version(self, pack: str) -> str:
        """Return what changes with the content."""

    def load(self, pack: str, *, serve_pending: bool) -> Content:
        """Return the whole content."""


class SnapshotCache:
    """Serves one pack from memory. Safe to share between threads.

    Once loaded it always answers: if the database is gone, from the content it has.
    """

    def __init__(
        self,
        store: ContentSource,
        pack: str,
        serve_pending: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._pack, self._serve_pending, self._clock = store, pack, serve_pending, clock
        self._content: Content | None = None
        self._checked_at = 0.0
        self._lock = threading.Lock()

    @property
    def loaded(self) -> Content | None:
        """What was loaded last, without asking the database for news."""
        return self._content

    def get(self) -> Content:
        """Return the newest content known. While one thread looks for news, others get what there is.

        Raises:
            StoreUnavailable: if no content could ever be loaded.
        """
        content = self._content
        if content is not None and self._clock() - self._checked_at < CHECK_SECONDS:
            return content
        if not self._lock.acquire(blocking=content is None):
            assert content is not None
            return content
        try:
            return self._refresh()
        finally:
            self._lock.release()

    def _refresh(self) -> Content:
        content = self._content
        if content is not None and self._clock() - self._checked_at < CHECK_SECONDS:
            return content
        try:
            if content is None or self._store.content_version(self._pack) != content.version:
                self._content = self._store.load(self._pack, serve_pending=self._serve_pending)
        except StoreUnavailable:
            if content is None:
                raise
        self._checked_at = self._clock()
        assert self._content is not None
        return self._content
