"""A person at a browser, as far as the gateway can tell: a token, messages, events."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient

SECRET = "a-key-of-the-tests-that-is-long-enough"

STREAM = "text/event-stream"
PATIENCE_SECONDS = 15.0

_numbers = itertools.count()


def new_id() -> str:
    """Return a ``client_id`` that was not used before."""
    return f"message-{next(_numbers):08}"


@dataclass(frozen=True)
class Event:
    """One event of a stream."""

    id: str
    event: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """What came back, read to its end."""

    status: int
    body: Any
    headers: Any

    @property
    def texts(self) -> list[str]:
        """What was said."""
        return [message["text"] for message in self.body["messages"]]


class Person:
    """Talks to one gateway with one token."""

    def __init__(self, client: TestClient[Any, Any], token: str) -> None:
        self.client, self.token = client, token

    @property
    def headers(self) -> dict[str, str]:
        """What every call of this person carries."""
        return {"Authorization": f"Bearer {self.token}"}

    def at(self, gateway: Gateway) -> Person:
        """Return the same person, calling another gateway."""
        return Person(gateway.client, self.token)

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answered:
        """Call and read the answer."""
        sent: dict[str, Any] = {} if body is None else {"json": body}
        async with asyncio.timeout(PATIENCE_SECONDS):
            written = {name.replace("_", "-"): value for name, value in headers.items()}
            async with self.client.request(method, path, headers=self.headers | written, **sent) as response:
                return await read(response)

    async def say(self, text: str, client_id: str = "", **more: Any) -> Answered:
        """Say something, and wait for the whole reply."""
        body = {"text": text, "client_id": client_id or new_id()} | more
        return await self.call("POST", "/api/messages", body)

    async def click(self, button: str, client_id: str = "") -> Answered:
        """Click a button."""
        return await self.call(
            "POST", "/api/messages", {"button": button, "client_id": client_id or new_id()}
        )

    async def rate(self, message: str, rating: str = "up", **more: Any) -> Answered:
        """Say whether an answer helped."""
        return await self.call("POST", "/api/feedback", {"message": message, "rating": rating} | more)

    async def forget(self) -> Answered:
        """Ask to be forgotten."""
        return await self.call("DELETE", "/api/sessions/current")

    @asynccontextmanager
    async def listening(
        self, text: str, client_id: str = "", last: str = "", **more: Any
    ) -> AsyncIterator[AsyncIterator[Event]]:
        """Say something, and hear event by event; leaving the block closes the connection."""
        headers = self.headers | {"Accept": STREAM} | ({"Last-Event-ID": last} if last else {})
        body = {"text": text, "client_id": client_id or new_id()} | more
        async with asyncio.timeout(PATIENCE_SECONDS):
            response = await self.client.post("/api/messages", json=body, headers=headers)
            assert response.status == 200, await response.text()
            try:
                yield events(response)
            finally:
                response.close()

    async def hear(self, text: str, client_id: str = "", last: str = "") -> list[Event]:
        """Say something, and hear all events."""
        async with self.listening(text, client_id, last) as heard:
            return [event async for event in heard]


class Gateway:
    """A running gateway."""

    def __init__(self, client: TestClient[Any, Any], app: web.Application) -> None:
        self.client, self.app = client, app

    async def person(self) -> Person:
        """Return somebody new."""
        async with self.client.post("/api/sessions") as response:
            return Person(self.client, (await response.json())["token"])

    async def send(self, method: str, path: str, **options: Any) -> Answered:
        """Make any call."""
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            self.client.request(method, path, **options) as response,
        ):
            return await read(response)

    async def raw(self, request: bytes, whole: bool = True) -> bytes:
        """Send bytes, and return what comes until the gateway hangs up; the head, if it waits for more."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.client.port)
        writer.write(request)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await writer.drain()
                return await (reader.read() if whole else reader.readline())
        finally:
            writer.close()


Start = Callable[..., Awaitable[Gateway]]
"""Starts another gateway of a test: the fixture ``start``."""


async def read(response: aiohttp.ClientResponse) -> Answered:
    """Return an answer; its body parsed if it is JSON."""
    body = await response.json() if response.content_type == "application/json" else await response.text()
    return Answered(response.status, body, response.headers)


async def events(response: aiohttp.ClientResponse) -> AsyncIterator[Event]:
    """Yield the events of a stream until it ends."""
    fields: dict[str, str] = {}
    async for line in response.content:
        name, _, value = line.decode().rstrip("\r\n").partition(": ")
        if name:
            fields[name] = value
        elif "data" in fields:
            yield Event(fields["id"], fields["event"], json.loads(fields["data"]))
            fields = {}
