"""A message comes in; the reply goes out as events, or as one object."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator
from typing import Annotated, Literal

import msgspec
from aiohttp import web
from aiohttp_sse import EventSourceResponse
from msgspec import Meta

from guide.gateway.bodies import json_response, read_body, require
from guide.gateway.callers import caller
from guide.gateway.errors import ApiError
from guide.gateway.keys import KEEPING, METRICS, REPLIES
from guide.gateway.live_reply import Event, LiveReply
from guide.gateway.replies import Said
from guide.gateway.web_messages import web_message
from guide.gateway.wording import worded

routes = web.RouteTableDef()

HEARTBEAT_SECONDS = 10.0
_STREAM = "text/event-stream"


class Outgoing(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a call: one of ``text`` and ``button``."""

    client_id: Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{8,64}\Z")]
    text: Annotated[str, Meta(min_length=1)] | msgspec.UnsetType = msgspec.UNSET
    button: Annotated[str, Meta(min_length=1, max_length=64)] | msgspec.UnsetType = msgspec.UNSET
    audience: Literal["public", "professional"] | msgspec.UnsetType = msgspec.UNSET


@routes.post("/api/messages")
async def send_message(request: web.Request) -> web.StreamResponse:
    """Work on a message and reply."""
    sender = await caller(request)
    body = await read_body(request, Outgoing)
    require(bool(body.text) != bool(body.button), "there must be either 'text' or 'button'")
    live, had_begun = await request.app[REPLIES].reply_to(await _said(request, sender, body))
    if _STREAM in request.headers.get("Accept", ""):
        return await _stream(request, live, after=_last_event(request) if had_begun else 0)
    return await _collect(request, live)


async def _said(request: web.Request, sender: str, body: Outgoing) -> Said:
    digest = hashlib.sha256(msgspec.json.encode(body)).hexdigest()
    text = body.text or await _title(request, sender, body)
    return Said(sender, body.client_id, text, digest, body.audience or None)


async def _title(request: web.Request, sender: str, body: Outgoing) -> str:
    """Return what a click says: the title of a button of the newest reply.

    A click that is sent again only has its reply repeated, whatever was offered since; then "".

    Raises:
        ApiError: 409, if the button is not offered, or not any more.
    """
    replies, keeping = request.app[REPLIES], request.app[KEEPING]
    if replies.knows(sender, body.client_id):
        return ""
    if await keeping.ask_or(None, keeping.replies.find, sender, body.client_id) is not None:
        return ""
    title = replies.offered(sender, str(body.button))
    if title is None and not replies.is_replying(sender):
        title = await keeping.ask_or(None, keeping.replies.offered, sender, str(body.button))
    if title is None:
        reason = "this button is not offered any more"
        raise ApiError(409, "button_not_offered", reason, worded("old_button"))
    return title


def _last_event(request: web.Request) -> int:
    """Return the number of the event that the caller had last; of a new reply it has none yet."""
    written = request.headers.get("Last-Event-ID", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 0


async def _stream(request: web.Request, live: LiveReply, after: int) -> web.StreamResponse:
    """Send the events. Whoever leaves misses nothing: the same call again goes on where it broke off."""
    response = EventSourceResponse(allow_all_methods=True, ping_interval=HEARTBEAT_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    streams = request.app[METRICS].streams
    await response.prepare(request)
    with streams.track_inprogress(), contextlib.suppress(ConnectionResetError):
        async with response:
            async for number, event in _timed(request, live, after):
                data = msgspec.json.encode(event["data"]).decode()
                await response.send(data, id=str(number), event=event["event"])
            response.stop_streaming()
    return response


async def _collect(request: web.Request, live: LiveReply) -> web.Response:
    events = [event async for _, event in _timed(request, live, 0)]
    messages = [event["data"] for event in events if event["event"] == "message"]
    failed = events[-1] if events[-1]["event"] == "error" else None
    if failed and not messages:
        raise ApiError(503, "unanswered", "the message could not be answered", failed["data"]["text"])
    if failed:
        said = {"text": failed["data"]["text"], "custom": {"failure": "unanswered"}}
        messages.append(web_message(said))
    return json_response({"messages": messages})


async def _timed(request: web.Request, live: LiveReply, after: int) -> AsyncIterator[tuple[int, Event]]:
    """Follow the reply, and measure how long its first message took."""
    with contextlib.ExitStack() as until_first:
        until_first.enter_context(request.app[METRICS].first_message_seconds.time())
        async for number, event in live.follow(after):
            until_first.close()
            yield number, event
