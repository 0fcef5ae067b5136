"""Twilio's messages as far as we use them (twilio.com/docs/messaging/api/message-resource). Its calls are
signed by the SDK's ``RequestValidator``."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

from aiohttp import BasicAuth, web
from fake_platform import FakePlatform, Shown, Webhook
from twilio.request_validator import RequestValidator

ACCOUNT, TOKEN, NAME = "AC" + "0" * 32, "a-token-of-the-account", "Kefir Guide"
# PUBLIC_URL of the tests, and what the guide is called by.
URL = "https://guide.example/webhooks/twilio"
HEADER = "X-Twilio-Signature"
TEXT = 1_600

# What Twilio says for what a test wants to happen: the code of the error and the status that goes with it.
FAULTS = {429: (20429, 429), 403: (21610, 400), 503: (20503, 503)}


class FakeSms(FakePlatform):
    """One number with the people who text it. ``error`` is the Twilio error that a 400 stands for."""

    path = "/webhooks/twilio"
    has_buttons = False
    prefix = ""

    def __init__(self) -> None:
        super().__init__()
        self.error = 21211
        self.number_written_to = f"{self.prefix}+15005550006"

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get(f"/2010-04-01/Accounts/{ACCOUNT}.json", self._account)
        app.router.add_post(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", self._create)
        return app

    def variables(self, url: str) -> dict[str, str]:
        return {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_API_URL": url}

    async def _account(self, request: web.Request) -> web.Response:
        return _unknown(request) or web.json_response({"sid": ACCOUNT, "friendly_name": NAME})

    async def _create(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        return _unknown(request) or self.fault() or self._send(form)

    def _send(self, form: Mapping[str, str]) -> web.Response:
        if form["From"] != self.number_written_to:
            return _error(400, 21606)
        if not form["To"].startswith(f"{self.prefix}+1555"):
            return _error(400, 21211)
        if not form["Body"].strip() or len(form["Body"]) > TEXT:
            self.broken.append(f"a text of {len(form['Body'])}")
            return _error(400, 21617)
        user = str(int(form["To"].removeprefix(f"{self.prefix}+1555")))
        self.shown.append(Shown(user, form["Body"]))
        return web.json_response({"sid": f"SM{self.number():032x}", "status": "queued"}, status=201)

    def failed(self, status: int, headers: Mapping[str, str]) -> web.Response:
        code, answered = FAULTS.get(status, (self.error, status))
        return _error(answered, code, headers)

    def message(self, text: str, user: str = "7", event: str = "") -> Webhook:
        return self.call(user, MessageSid=event or self.sid(), Body=text)

    def click(self, button: tuple[str, str], user: str = "7") -> Webhook:
        raise AssertionError("there are no buttons")

    def picture(self, user: str = "7") -> Webhook:
        return self.call(user, NumMedia="1", MediaContentType0="image/jpeg", MediaUrl0="https://m.example/1")

    def forged(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {**webhook.headers, HEADER: "AAAAAAAAAAAAAAAAAAAAAAAAAAA="})

    def unsigned(self, webhook: Webhook) -> Webhook:
        return Webhook(webhook.body, {"Content-Type": "application/x-www-form-urlencoded"})

    def junk(self, body: bytes) -> Webhook:
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        signed = RequestValidator(TOKEN).compute_signature(URL, _Lists(fields))
        return Webhook(body, headers | {HEADER: signed})

    def call(self, user: str = "7", **fields: str) -> Webhook:
        """Return the call for a message; ``fields`` change the usual ones."""
        form = {
            "MessageSid": self.sid(),
            "AccountSid": ACCOUNT,
            "SmsStatus": "received",
            "From": f"{self.prefix}+1555{user:0>7}",
            "To": self.number_written_to,
            "Body": "",
            "NumMedia": "0",
        }
        return self.junk(urlencode(form | fields).encode())

    def sid(self) -> str:
        """Return the id of a message that came in."""
        return f"SM{self.number():032x}"


class FakeWhatsApp(FakeSms):
    """The same on WhatsApp."""

    prefix = "whatsapp:"


class _Lists(dict[str, list[str]]):
    """Fields that may be there several times, as the validator reads them."""

    def getlist(self, name: str) -> list[str]:
        """Return all values of a field."""
        return self[name]


def _unknown(request: web.Request) -> web.Response | None:
    known = BasicAuth(ACCOUNT, TOKEN).encode()
    return None if request.headers.get("Authorization") == known else _error(401, 20003)


def _error(status: int, code: int, headers: Mapping[str, str] | None = None) -> web.Response:
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": "Not for +15550000007", "more_info": more, "status": status}
    return web.json_response(body, status=status, headers=headers)
