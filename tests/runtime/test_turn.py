"""Emergencies, failing helpers and "forget me", through the REST channel."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from guide.advice import red_flags
from guide.runtime.wording import worded

pytestmark = pytest.mark.asyncio

Bot = Any  # see conftest.py; pytest does not let it be imported
Talk = Callable[..., Awaitable[list[dict[str, Any]]]]

EMERGENCY = "I drank kefir and now I can't breathe and my throat is swelling"
RECEIPT = {"text": "Forgetting.", "custom": {"forget_me": True, "receipt": "All gone."}}


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages]


# Emergencies


async def test_rasas_own_instruction_is_kept_and_comes_first(talk: Talk, bot: Bot) -> None:
    bot.rasa.replies = [{"text": "By the way."}, {"text": "Call 112.", "custom": {"emergency": True}}]
    assert texts(await talk(EMERGENCY)) == ["Call 112."]


async def test_emergency_is_answered_when_rasa_did_not_see_it(talk: Talk, bot: Bot) -> None:
    """And nothing else: what a turn says that did not see the emergency may be a benefit."""
    bot.rasa.replies = [{"text": "Kefir has live cultures."}]
    (message,) = await talk(EMERGENCY)
    flag = red_flags.detect(EMERGENCY)
    assert flag is not None
    assert message["text"] == red_flags.instruction(flag.kind).text
    assert message["custom"] == {"emergency": True, "kind": flag.kind}
    assert bot.rasa.seen, "the profile must learn of it all the same"


async def test_emergency_is_answered_when_rasa_fails(talk: Talk, bot: Bot) -> None:
    async def fail(_: UserMessage) -> None:
        raise RuntimeError

    bot.rasa.before = fail
    assert [message["custom"].get("emergency") for message in await talk(EMERGENCY)] == [True]


async def test_emergency_does_not_wait_for_a_hanging_turn(talk: Talk, bot: Bot) -> None:
    async def hang(_: UserMessage) -> None:
        await asyncio.Event().wait()

    bot.rasa.before = hang
    assert [message["custom"].get("emergency") for message in await talk(EMERGENCY)] == [True]


@pytest.mark.parametrize(
    "text", [EMERGENCY + " well" * 2_000, "well " * 2_000 + EMERGENCY], ids=["first", "last"]
)
async def test_emergency_at_either_end_of_an_overlong_message_is_seen(talk: Talk, text: str) -> None:
    messages = await talk(text)
    assert messages[0]["custom"].get("emergency") is True


async def test_a_slash_does_not_hide_an_emergency(talk: Talk) -> None:
    assert (await talk("/" + EMERGENCY))[0]["custom"].get("emergency") is True


# The action server


async def test_an_action_server_that_is_down_is_said(talk: Talk, bot: Bot) -> None:
    """Rasa swallows the error and goes on with half a turn."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    bot.agent.action_endpoint = EndpointConfig(f"http://127.0.0.1:{port}/webhook")
    bot.rasa.before = _call_actions(bot)
    assert texts(await talk("hi")) == ["Hello.", worded("unanswered")]


async def test_an_action_server_that_hangs_is_given_up(talk: Talk, bot: Bot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        bot.agent.action_endpoint = EndpointConfig(f"http://127.0.0.1:{silent.getsockname()[1]}/webhook")
        bot.rasa.before = _call_actions(bot)
        assert texts(await talk("hi")) == ["Hello.", worded("unanswered")]


def _call_actions(bot: Bot) -> Callable[[UserMessage], Awaitable[None]]:
    async def call(_: UserMessage) -> None:
        try:
            await bot.agent.action_endpoint.request(json={})
        except Exception:
            return

    return call


# The tracker store


class BrokenStore(TrackerStore):
    """A store whose database is gone."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        raise OSError("INSERT INTO events ... I am allergic to milk")


async def test_a_store_that_fails_is_said(talk: Talk, bot: Bot) -> None:
    bot.agent.tracker_store = FailSafeTrackerStore(BrokenStore(Domain.empty()))

    async def save(message: UserMessage) -> None:
        await bot.agent.tracker_store.save(_tracker(message.sender_id))

    bot.rasa.after = save
    assert texts(await talk("hi")) == ["Hello.", worded("not_kept")]


# Forget me


def _tracker(sender: str) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, [UserUttered("I am allergic to milk")])


async def _remember(bot: Bot, *senders: str) -> InMemoryTrackerStore:
    store = InMemoryTrackerStore(Domain.empty())
    bot.agent.tracker_store = FailSafeTrackerStore(store)
    for sender in senders:
        await store.save(_tracker(sender))
    return store


async def test_forget_me_erases_and_then_gives_the_receipt(talk: Talk, bot: Bot) -> None:
    store = await _remember(bot, "ann", "bob")
    bot.rasa.replies = [RECEIPT]
    (message,) = await talk("forget me")
    assert message["text"] == "All gone."
    assert message["custom"]["erased"] == {"events": 1}
    assert list(await store.keys()) == ["bob"]


async def test_what_the_turn_itself_saves_is_erased_too(talk: Talk, bot: Bot) -> None:
    store = await _remember(bot)

    async def save(message: UserMessage) -> None:
        await store.save(_tracker(message.sender_id))

    bot.rasa.replies, bot.rasa.after = [RECEIPT], save
    await talk("forget me")
    assert list(await store.keys()) == []


async def test_memory_that_a_failing_store_fell_back_to_is_erased(bot: Bot) -> None:
    await _remember(bot, "ann")
    fallback = bot.agent.tracker_store.fallback_tracker_store
    await fallback.save(_tracker("ann"))
    bot.rasa.replies = [RECEIPT]
    (message,) = await bot.say("forget me")
    assert message["custom"]["erased"] == {"events": 2}
    assert not fallback.store


async def test_a_failed_erasure_is_never_called_done(talk: Talk, bot: Bot) -> None:
    bot.agent.tracker_store = BrokenStore(Domain.empty())
    bot.rasa.replies = [RECEIPT]
    assert texts(await talk("forget me")) == [worded("not_erased")]


async def test_without_a_receipt_text_the_message_itself_is_the_receipt(bot: Bot) -> None:
    await _remember(bot)
    bot.rasa.replies = [{"text": "Forgotten.", "custom": {"forget_me": True}}]
    assert texts(await bot.say("forget me")) == ["Forgotten."]
