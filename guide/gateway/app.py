"""Puts the gateway together."""

from __future__ import annotations

from aiohttp import web

from guide.gateway.keys import SETTINGS, SNAPSHOTS
from guide.gateway.pages import add_pages
from guide.gateway.security import add_security_headers
from guide.gateway.settings import GatewaySettings
from guide.store import SnapshotCache, open_store


def make_app(settings: GatewaySettings) -> web.Application:
    """Return the application. Nothing is connected to before it starts."""
    app = web.Application()
    app[SETTINGS] = settings
    store = open_store(settings.store.database_url)
    app[SNAPSHOTS] = SnapshotCache(store, settings.store.pack, settings.store.serve_pending)
    add_security_headers(app)
    add_pages(app)
    return app
