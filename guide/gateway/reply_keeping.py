"""The log of replies without blocking, and without ever holding a person up: a database that does not
answer is left alone for a while, and the gateway goes on from memory."""

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
    """The log of replies does not answer just now."""


class ReplyKeeping:
    """Asks the log in threads of its own, with a limit of time."""

    def __init__(self, replies: ReplyLog, clock: Callable[[], float] = time.monotonic) -> None:
        self.replies = replies
        self._clock, self._down_until = clock, 0.0
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="replies")

    async def ask(self, question: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a method of ``self.replies`` returns.

        Raises:
            LogDown: if the database fails, is too slow, or did so a moment ago.
        """
        if self._clock() < self._down_until:
            raise LogDown
        loop = asyncio.get_running_loop()
        try:
            # Not wait_for: in Python 3.11 that loses a cancellation which comes together with the result,
            # and whoever waits for the cancelled task waits for ever.
            async with asyncio.timeout(WAIT_SECONDS):
                return await loop.run_in_executor(self._threads, question, *arguments)
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("reply_log_down", error=type(error).__name__)
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
        self.replies.close()
