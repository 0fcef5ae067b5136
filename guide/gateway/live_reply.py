"""A reply while it grows: any number of connections may follow it, from any event on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

Event = dict[str, Any]
ENDINGS = ("done", "error")


class LiveReply:
    """The events of one reply. The last one is ``done`` or ``error``; nothing follows it.

    ``begun`` is when it began, in seconds of the event loop's clock. ``erases`` tells that it is the receipt
    of an erasure.
    """

    def __init__(self, digest: str, begun: float = 0.0) -> None:
        self.digest, self.begun = digest, begun
        self.erases = False
        self.events: list[Event] = []
        self._grown = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether the last event is there."""
        return bool(self.events) and self.events[-1]["event"] in ENDINGS

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was said so far."""
        return [event["data"] for event in self.events if event["event"] == "message"]

    def add(self, event: str, data: dict[str, Any]) -> None:
        """Add an event and let those who follow know."""
        self.events.append({"event": event, "data": data})
        self._grown.set()
        self._grown = asyncio.Event()

    async def follow(self, after: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """Yield each event with its number, counted from 1, from the one behind ``after`` to the last.

        The last is repeated to whoever claims to have it: a stream without an ending looks broken off.
        """
        number = after
        while True:
            grown = self._grown
            if self.is_over:
                number = min(number, len(self.events) - 1)
            while number < len(self.events):
                number += 1
                yield number, self.events[number - 1]
            if self.is_over:
                return
            await grown.wait()
