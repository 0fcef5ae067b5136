"""Slack, by its Events API, interactivity and slash command (https://docs.slack.dev).

All three call one address. In a channel the bot speaks only when spoken to, to that person alone, and only
to invite to a direct message.
"""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from guide.gateway.channels.channel import (
    Call,
    Channel,
    Forged,
    Heard,
    Limits,
    Malformed,
    Part,
    Payload,
    Platform,
    TryLater,
    Undeliverable,
)
from guide.gateway.channels.rendering import split
from guide.gateway.channels.sending import refused, retry_after
from guide.gateway.channels.slack_calls import heard

SIGNATURE, TIMESTAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"
API = "https://slack.com/api/"

SECTION_CHARACTERS = 3_000
"""Of the text of one section, after escaping (reference/block-kit/blocks/section-block)."""

_LONGEST_ESCAPE = len("&amp;")
_TIMEOUT_SECONDS = 20.0
# Slack itself is out of order, or an operator can mend it: sent again then. Every other error stays one.
_RATE_LIMITED = ("ratelimited", "rate_limited")
_PASSING = (
    "internal_error",
    "fatal_error",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "invalid_auth",
    "missing_scope",
    "not_authed",
    "token_expired",
    "token_revoked",
)


class Slack(Channel):
    """One app in one workspace."""

    name = "slack"
    title = "Slack"
    # A section takes 3,000 characters; with five for every "&", the whole text stays within what Slack takes
    # in all blocks of a message, some 12,000. 25 elements in an actions block, 75 characters on a button,
    # several hundred messages a minute (apis/web-api/rate-limits).
    limits = Limits(characters=2_400, buttons=25, title=75, per_second=8.0)

    def __init__(self, token: str, signing_secret: str, api: str = API) -> None:
        self._token, self._api = token, api
        self._verifier = SignatureVerifier(signing_secret)
        self._http: aiohttp.ClientSession | None = None

    def hear(self, call: Call) -> Heard:
        """Return what a call says; one of a kind that we do not know says nothing."""
        self._verify(call)
        try:
            return heard(call.body)
        except (LookupError, TypeError, AttributeError) as error:
            raise Malformed(f"not a call of Slack ({type(error).__name__})") from None

    def payload(self, part: Part, address: Payload, *, private: bool = False) -> Payload:
        """Return a message to a channel, to one person in it, or to who typed a slash command."""
        buttons = [list(button) for button in part.buttons]
        return {**address, "private": private, "text": part.text, "buttons": buttons}

    async def send(self, payload: Payload) -> None:
        """Send it, without previews of the sources."""
        said: Payload = {"text": _escaped(payload["text"]), "blocks": _blocks(payload)}
        where: Payload = {"channel": payload.get("channel", ""), "thread_ts": payload.get("thread")}
        with _known_problems():
            if "response_url" in payload:
                await self._respond(payload["response_url"], said)
            elif payload["private"]:
                await self._web().chat_postEphemeral(**where, user=payload["user"], **said)
            else:
                await self._web().chat_postMessage(**where, **said, unfurl_links=False, unfurl_media=False)

    async def check(self) -> str:
        """Return the bot and the workspace that the token belongs to."""
        with _known_problems():
            known = await self._web().auth_test()
        return f"@{known['user']} in {known['team']}"

    async def register(self, url: str) -> str:
        """Return what to do: Slack takes addresses only in the settings of the app."""
        manifest = files("guide.gateway").joinpath("data/slack_manifest.yml").read_text(encoding="utf-8")
        return (
            "Slack takes the address in the settings of the app. At https://api.slack.com/apps choose "
            '"Create New App", "From a manifest" (or "App Manifest" of the app you have) and paste:\n\n'
            f"{manifest.replace('{url}', url)}\n"
            "Install the app. SLACK_SIGNING_SECRET stands under Basic Information, SLACK_TOKEN (xoxb-...) "
            "under OAuth & Permissions. With both set and the gateway running, have Slack verify the Request "
            "URL under Event Subscriptions."
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._http is not None:
            await self._http.close()

    def _verify(self, call: Call) -> None:
        """Check the signature and its time (authentication/verifying-requests-from-slack)."""
        given, sent_at = call.headers.get(SIGNATURE), call.headers.get(TIMESTAMP)
        if not given or not sent_at:
            raise Forged(401, f"{SIGNATURE} and {TIMESTAMP} must be there")
        try:
            is_valid = self._verifier.is_valid(call.body, sent_at, given)
        except (ValueError, TypeError):  # no number, no ASCII, no UTF-8: Slack sends nothing of the kind
            is_valid = False
        if not is_valid:
            raise Forged(403, "the signature is wrong or too old")

    async def _respond(self, url: str, said: Payload) -> None:
        """Answer a slash command; only who typed it sees that."""
        response = await AsyncWebhookClient(url, **self._options()).send(response_type="ephemeral", **said)
        if response.status_code != 200:
            raise refused(response.status_code, response.headers)

    def _web(self) -> AsyncWebClient:
        return AsyncWebClient(self._token, base_url=self._api, **self._options())

    def _options(self) -> dict[str, Any]:
        """Return what all clients share. They try nothing again, because a queue of our own does; and of what
        they would log when debugging, the text is a part."""
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS))
        quiet = logging.getLogger(f"{__name__}.client")
        quiet.setLevel(logging.WARNING)
        return {"session": self._http, "logger": quiet, "retry_handlers": []}


