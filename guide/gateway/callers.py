"""Who calls: the conversation behind a token, counted against the limits."""

from __future__ import annotations

from aiohttp import web

from guide.gateway.errors import ApiError
from guide.gateway.keys import KEEPING, RATES, SETTINGS, TOKENS
from guide.gateway.rates import client_address

_SCHEME = "Bearer "


def caller_address(request: web.Request) -> str:
    """Return the address of whoever calls, behind the proxies that are configured."""
    return client_address(request, request.app[SETTINGS].proxies)


async def caller(request: web.Request) -> str:
    """Return the sender id of the conversation whose token came with the call.

    Raises:
        ApiError: 401 without a valid token or if the conversation was erased; 429 if it calls too often.
    """
    written = request.headers.get("Authorization", "")
    sender = request.app[TOKENS].sender(written[len(_SCHEME) :]) if written.startswith(_SCHEME) else None
    if sender is None:
        raise _unauthorized("the Authorization header must hold a valid token: 'Bearer ...'")
    await request.app[RATES].count_call(sender, caller_address(request))
    keeping = request.app[KEEPING]
    # While the log is down an erased conversation may be written to again: nothing is left in it to read.
    if await keeping.ask_or(False, keeping.replies.is_erased, sender):
        raise _unauthorized("the conversation of this token was erased")
    return sender


def _unauthorized(reason: str) -> ApiError:
    return ApiError(401, "unauthorized", reason, headers={"WWW-Authenticate": "Bearer"})
