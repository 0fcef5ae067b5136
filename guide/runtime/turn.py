"""One message and everything said in reply to it. It always ends, and never in silence."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

from guide.advice import red_flags
from guide.advice.red_flags import RedFlag
from guide.runtime.action_calls import shorten_calls
from guide.runtime.erasure import erase
from guide.runtime.inbound import MAX_TEXT_CHARACTERS, Inbound
from guide.runtime.outbound import Emit, Message, TurnChannel, failure_message, message
from guide.runtime.watch import TurnNotes, turn_notes, watch

logger = logging.getLogger(__name__)

Handle = Callable[[UserMessage], Awaitable[Any]]

# What is most worth saying of what went wrong; the others would only add noise.
_BY_IMPORTANCE = ("not_recorded", "unanswered", "not_kept")


@dataclass(frozen=True)
class Limits:
    """Seconds to wait. Two hanging action calls fit in a turn, a turn in the lock's life of 30 s."""

    turn: float = 25.0
    action: float = 10.0
    emergency: float = 3.0


class Turns:
    """Plays turns, each in a task of its own: Rasa finishes, saves and erases even if the caller has left."""

    def __init__(self, handle: Handle, limits: Limits) -> None:
        self._handle, self._limits = handle, limits
        self._running: set[asyncio.Task[None]] = set()

    async def reply(self, inbound: Inbound, agent: Any, emit: Emit) -> None:
        """Emit every message of the reply to ``inbound``; at least one."""
        try:
            await self._reply(inbound, agent, emit)
        except Exception as error:
            logger.error("A reply failed (%s).", type(error).__name__)
            await emit(failure_message(inbound.sender, "unanswered"))

    async def _reply(self, inbound: Inbound, agent: Any, emit: Emit) -> None:
        flag = _red_flag(inbound.text)
        if flag is not None:
            await self._reply_to_emergency(inbound, agent, emit, flag)
        elif inbound.problem:
            await emit(failure_message(inbound.sender, inbound.problem))
        else:
            await asyncio.shield(self._start(inbound, agent, emit))

    async def _reply_to_emergency(self, inbound: Inbound, agent: Any, emit: Emit, flag: RedFlag) -> None:
        """Emit the emergency instruction: Rasa's own if it comes in time, else ours."""
        said: list[Message] = []

        async def collect(utterance: Message) -> None:
            said.append(utterance)

        if not inbound.problem:
            await asyncio.wait({self._start(inbound, agent, collect)}, timeout=self._limits.emergency)
        for utterance in _emergency_only(inbound.sender, list(said), flag):
            await emit(utterance)

    def _start(self, inbound: Inbound, agent: Any, emit: Emit) -> asyncio.Task[None]:
        task = asyncio.create_task(self._play(inbound, agent, emit))
        self._running.add(task)  # the event loop itself keeps no strong reference
        task.add_done_callback(self._running.discard)
        return task

    async def _play(self, inbound: Inbound, agent: Any, emit: Emit) -> None:
        notes = TurnNotes(inbound.text)
        turn_notes.set(notes)
        channel = TurnChannel(emit)
        await self._deliver(inbound, agent, channel, notes)
        for receipt in channel.withheld:
            await emit(await _erased(agent, receipt))
        if not channel.messages and not channel.withheld:
            notes.failures.add("unanswered")
        failure = next((key for key in _BY_IMPORTANCE if key in notes.failures), None)
        if failure:
            await emit(failure_message(inbound.sender, failure))

    async def _deliver(self, inbound: Inbound, agent: Any, channel: TurnChannel, notes: TurnNotes) -> None:
        """Let Rasa work on the message. A turn that is cut off is not saved, so it is asked for again."""
        utterance = UserMessage(
            inbound.text, channel, inbound.sender, input_channel=channel.name(), metadata=inbound.metadata
        )
        try:
            shorten_calls(agent)
            watch(agent, self._limits.action)
            await asyncio.wait_for(self._handle(utterance), self._limits.turn)
        except Exception as error:
            logger.error("A turn failed (%s).", type(error).__name__)
            notes.failures.add("not_recorded")


def _red_flag(text: str) -> RedFlag | None:
    """Return the emergency in ``text``, or None. Of an overlong text both ends are read."""
    try:
        return red_flags.detect_at_ends(text, MAX_TEXT_CHARACTERS)
    except Exception as error:
        logger.error("Red flags could not be checked (%s).", type(error).__name__)
    return None


def _emergency_only(sender: str, said: list[Message], flag: RedFlag) -> list[Message]:
    """Return the instruction, then receipts of erasure. Anything else said by a turn that did not see
    the emergency could be a benefit or a follow-up, which have no place in it."""
    instructions = [one for one in said if one["custom"].get("emergency") is True]
    receipts = [one for one in said if one["custom"].get("forget_me") is True]
    if not instructions:
        text = red_flags.instruction(flag.kind, flag.language).text
        instructions = [message(sender, text, emergency=True, kind=flag.kind)]
    return instructions + receipts


async def _erased(agent: Any, receipt: Message) -> Message:
    """Erase the conversation and return the receipt, or say that it is still stored."""
    try:
        events = await erase(agent, receipt["recipient_id"])
    except Exception as error:
        logger.error("A conversation could not be erased (%s).", type(error).__name__)
        failed = failure_message(receipt["recipient_id"], "not_erased")
        return failed | {"custom": failed["custom"] | {"forget_me": True}}
    custom = receipt["custom"]
    text = custom.get("receipt") or receipt["text"]
    return receipt | {"text": text, "custom": custom | {"erased": {"events": events}}}
