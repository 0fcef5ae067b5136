"""Puts the gateway together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import aiohttp_cors
import structlog
from aiohttp import web

from guide.gateway.api import OPERATIONS, ROUTES
from guide.gateway.bodies import MAX_BODY_BYTES
from guide.gateway.calls import answer_errors, measure
from guide.gateway.channels.serving import add_channels
from guide.gateway.health_checks import HealthChecks
from guide.gateway.keys import (
    HEALTH,
    KEEPING,
    METRICS,
    RASA,
    RATES,
    REPLIES,
    SETTINGS,
    SNAPSHOTS,
    TOKENS,
    load_content,
)
from guide.gateway.metrics import Metrics
from guide.gateway.pages import add_pages
from guide.gateway.rasa import Rasa
from guide.gateway.rates import Rates
from guide.gateway.replies import Replies
from guide.gateway.reply_keeping import ReplyKeeping
from guide.gateway.security import add_security_headers
from guide.gateway.settings import GatewaySettings
from guide.gateway.tokens import Tokens
from guide.store import ReplyLog, SnapshotCache, StoreUnavailable, open_store

log = structlog.get_logger()

EXPIRY_SECONDS = 60.0

_CONNECT_SECONDS = 1.0


def make_app(settings: GatewaySettings) -> web.Application:
    """Return the application. Nothing is connected to before it starts.

    Raises:
        StoreUnavailable: if the settings name no database that can be used.
    """
    app = web.Application(middlewares=[measure, answer_errors], client_max_size=MAX_BODY_BYTES)
    app[SETTINGS] = settings
    app[TOKENS], app[RATES], app[METRICS] = Tokens(settings.secrets), Rates(), Metrics()
    store = open_store(settings.store.database_url)
    app[SNAPSHOTS] = SnapshotCache(store, settings.store.pack, settings.store.serve_pending)
    app[KEEPING] = ReplyKeeping(ReplyLog(settings.store.database_url))
    app.on_startup.append(_load_content)
    app.cleanup_ctx.append(_talk_to_rasa)
    app.cleanup_ctx.append(_forget_in_time)
    add_security_headers(app)
    _add_api(app, settings.allowed_origins)
    add_channels(app)
    add_pages(app)
    return app


def _add_api(app: web.Application, origins: tuple[str, ...]) -> None:
    """Add the routes; those a chat page calls may be called from the pages of ``origins`` too."""
    options = aiohttp_cors.ResourceOptions(
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        expose_headers=["Retry-After"],
        max_age=600,
    )
    cors = aiohttp_cors.setup(app, defaults=dict.fromkeys(origins, options))
    for routes in ROUTES:
        for route in app.add_routes(routes):
            if origins:
                cors.add(route)
    for routes in OPERATIONS:
        app.add_routes(routes)


async def _load_content(app: web.Application) -> None:
    """Have the sources of the emergency texts at hand, should the database go later."""
    try:
        await load_content(app)
    except StoreUnavailable as error:
        log.warning("no_content", error=type(error).__name__)


async def _talk_to_rasa(app: web.Application) -> AsyncIterator[None]:
    """Open connections for the life of the gateway; at its end let the replies in progress come to theirs."""
    settings = app[SETTINGS]
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as http:
        app[RASA] = Rasa(http, settings.rasa_urls, settings.rasa_token)
        app[REPLIES] = Replies(app[RASA], app[KEEPING], app[SNAPSHOTS], app[METRICS])
        app[HEALTH] = HealthChecks(http, app[RASA], app[SNAPSHOTS], settings)
        yield
        await app[REPLIES].settle()
    app[KEEPING].close()


async def _forget_in_time(app: web.Application) -> AsyncIterator[None]:
    """Delete what has been kept long enough, once a minute."""
    expiring = asyncio.create_task(_expire(app))
    yield
    expiring.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await expiring


async def _expire(app: web.Application) -> None:
    while True:
        app[REPLIES].expire()
        # Aside from the limit of time of other questions: deleting many rows may take a while.
        with contextlib.suppress(StoreUnavailable):
            await asyncio.to_thread(app[KEEPING].replies.expire)
        await asyncio.sleep(EXPIRY_SECONDS)
