"""A gateway with one channel switched on, between a scripted Rasa and a fake platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiolimiter import AsyncLimiter
from channel_chat import FAKES, PUBLIC_URL, Chat
from fake_platform import FakePlatform
from scripted_rasa import ScriptedRasa
from web_person import Start

from guide.gateway.channels import delivery, desk, keeping
from guide.store import ChannelLog


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
