"""Takes in what platforms send and works it off: of each person in order, at once where it is urgent.

Three kinds of work go on for a conversation side by side: replying to what came in, sending what is queued,
and sending what is urgent. A slow platform thus holds up nobody else, and no emergency.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
import structlog

from guide.gateway.channels.channel import Channel, Incoming, Kind, Part, Payload
from guide.gateway.channels.delivery import Delivery
from guide.gateway.channels.emergencies import urgent_parts
from guide.gateway.channels.keeping import ChannelKeeping
from guide.gateway.channels.responder import Event, Responder, Response
from guide.gateway.errors import ApiError
from guide.gateway.metrics import Metrics
from guide.gateway.rates import Rates
from guide.gateway.reply_keeping import LogDown
from guide.gateway.wording import worded
from guide.store import Received, SnapshotCache

log = structlog.get_logger()

# What another gateway left, and what is due again, is looked for this often.
LOOK_SECONDS = 1.0
# A flood is told once that it is one, and again after this.
TOLD_SECONDS = 60.0
# What a person does; an opt-out counts always, and in a group nothing is said of it.
_COUNTED = (Kind.TEXT, Kind.BUTTON, Kind.UNREADABLE, Kind.ARRIVED, Kind.EDITED)
# So many emergencies answered from memory, which a platform may repeat, and people told of a flood.
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
        self._told: dict[str, float] = {}
        self._is_stopping = False

    async def take(self, channel: Channel, incoming: Incoming) -> None:
        """Keep an event to be worked on; an emergency in it is answered at once.

        Raises:
            ApiError: 503, if it could not be kept. The platform sends it again, and an emergency that was
                answered from memory then reaches the bot, too.
        """
        event = self._hash(f"event {channel.name}:{incoming.event}")
        parts = urgent_parts(channel, incoming, self._snapshots.loaded)
        if incoming.kind is Kind.OVERHEARD and not parts:
            return  # what people say to each other is not even stored
        conversation = self._hash(f"{channel.name}:{incoming.user}")
        if incoming.kind in _COUNTED and not await self._rates.allows(conversation):
            if not parts and self._was_told(conversation):
                return
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

    @property
    def is_sending_from_memory(self) -> bool:
        """Whether something is being sent that is queued nowhere."""
        return bool(self._aside)

    async def run(self) -> None:
        """Look again and again for what is due, until cancelled."""
        while True:
            try:
                for conversation in await self._keeping.ask(self._keeping.log.waiting, [*self._channels]):
                    self._wake(conversation)
            except LogDown:
                pass  # it is looked again
            except Exception as error:  # whatever it was, the next look must come
                log.error("channel_look_failed", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def settle(self, seconds: float) -> None:
        """Let what is being worked on come to its end, then stop; the rest stays queued."""
        self._is_stopping = True
        working = {*self._lanes.values(), *self._aside}
        if not working:
            return
        _, unfinished = await asyncio.wait(working, timeout=seconds)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    def _hash(self, text: str) -> str:
        """Return a keyed hash: nobody who reads the database learns, or can test, a number or name."""
        return hmac.new(self._keys[-1].encode(), text.encode(), hashlib.sha256).hexdigest()

    def _was_told(self, conversation: str) -> bool:
        """Whether somebody was told a moment ago that it is too much: two machines would else go on."""
        now = asyncio.get_running_loop().time()
        last = self._told.get(conversation, float("-inf"))
        if now - last < TOLD_SECONDS:
            return True
        self._told[conversation] = now
        _trim(self._told)
        return False

    def _answer_from_memory(self, channel: Channel, event: str, parts: list[Payload]) -> None:
        """Give an instruction that cannot be queued; when the event comes again it is not given twice."""
        if not parts:
            return
        self._answered[event] = None
        _trim(self._answered)
        self._metrics.emergencies.inc()
        self._start_aside(self._send_from_memory(channel, event, parts))

    async def _send_from_memory(self, channel: Channel, event: str, parts: list[Payload]) -> None:
        """Send an instruction; one that did not get through is given again when the event comes again."""
        is_sent = False
        try:
            is_sent = await self._delivery.send_from_memory(channel, parts)
        finally:
            if not is_sent:
                self._answered.pop(event, None)

    def _wake(self, conversation: str) -> None:
        """Have everything done that is due for a conversation, unless the gateway stops."""
        if self._is_stopping:
            return
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
        response = await self._response(received, conversation)
        finish = self._keeping.log.finish
        await self._keeping.ask(finish, received, conversation, response.payloads, response.greets)
        self._wake(conversation)
        return True

    async def _response(self, received: Received, conversation: str) -> Response:
        """Return what is said to an event; one that cannot be worked on must not hold up those behind it."""
        channel = self._channels[received.channel]
        body = dict(received.body)
        try:
            is_answered = body.pop("urgent")
            incoming = msgspec.convert(body, Incoming)
            event = Event(received.event, channel, incoming, conversation, is_answered)
            return await self._responder.respond(event)
        except LogDown:
            raise
        except Exception as error:
            log.error("channel_event_failed", channel=channel.name, error=type(error).__name__)
            address = body.get("address")
            if not isinstance(address, dict) or body.get("kind") in (Kind.GROUP, Kind.OVERHEARD):
                return Response([])
            return Response([channel.payload(Part(worded("unanswered")), address)])

    def _start_aside(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_quietly(work))
        self._aside.add(task)  # the event loop itself keeps no strong reference
        task.add_done_callback(self._aside.discard)


def _trim(remembered: dict[str, Any]) -> None:
    """Forget the oldest beyond so many."""
    while len(remembered) > _REMEMBERED:
        del remembered[next(iter(remembered))]


async def _quietly(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:
        log.warning("channel_aside_failed", error=type(error).__name__)
