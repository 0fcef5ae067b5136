"""A page on Facebook as far as we use it (developers.facebook.com/docs/messenger-platform)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from fake_platform import FakePlatform, Shown, Webhook

TOKEN, SECRET, VERIFY = "EAAB-a-token-of-the-page", "a-secret-of-the-app", "a-word-to-verify-with"
PAGE, NAME = "1067280970047460", "Kefir Guide"
HEADER = "X-Hub-Signature-256"
TEXT, REPLIES, TITLE, PAYLOAD = 2_000, 13, 20, 1_000

# What Graph says for what a test wants to happen: the code of the error and the status that goes with it.
# Rate limits come with 400 and a code of their own, as the documentation shows them.
FAULTS = {429: (613, 400), 403: (10, 403), 503: (2, 503)}


class FakeMessenger(FakePlatform):
    """One page with the people who write to it. ``error`` is the Graph error that a 400 stands for."""

    path = "/webhooks/messenger"

    def __init__(self) -> None:
        super().__init__()
        self.error = 100
        self.error_headers: dict[str, str] = {}
        self.set_up: dict[str, Any] = {}

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{version}/me{path:.*}", self._call)
        return app

    def variables(self, url: str) -> dict[str, str]:
        return {
            "MESSENGER_TOKEN": TOKEN,
            "MESSENGER_APP_SECRET": SECRET,
            "MESSENGER_VERIFY_TOKEN": VERIFY,
            "MESSENGER_API_URL": url,
        }

    async def _call(self, request: web.Request) -> web.Response:
        if "access_token" in request.query:
            self.broken.append("a token in the address")
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _error(401, 190, "Invalid OAuth access token.")
        path = request.match_info["path"]
        if path == "" and request.query.get("fields") == "name":
            return web.json_response({"name": NAME, "id": PAGE})
        if path in ("/subscribed_apps", "/messenger_profile"):
            self.set_up |= await request.json()
            return web.json_response({"success": True})
        assert path == "/messages", path
        return self.fault() or self._send(await request.json())

    def _send(self, body: Mapping[str, Any]) -> web.Response:
        text, replies = body["message"]["text"], body["message"].get("quick_replies", [])
        if body["messaging_type"] != "RESPONSE" or not text.strip() or len(text) > TEXT:
            self.broken.append(f"a text of {len(text)}")
            return _error(400, 100, "Invalid parameter")
        self.keep_within("quick replies", len(replies), REPLIES)
        for reply in replies:
            assert reply["content_type"] == "text"
            self.keep_within("title", len(reply["title"]), TITLE)
            self.keep_within("payload", len(reply["payload"]), PAYLOAD)
        buttons = tuple((reply["payload"], reply["title"]) for reply in replies)
        self.shown.append(Shown(body["recipient"]["id"], text, buttons))
        return web.json_response(
            {"recipient_id": body["recipient"]["id"], "message_id": f"m_{self.number()}"}
        )

    def failed(self, status: int, headers: Mapping[str, str]) -> web.Response:
        code, answered = FAULTS.get(status, (self.error, status))
        return _error(answered, code, "An error", dict(headers) | self.error_headers)

    def message(self, text: str, user: str = "7", event: str = "") -> Webhook:
        return self.batch([self.said(text, user, event)])

    def click(self, button: tuple[str, str], user: str = "7") -> Webhook:
        message = {"text": button[1], "quick_reply": {"payload": button[0]}}
        return self.batch([self.item(user, message={"mid": f"m_{self.number()}", **message})])

    def picture(self, user: str = "7") -> Webhook:
        attachments = [{"type": "image", "payload": {"url": "https://cdn.example/p.png"}}]
        return self.batch(
            [self.item(user, message={"mid": f"m_{self.number()}", "attachments": attachments})]
        )

    def forged(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {**webhook.headers, HEADER: "sha256=" + "0" * 64})

    def unsigned(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {"Content-Type": "application/json"})

    def junk(self, body: bytes) -> Webhook:
        signed = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        return Webhook(body, {"Content-Type": "application/json", HEADER: f"sha256={signed}"})

    def batch(self, *entries: list[dict[str, Any]]) -> Webhook:
        """Return the call for several entries, each with several items."""
        entry = [{"id": PAGE, "time": 1_458_692_752_478, "messaging": items} for items in entries]
        return self.junk(json.dumps({"object": "page", "entry": entry}).encode())

    def said(self, text: str, user: str = "7", event: str = "") -> dict[str, Any]:
        """Return the item for a text."""
        return self.item(user, message={"mid": event or f"m_{self.number()}", "text": text})

    def item(self, user: str = "7", **content: Any) -> dict[str, Any]:
        """Return an item with anything in it."""
        at = 1_458_692_752_478 + self.number()
        return {"sender": {"id": user}, "recipient": {"id": PAGE}, "timestamp": at, **content}


def _error(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "BLBz/WZt8dN"}
    return web.json_response({"error": error}, status=status, headers=headers)
