"""Puts the channels into the gateway."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog
from aiohttp import web

from guide.gateway.channels import webhooks
from guide.gateway.channels.configured import PLATFORMS, is_begun, make_channels, missing
from guide.gateway.channels.desk import Desk
from guide.gateway.channels.keeping import ChannelKeeping
from guide.gateway.channels.keys import CHANNEL_KEEPING, CHANNELS, DESK
from guide.gateway.channels.responder import Responder
from guide.gateway.keys import METRICS, RATES, REPLIES, SETTINGS, SNAPSHOTS
from guide.gateway.settings import GatewaySettings
from guide.store import StoreUnavailable

log = structlog.get_logger()

# A turn takes at most 20 s, and a call to a platform 30 s; what is not done by then stays queued.
SETTLE_SECONDS = 10.0
EXPIRY_SECONDS = 60.0


def add_channels(app: web.Application) -> None:
    """Add the webhooks, and the work behind them while the gateway runs.

    Raises:
        SettingsError: if a value of a channel's variables cannot be used.
    """
    settings = app[SETTINGS]
    app[CHANNELS] = make_channels(settings.channels, settings.public_url)
    _say_what_is_missing(settings)
    app.add_routes(webhooks.routes)
    app.cleanup_ctx.append(_work)


def _say_what_is_missing(settings: GatewaySettings) -> None:
    """A channel that lacks something is off, which nobody should have to find out by silence."""
    for platform in PLATFORMS:
        values = settings.channels.get(platform.name, {})
        lacking = missing(platform, values)
        if not lacking:
            log.info("channel_on", channel=platform.name)
        elif is_begun(platform, values):
            log.warning("channel_off", channel=platform.name, missing=lacking)


async def _work(app: web.Application) -> AsyncIterator[None]:
    """Work off what comes in until the gateway stops; without a channel there is nothing to do."""
    if not app[CHANNELS]:
        yield
        return
    settings, channels = app[SETTINGS], app[CHANNELS]
    keeping = app[CHANNEL_KEEPING] = ChannelKeeping(settings.store.database_url)
    responder = Responder(app[REPLIES], keeping, app[SNAPSHOTS])
    desk = Desk(channels, keeping, responder, app[SNAPSHOTS], app[METRICS], app[RATES], settings.secrets)
    app[DESK] = desk
    tasks = [asyncio.create_task(desk.run()), asyncio.create_task(_expire(keeping))]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await desk.settle(SETTLE_SECONDS)
    for channel in channels.values():
        await channel.close()
    keeping.close()


async def _expire(keeping: ChannelKeeping) -> None:
    """Delete what has been kept long enough, once a minute."""
    while True:
        with contextlib.suppress(StoreUnavailable):
            await asyncio.to_thread(keeping.log.expire)
            await asyncio.to_thread(keeping.people.expire)
        await asyncio.sleep(EXPIRY_SECONDS)
