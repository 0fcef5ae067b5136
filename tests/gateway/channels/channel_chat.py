"""People on a fake platform, and the guide behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fake_callback import FakeCallback
from fake_messenger import FakeMessenger
from fake_platform import FakePlatform, Webhook, deliver
from fake_slack import FakeSlack
from fake_telegram import FakeTelegram
from fake_twilio import FakeSms, FakeWhatsApp
from scripted_rasa import ScriptedRasa
from web_person import Gateway

from guide.store import ChannelLog

PUBLIC_URL = "https://guide.example"

FAKES: dict[str, type[FakePlatform]] = {
    "telegram": FakeTelegram,
    "callback": FakeCallback,
    "messenger": FakeMessenger,
    "slack": FakeSlack,
    "sms": FakeSms,
    "whatsapp": FakeWhatsApp,
}


def those_with(feature: str) -> pytest.MarkDecorator:
    """Return the mark of a test for platforms that have buttons, groups or a signed time only."""
    names = sorted(name for name, fake in FAKES.items() if getattr(fake, feature))
    return pytest.mark.parametrize("platform", names, indirect=True)


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
