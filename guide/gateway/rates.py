"""How often somebody may call: per conversation and per address, as a moving window.

Kept in the process: with several gateways each counts for itself, so the limits are that many times as
high. They are there against floods, not as quotas.
"""

from __future__ import annotations

import math
import time

from aiohttp import web
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from guide.gateway.errors import ApiError
from guide.gateway.wording import worded

# A person types a few messages a minute. Hundreds of people may share the address of a clinic or a carrier.
PER_SESSION = ("30/minute", "8/second")
PER_ADDRESS = ("1500/minute",)
SESSIONS_PER_ADDRESS = ("600/minute",)


class Rates:
    """The limits of one process. Windows of those who stopped calling are dropped by the storage."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._items = {limit: parse(limit) for limit in (*PER_SESSION, *PER_ADDRESS, *SESSIONS_PER_ADDRESS)}

    async def count_session(self, address: str) -> None:
        """Count a new conversation.

        Raises:
            ApiError: 429, if there were too many from that address.
        """
        await self._count(SESSIONS_PER_ADDRESS, "session", address)

    async def allows(self, sender: str) -> bool:
        """Count a message that came through a platform; return whether it is within the limits."""
        hits = [await self._limiter.hit(self._items[limit], "sender", sender) for limit in PER_SESSION]
        return all(hits)

    async def count_call(self, sender: str, address: str) -> None:
        """Count a call within a conversation.

        Raises:
            ApiError: 429, if there were too many in that conversation or from that address.
        """
        await self._count(PER_SESSION, "sender", sender)
        await self._count(PER_ADDRESS, "address", address)

    async def _count(self, limits: tuple[str, ...], *key: str) -> None:
        for item in (self._items[limit] for limit in limits):
            if not await self._limiter.hit(item, *key):
                raise await self._too_many(item, *key)

    async def _too_many(self, item: RateLimitItem, *key: str) -> ApiError:
        window = await self._limiter.get_window_stats(item, *key)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        reason = f"at most {item}; try again in {seconds} s"
        return ApiError(429, "too_many_requests", reason, worded("too_many"), {"Retry-After": str(seconds)})


def client_address(request: web.Request, proxies: int) -> str:
    """Return the address of the caller, as ``proxies`` reverse proxies in front of us report it.

    Each proxy adds the address that it was called from at the right of ``X-Forwarded-For``; what stands
    further left is the caller's own word, and not believed.
    """
    written = ",".join(request.headers.getall("X-Forwarded-For", []))
    forwarded = [part.strip() for part in written.split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.remote or "unknown"
