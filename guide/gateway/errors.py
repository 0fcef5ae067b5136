"""A call that cannot be served: a stable code, the reason, and where a person waits, words for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web


class ApiError(Exception):
    """Ends a call with ``status`` and a JSON body."""

    def __init__(
        self, status: int, error: str, reason: str, text: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(error)
        self.status, self.error, self.reason, self.text = status, error, reason, text
        self.headers = dict(headers or {})

    def response(self) -> web.Response:
        """Return it as an answer to the caller."""
        return error_response(self.status, self.error, self.reason, self.text, self.headers)


def error_response(
    status: int, error: str, reason: str, text: str = "", headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return the ``Error`` object of the API description."""
    body: dict[str, Any] = {"error": error, "reason": reason} | ({"text": text} if text else {})
    return web.json_response(body, status=status, headers=headers)
