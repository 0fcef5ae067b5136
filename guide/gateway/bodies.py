"""Reads JSON bodies of known form and size."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

import msgspec
from aiohttp import http_exceptions, web

from guide.gateway.errors import ApiError
from guide.gateway.wording import worded

# A message has at most 4,000 characters, each of up to 12 bytes in JSON ("\\ud83e\\uddc0"): 48 kB.
MAX_BODY_BYTES = 64 * 1024
READ_SECONDS = 10.0

# Chunks or a compression that are no such thing.
BROKEN = (web.RequestPayloadError, http_exceptions.HttpProcessingError)

Body = TypeVar("Body", bound=msgspec.Struct)


async def read_body(request: web.Request, form: type[Body]) -> Body:
    """Return the body of a call.

    Raises:
        ApiError: 415 if it is not announced as JSON, 413 if it is too large, 408 if it is too slow,
            400 if it has another form.
    """
    if request.content_type != "application/json":
        raise ApiError(415, "not_json", "Content-Type must be application/json")
    try:
        async with asyncio.timeout(READ_SECONDS):
            body = await request.read()
        return msgspec.json.decode(body, type=form)
    except TimeoutError:
        raise ApiError(408, "too_slow", f"the body must arrive within {READ_SECONDS:.0f} s") from None
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    except msgspec.MsgspecError as error:
        raise ApiError(400, "invalid_body", str(error)) from None
    except (ValueError, RecursionError, *BROKEN):
        raise ApiError(400, "invalid_body", "the body must be JSON in UTF-8") from None


def too_large() -> ApiError:
    """Return the error for a body beyond the limit."""
    return ApiError(413, "too_large", f"the body may have {MAX_BODY_BYTES} bytes", worded("too_long"))


def require(value: bool, reason: str) -> None:
    """Check something that the form cannot say.

    Raises:
        ApiError: 400 with the reason, if it does not hold.
    """
    if not value:
        raise ApiError(400, "invalid_body", reason)


def json_response(body: Any, status: int = 200) -> web.Response:
    """Return ``body`` as JSON that nobody keeps: it may be about somebody's health."""
    return web.Response(
        body=msgspec.json.encode(body),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
