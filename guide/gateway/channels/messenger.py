"""Facebook Messenger, by its webhooks (https://developers.facebook.com/docs/messenger-platform/webhooks) and
the Send API (https://developers.facebook.com/docs/messenger-platform/reference/send-api).

What people are offered are quick replies: they hold 13 choices where a button template holds three.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog

from guide.gateway.channels.channel import (
    Call,
    Channel,
    Forged,
    Heard,
    Incoming,
    Kind,
    Limits,
    Part,
    Payload,
    Platform,
    TryLater,
    Undeliverable,
    decoded,
)
from guide.gateway.channels.json_api import Answer, JsonApi
from guide.gateway.channels.sending import refused, retry_after
from guide.gateway.channels.signing import same, signature

log = structlog.get_logger()

SIGNATURE = "X-Hub-Signature-256"
USAGE = "X-Business-Use-Case-Usage"
API = "https://graph.facebook.com"
# Of July 2026; a version works for two years at least after the next one came out
# (https://developers.facebook.com/docs/graph-api/changelog).
VERSION = "v26.0"
GET_STARTED = "GET_STARTED"
FIELDS = ("messages", "messaging_postbacks", "messaging_referrals", "message_edits")

# Of an app, a user, a page and a call, and of pages and Messenger as business use cases
# (https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
_TOO_MANY = (4, 17, 32, 613, 80001, 80006)
# Unknown, unavailable, a token that is put right some day, a "temporary send message failure"
# (https://developers.facebook.com/docs/messenger-platform/error-codes). Others are refusals: 551 (not
# available), 10 and 200 (the 24 hours are over, no permission), 100 (a parameter, nobody of that name).
_WORTH_A_TRY = (1, 2, 190, 1200)


class _Person(msgspec.Struct):
    id: str


class _QuickReply(msgspec.Struct):
    payload: str


class _Message(msgspec.Struct):
    """A message, or what it became by an edit."""

    mid: str
    text: str = ""
    quick_reply: _QuickReply | None = None
    is_echo: bool = False
    num_edit: int | str = 0


class _Postback(msgspec.Struct):
    payload: str = ""
    mid: str = ""
    referral: Any = None


class _Item(msgspec.Struct):
    """One thing that happened. Deliveries, reads and reactions have none of these fields."""

    sender: _Person
    timestamp: int = 0
    message: _Message | None = None
    message_edit: _Message | None = None
    postback: _Postback | None = None
    referral: Any = None


class _Entry(msgspec.Struct):
    messaging: list[msgspec.Raw] = []


class _Batch(msgspec.Struct):
    object: str
    entry: list[_Entry] = []


class _Usage(msgspec.Struct):
    estimated_time_to_regain_access: float = 0


class Messenger(Channel):
    """One page on Facebook."""

    name = "messenger"
    title = "Facebook Messenger"
    # 2,000 characters, where an emoji may count as two; 13 quick replies of 20.
    # Meta puts up to a thousand events in one call.
    most_bytes = 1024 * 1024
    limits = Limits(characters=1_900, buttons=13, title=20, per_second=40.0)

    def __init__(self, token: str, app_secret: str, verify_token: str, api: str = API) -> None:
        self._secret, self._verify_token = app_secret, verify_token
        # In a header: addresses are logged on the way, and a token with them.
        self._api = JsonApi(f"{api}/{VERSION}", {"Authorization": f"Bearer {token}"})

    def hear(self, call: Call) -> Heard:
        """Return all that a batch says, or the challenge by which Meta proves the address."""
        if call.method != "POST":
            return Heard(response=self._challenge(call.query))
        given = call.headers.get(SIGNATURE, "")
        if not given:
            raise Forged(401, f"{SIGNATURE} is missing")
        if not same(given, f"sha256={signature(self._secret, call.body)}"):
            raise Forged(403, "the signature is wrong")
        batch = decoded(call.body, _Batch)
        if batch.object != "page":
            return Heard()
        items = [_item(raw) for entry in batch.entry for raw in entry.messaging]
        return Heard(tuple(said for item in items if item and (said := _incoming(item))))

    def payload(self, part: Part, address: Payload, *, private: bool = False) -> Payload:
        """Return the body of a message. There are no groups that a page could be in."""
        replies = [{"content_type": "text", "title": t, "payload": id_} for id_, t in part.buttons]
        message = {"text": part.text} | ({"quick_replies": replies} if replies else {})
        return {"recipient": {"id": address["recipient"]}, "messaging_type": "RESPONSE", "message": message}

    async def send(self, payload: Payload) -> None:
        """Post it."""
        await self._call("POST", "me/messages", json=payload)

    async def check(self) -> str:
        """Return the name of the page that the token belongs to."""
        answer = await self._call("GET", "me", params={"fields": "name"})
        return str(answer.body.get("name", ""))

    async def register(self, url: str) -> str:
        """Have the page's messages sent to the app; only its owner can tell the app where to."""
        await self._call("POST", "me/subscribed_apps", json={"subscribed_fields": ",".join(FIELDS)})
        await self._call("POST", "me/messenger_profile", json={"get_started": {"payload": GET_STARTED}})
        return (
            "The page's messages go to the app now, and the page has its button to get started.\n"
            "Left to do by hand, once: on https://developers.facebook.com/apps choose the app, then\n"
            f"Messenger, Messenger API Settings, Configure webhooks. Callback URL: {url}\n"
            'Verify token: the value of MESSENGER_VERIFY_TOKEN. Press "Verify and save", and subscribe to\n'
            f"{', '.join(FIELDS)}."
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._api.close()

    def _challenge(self, query: Mapping[str, str]) -> str:
        is_known = same(query.get("hub.verify_token", ""), self._verify_token)
        if not is_known or query.get("hub.mode") != "subscribe":
            raise Forged(403, "hub.mode or hub.verify_token is wrong")
        return query.get("hub.challenge", "")

    async def _call(self, method: str, path: str, **options: Any) -> Answer:
        answer = await self._api.call(method, path, **options)
        if answer.status >= 300 or "error" in answer.body:
            raise _problem(answer)
        return answer


def _item(raw: msgspec.Raw) -> _Item | None:
    """Return an item of a batch; None for one of another form, which must not cost the others."""
    try:
        return msgspec.json.decode(raw, type=_Item)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        log.warning("unknown_item", channel=Messenger.name)
        return None


def _incoming(item: _Item) -> Incoming | None:
    user, address = item.sender.id, {"recipient": item.sender.id}
    event = f"{user}:{item.timestamp}"
    if item.message is not None:
        return None if item.message.is_echo else _message(item.message, user, address)
    if (edit := item.message_edit) is not None:
        # An edit has the ``mid`` of what it changes, and would pass for a repetition of that.
        return Incoming(f"{edit.mid}:{edit.num_edit}", user, address, Kind.EDITED, edit.text)
    if (click := item.postback) is not None:
        has_arrived = click.payload == GET_STARTED or click.referral is not None
        kind = Kind.ARRIVED if has_arrived else Kind.BUTTON
        return Incoming(click.mid or event, user, address, kind, "" if has_arrived else click.payload)
    return Incoming(event, user, address, Kind.ARRIVED) if item.referral is not None else None


def _message(message: _Message, user: str, address: Payload) -> Incoming:
    if message.quick_reply is not None:
        return Incoming(message.mid, user, address, Kind.BUTTON, message.quick_reply.payload)
    kind = Kind.TEXT if message.text.strip() else Kind.UNREADABLE
    return Incoming(message.mid, user, address, kind, message.text)


def _problem(answer: Answer) -> TryLater | Undeliverable:
    """Return what an error of Graph means. Its message is left out: it may repeat what was said."""
    error = answer.body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    reason = f"Graph error {code}" if isinstance(code, int) else f"status {answer.status}"
    if code in _TOO_MANY:
        seconds = retry_after(answer.headers) or _regain_seconds(answer.headers)
        return TryLater(reason, seconds, everywhere=True)
    if code in _WORTH_A_TRY:
        return TryLater(reason)
    return refused(answer.status, answer.headers, reason)


def _regain_seconds(headers: Mapping[str, str]) -> float | None:
    """Return how long Graph says that it takes until the limit is over; it counts in minutes."""
    try:
        usage = msgspec.json.decode(headers.get(USAGE, ""), type=dict[str, list[_Usage]])
    except msgspec.MsgspecError:
        return None
    minutes = [each.estimated_time_to_regain_access for uses in usage.values() for each in uses]
    return max(minutes, default=0.0) * 60 or None


def _make(values: Mapping[str, str]) -> Channel:
    return Messenger(
        values["MESSENGER_TOKEN"],
        values["MESSENGER_APP_SECRET"],
        values["MESSENGER_VERIFY_TOKEN"],
        values.get("MESSENGER_API_URL") or API,
    )


PLATFORM = Platform(
    name="messenger",
    title="Facebook Messenger",
    needed={
        "MESSENGER_TOKEN": "the page access token, from Messenger API Settings of the app",
        "MESSENGER_APP_SECRET": "the app secret, from App settings, Basic",
        "MESSENGER_VERIFY_TOKEN": "a secret of your own, typed again where the app's webhook is set",
    },
    optional={"MESSENGER_API_URL": "another address than https://graph.facebook.com"},
    make=_make,
)
