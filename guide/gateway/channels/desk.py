"""Takes in what platforms send and works it off: of each person in order, at once where it is urgent.

Three kinds of work go on for a conversation side by side: replying to what came in, sending what is queued,
and sending what is urgent. A slow platform thus holds up nobody else, and no emergency.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import msgspec
import structlog

from guide.gateway.channels.channel import Channel, Incoming, Kind, Payload
from guide.gateway.channels.delivery import Delivery
from guide.gateway.channels.emergencies import urgent_parts
from guide.gateway.channels.keeping import ChannelKeeping
from guide.gateway.channels.responder import Event, Responder
from guide.gateway.errors import ApiError
from guide.gateway.metrics import Metrics
from guide.gateway.rates import Rates
from guide.gateway.reply_keeping import LogDown
from guide.gateway.wording import worded
from guide.store import Received, SnapshotCache

log = structlog.get_logger()

# What another gateway left, and what is due again, is looked for this often.
LOOK_SECONDS = 1.0
# Emergencies answered from memory while the database is down; a platform may repeat its call.
_REMEMBERED = 1_000


class Desk:
    """Works for one gateway."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        keeping: ChannelKeeping,
        responder: Responder,
        snapshots: SnapshotCache,
        metrics: Metrics,
        rates: Rates,
        keys: Sequence[str],
    ) -> None:
        self._channels, self._keeping, self._responder = channels, keeping, responder
        self._snapshots, self._metrics, self._rates, self._keys = snapshots, metrics, rates, keys
        self._delivery = Delivery(channels, keeping, metrics)
        self._lanes: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._aside: set[asyncio.Task[None]] = set()
        self._answered: dict[str, None] = {}

    async def take(self, channel: Channel, incoming: Incoming) -> None:
        """Keep an event to be worked on; an emergency in it is answered at once.

        Raises:
            ApiError: 503, if it could not be kept. The platform sends it again, and an emergency that was
                answered from memory then reaches the bot, too.
        """
        event = _hash(f"{channel.name}:{incoming.event}")
        parts = urgent_parts(channel, incoming, self._snapshots.loaded)
        conversation = self._conversation(channel, incoming)
        if not await self._rates.allows(conversation):
            incoming = replace(incoming, kind=Kind.TOO_MANY)
        body: Payload = msgspec.to_builtins(incoming) | {"urgent": bool(parts)}
        queued = [] if event in self._answered else parts
        try:
            kept = (channel.name, conversation, event, body, queued)
            is_new = await self._keeping.ask(self._keeping.log.receive, *kept)
        except LogDown:
            self._answer_from_memory(channel, event, queued)
            reason = "the message could not be kept; send it again"
            raise ApiError(503, "unavailable", reason, worded("unavailable")) from None
        if is_new:
            self._metrics.channel_received.labels(channel.name).inc()
            self._metrics.emergencies.inc(bool(queued))
            self._start_aside(channel.acknowledge(incoming))
            self._wake(conversation)

    async def run(self) -> None:
        """Look again and again for what is due, until cancelled."""
        while True:
            with contextlib.suppress(LogDown):
                for conversation in await self._keeping.ask(self._keeping.log.waiting):
                    self._wake(conversation)
            await asyncio.sleep(LOOK_SECONDS)

    async def settle(self, seconds: float) -> None:
        """Let what is being worked on come to its end, then stop; the rest stays queued."""
        working = {*self._lanes.values(), *self._aside}
        if not working:
            return
        _, unfinished = await asyncio.wait(working, timeout=seconds)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def _conversation(self, channel: Channel, incoming: Incoming) -> str:
        """Return whom that is, as a keyed hash: nobody who reads the database learns a number or name."""
        who = f"{channel.name}:{incoming.user}".encode()
        return hmac.new(self._keys[-1].encode(), who, hashlib.sha256).hexdigest()

    def _answer_from_memory(self, channel: Channel, event: str, parts: list[Payload]) -> None:
        """Give an instruction that cannot be queued; when the event comes again it is not given twice."""
        if not parts:
            return
        self._answered[event] = None
        while len(self._answered) > _REMEMBERED:
            del self._answered[next(iter(self._answered))]
        self._metrics.emergencies.inc()
        self._start_aside(self._delivery.send_from_memory(channel, parts))

    def _wake(self, conversation: str) -> None:
        """Have everything done that is due for a conversation."""
        lanes: dict[str, Callable[[], Awaitable[bool]]] = {
            "urgent": partial(self._send_urgent, conversation),
            "reply": partial(self._reply_next, conversation),
            "send": partial(self._delivery.deliver_next, conversation, False),
        }
        for lane, step in lanes.items():
            key = (conversation, lane)
            if key not in self._lanes:
                task = self._lanes[key] = asyncio.create_task(self._work_off(step))
                task.add_done_callback(partial(self._leave, key))

    def _leave(self, key: tuple[str, str], _: asyncio.Task[None]) -> None:
        del self._lanes[key]

    async def _work_off(self, step: Callable[[], Awaitable[bool]]) -> None:
        try:
            while await step():
                pass
        except LogDown:
            pass  # it is looked for again
        except Exception as error:
            log.error("channel_work_failed", error=type(error).__name__)

    async def _send_urgent(self, conversation: str) -> bool:
        """Send what is urgent; what waited for it goes on then."""
        is_sent = await self._delivery.deliver_next(conversation, urgent=True)
        if is_sent:
            self._wake(conversation)
        return is_sent

    async def _reply_next(self, conversation: str) -> bool:
        """Reply to the next event of a conversation; return whether there may be another."""
        received = await self._keeping.ask(self._keeping.log.claim_received, conversation)
        if received is None:
            return False
        payloads = await self._payloads(received, conversation)
        await self._keeping.ask(self._keeping.log.finish, received, conversation, payloads)
        self._wake(conversation)
        return True

    async def _payloads(self, received: Received, conversation: str) -> list[Payload]:
        channel = self._channels.get(received.channel)
        if channel is None:  # it was switched off meanwhile
            return []
        body = dict(received.body)
        is_answered = body.pop("urgent")
        incoming = msgspec.convert(body, Incoming)
        event = Event(received.event, channel, incoming, conversation, is_answered)
        return await self._responder.respond(event)

    def _start_aside(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_quietly(work))
        self._aside.add(task)  # the event loop itself keeps no strong reference
        task.add_done_callback(self._aside.discard)


async def _quietly(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:
        log.warning("channel_aside_failed", error=type(error).__name__)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
