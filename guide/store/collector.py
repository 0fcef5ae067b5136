"""Holds the garbage collector back while a database session is open.

CPython 3.11.7 dies in ``dictresize`` when a collection starts while SQLAlchemy 1.4 detaches the rows of a
session (``InstanceState._detach_states``) and rows of an earlier session are garbage by then. It happened
from the fourth reading of the shipped pack on, each time at the same place, and never with the collector
held back. A session of ours lasts about a tenth of a second, so nothing piles up meanwhile.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class CollectorPause:
    """Pauses the collector of the process as long as anybody is inside, from whichever thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._was_on = False

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Pause the collector; on leaving last, let it go on if it was on before."""
        with self._lock:
            if not self._inside:
                self._was_on = gc.isenabled()
                gc.disable()
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if not self._inside and self._was_on:
                    gc.enable()


collector_paused = CollectorPause()
