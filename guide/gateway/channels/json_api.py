"""Calls to the API of a platform that answers in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec

from guide.gateway.channels.channel import TryLater

# Less than delivery waits, so that what was slow has its own name in the log.
_TIMEOUT = aiohttp.ClientTimeout(total=25.0)


@dataclass(frozen=True)
class Answer:
    """What came back. ``body`` is empty if it is no JSON object."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


class JsonApi:
    """An API below one address. Nothing is connected to before the first call."""

    def __init__(self, base: str, headers: Mapping[str, str] | None = None) -> None:
        self._base, self._headers = base, headers
        self._http: aiohttp.ClientSession | None = None

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        """Make a call below the address, or with ``path`` "" to it itself; ``options`` are those of
        :meth:`aiohttp.ClientSession.request`.

        Raises:
            TryLater: if no answer came.
        """
        if self._http is None:
            self._http = aiohttp.ClientSession(headers=self._headers, timeout=_TIMEOUT)
        url = f"{self._base}/{path}" if path else self._base
        try:
            async with self._http.request(method, url, allow_redirects=False, **options) as response:
                return Answer(response.status, response.headers, _body(await response.read()))
        except (aiohttp.ClientError, OSError) as error:
            raise TryLater(type(error).__name__) from error

    async def close(self) -> None:
        """Close all connections."""
        if self._http is not None:
            await self._http.close()


def _body(raw: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
