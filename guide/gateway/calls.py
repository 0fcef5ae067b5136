"""Around every call: errors become answers, and what happened is counted and logged, never what was said."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from guide.gateway.bodies import too_large
from guide.gateway.errors import ApiError, error_response
from guide.gateway.keys import METRICS
from guide.gateway.pages import error_page
from guide.gateway.wording import worded

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_MACHINES = ("/api/", "/health/", "/metrics", "/webhooks/")
_NO_ROUTE = "unknown"


@web.middleware
async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and log the call by its route: a path or query may hold what somebody asked."""
    began, status = time.monotonic(), 500
    try:
        response = await handler(request)
        status = response.status
        return response
    finally:
        seconds = time.monotonic() - began
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else _NO_ROUTE
        metrics = request.app[METRICS]
        metrics.calls.labels(route, status).inc()
        metrics.seconds.labels(route).observe(seconds)
        log.info("call", method=_known_method(request), route=route, status=status, ms=round(seconds * 1000))


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure: JSON for programs, a page for people, and a traceback for nobody."""
    try:
        return await handler(request)
    except ApiError as error:
        return error.response()
    except web.HTTPRequestEntityTooLarge:
        return too_large().response()
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return await _http_error(request, error)
    except Exception as error:
        log.error("call_failed", error=type(error).__name__)
        if not _for_a_program(request):
            return error_page(request, 500)
        return error_response(500, "internal_error", "something went wrong here", worded("unavailable"))


async def _http_error(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if not _for_a_program(request) and error.status == 404:
        return error_page(request, 404)
    headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
    code = error.reason.lower().replace(" ", "_")
    return error_response(error.status, code, error.reason, headers=headers)


def _for_a_program(request: web.Request) -> bool:
    return request.path.startswith(_MACHINES)


def _known_method(request: web.Request) -> str:
    return request.method if request.method in ("GET", "POST", "DELETE", "HEAD", "OPTIONS") else "other"
