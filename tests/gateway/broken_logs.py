"""Logs of replies whose database is gone, hangs or takes its time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from guide.store import StoreUnavailable


class DeadLog:
    """A log of replies whose database is gone."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def fail(*_: Any) -> None:
            raise StoreUnavailable("gone")

        return fail

    def close(self) -> None:
        """Close nothing."""


class HangingLog(DeadLog):
    """A log of replies whose database does not answer until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def hang(*_: Any) -> None:
            self.let_go.wait(20)
            raise StoreUnavailable("gone")

        return hang


class SlowLog:
    """A log of replies of which one method waits until it is let go."""

    def __init__(self, log: Any, method: str) -> None:
        self._log, self._method = log, method
        self.asked, self.let_go = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        if name != self._method:
            return getattr(self._log, name)

        def wait(*arguments: Any) -> Any:
            self.asked.set()
            self.let_go.wait(20)
            return getattr(self._log, name)(*arguments)

        return wait
