"""What the parts of the gateway share, by typed key of the application."""

from __future__ import annotations

import asyncio

from aiohttp import web

from guide.advice.content import Content
from guide.gateway.health_checks import HealthChecks
from guide.gateway.metrics import Metrics
from guide.gateway.rasa import Rasa
from guide.gateway.rates import Rates
from guide.gateway.replies import Replies
from guide.gateway.reply_keeping import ReplyKeeping
from guide.gateway.settings import GatewaySettings
from guide.gateway.tokens import Tokens
from guide.store import SnapshotCache, StoreUnavailable

SETTINGS = web.AppKey("settings", GatewaySettings)
SNAPSHOTS = web.AppKey("snapshots", SnapshotCache)
TOKENS = web.AppKey("tokens", Tokens)
RATES = web.AppKey("rates", Rates)
METRICS = web.AppKey("metrics", Metrics)
KEEPING = web.AppKey("keeping", ReplyKeeping)
RASA = web.AppKey("rasa", Rasa)
REPLIES = web.AppKey("replies", Replies)
HEALTH = web.AppKey("health", HealthChecks)


CONTENT_SECONDS = 4.0


async def load_content(app: web.Application) -> Content:
    """Return the content that may be served now.

    Raises:
        StoreUnavailable: if none could ever be loaded, or the database holds us up.
    """
    try:
        async with asyncio.timeout(CONTENT_SECONDS):
            return await asyncio.to_thread(app[SNAPSHOTS].get)
    except TimeoutError:
        raise StoreUnavailable("the content database is too slow") from None
