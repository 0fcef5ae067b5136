"""``/webhooks/<channel>``: where platforms call. The call is checked, kept, and acknowledged at once."""

from __future__ import annotations

import asyncio

import structlog
from aiohttp import web

from guide.gateway.bodies import BROKEN, READ_SECONDS
from guide.gateway.channels.channel import Call, Channel, Forged, Heard, Malformed
from guide.gateway.channels.desk import Desk
from guide.gateway.channels.keys import CHANNELS, DESK
from guide.gateway.errors import ApiError, error_response

log = structlog.get_logger()

routes = web.RouteTableDef()


@routes.get("/webhooks/{channel}")
@routes.post("/webhooks/{channel}")
async def receive(request: web.Request) -> web.Response:
    """Take in a call of a platform."""
    channel = request.app[CHANNELS].get(request.match_info["channel"])
    if channel is None:
        return error_response(404, "no_such_channel", "this channel is not switched on")
    try:
        heard = channel.hear(await _call(request, channel.most_bytes))
    except Forged as forged:
        log.warning("forged_call", channel=channel.name, reason=forged.reason)
        return error_response(forged.status, "forged", forged.reason)
    except Malformed as malformed:
        return error_response(400, "malformed", str(malformed))
    await _take_all(request.app[DESK], channel, heard)
    return web.Response(text=heard.response, content_type=heard.content_type)


async def _take_all(desk: Desk, channel: Channel, heard: Heard) -> None:
    """Take every event of a batch, also behind one that could not be kept: it may be an emergency.

    Raises:
        ApiError: 503, if one could not be kept: the platform sends all of them again.
    """
    problem: ApiError | None = None
    for incoming in heard.incoming:
        try:
            await desk.take(channel, incoming)
        except ApiError as error:
            problem = error
    if problem is not None:
        raise problem


async def _call(request: web.Request, most_bytes: int) -> Call:
    try:
        async with asyncio.timeout(READ_SECONDS):
            body = await request.clone(client_max_size=most_bytes).read()
    except TimeoutError:
        raise ApiError(408, "too_slow", f"the body must arrive within {READ_SECONDS:.0f} s") from None
    except web.HTTPRequestEntityTooLarge:
        reason = f"the body may have {most_bytes} bytes"
        raise ApiError(413, "too_large", reason) from None
    except (ValueError, *BROKEN):
        raise ApiError(400, "invalid_body", "the body cannot be read") from None
    return Call(request.method, request.headers, request.query, body)