def _escaped(text: str) -> str:
    """Return a text in which nothing is a mention or a link of somebody's making (messaging/formatting)."""
    return html.escape(text, quote=False)


def _blocks(payload: Payload) -> list[Payload]:
    """Return the text in sections that are never folded away, and the buttons under it."""
    blocks: list[Payload] = [
        {"type": "section", "expand": True, "text": {"type": "mrkdwn", "text": _escaped(piece)}}
        for piece in _pieces(payload["text"])
    ]
    buttons = [
        {
            "type": "button",
            "action_id": f"choice-{number}",
            "value": id_,
            "text": {"type": "plain_text", "text": title, "emoji": False},
        }
        for number, (id_, title) in enumerate(payload["buttons"])
    ]
    return [*blocks, {"type": "actions", "elements": buttons}] if buttons else blocks


def _pieces(text: str) -> list[str]:
    """Return the text in one piece, or in several if escaping makes too much of it."""
    if len(_escaped(text)) <= SECTION_CHARACTERS:
        return [text]
    return list(split(text.split("\n"), SECTION_CHARACTERS // _LONGEST_ESCAPE))


@contextmanager
def _known_problems() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise _problem(error.response) from error
    except (aiohttp.ClientError, OSError, AttributeError) as error:  # the last: slack_sdk got bare text
        raise TryLater(type(error).__name__) from error


def _problem(response: Any) -> TryLater | Undeliverable:
    """Return what an error of the Web API means; without a code, the answer is not Slack's own."""
    if not isinstance(response, AsyncSlackResponse):
        return TryLater("the answer cannot be read")
    code = str(response.data.get("error") or "") if isinstance(response.data, dict) else ""
    if response.status_code != 200:
        return refused(response.status_code, response.headers, code)
    if code in _RATE_LIMITED:
        return TryLater(code, retry_after(response.headers), everywhere=True)
    return TryLater(code or "no error is named") if not code or code in _PASSING else Undeliverable(code)


def _make(values: Mapping[str, str]) -> Channel:
    api = values.get("SLACK_API_URL") or API
    return Slack(values["SLACK_TOKEN"], values["SLACK_SIGNING_SECRET"], api)


PLATFORM = Platform(
    name="slack",
    title="Slack",
    needed={
        "SLACK_TOKEN": "the bot token (xoxb-...), under OAuth & Permissions of the app",
        "SLACK_SIGNING_SECRET": "the signing secret, under Basic Information of the app",
    },
    optional={"SLACK_API_URL": "another Web API, as https://slack-gov.com/api/"},
    make=_make,
)
