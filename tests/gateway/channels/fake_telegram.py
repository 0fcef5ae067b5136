"""Telegram's Bot API as far as we use it (core.telegram.org/bots/api). What we send must be a message that
python-telegram-bot can read back."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from fake_platform import FakePlatform, Shown, Webhook
from telegram import Message as TelegramMessage
from telegram import Update

TOKEN, SECRET, NAME = "12345:a-token-of-the-fake", "a-secret-of-32-characters-at-least", "kefir_guide_bot"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
TEXT, DATA, ROWS = 4_096, 64, 100


class FakeTelegram(FakePlatform):
    """One bot with its chats."""

    path = "/webhooks/telegram"
    has_groups = True

    def __init__(self) -> None:
        super().__init__()
        self.answered_clicks: list[str] = []
        self.webhook: dict[str, Any] = {}

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        return app

    def variables(self, url: str) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_SECRET": SECRET,
            "TELEGRAM_BOT_NAME": NAME,
            "TELEGRAM_API_URL": url,
        }

    async def _call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        method = request.match_info["method"]
        data = await request.post()
        if method == "getMe":
            return _fine(_bot())
        if method == "setWebhook":
            self.webhook = dict(data)
            return _fine(True)
        if method == "answerCallbackQuery":
            self.answered_clicks.append(str(data["callback_query_id"]))
            return _fine(True)
        assert method == "sendMessage", method
        return self.fault() or self._send(data)

    def _send(self, data: Mapping[str, Any]) -> web.Response:
        text, chat = str(data["text"]), str(data["chat_id"])
        if not text.strip():
            return _error(400, "Bad Request: message text is empty")
        if len(text) > TEXT:
            self.keep_within("text", len(text), TEXT)
            return _error(400, "Bad Request: message is too long")
        markup = json.loads(str(data.get("reply_markup") or "{}"))
        rows = markup.get("inline_keyboard", [])
        self.keep_within("buttons", sum(len(row) for row in rows), ROWS)
        buttons = [(b["callback_data"], b["text"]) for row in rows for b in row]
        for id_, title in buttons:
            self.keep_within("data", len(id_.encode()), DATA)
            assert title
        sent = {"message_id": self.number(), "date": int(time.time()), "chat": _chat(chat), "text": text}
        sent |= {"from": _bot()} | ({"reply_markup": markup} if markup else {})
        read = TelegramMessage.de_json(sent, None)
        assert read.text == text
        self.shown.append(Shown(chat, text, tuple(buttons)))
        return _fine(sent)

    def failed(self, status: int, headers: Mapping[str, str]) -> web.Response:
        if status == 429:
            parameters = {"retry_after": int(self.retry_after)}
            return _error(429, "Too Many Requests: retry later", parameters)
        return _error(status, "Internal Server Error")

    def message(self, text: str, user: str = "7", event: str = "") -> Webhook:
        return self._update({"message": self._said(user, {"text": text})}, event)

    def edited(self, text: str, user: str = "7") -> Webhook:
        """Return the call for a message that was changed."""
        return self._update(
            {"edited_message": self._said(user, {"text": text, "edit_date": int(time.time())})}
        )

    def click(self, button: tuple[str, str], user: str = "7") -> Webhook:
        message = self._said(user, {"text": "a question"})
        click = {
            "id": str(self.number()),
            "from": _person(user),
            "chat_instance": "1",
            "data": button[0],
            "message": message,
        }
        return self._update({"callback_query": click})

    def picture(self, user: str = "7") -> Webhook:
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
        return self._update({"message": self._said(user, {"photo": photo})})

    def in_group(self, text: str, user: str = "7", addressed: bool = True) -> Webhook:
        text = f"@{NAME} {text}" if addressed else text
        group = {"id": -100, "type": "supergroup", "title": "Parents"}
        return self._update({"message": self._said(user, {"text": text, "chat": group})})

    def forged(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {HEADER: SECRET[:-1] + "x"})

    def unsigned(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body)

    def junk(self, body: bytes) -> Webhook:
        return Webhook(body, {HEADER: SECRET, "Content-Type": "application/json"})

    def _said(self, user: str, more: Mapping[str, Any]) -> dict[str, Any]:
        said = {"message_id": self.number(), "date": int(time.time()), "from": _person(user)}
        return said | {"chat": _chat(user)} | dict(more)

    def _update(self, content: Mapping[str, Any], event: str = "") -> Webhook:
        update = {"update_id": int(event) if event else self.number(), **content}
        assert Update.de_json(update, None) is not None
        return self.junk(json.dumps(update).encode())


def _chat(user: str) -> dict[str, Any]:
    if user.startswith("-"):
        return {"id": int(user), "type": "supergroup", "title": "Parents"}
    return {"id": int(user), "type": "private", "first_name": "Ada"}


def _person(user: str) -> dict[str, Any]:
    return {"id": int(user), "is_bot": False, "first_name": "Ada"}


def _bot() -> dict[str, Any]:
    return {"id": 12345, "is_bot": True, "first_name": "Guide", "username": NAME}


def _fine(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(status: int, description: str, parameters: Mapping[str, Any] | None = None) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)
