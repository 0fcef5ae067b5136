"""The REST channel, ``/webhooks/rest/webhook``: the only way in for a message.

Rasa's own channel lets a caller set intents by a leading "/", hangs for ever on an error in stream
mode, answers a failed turn with an empty list, and reads bodies of any size (the list is in
docs/decisions/0002-runtime.md).
"""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.exceptions import PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, ResponseStream

from guide.runtime.inbound import MAX_BODY_BYTES, Inbound, Refused, read_message
from guide.runtime.logging import keep_messages_out_of_logs
from guide.runtime.outbound import Emit, Message
from guide.runtime.retention import delete_old_hourly
from guide.runtime.turn import Limits, Turns


class SafeRestInput(RestInput):
    """Rasa's REST channel with limits, worded failures, red flags and erasure."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes of the channel."""
        keep_messages_out_of_logs()
        turns = Turns(on_new_message, self._limits)
        routes = Blueprint("safe_rest")

        @routes.listener("after_server_start")
        async def settle(app: Any, *_: Any) -> None:
            gc.freeze()  # the model stays: to search it for garbage would halt every turn for 0.3 s
            app.add_task(delete_old_hourly(app))

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> Any:
            try:
                inbound = read_message(await _body(request))
            except Refused as refused:
                body = {"error": refused.error, "reason": refused.reason}
                return response.json(body, status=refused.status)
            agent = getattr(request.app.ctx, "agent", None)
            if request.args.get("stream", "").lower() == "true":
                return _streamed(turns, inbound, agent)
            return await _collected(turns, inbound, agent)

        return routes


async def _body(request: Request) -> bytes:
    """Return the body, never holding more than the limit in memory.

    Raises:
        Refused: if the body is larger.
    """
    source: Any = request.stream
    source.request_max_size = MAX_BODY_BYTES
    body = b""
    try:
        while chunk := await source.read():
            body += chunk
    except PayloadTooLarge:
        raise Refused(413, "too_large", f"the body may have {MAX_BODY_BYTES} bytes") from None
    return body


async def _collected(turns: Turns, inbound: Inbound, agent: Any) -> HTTPResponse:
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await turns.reply(inbound, agent, collect)
    return response.json(messages)


def _streamed(turns: Turns, inbound: Inbound, agent: Any) -> ResponseStream:
    """Send each message as a line of JSON as soon as it is said (the format of Rasa's own channel)."""

    async def stream(out: Any) -> None:
        queue: asyncio.Queue[Message | None] = asyncio.Queue()
        reply = asyncio.create_task(_reply_into(queue.put, turns, inbound, agent))
        while (message := await queue.get()) is not None:
            await out.write(json.dumps(message) + "\n")
        await reply

    return response.stream(stream, content_type="text/event-stream")


async def _reply_into(put: Callable[[Message | None], Awaitable[None]], *turn: Any) -> None:
    """Play the turn and mark its end, whatever happens: without the mark the stream would hang."""
    turns, inbound, agent = turn
    emit: Emit = put
    try:
        await turns.reply(inbound, agent, emit)
    finally:
        await put(None)
