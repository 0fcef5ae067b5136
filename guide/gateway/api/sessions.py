"""Conversations begin with a token and end with everything erased."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from guide.gateway.bodies import json_response
from guide.gateway.callers import caller, caller_address
from guide.gateway.errors import ApiError
from guide.gateway.keys import KEEPING, RASA, RATES, REPLIES, TOKENS
from guide.gateway.rasa import RasaUnavailable
from guide.gateway.replies import TURN_SECONDS
from guide.gateway.reply_keeping import LogDown
from guide.gateway.wording import worded

routes = web.RouteTableDef()

# What a person would type: the bot has no other way to erase, so that there is none to get wrong.
FORGET = "forget me"


@routes.post("/api/sessions")
async def start_session(request: web.Request) -> web.Response:
    """Hand out a token."""
    await request.app[RATES].count_session(caller_address(request))
    token, ends = request.app[TOKENS].issue()
    return json_response({"token": token, "expires_at": ends.isoformat(timespec="seconds")}, status=201)


@routes.delete("/api/sessions/current")
async def forget_session(request: web.Request) -> web.Response:
    """Erase the conversation wherever it is kept."""
    sender = await caller(request)
    receipt = await _erase_at_rasa(request, sender)
    request.app[REPLIES].forget(sender)
    keeping = request.app[KEEPING]
    try:
        replies = await keeping.ask(keeping.replies.erase, sender)
        await keeping.ask(keeping.replies.close_conversation, sender)
    except LogDown:
        raise _not_erased() from None
    events = receipt["erased"].get("events", 0)
    return json_response({"erased": {"events": events, "replies": replies}, "text": worded("erased")})


async def _erase_at_rasa(request: web.Request, sender: str) -> dict[str, Any]:
    """Return what Rasa says it erased.

    Raises:
        ApiError: 503 if it does not say so; then the conversation must be taken as still stored.
    """
    try:
        async with asyncio.timeout(TURN_SECONDS):
            async for said in request.app[RASA].reply(sender, FORGET):
                custom = said.get("custom") or {}
                if custom.get("forget_me") is True and isinstance(custom.get("erased"), dict):
                    return dict(custom)
    except (RasaUnavailable, TimeoutError):
        pass
    raise _not_erased()


def _not_erased() -> ApiError:
    return ApiError(
        503, "not_erased", "the conversation could not be erased everywhere", worded("not_erased")
    )
