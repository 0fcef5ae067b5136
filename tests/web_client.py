"""A person on the web, as a test plays them: one conversation over the public port."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from typing import Any

SECONDS = 30.0


class WebClient:
    """One conversation. ``say`` returns the events of the reply, in order."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._token = self.call("POST", "/api/sessions")[1]["token"]

    def say(self, text: str) -> list[tuple[str, dict[str, Any]]]:
        """Send a message and return what came: ``(event, data)``."""
        body = {"text": text, "client_id": uuid.uuid4().hex}
        request = self._request("POST", "/api/messages", body, {"Accept": "text/event-stream"})
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:
            return _events(reply.read().decode())

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Return the status and the JSON that come back."""
        try:
            with urllib.request.urlopen(self._request(method, path, body, {}), timeout=SECONDS) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or "null")

    def _request(self, method: str, path: str, body: Any, headers: dict[str, str]) -> urllib.request.Request:
        token = getattr(self, "_token", None)
        headers = headers | ({"Authorization": f"Bearer {token}"} if token else {})
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        return urllib.request.Request(self._base + path, data, headers, method=method)


def _events(stream: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for block in stream.replace("\r\n", "\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def texts(events: list[tuple[str, dict[str, Any]]]) -> str:
    """Return everything a person reads of a reply, errors included."""
    return "\n".join(data["text"] for _, data in events if data.get("text"))
