"""The database without blocking, and without ever holding a person up: one that does not answer is left
alone for a while, and the gateway goes on from memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog

from guide.store import ReplyLog, StoreUnavailable

log = structlog.get_logger()

WAIT_SECONDS = 1.0
PAUSE_SECONDS = 5.0
_THREADS = 8

Result = TypeVar("Result")


class LogDown(Exception):
    """The database does not answer just now."""


class Keeping:
    """Asks a log of the database in threads of its own, with a limit of time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._down_until = clock, 0.0
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix=type(self).__name__)

    def wait_seconds(self) -> float:
        """Return how long to wait for an answer."""
        return WAIT_SECONDS

    async def ask(self, question: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a method of the log returns.

        Raises:
            LogDown: if the database fails, is too slow, or did so a moment ago.
        """
        if self._clock() < self._down_until:
            raise LogDown
        loop = asyncio.get_running_loop()
        try:
            # Not wait_for: in Python 3.11 that loses a cancellation which comes together with the result,
            # and whoever waits for the cancelled task waits for ever.
            async with asyncio.timeout(self.wait_seconds()):
                return await loop.run_in_executor(self._threads, question, *arguments)
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("database_down", asked_by=type(self).__name__, error=type(error).__name__)
            self._down_until = self._clock() + PAUSE_SECONDS
            raise LogDown from error

    async def ask_or(self, otherwise: Result, question: Callable[..., Result], *arguments: Any) -> Result:
        """Return what the log answers, or ``otherwise`` while it is down."""
        try:
            return await self.ask(question, *arguments)
        except LogDown:
            return otherwise

    def close(self) -> None:
        """Let the database go. A thread that still waits for it is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class ReplyKeeping(Keeping):
    """Asks the log of replies."""

    def __init__(self, replies: ReplyLog, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self.replies = replies

    def close(self) -> None:
        """Let the database go."""
        super().close()
        self.replies.close()
