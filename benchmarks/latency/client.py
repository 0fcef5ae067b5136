"""A caller of Rasa's REST channel that keeps its connection open."""

from __future__ import annotations

import http.client
import json
import time
from types import TracebackType
from typing import Any

Reply = list[dict[str, Any]]

# What a bot that is not up, breaks off or answers with something else than JSON leads to.
UNREACHABLE = (OSError, http.client.HTTPException, ValueError)

_REPLY_SECONDS = 60.0


class Client:
    """One connection to one bot. Not for use by several threads."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_REPLY_SECONDS)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def say(self, sender: str, text: str) -> tuple[float, Reply]:
        """Send one message; return the seconds until the whole reply was there, and the reply.

        Raises:
            UNREACHABLE: one of them, if there is no proper reply.
        """
        body = json.dumps({"sender": sender, "message": text}).encode()
        begun = time.perf_counter()
        self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse().read()
        seconds = time.perf_counter() - begun
        reply: Reply = json.loads(answer)
        return seconds, reply
