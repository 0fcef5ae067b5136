"""Somebody who uses the generic webhook."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from aiohttp import web
from fake_platform import FakePlatform, Shown, Webhook

SECRET = "a-secret-that-both-sides-of-the-webhook-share"
TEXT = 8_000


class FakeCallback(FakePlatform):
    """A service of somebody's own."""

    path = "/webhooks/callback"
    has_groups = True
    signs_time = True

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/in", self._take)
        return app

    def variables(self, url: str) -> dict[str, str]:
        return {"CALLBACK_URL": f"{url}/in", "CALLBACK_SECRET": SECRET}

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        sent_at, given = request.headers["X-Guide-Timestamp"], request.headers["X-Guide-Signature"]
        if given != f"sha256={_sign(sent_at, body)}":
            self.broken.append("signature")
        if fault := self.fault():
            return fault
        said = json.loads(body)
        self.keep_within("text", len(said["text"]), TEXT)
        buttons = tuple((b["id"], b["title"]) for b in said["buttons"])
        self.shown.append(Shown(said["recipient"], said["text"], buttons, said["private"]))
        return web.json_response({"status": "ok"})

    def message(self, text: str, user: str = "7", event: str = "") -> Webhook:
        return self._call({"text": text, "sender": user, "id": event or str(self.number())})

    def click(self, button: tuple[str, str], user: str = "7") -> Webhook:
        return self._call({"button": button[0], "sender": user, "id": str(self.number())})

    def picture(self, user: str = "7") -> Webhook:
        return self._call({"sender": user, "id": str(self.number())})

    def in_group(self, text: str, user: str = "7", addressed: bool = True) -> Webhook:
        return self._call({"text": text, "sender": user, "id": str(self.number()), "group": True})

    def forged(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {**webhook.headers, "X-Guide-Signature": "sha256=" + "0" * 64})

    def unsigned(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {"Content-Type": "application/json"})

    def replayed(self, webhook: Webhook) -> Webhook:
        return self._signed(webhook.body, time.time() - 3_600)

    def junk(self, body: bytes) -> Webhook:
        return self._signed(body, time.time())

    def _call(self, body: dict[str, Any]) -> Webhook:
        return self.junk(json.dumps(body).encode())

    def _signed(self, body: bytes, at: float) -> Webhook:
        sent_at = str(int(at))
        headers = {
            "Content-Type": "application/json",
            "X-Guide-Timestamp": sent_at,
            "X-Guide-Signature": f"sha256={_sign(sent_at, body)}",
        }
        return Webhook(body, headers)


def _sign(sent_at: str, body: bytes) -> str:
    return hmac.new(SECRET.encode(), f"{sent_at}.".encode() + body, hashlib.sha256).hexdigest()
