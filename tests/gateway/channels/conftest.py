"""A gateway with one channel switched on, between a scripted Rasa and a fake platform."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiolimiter import AsyncLimiter
from fake_callback import FakeCallback
from fake_platform import FakePlatform, Webhook, deliver
from fake_slack import FakeSlack
from fake_telegram import FakeTelegram
from scripted_rasa import ScriptedRasa
from web_person import Gateway, Start

from guide.gateway.channels import delivery, desk, keeping
from guide.store import ChannelLog

PUBLIC_URL = "https://guide.example"

FAKES: dict[str, Callable[[], FakePlatform]] = {
    "telegram": FakeTelegram,
    "callback": FakeCallback,
    "slack": FakeSlack,
}


@dataclass
class Chat:
    """People on a platform, the guide behind it."""

    platform: FakePlatform
    gateway: Gateway
    rasa: ScriptedRasa
    log: ChannelLog

    async def deliver(self, webhook: Webhook) -> int:
        """Let the platform call; return the status."""
        return await deliver(self.gateway.client, self.platform, webhook)

    async def say(self, text: str, user: str = "7") -> list[str]:
        """Write something; return what came in reply once nothing more is to come."""
        before = len(self.platform.texts(user))
        assert await self.deliver(self.platform.message(text, user)) == 200
        await self.settled()
        return self.platform.texts(user)[before:]

    async def click(self, title: str, user: str = "7") -> list[str]:
        """Click a button of the newest message."""
        before = len(self.platform.texts(user))
        button = next(b for b in self.platform.newest_buttons(user) if b[1] == title)
        assert await self.deliver(self.platform.click(button, user)) == 200
        await self.settled()
        return self.platform.texts(user)[before:]

    async def settled(self) -> None:
        """Wait until all that came in is worked off and sent."""
        await self.until(lambda: not self.log.backlog())

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often; wait shortly before a platform is tried again, patiently for a busy machine's database;
    send as fast as it goes."""
    monkeypatch.setattr(desk, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(delivery, "pause", lambda attempts, asked: 0.02)
    monkeypatch.setattr(keeping, "WAIT_SECONDS", 15.0)
    monkeypatch.setattr(delivery, "AsyncLimiter", lambda *_: AsyncLimiter(1_000, 1.0))


@pytest.fixture(params=sorted(FAKES))
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[FakePlatform]:
    """Each platform in turn."""
    fake = FAKES[request.param]()
    yield fake
    await fake.stop()


@pytest.fixture
async def chat(
    platform: FakePlatform, start: Start, rasa: ScriptedRasa, database: Path
) -> AsyncIterator[Chat]:
    """The guide behind that platform. When it ends, nothing was sent that the platform does not take."""
    url = await platform.start()
    values = {platform.path.rpartition("/")[2]: platform.variables(url)}
    gateway = await start(channels=values, public_url=PUBLIC_URL)
    log = ChannelLog(f"sqlite:///{database}")
    yield Chat(platform, gateway, rasa, log)
    log.close()
    assert not platform.broken
