"""What the parts of the gateway share, by typed key of the application."""

from __future__ import annotations

import asyncio

from aiohttp import web

from guide.advice.content import Content
from guide.gateway.settings import GatewaySettings
from guide.store import SnapshotCache

SETTINGS = web.AppKey("settings", GatewaySettings)
SNAPSHOTS = web.AppKey("snapshots", SnapshotCache)


async def read_content(request: web.Request) -> Content:
    """Return the content that may be served now.

    Raises:
        StoreUnavailable: if none could ever be loaded.
    """
    return await asyncio.to_thread(request.app[SNAPSHOTS].get)
