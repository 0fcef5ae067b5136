"""Slack's Web API as far as we use it (docs.slack.dev/reference/methods). What we send must be blocks that
slack_sdk can read back; slack_sdk signs the calls."""

from __future__ import annotations

import html
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from fake_platform import FakePlatform, Shown, Webhook
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, SectionBlock
from slack_sdk.signature import SignatureVerifier

TOKEN, SECRET = "xoxb-a-token-of-the-fake", "a-signing-secret-of-the-fake"
SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
TEAM, CHANNEL, BOT = "T1", "C1", "UGUIDE"
# "text" is best kept to 4,000 characters and cut off at 40,000; what all blocks may have is not documented.
FALLBACK, SECTION, ALL_BLOCKS, BLOCKS, ELEMENTS, LABEL, VALUE = 40_000, 3_000, 12_000, 50, 25, 75, 2_000
# How Slack words what a test makes it do.
ERRORS = {403: "channel_not_found", 429: "ratelimited", 503: "service_unavailable"}


class FakeSlack(FakePlatform):
    """One workspace: person "7" is the user U7, whose chat with the bot is D7; everybody is in C1.

    ``error`` is a code that the next call is refused with.
    """

    path = "/webhooks/slack"
    has_groups = True
    signs_time = True

    def __init__(self) -> None:
        super().__init__()
        self.error = ""
        self.sent: list[dict[str, Any]] = []

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/commands/{user}", self._respond)
        return app

    def variables(self, url: str) -> dict[str, str]:
        return {"SLACK_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{url}/api"}

    async def _call(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _error("invalid_auth")
        if self.error:
            code, self.error = self.error, ""
            return _error(code)
        method = request.match_info["method"]
        if method == "auth.test":
            return _fine(user="kefir_guide", team="Parents", user_id=BOT, team_id=TEAM)
        if fault := self.fault():
            return fault
        assert request.content_type == "application/json"
        said = await request.json()
        is_private = method == "chat.postEphemeral"
        assert is_private or method == "chat.postMessage", method
        return self._post(said, is_private)

    def _post(self, said: dict[str, Any], is_private: bool) -> web.Response:
        channel = said["channel"]
        if channel != CHANNEL and channel[0] not in "DU":
            return _error("channel_not_found")
        if is_private and not str(said.get("user", "")).startswith("U"):
            return _error("user_not_in_channel")
        user = said["user"][1:] if is_private else channel if channel == CHANNEL else channel[1:]
        if not is_private and (said["unfurl_links"], said["unfurl_media"]) != (False, False):
            self.broken.append("previews of links")
        return self._show(user, said, is_private) or _fine(ts=self._stamp())

    async def _respond(self, request: web.Request) -> web.Response:
        """Answer a command (interactivity/handling-user-interaction, response_url)."""
        if fault := self.fault():
            return fault
        said = await request.json()
        is_private = said.get("response_type", "ephemeral") == "ephemeral"
        return self._show(request.match_info["user"][1:], said, is_private) or web.Response(text="ok")

    def _show(self, user: str, said: dict[str, Any], is_private: bool) -> web.Response | None:
        """Show a message; return an error if Slack would not take it."""
        if not said.get("text"):
            return _error("no_text")
        problem = self._problem_of(said["blocks"])
        if problem or len(said["text"]) > FALLBACK:
            self.broken.append(problem or "text")
            return _error("invalid_blocks" if problem else "msg_too_long")
        blocks = Block.parse_all(said["blocks"])
        texts = [_read(block.text.text) for block in blocks if isinstance(block, SectionBlock) and block.text]
        buttons = [
            (str(button.value), button.text.text)
            for block in blocks
            if isinstance(block, ActionsBlock)
            for button in block.elements
            if isinstance(button, ButtonElement)
        ]
        self.sent.append(said)
        self.shown.append(Shown(user, "\n".join(texts), tuple(buttons), is_private))
        return None

    def _problem_of(self, blocks: list[dict[str, Any]]) -> str:
        """Return what is wrong with blocks (reference/block-kit/blocks), as slack_sdk and as we know it."""
        try:
            for block in Block.parse_all(blocks):
                block.validate_json()
        except SlackObjectFormationError as error:
            return str(error)
        sections = [block["text"]["text"] for block in blocks if block["type"] == "section"]
        elements = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
        fits = (
            0 < len(blocks) <= BLOCKS
            and all(0 < len(text) <= SECTION for text in sections)
            and sum(map(len, sections)) <= ALL_BLOCKS
            and len(elements) <= ELEMENTS
            and all(0 < len(each["text"]["text"]) <= LABEL for each in elements)
            and all(len(each["value"]) <= VALUE for each in elements)
            and len({each["action_id"] for each in elements}) == len(elements)
        )
        return "" if fits else "blocks"

    def failed(self, status: int, headers: Mapping[str, str]) -> web.Response:
        """Slack refuses for good with a status of 200."""
        return _error(ERRORS.get(status, "expired_url"), 200 if status == 403 else status, headers)

    def message(self, text: str, user: str = "7", event: str = "") -> Webhook:
        return self.event(self.said(text, user), event)

    def edited(self, text: str, user: str = "7") -> Webhook:
        """Return the call for a message that was changed."""
        message = {**self.said(text, user), "edited": {"user": f"U{user}", "ts": self._stamp()}}
        del message["channel"], message["channel_type"]
        return self.event(self.changed(message, user))

    def changed(self, message: dict[str, Any], user: str = "7") -> dict[str, Any]:
        """Return the event for a message that is another now, by somebody's hand or Slack's own."""
        change = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": self._stamp()}
        return {**change, "channel": f"D{user}", "channel_type": "im", "message": message}

    def click(self, button: tuple[str, str], user: str = "7") -> Webhook:
        return self.clicked(button, user, {"id": f"D{user}", "name": "directmessage"})

    def clicked(self, button: tuple[str, str], user: str, channel: dict[str, str]) -> Webhook:
        """Return the call for a click anywhere."""
        action = {"type": "button", "action_id": "choice-0", "block_id": "b", "value": button[0]}
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "parents"},
            "user": {"id": f"U{user}", "team_id": TEAM},
            "channel": channel,
            "trigger_id": f"{self.number()}.1.abc",
            "message": {"type": "message", "user": BOT, "ts": self._stamp(), "text": "a question"},
            "actions": [{**action, "action_ts": self._stamp()}],
        }
        return self.form(payload=json.dumps(payload))

    def command(self, text: str, user: str = "7", channel: str = "", name: str = "directmessage") -> Webhook:
        """Return the call for "/kefir text"."""
        return self.form(
            command="/kefir",
            text=html.escape(text, quote=False),
            team_id=TEAM,
            user_id=f"U{user}",
            channel_id=channel or f"D{user}",
            channel_name=name,
            trigger_id=f"{self.number()}.1.abc",
            response_url=f"{self.url}/commands/U{user}",
        )

    def picture(self, user: str = "7") -> Webhook:
        return self.event(self.said("", user) | {"subtype": "file_share", "files": [{"id": "F1"}]})

    def in_group(self, text: str, user: str = "7", addressed: bool = True) -> Webhook:
        return self.event(self.in_channel(f"<@{BOT}> {text}" if addressed else text, user))

    def in_channel(self, text: str, user: str = "7") -> dict[str, Any]:
        """Return the event for a message where others read along."""
        return self.said(text, user) | {"channel": CHANNEL, "channel_type": "channel"}

    def said(self, text: str, user: str = "7") -> dict[str, Any]:
        """Return the event for a message to the bot; Slack escapes three characters."""
        written = text if text.startswith("<@") else html.escape(text, quote=False)
        said = {"type": "message", "user": f"U{user}", "text": written, "ts": self._stamp()}
        return said | {"channel": f"D{user}", "channel_type": "im"}

    def event(self, event: dict[str, Any], id_: str = "") -> Webhook:
        """Return the call for an event."""
        body = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": id_ or f"Ev{self.number()}",
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }
        return self.junk(json.dumps(body).encode())

    def form(self, **fields: str) -> Webhook:
        """Return the call for a click or a command."""
        return signed(urlencode(fields).encode(), time.time(), "application/x-www-form-urlencoded")

    def forged(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {**webhook.headers, SIGNATURE: "v0=" + "0" * 64})

    def unsigned(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {"Content-Type": "application/json"})

    def replayed(self, webhook: Webhook) -> Webhook:
        return signed(webhook.body, time.time() - 301)

    def junk(self, body: bytes) -> Webhook:
        return signed(body, time.time())

    def _stamp(self) -> str:
        return f"{int(time.time())}.{self.number():06}"


def signed(body: bytes, at: float, content_type: str = "application/json") -> Webhook:
    """Return a call with the signature that Slack gives it."""
    sent_at = str(int(at))
    # slack_sdk signs text only; whatever is none gets a signature that is wrong.
    signature = SignatureVerifier(SECRET).generate_signature(
        timestamp=sent_at, body=body.decode("utf-8", "replace")
    )
    headers = {"Content-Type": content_type, TIMESTAMP: sent_at, SIGNATURE: str(signature)}
    return Webhook(body, headers)


def _read(text: str) -> str:
    """Return how Slack shows a text; a mark that is not escaped would be a mention or a link."""
    assert "<" not in text, text
    return html.unescape(text)


def _fine(**fields: str) -> web.Response:
    return web.json_response({"ok": True, **fields})


def _error(code: str, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response({"ok": False, "error": code}, status=status, headers=headers)
