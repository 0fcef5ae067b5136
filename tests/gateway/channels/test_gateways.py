"""Several gateways, restarts, and a database that is down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from broken_logs import DeadLog
from channel_chat import PUBLIC_URL, Chat
from fake_platform import deliver
from fake_telegram import FakeTelegram
from postgres_fixtures import schema_url
from scripted_rasa import HANG, ScriptedRasa, said
from test_talking import EMERGENCY
from web_person import Gateway, Start

from guide.gateway import reply_keeping
from guide.gateway.channels import delivery
from guide.gateway.channels.keys import CHANNEL_KEEPING, DESK
from guide.store import ChannelLog, open_store


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    await fake.stop()


async def started(start: Start, telegram: FakeTelegram, **more: Any) -> Gateway:
    """Start a gateway with Telegram."""
    url = telegram.url or await telegram.start()
    channels = {"telegram": telegram.variables(url)}
    return await start(channels=channels, public_url=PUBLIC_URL, **more)


@pytest.fixture
async def two(
    start: Start, telegram: FakeTelegram, rasa: ScriptedRasa, postgres_schema: str
) -> tuple[Chat, Gateway]:
    """Two gateways on one PostgreSQL database."""
    url = schema_url(postgres_schema)
    store = open_store(url)
    store.upgrade()
    store.close()
    first, second = await started(start, telegram, url=url), await started(start, telegram, url=url)
    return Chat(telegram, first, rasa, ChannelLog(url)), second


@pytest.fixture
async def chat(
    start: Start,
    telegram: FakeTelegram,
    rasa: ScriptedRasa,
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Chat]:
    """One gateway, which asks a database that was down again at once."""
    monkeypatch.setattr(reply_keeping, "PAUSE_SECONDS", 0.0)
    log = ChannelLog(f"sqlite:///{database}")
    yield Chat(telegram, await started(start, telegram), rasa, log)
    log.close()


@contextmanager
def database_down(gateway: Gateway) -> Iterator[None]:
    """Take the database away from the channels for a while."""
    keeping = gateway.app[CHANNEL_KEEPING]
    log, keeping.log = keeping.log, cast(ChannelLog, DeadLog())
    yield
    keeping.log = log


async def test_two_gateways_keep_the_order_and_answer_once(
    two: tuple[Chat, Gateway], rasa: ScriptedRasa
) -> None:
    chat, other = two
    webhooks = [chat.platform.message(f"message {number}") for number in range(8)]
    for number in range(8):
        rasa.script(f"message {number}", said(f"reply {number}"))
    for number, webhook in enumerate(webhooks):
        gateways = (chat.gateway, other) if number % 2 else (other, chat.gateway)
        for gateway in gateways:
            assert await deliver(gateway.client, chat.platform, webhook) == 200
    await chat.settled()
    replies = [text for text in chat.platform.texts("7") if text.startswith("reply")]
    assert replies == [f"reply {number}" for number in range(8)]
    assert len(rasa.texts) == 8
    chat.log.close()


async def test_a_mark_chooses_from_the_newest_list_whoever_sent_it(
    two: tuple[Chat, Gateway], rasa: ScriptedRasa
) -> None:
    chat, other = two
    for question, first in (("one", "Milk allergy"), ("two", "Pregnancy")):
        choices = (first, *(f"{question} {letter}" for letter in "abcdefghijklmnopqrst"))
        rasa.script(question, said(f"Which of these, {question}?", *choices))
    await deliver(chat.gateway.client, chat.platform, chat.platform.message("one"))
    await chat.settled()
    await deliver(other.client, chat.platform, chat.platform.message("two"))
    await chat.settled()
    await deliver(chat.gateway.client, chat.platform, chat.platform.message("1"))
    await chat.settled()
    assert rasa.texts == ["one", "two", "Pregnancy"]
    chat.log.close()


async def test_an_instruction_that_did_not_get_through_is_given_when_the_event_comes_again(
    chat: Chat, telegram: FakeTelegram
) -> None:
    telegram.refuse = [503] * delivery.TRIES_FROM_MEMORY
    webhook = telegram.message(EMERGENCY)
    with database_down(chat.gateway):
        assert await chat.deliver(webhook) == 503
        await chat.until(lambda: not telegram.refuse)
    await chat.until(lambda: not chat.gateway.app[DESK].is_sending_from_memory)
    assert await chat.deliver(webhook) == 200
    await chat.settled()
    assert "adrenaline" in telegram.shown[0].text


async def test_what_a_stopped_gateway_left_is_sent_by_the_next(
    start: Start, telegram: FakeTelegram, rasa: ScriptedRasa, database: Path
) -> None:
    first = await started(start, telegram)
    telegram.refuse = [503] * 10_000
    await deliver(first.client, telegram, telegram.message("hello"))
    log = ChannelLog(f"sqlite:///{database}")
    chat = Chat(telegram, first, rasa, log)
    await chat.until(lambda: telegram.calls > 1)
    await first.client.close()
    telegram.refuse = []
    await started(start, telegram)
    await chat.settled()
    assert "Noted." in telegram.texts("7")[-1]
    assert rasa.texts == ["hello"]
    log.close()


async def test_with_the_database_down_an_emergency_is_answered_and_the_rest_comes_again(
    chat: Chat, telegram: FakeTelegram, rasa: ScriptedRasa
) -> None:
    webhook = telegram.message(EMERGENCY)
    with database_down(chat.gateway):
        assert await chat.deliver(telegram.message("hello")) == 503
        for _ in range(3):
            assert await chat.deliver(webhook) == 503
        await chat.until(lambda: bool(telegram.shown))
        assert "emergency number" in telegram.shown[0].text
    assert await chat.deliver(webhook) == 200
    await chat.settled()
    assert rasa.texts == [EMERGENCY]
    assert sum("adrenaline" in shown.text for shown in telegram.shown) == 1


async def test_an_emergency_does_not_wait_for_rasa(
    start: Start, telegram: FakeTelegram, rasa: ScriptedRasa
) -> None:
    gateway = await started(start, telegram)
    rasa.script("a slow one", HANG)
    await deliver(gateway.client, telegram, telegram.message("a slow one"))
    await rasa.hangs()
    await deliver(gateway.client, telegram, telegram.message(EMERGENCY))
    async with asyncio.timeout(10):
        while not telegram.shown:
            await asyncio.sleep(0.005)
    assert "adrenaline" in telegram.shown[0].text
    rasa.let_go()


async def test_without_its_secret_a_channel_is_off(gateway: Gateway, telegram: FakeTelegram) -> None:
    assert await deliver(gateway.client, telegram, telegram.message("hello")) == 404
