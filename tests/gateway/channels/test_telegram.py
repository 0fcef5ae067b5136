"""What is Telegram's own."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from channel_chat import PUBLIC_URL, Chat
from fake_telegram import NAME, SECRET, FakeTelegram
from scripted_rasa import ScriptedRasa, said
from test_talking import EMERGENCY
from web_person import Start

from guide.gateway.channels.channel import TryLater
from guide.gateway.channels.telegram import Telegram
from guide.gateway.rates import Rates
from guide.settings import SettingsError
from guide.store import ChannelLog


@pytest.fixture
async def telegram(start: Start, rasa: ScriptedRasa, database: Path) -> Chat:
    """The guide on Telegram."""
    fake = FakeTelegram()
    channels = {"telegram": fake.variables(await fake.start())}
    gateway = await start(channels=channels, public_url=PUBLIC_URL)
    return Chat(fake, gateway, rasa, ChannelLog(f"sqlite:///{database}"))


async def test_opening_the_chat_greets(telegram: Chat) -> None:
    assert "keeps it by its own rules" in (await telegram.say("/start"))[0]
    assert telegram.rasa.texts == ["hello"]


async def test_opening_the_chat_with_an_emergency_is_one(telegram: Chat) -> None:
    assert "adrenaline" in (await telegram.say(f"/start {EMERGENCY}"))[0]


async def test_a_command_with_the_name_of_the_bot_is_the_command(telegram: Chat) -> None:
    await telegram.say(f"/help@{NAME}")
    assert telegram.rasa.texts == ["/help"]


async def test_a_click_ends_the_waiting_sign(telegram: Chat) -> None:
    telegram.rasa.script("well?", said("Yes or no?", "Yes", "No"))
    await telegram.say("well?")
    await telegram.click("Yes")
    fake = telegram.platform
    assert isinstance(fake, FakeTelegram)
    await telegram.until(lambda: len(fake.answered_clicks) == 1)


async def test_a_changed_message_is_not_read_anew(telegram: Chat) -> None:
    fake = telegram.platform
    assert isinstance(fake, FakeTelegram)
    await telegram.deliver(fake.edited("I have no allergy"))
    await telegram.settled()
    assert "send it again" in fake.texts("7")[-1]
    assert not telegram.rasa.heard


async def test_an_emergency_in_a_changed_message_is_answered_and_the_bot_knows(telegram: Chat) -> None:
    fake = telegram.platform
    assert isinstance(fake, FakeTelegram)
    await telegram.deliver(fake.edited(EMERGENCY))
    await telegram.settled()
    assert "adrenaline" in fake.texts("7")[0]
    assert telegram.rasa.texts == [EMERGENCY]


async def test_a_flood_is_answered_shortly(telegram: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rates, "allows", AsyncMock(return_value=False))
    assert "a lot at once" in (await telegram.say("hello"))[-1]
    assert await telegram.say("hello again") == []
    assert "adrenaline" in (await telegram.say(EMERGENCY))[0]
    assert telegram.rasa.texts == [EMERGENCY]


async def test_in_a_busy_group_the_bot_stays_silent(telegram: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rates, "allows", AsyncMock(return_value=False))
    for text in ("hello all", "my hives are back"):
        await telegram.deliver(telegram.platform.in_group(text, addressed=False))
    await telegram.deliver(telegram.platform.in_group(EMERGENCY, addressed=False))
    await telegram.settled()
    assert all("adrenaline" in shown.text for shown in telegram.platform.shown)
    assert not telegram.rasa.heard


@pytest.mark.parametrize(
    "update",
    [
        {"my_chat_member": {"chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "date": 1}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": "hi"}},
        {"poll": {"id": "1"}},
        {
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": -1, "type": "group"},
                "new_chat_members": [],
            }
        },
    ],
)
async def test_what_is_no_message_to_us_is_nothing(telegram: Chat, update: dict[str, object]) -> None:
    webhook = telegram.platform.junk(json.dumps({"update_id": 9} | update).encode())
    assert await telegram.deliver(webhook) == 200
    await telegram.settled()
    assert not telegram.platform.shown


async def test_a_message_of_another_bot_is_nothing(telegram: Chat) -> None:
    webhook = telegram.platform.message("hello")
    from_bot = webhook.body.replace(b'"is_bot": false', b'"is_bot": true')
    assert await telegram.deliver(telegram.platform.junk(from_bot)) == 200
    assert telegram.log.backlog() == {}


async def test_registering_hands_over_the_secret() -> None:
    fake = FakeTelegram()
    channel = Telegram("12345:a-token-of-the-fake", SECRET, NAME, await fake.start())
    assert await channel.check() == f"@{NAME}"
    await channel.register(f"{PUBLIC_URL}/webhooks/telegram")
    assert fake.webhook["secret_token"] == SECRET
    assert fake.webhook["url"] == f"{PUBLIC_URL}/webhooks/telegram"
    await channel.close()
    await fake.stop()


async def test_a_wrong_token_is_a_problem_that_can_be_mended() -> None:
    fake = FakeTelegram()
    channel = Telegram("99999:a-wrong-token", SECRET, NAME, await fake.start())
    with pytest.raises(TryLater):
        await channel.check()
    await channel.close()
    await fake.stop()


async def test_a_secret_that_can_be_guessed_is_refused(start: Start) -> None:
    variables = FakeTelegram().variables("http://127.0.0.1:9") | {"TELEGRAM_SECRET": "short"}
    with pytest.raises(SettingsError, match="TELEGRAM_SECRET"):
        await start(channels={"telegram": variables})
