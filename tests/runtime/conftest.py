"""A real server on a free port of this machine, with the channel under test and a fake for Rasa."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from sanic import Sanic

from guide.runtime.rest import SafeRestInput
from guide.runtime.turn import Limits

QUICK = Limits(turn=0.5, action=0.1, emergency=0.1)


class FakeAgent:
    """What the channel uses of Rasa's agent."""

    def __init__(self) -> None:
        self.lock_store = InMemoryLockStore()
        self.tracker_store: Any = None
        self.action_endpoint: Any = None
        self.processor: Any = None


class FakeRasa:
    """Says ``replies`` to every message and remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[UserMessage] = []
        self.replies: list[dict[str, Any]] = [{"text": "Hello."}]
        self.before: Callable[[UserMessage], Awaitable[None]] | None = None
        self.after: Callable[[UserMessage], Awaitable[None]] | None = None

    async def __call__(self, message: UserMessage) -> None:
        self.seen.append(message)
        if self.before:
            await self.before(message)
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, dict(reply))
        if self.after:
            await self.after(message)


class Bot:
    """The server and how to talk to it."""

    def __init__(self, url: str, session: aiohttp.ClientSession, rasa: FakeRasa, agent: FakeAgent) -> None:
        self.url, self.session, self.rasa, self.agent = url, session, rasa, agent

    async def post(self, body: Any, **query: str) -> tuple[int, Any]:
        """Post ``body`` (bytes as they are, anything else as JSON); return status and JSON answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.session.post(self.url, data=data, params=query) as answer:
            return answer.status, json.loads(await answer.text())

    async def say(self, text: str, sender: str = "ann", **more: Any) -> list[dict[str, Any]]:
        """Send a message; return the bot's messages."""
        status, messages = await self.post({"sender": sender, "message": text, **more})
        assert status == 200
        return messages

    async def stream(self, text: str, sender: str = "ann") -> list[dict[str, Any]]:
        """Send a message in stream mode; return the bot's messages."""
        body = json.dumps({"sender": sender, "message": text})
        async with self.session.post(self.url, data=body, params={"stream": "true"}) as answer:
            return [json.loads(line) async for line in answer.content]


@pytest.fixture(params=[Bot.say, Bot.stream], ids=["collected", "streamed"])
def talk(request: pytest.FixtureRequest, bot: Bot) -> Callable[..., Awaitable[list[dict[str, Any]]]]:
    """Both ways of sending a message, which must differ in nothing."""
    return lambda *args: request.param(bot, *args)


@pytest_asyncio.fixture
async def bot(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """A bot whose Rasa and whose limits are made for tests."""
    monkeypatch.setattr(Sanic, "test_mode", True)  # without it one process can start one server only
    rasa, agent = FakeRasa(), FakeAgent()
    app = Sanic("channel_under_test", configure_logging=False, register=False)
    app.ctx.agent = agent
    app.blueprint(SafeRestInput(QUICK).blueprint(rasa), url_prefix="/webhooks/rest")
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    await server.startup()
    serving = asyncio.create_task(server.serve_forever())
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/rest/webhook"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield Bot(url, session, rasa, agent)
    serving.cancel()
    server.close()
    await server.wait_closed()
