"""``/webhooks/<channel>``: where platforms call. The call is checked, kept, and acknowledged at once."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import web

from guide.gateway.bodies import BROKEN, READ_SECONDS
from guide.gateway.channels.channel import Call, Forged, Malformed
from guide.gateway.channels.keys import CHANNELS, DESK
from guide.gateway.errors import ApiError, error_response

log = structlog.get_logger()

routes = web.RouteTableDef()

# Meta sends up to a thousand events in one call.
MAX_BODY_BYTES = 1024 * 1024


@routes.get("/webhooks/{channel}")
@routes.post("/webhooks/{channel}")
async def receive(request: web.Request) -> web.Response:
    """Take in a call of a platform."""
    channel = request.app[CHANNELS].get(request.match_info["channel"])
    if channel is None:
        return error_response(404, "no_such_channel", "this channel is not switched on")
    try:
        heard = channel.hear(await _call(request))
    except Forged as forged:
        log.warning("forged_call", channel=channel.name, reason=forged.reason)
        return error_response(forged.status, "forged", forged.reason)
    except Malformed as malformed:
        return error_response(400, "malformed", str(malformed))
    for incoming in heard.incoming:
        await request.app[DESK].take(channel, incoming)
    return web.Response(text=heard.response, content_type=heard.content_type)


async def _call(request: web.Request) -> Call:
    try:
        async with asyncio.timeout(READ_SECONDS):
            body = await request.clone(client_max_size=MAX_BODY_BYTES).read()
    except TimeoutError:
        raise ApiError(408, "too_slow", f"the body must arrive within {READ_SECONDS:.0f} s") from None
    except web.HTTPRequestEntityTooLarge:
        reason = f"the body may have {MAX_BODY_BYTES} bytes"
        raise ApiError(413, "too_large", reason) from None
    except (ValueError, *BROKEN):
        raise ApiError(400, "invalid_body", "the body cannot be read") from None
    return Call(request.method, request.headers, request.query, body)
