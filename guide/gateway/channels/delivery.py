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
from guide.store import Queued
from guide.store.clock import utc_now

log = structlog.get_logger()

SEND_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0
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
        channel = self._channels.get(queued.channel)
        if channel is None:  # it was switched off; on again, it goes on
            await self._keeping.ask(self._keeping.log.postpone, queued, LONGEST_PAUSE_SECONDS)
            return False
        try:
            await self._send(channel, queued.payload)
        except TryLater as problem:
            return await self._try_later(queued, problem)
        except Undeliverable as problem:
            await self._give_up(queued, str(problem))
        else:
            await self._keeping.ask(self._keeping.log.delivered, queued)
            self._metrics.channel_sent.labels(channel.name).inc()
        return True

    async def send_from_memory(self, channel: Channel, payloads: list[Payload]) -> None:
        """Send at once what cannot be queued because the database is down."""
        for payload in payloads:
            for attempt in range(TRIES_FROM_MEMORY):
                try:
                    await self._send(channel, payload)
                    break
                except TryLater as problem:
                    await asyncio.sleep(pause(attempt, problem.seconds))
                except Undeliverable:
                    break

    async def _send(self, channel: Channel, payload: Payload) -> None:
        """Make one call, within a limit of time, and not while the platform wants to be left alone.

        Raises:
            TryLater, Undeliverable: as :meth:`Channel.send`; whatever else goes wrong is worth another try.
        """
        left = self._left_alone_until.get(channel.name, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise TryLater("left alone", left)
        try:
            async with asyncio.timeout(SEND_SECONDS), self._pace[channel.name]:
                await channel.send(payload)
        except TimeoutError:
            raise TryLater("timeout") from None
        except TryLater as problem:
            if problem.everywhere and problem.seconds:
                until = asyncio.get_running_loop().time() + problem.seconds
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
    return asked if asked is not None else min(LONGEST_PAUSE_SECONDS, 2.0 ** min(attempts, 10))
