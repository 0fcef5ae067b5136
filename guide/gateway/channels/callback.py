"""A generic webhook for platforms that have no module of their own.

Both ways the same: JSON, signed with HMAC-SHA-256 over "<timestamp>.<body>" in ``X-Guide-Signature``
("sha256=..."), the time in seconds since 1970 in ``X-Guide-Timestamp``. docs/channels.md has the whole form.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from guide.gateway.channels.channel import (
    Call,
    Channel,
    Forged,
    Heard,
    Incoming,
    Kind,
    Limits,
    Malformed,
    Part,
    Payload,
    Platform,
    decoded,
)
from guide.gateway.channels.json_api import JsonApi
from guide.gateway.channels.sending import refused
from guide.gateway.channels.signing import read_own_secret, same, signature

SIGNATURE, TIMESTAMP = "X-Guide-Signature", "X-Guide-Timestamp"
# As Slack does: older calls may be somebody's who overheard them.
WINDOW_SECONDS = 300


class Body(msgspec.Struct):
    """What a caller sends. ``id`` tells a repetition; ``button`` is an id that we offered."""

    id: Annotated[str, Meta(min_length=1, max_length=200)]
    sender: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(max_length=20_000)] = ""
    button: Annotated[str, Meta(max_length=64)] = ""
    group: bool = False


class Callback(Channel):
    """Whoever shares the secret with us."""

    name = "callback"
    title = "The service that carries this chat"
    limits = Limits(characters=8_000, buttons=30, title=80, per_second=50.0)

    def __init__(self, url: str, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._url, self._secret, self._clock = url, secret, clock
        self._api = JsonApi(url)

    def hear(self, call: Call) -> Heard:
        """Return the one thing a call says."""
        self._verify(call)
        if call.method != "POST":
            raise Malformed("only POST is understood")
        body = decoded(call.body, Body)
        kind = Kind.GROUP if body.group else Kind.BUTTON if body.button else Kind.TEXT
        if kind is Kind.TEXT and not body.text.strip():
            kind = Kind.UNREADABLE
        address = {"recipient": body.sender}
        said = Incoming(body.id, body.sender, address, kind, body.button or body.text)
        return Heard((said,), '{"status":"ok"}', "application/json")

    def payload(self, part: Part, address: Payload, *, private: bool = False) -> Payload:
        """Return the body of a call to the configured address."""
        buttons = [{"id": id_, "title": title} for id_, title in part.buttons]
        return {**address, "text": part.text, "buttons": buttons, "private": private}

    async def send(self, payload: Payload) -> None:
        """Post it, signed."""
        body = msgspec.json.encode(payload)
        sent_at = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: sent_at,
            SIGNATURE: f"sha256={signature(self._secret, sent_at.encode(), b'.', body)}",
        }
        answer = await self._api.call("POST", "", data=body, headers=headers)
        if answer.status >= 300:
            raise refused(answer.status, answer.headers)

    async def check(self) -> str:
        """Return where we send to; nothing can be asked without sending something."""
        return self._url

    async def close(self) -> None:
        """Close all connections."""
        await self._api.close()

    def _verify(self, call: Call) -> None:
        given, sent_at = call.headers.get(SIGNATURE, ""), call.headers.get(TIMESTAMP, "")
        if not given or not sent_at:
            raise Forged(401, f"{SIGNATURE} and {TIMESTAMP} must be there")
        signed = f"sha256={signature(self._secret, sent_at.encode('utf-8', 'replace'), b'.', call.body)}"
        if not same(given, signed):
            raise Forged(403, "the signature is wrong")
        if not sent_at.isdigit() or abs(self._clock() - int(sent_at[:12])) > WINDOW_SECONDS:
            raise Forged(403, "the timestamp is too old")


def _make(values: Mapping[str, str]) -> Channel:
    return Callback(values["CALLBACK_URL"], read_own_secret(values, "CALLBACK_SECRET"))


PLATFORM = Platform(
    name="callback",
    title="Generic webhook",
    needed={
        "CALLBACK_URL": "the address that we send replies to",
        "CALLBACK_SECRET": "a secret of 16 characters or more that both sides sign with",
    },
    optional={},
    make=_make,
)
