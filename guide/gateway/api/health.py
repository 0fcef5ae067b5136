"""For whoever runs the guide: is it alive, can it answer, what has it done."""

from __future__ import annotations

from aiohttp import web

from guide.gateway.bodies import json_response
from guide.gateway.keys import HEALTH, METRICS

routes = web.RouteTableDef()


@routes.get("/health/live")
async def live(_: web.Request) -> web.Response:
    """Say that the gateway runs."""
    return json_response({"status": "ok", "parts": {"gateway": True}})


@routes.get("/health/ready")
async def ready(request: web.Request) -> web.Response:
    """Say whether messages can be answered, and what is missing if not."""
    parts = await request.app[HEALTH].parts()
    fine = all(parts.values())
    body = {"status": "ok" if fine else "unavailable", "parts": parts}
    return json_response(body, status=200 if fine else 503)


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """Return the counters for Prometheus."""
    return web.Response(
        body=request.app[METRICS].text(), headers={"Content-Type": "text/plain; version=0.0.4"}
    )
