"""Asks Rasa, over the REST channel of ``guide.runtime.rest``, which streams one JSON object a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp

Said = dict[str, Any]


class RasaUnavailable(Exception):
    """Rasa is not there, or answered with something else than a reply."""


class Rasa:
    """One or several Rasa servers. A sender always reaches the same one: rendezvous hashing, because
    Rasa's Redis lock store does not keep two servers apart reliably (design §1)."""

    def __init__(self, http: aiohttp.ClientSession, urls: Sequence[str], token: str = "") -> None:
        self._http, self._urls = http, tuple(urls)
        self._query = {"token": token} if token else {}

    async def reply(self, sender: str, text: str, audience: str | None = None) -> AsyncIterator[Said]:
        """Yield each message of the reply as it is said.

        Raises:
            RasaUnavailable: if Rasa cannot be reached, refuses, or breaks off. How long to wait is the
                caller's to decide.
        """
        body: dict[str, Any] = {"sender": sender, "message": text}
        if audience:
            body["metadata"] = {"audience": audience}
        url = f"{self._url_of(sender)}/webhooks/rest/webhook"
        try:
            async with self._http.post(url, json=body, params={"stream": "true"}) as response:
                if response.status != 200:
                    raise RasaUnavailable(f"status {response.status}")
                async for line in _lines(response.content):
                    yield json.loads(line)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise RasaUnavailable(type(error).__name__) from error

    async def intent(self, url: str, text: str) -> str:
        """Return the intent that one server reads in ``text``.

        Raises:
            RasaUnavailable: if it does not answer.
        """
        try:
            async with self._http.post(
                f"{url}/model/parse", json={"text": text}, params=self._query
            ) as response:
                parsed = await response.json()
                return str(parsed["intent"]["name"])
        except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError) as error:
            raise RasaUnavailable(type(error).__name__) from error

    def _url_of(self, sender: str) -> str:
        return max(self._urls, key=lambda url: hashlib.sha256(f"{url} {sender}".encode()).digest())


async def _lines(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    """Yield lines of any length; the reader's own iteration refuses long ones."""
    rest = b""
    async for chunk in content.iter_any():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.strip():
                yield line
    if rest.strip():
        yield rest
