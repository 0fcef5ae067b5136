"""Whether an answer helped."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from guide.gateway.bodies import read_body
from guide.gateway.callers import caller
from guide.gateway.errors import ApiError
from guide.gateway.keys import KEEPING, SETTINGS
from guide.gateway.reply_keeping import LogDown
from guide.gateway.wording import worded

routes = web.RouteTableDef()


class Feedback(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a call."""

    message: Annotated[str, Meta(min_length=1, max_length=64)]
    rating: Literal["up", "down"]
    reason: (
        Literal["not_my_question", "unclear", "not_believable", "too_little", "too_long", "wrong_person"]
        | msgspec.UnsetType
    ) = msgspec.UNSET


@routes.post("/api/feedback")
async def give_feedback(request: web.Request) -> web.Response:
    """Keep a rating of an answer of this conversation."""
    sender = await caller(request)
    body = await read_body(request, Feedback)
    keeping, pack = request.app[KEEPING], request.app[SETTINGS].store.pack
    rating = (sender, body.message, pack, body.rating, body.reason or "")
    try:
        found = await keeping.ask(keeping.replies.rate, *rating)
    except LogDown:
        reason = "the rating could not be kept"
        raise ApiError(503, "unavailable", reason, worded("unavailable")) from None
    if not found:
        raise ApiError(404, "no_such_answer", "there is no such answer in this conversation")
    return web.Response(status=204)
