"""The routes of the API, as ``guide/gateway/openapi.yml`` describes them."""

from __future__ import annotations

from aiohttp import web

from guide.gateway.api import feedback, guide, health, messages, profile, sessions

ROUTES: tuple[web.RouteTableDef, ...] = (
    sessions.routes,
    messages.routes,
    profile.routes,
    feedback.routes,
    guide.routes,
)
"""What a chat page calls; pages of other sites too, if they are allowed."""

OPERATIONS: tuple[web.RouteTableDef, ...] = (health.routes,)
