"""SMS and WhatsApp, by Twilio (https://www.twilio.com/docs/messaging/guides/webhook-request).

Calls are known by Twilio's own ``RequestValidator``. Sending is one form posted to
https://www.twilio.com/docs/messaging/api/message-resource, by aiohttp: the SDK's asynchronous client keeps
the last message and logs addresses with phone numbers, and its errors hide ``Retry-After``.

There are no buttons: SMS has none, and WhatsApp shows them only in content templates that Meta has approved
beforehand. Choices are a list with numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import BasicAuth
from multidict import MultiDict
from twilio.request_validator import RequestValidator

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
    TryLater,
    Undeliverable,
)
from guide.gateway.channels.json_api import Answer, JsonApi
from guide.gateway.channels.sending import refused, retry_after
from guide.settings import SettingsError

SIGNATURE = "X-Twilio-Signature"
WHATSAPP = "whatsapp:"
API = "https://api.twilio.com"
NO_REPLY = "<Response/>"
_MOST_FIELDS = 200

# After these words Twilio lets no SMS through to that person, and says so to them
# (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out).
SMS_STOP = frozenset(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"))
# YES, too, ends a stop for Twilio. Here it is an answer: who wants to be answered again says START.
SMS_START = frozenset(("START", "UNSTOP"))

# Too many calls at once, and a number whose queue is full (https://www.twilio.com/docs/api/errors). Other
# errors are refusals: 21610 (said STOP), 21211 and 21614 (no such number), 63016 (the 24 hours are over).
_TOO_MANY = (20429, 21611)


class Twilio(Channel):
    """One account with its numbers. A reply comes from the number that was written to."""

    name = "twilio"
    title = "Your messaging service"
    # 1,600 characters, where an emoji may count as two; how many SMS that makes is Twilio's concern.
    limits = Limits(characters=1_500)

    def __init__(self, account: str, token: str, url: str, api: str = API) -> None:
        self._account, self._url = account, url
        self._validator = RequestValidator(token)
        self._api = JsonApi(
            f"{api}/2010-04-01/Accounts", {"Authorization": BasicAuth(account, token).encode()}
        )

    def hear(self, call: Call) -> Heard:
        """Return the one thing a call says. The signature covers the fields, so these are split first."""
        given = call.headers.get(SIGNATURE, "")
        if not given:
            raise Forged(401, f"{SIGNATURE} is missing")
        form = _form(call.body)
        if not self._validator.validate(self._url, form, given):
            raise Forged(403, f"{SIGNATURE} is not that of a POST to {self._url}")
        incoming = _incoming(form)
        return Heard((incoming,) if incoming else (), NO_REPLY, "text/xml")

    def payload(self, part: Part, address: Payload, *, private: bool = False) -> Payload:
        """Return the form of a message. There are no groups."""
        return {"From": address["from"], "To": address["to"], "Body": part.text}

    async def send(self, payload: Payload) -> None:
        """Post it."""
        await self._call("POST", f"{self._account}/Messages.json", data=payload)

    async def check(self) -> str:
        """Return the name of the account."""
        answer = await self._call("GET", f"{self._account}.json")
        return str(answer.body.get("friendly_name", ""))

    async def register(self, url: str) -> str:
        """Return where to enter ``url``: which of the account's numbers are the guide's is not for us to
        guess."""
        return (
            f"Left to do by hand, on https://console.twilio.com, each time with {url} and HTTP POST:\n"
            "SMS: Phone Numbers, Manage, Active numbers, the number, Messaging Configuration,\n"
            '"A message comes in": Webhook.\n'
            "WhatsApp: Messaging, Senders, WhatsApp senders, the sender,\n"
            '"Webhook URL for incoming messages".\n'
            'Numbers in a Messaging Service: Messaging, Services, the service, Integration, "Send a webhook".'
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._api.close()

    async def _call(self, method: str, path: str, **options: Payload) -> Answer:
        answer = await self._api.call(method, path, **options)
        if answer.status >= 300:
            raise _problem(answer)
        return answer


def _form(body: bytes) -> MultiDict[str]:
    """Return the fields; what is no UTF-8 is marked as such, as Twilio sends nothing else.

    Raises:
        Malformed: if there are more than Twilio ever sends: anybody may call, and checking a signature
            takes time with the square of their number.
    """
    written = body.decode("utf-8", "replace")
    try:
        fields = parse_qsl(written, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Malformed("too many fields") from None
    return MultiDict(fields)


def _incoming(form: Mapping[str, str]) -> Incoming | None:
    # What became of a message of ours; taken for one of theirs, it would be answered again and again.
    if form.get("MessageStatus", "received") != "received":
        return None
    event, user, number = (form.get(name, "") for name in ("MessageSid", "From", "To"))
    if not (event and user and number):
        raise Malformed("MessageSid, From and To must be there")
    opting = form.get("OptOutType", "").upper()
    if opting == "HELP":  # Twilio has replied
        return None
    text = form.get("Body", "") or form.get("ButtonText", "")
    kind = _kind(text.strip().upper(), opting, user.startswith(WHATSAPP))
    return Incoming(event, user, {"from": number, "to": user}, kind, text)


def _kind(word: str, opting: str, is_whatsapp: bool) -> Kind:
    """Return what a message is; ``opting`` is what Twilio takes it for, by the words that its owner set.

    On WhatsApp, without such words, nobody but the guide answers to "stop".
    """
    if opting == "STOP" or (word in SMS_STOP and not is_whatsapp):
        return Kind.OPT_OUT
    if opting == "START" or (word in SMS_START and not is_whatsapp):
        return Kind.OPT_IN
    return Kind.TEXT if word else Kind.UNREADABLE


def _problem(answer: Answer) -> TryLater | Undeliverable:
    """Return what an error of Twilio means. Its message is left out: it holds a phone number."""
    code = answer.body.get("code")
    reason = f"Twilio error {code}" if isinstance(code, int) else f"status {answer.status}"
    if code in _TOO_MANY:
        return TryLater(reason, retry_after(answer.headers), everywhere=True)
    if answer.status == 401:  # a wrong token: put right, what waits is sent
        return TryLater(reason)
    return refused(answer.status, answer.headers, reason)


def _make(values: Mapping[str, str]) -> Channel:
    public_url = values.get("PUBLIC_URL", "").rstrip("/")
    if not public_url:
        raise SettingsError("PUBLIC_URL must be set for Twilio: its signatures cover the address it calls")
    return Twilio(
        values["TWILIO_ACCOUNT_SID"],
        values["TWILIO_AUTH_TOKEN"],
        f"{public_url}/webhooks/twilio",
        values.get("TWILIO_API_URL") or API,
    )


PLATFORM = Platform(
    name="twilio",
    title="Twilio (SMS and WhatsApp)",
    needed={
        "TWILIO_ACCOUNT_SID": "the account's SID, from the first page of the console: AC and 32 more",
        "TWILIO_AUTH_TOKEN": "the account's auth token, from the same page; calls are signed with it",
    },
    optional={"TWILIO_API_URL": "another address than https://api.twilio.com, as of a region"},
    make=_make,
)
