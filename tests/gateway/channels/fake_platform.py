"""A platform on loopback that keeps the limits of the real one, and people who write to the guide there."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


@dataclass(frozen=True)
class Webhook:
    """A call of the platform to the guide, signed as the platform does it."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What somebody sees on the platform. ``buttons`` are pairs of id and title."""

    user: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    private: bool = False


class FakePlatform(ABC):
    """What all fakes have: a server, what it took, and how it fails.

    ``refuse`` answers the next calls with these statuses; ``retry_after`` goes with a 429. ``broken`` are the
    limits that a call of ours went beyond: it must stay empty.
    """

    path: str
    has_buttons: bool = True
    has_groups: bool = False
    signs_time: bool = False

    def __init__(self) -> None:
        self.shown: list[Shown] = []
        self.broken: list[str] = []
        self.refuse: list[int] = []
        self.retry_after = "1"
        self.calls = 0
        self._numbers = itertools.count(1)
        self._server: TestServer | None = None
        self.url = ""

    async def start(self) -> str:
        """Start the server; return its address."""
        self._server = TestServer(self.app())
        await self._server.start_server()
        self.url = str(self._server.make_url("")).rstrip("/")
        return self.url

    async def stop(self) -> None:
        """Stop the server."""
        if self._server is not None:
            await self._server.close()

    def texts(self, user: str) -> list[str]:
        """Return what one person was sent, in order."""
        return [shown.text for shown in self.shown if shown.user == user]

    def newest_buttons(self, user: str) -> tuple[tuple[str, str], ...]:
        """Return the buttons under what one person was sent last."""
        return next((s.buttons for s in reversed(self.shown) if s.user == user), ())

    def number(self) -> int:
        """Return a number that was not used before."""
        return next(self._numbers)

    def fault(self) -> web.Response | None:
        """Return how the call at hand fails, None if it does not."""
        self.calls += 1
        if not self.refuse:
            return None
        status = self.refuse.pop(0)
        headers = {"Retry-After": self.retry_after} if status == 429 else {}
        return self.failed(status, headers)

    def failed(self, status: int, headers: Mapping[str, str]) -> web.Response:
        """Return an error as the platform words it."""
        return web.json_response({"ok": False, "error": "fault"}, status=status, headers=headers)

    def keep_within(self, what: str, value: int, limit: int) -> None:
        """Note a limit that was not kept."""
        if value > limit:
            self.broken.append(f"{what}: {value} of {limit}")

    @abstractmethod
    def app(self) -> web.Application:
        """Return the server of the platform."""

    @abstractmethod
    def variables(self, url: str) -> dict[str, str]:
        """Return the variables of the channel, with the platform at ``url``."""

    @abstractmethod
    def message(self, text: str, user: str = "7", event: str = "") -> Webhook:
        """Return the call for a text that somebody writes in private."""

    @abstractmethod
    def click(self, button: tuple[str, str], user: str = "7") -> Webhook:
        """Return the call for a click on a button."""

    @abstractmethod
    def picture(self, user: str = "7") -> Webhook:
        """Return the call for a picture without words."""

    @abstractmethod
    def forged(self, webhook: Webhook) -> Webhook:
        """Return the same call with a signature that is wrong."""

    @abstractmethod
    def unsigned(self, webhook: Webhook) -> Webhook:
        """Return the same call without its signature."""

    @abstractmethod
    def junk(self, body: bytes) -> Webhook:
        """Return a call with any body, signed as it should be."""

    def replayed(self, webhook: Webhook) -> Webhook:
        """Return the same call as it was signed long ago, where the time is signed."""
        raise AssertionError("no time is signed")

    def in_group(self, text: str, user: str = "7", addressed: bool = True) -> Webhook:
        """Return the call for a text in a group, where there are any."""
        raise AssertionError("there are no groups")


async def deliver(client: TestClient[Any, Any], platform: FakePlatform, webhook: Webhook) -> int:
    """Let the platform make a call; return the status it got."""
    response = await client.post(
        platform.path, data=webhook.body, headers=webhook.headers, params=webhook.query
    )
    await response.read()
    return response.status
