"""Sends what is queued: of each conversation in order, what is urgent before everything, once each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog
from aiolimiter import AsyncLimiter

from guide.gateway.channels.channel import Channel, Payload, TryLater, Undeliverable
from guide.gateway.channels.keeping import ChannelKeeping
from guide.gateway.metrics import Metrics
from guide.gateway.reply_keeping import LogDown
from guide.store import Queued
from guide.store.clock import utc_now

log = structlog.get_logger()

SEND_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0
# Some platforms ask for hours; what waits for them holds a text and an address.
LONGEST_ASKED_SECONDS = 900.0
AGAIN_SECONDS = 1.0
# A reply that comes later than this answers nobody any more.
GIVEN_UP_AFTER = timedelta(hours=2)
# An emergency while the database is down is sent from memory; then it is tried this often.
TRIES_FROM_MEMORY = 5


class Delivery:
    """Sends for one gateway."""

    def __init__(self, channels: Mapping[str, Channel], keeping: ChannelKeeping, metrics: Metrics) -> None:
        self._channels, self._keeping, self._metrics = channels, keeping, metrics
        self._pace = {name: AsyncLimiter(c.limits.per_second, 1.0) for name, c in channels.items()}
        self._left_alone_until: dict[str, float] = {}

    async def deliver_next(self, conversation: str, urgent: bool) -> bool:
        """Send the next call of a conversation, if it is due; return whether there may be another.

        Raises:
            LogDown: if the database does not answer.
        """
        queued = await self._keeping.ask(self._keeping.log.claim_queued, conversation, urgent)
        if queued is None:
            return False
        channel = self._channels[queued.channel]
        try:
            if not urgent:
                await self._wait_for_pace(channel)
            await self._send(channel, queued.payload)
        except TryLater as problem:
            return await self._try_later(queued, problem)
        except Undeliverable as problem:
            await self._give_up(queued, str(problem))
        else:
            await self._note_delivered(queued)
            self._metrics.channel_sent.labels(channel.name).inc()
        return True

    async def send_from_memory(self, channel: Channel, payloads: list[Payload]) -> bool:
        """Send at once what cannot be queued because the database is down; return whether all was sent."""
        return all([await self._sent(channel, payload) for payload in payloads])

    async def _sent(self, channel: Channel, payload: Payload) -> bool:
        for attempt in range(TRIES_FROM_MEMORY):
            try:
                await self._send(channel, payload)
                return True
            except TryLater as problem:
                await asyncio.sleep(pause(attempt, problem.seconds))
            except Undeliverable:
                return False
        return False

    async def _note_delivered(self, queued: Queued) -> None:
        """Forget what was sent. Given up, it would be sent again."""
        while True:
            try:
                await self._keeping.ask(self._keeping.log.delivered, queued)
                return
            except LogDown:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _wait_for_pace(self, channel: Channel) -> None:
        """Wait for the turn of a call among those to one platform; an emergency does not."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._pace[channel.name].acquire()
        except TimeoutError:
            raise TryLater("many wait") from None

    async def _send(self, channel: Channel, payload: Payload) -> None:
        """Make one call, within a limit of time, and not while the platform wants to be left alone.

        Raises:
            TryLater, Undeliverable: as :meth:`Channel.send`; whatever else goes wrong is worth another try.
        """
        left = self._left_alone_until.get(channel.name, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise TryLater("left alone", left)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await channel.send(payload)
        except TimeoutError:
            raise TryLater("timeout") from None
        except TryLater as problem:
            if problem.everywhere and problem.seconds:
                seconds = min(problem.seconds, LONGEST_ASKED_SECONDS)
                until = asyncio.get_running_loop().time() + seconds
                self._left_alone_until[channel.name] = until
            raise
        except Undeliverable:
            raise
        except Exception as error:
            raise TryLater(type(error).__name__) from error

    async def _try_later(self, queued: Queued, problem: TryLater) -> bool:
        if utc_now() - queued.queued_at > GIVEN_UP_AFTER:
            await self._give_up(queued, problem.reason)
            return True
        log.warning("platform_unavailable", channel=queued.channel, reason=problem.reason)
        self._metrics.channel_retries.labels(queued.channel).inc()
        seconds = pause(queued.attempts, problem.seconds)
        await self._keeping.ask(self._keeping.log.postpone, queued, seconds)
        return False

    async def _give_up(self, queued: Queued, reason: str) -> None:
        log.error("not_delivered", channel=queued.channel, reason=reason, attempts=queued.attempts + 1)
        self._metrics.channel_failures.labels(queued.channel).inc()
        await self._keeping.ask(self._keeping.log.give_up, queued, reason)


def pause(attempts: int, asked: float | None) -> float:
    """Return how many seconds to wait after so many attempts: what the platform asks for, else twice as long
    each time."""
    if asked is not None:
        return min(asked, LONGEST_ASKED_SECONDS)
    return min(LONGEST_PAUSE_SECONDS, 2.0 ** min(attempts, 10))
