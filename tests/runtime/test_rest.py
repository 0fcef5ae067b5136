"""The REST channel, by real requests to a real server; Rasa is a fake."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.run import create_http_input_channels

from guide.runtime.rest import SafeRestInput
from guide.runtime.wording import worded

pytestmark = pytest.mark.asyncio

Bot = Any  # see conftest.py; pytest does not let it be imported
Talk = Callable[..., Awaitable[list[dict[str, Any]]]]


def failures(messages: list[dict[str, Any]]) -> list[str]:
    return [message["custom"].get("failure", "") for message in messages]


async def test_rasa_finds_the_channel_at_the_path_everybody_knows() -> None:
    (channel,) = create_http_input_channels(None, "credentials.yml")
    assert isinstance(channel, SafeRestInput)
    assert channel.url_prefix() == "rest"


async def test_an_utterance_is_one_object(talk: Talk, bot: Bot) -> None:
    buttons = [{"title": "Yes", "payload": "/affirm"}]
    bot.rasa.replies = [
        {"text": "One.\n\n- two\n\n\n\nThree?", "buttons": buttons, "custom": {"answer": {"n": 1}}}
    ]
    assert await talk("hi") == [
        {
            "recipient_id": "ann",
            "text": "One.\n\n- two\n\n\n\nThree?",
            "buttons": [{"title": "Yes", "payload": "Yes"}],
            "custom": {"answer": {"n": 1}},
        }
    ]


async def test_messages_keep_their_order(talk: Talk, bot: Bot) -> None:
    bot.rasa.replies = [{"text": "A"}, {"custom": {"b": 1}}, {"text": "C"}]
    assert [message["text"] for message in await talk("hi")] == ["A", "", "C"]


async def test_slash_payload_is_answered_in_words_and_sets_nothing(talk: Talk, bot: Bot) -> None:
    (message,) = await talk('/report_condition{"condition": "none"}')
    assert message["text"] == worded("payload")
    assert not bot.rasa.seen


async def test_a_message_of_a_megabyte_is_answered_in_words(talk: Talk, bot: Bot) -> None:
    (message,) = await talk("kefir " * 170_000)
    assert message["text"] == worded("too_long")
    assert not bot.rasa.seen


async def test_html_and_control_characters_are_only_text(talk: Talk, bot: Bot) -> None:
    await talk("<script>alert(1)</script>\x00\x1b[31m\u202e")
    assert bot.rasa.seen[0].text == "<script>alert(1)</script>  [31m"


async def test_the_caller_chooses_neither_channel_nor_metadata(bot: Bot) -> None:
    metadata = {"audience": "professional", "slots": {"profile": "healthy"}}
    await bot.say("hi", input_channel="telegram", metadata=metadata)
    assert bot.rasa.seen[0].input_channel == "rest"
    assert bot.rasa.seen[0].metadata == {"audience": "professional"}


@pytest.mark.parametrize("stream", ["true", "false"])
async def test_a_missing_sender_never_joins_the_shared_conversation(bot: Bot, stream: str) -> None:
    status, answer = await bot.post({"message": "hi"}, stream=stream)
    assert (status, answer["error"]) == (400, "invalid_sender")
    assert answer["reason"]
    assert not bot.rasa.seen


async def test_numeric_message_is_refused_and_does_not_hang(bot: Bot) -> None:
    status, answer = await bot.post({"sender": "ann", "message": 5}, stream="true")
    assert (status, answer["error"]) == (400, "invalid_message")


async def test_malformed_json_is_refused(bot: Bot) -> None:
    assert (await bot.post(b"{"))[0] == 400


@pytest.mark.parametrize("size", [2_200_000, 3_000_000])
async def test_oversized_body_is_refused(bot: Bot, size: int) -> None:
    status, answer = await bot.post({"sender": "ann", "message": "a" * size})
    assert (status, answer["error"]) == (413, "too_large")
    assert not bot.rasa.seen


async def test_oversized_chunked_body_is_refused(bot: Bot) -> None:
    async def chunks() -> Any:
        for _ in range(20):
            yield b"a" * 120_000

    async with bot.session.post(bot.url, data=chunks()) as answer:
        assert answer.status == 413


async def test_an_overlong_message_is_answered_in_words(talk: Talk, bot: Bot) -> None:
    (message,) = await talk("kefir " * 1_000)
    assert message["text"] == worded("too_long")
    assert not bot.rasa.seen


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "////"])
async def test_an_empty_message_is_answered_in_words(talk: Talk, bot: Bot, text: str) -> None:
    (message,) = await talk(text)
    assert message["text"] == worded("empty")
    assert not bot.rasa.seen


async def test_emoji_alone_reach_rasa(talk: Talk, bot: Bot) -> None:
    await talk("\U0001f95b\U0001f937")
    assert bot.rasa.seen[0].text == "\U0001f95b\U0001f937"


async def test_silence_becomes_words(talk: Talk, bot: Bot) -> None:
    bot.rasa.replies = []
    assert failures(await talk("hi")) == ["unanswered"]


async def test_an_error_in_rasa_becomes_words(talk: Talk, bot: Bot) -> None:
    bot.rasa.before = _fail
    (message,) = await talk("hi")
    assert message["text"] == worded("not_recorded")


async def test_an_error_after_the_first_message_is_said_too(talk: Talk, bot: Bot) -> None:
    bot.rasa.after = _fail
    assert failures(await talk("hi")) == ["", "not_recorded"]


async def test_a_turn_that_hangs_ends_in_words(talk: Talk, bot: Bot) -> None:
    bot.rasa.before = _hang
    assert failures(await talk("hi")) == ["not_recorded"]


async def test_a_missing_agent_becomes_words(talk: Talk, bot: Bot) -> None:
    bot.rasa.before = _fail
    bot.agent = None  # type: ignore[assignment]
    assert failures(await talk("hi")) == ["not_recorded"]


async def test_senders_do_not_wait_for_each_other(bot: Bot) -> None:
    """Bob is answered while Ann's turn is still going on."""
    bob_answered = asyncio.Event()

    async def ann_waits(message: UserMessage) -> None:
        if message.sender_id == "ann":
            await bob_answered.wait()

    bot.rasa.before = ann_waits
    ann = asyncio.create_task(bot.say("hi", "ann"))
    assert failures(await bot.say("hi", "bob")) == [""]
    bob_answered.set()
    assert failures(await ann) == [""]


async def test_the_first_message_of_a_stream_does_not_wait_for_the_last(bot: Bot) -> None:
    read_first = asyncio.Event()

    async def wait_for_reader(_: UserMessage) -> None:
        await read_first.wait()

    bot.rasa.after = wait_for_reader
    body = json.dumps({"sender": "ann", "message": "hi"})
    async with bot.session.post(bot.url, data=body, params={"stream": "true"}) as answer:
        assert json.loads(await answer.content.readline())["text"] == "Hello."
        read_first.set()
        assert await answer.content.read() == b""


async def test_a_turn_is_finished_although_the_caller_has_left(bot: Bot) -> None:
    started, left, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_: UserMessage) -> None:
        started.set()
        await left.wait()
        finished.set()

    bot.rasa.before = slow
    asking = asyncio.create_task(bot.say("hi"))
    await started.wait()
    asking.cancel()
    left.set()
    await asyncio.wait_for(finished.wait(), 5)


async def _fail(_: UserMessage) -> None:
    raise RuntimeError("no such luck")


async def _hang(_: UserMessage) -> None:
    await asyncio.Event().wait()
