"""What Slack's calls say: events, clicks and slash commands.

docs.slack.dev: apis/events-api, reference/events/message, interactivity/implementing-slash-commands and
reference/interaction-payloads/block_actions-payload.
"""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qsl

from guide.gateway.channels.channel import Heard, Incoming, Kind, Malformed, Payload, decoded

# The subtypes of a message that somebody wrote; all others are notices, or a bot's.
_WRITTEN = (None, "file_share", "me_message", "thread_broadcast")
_SPOKEN = ("message", "app_mention")
_PRIVATE_NAME = "directmessage"
# "<https://a.example|a.example>", "<@U123>": how Slack writes links and mentions (messaging/formatting).
_BRACKETS = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def heard(body: bytes) -> Heard:
    """Return what a call says. Its content tells its kind: JSON is an event, a form a click or a command.

    Raises:
        Malformed, LookupError, TypeError, AttributeError: if it is none of Slack's calls.
    """
    if body.lstrip().startswith(b"{"):
        return _event(decoded(body, dict[str, Any]))
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "payload" in form:
        incoming = _click(decoded(form["payload"].encode(), dict[str, Any]))
    elif "command" in form:
        incoming = _command(form)
    elif "ssl_check" in form:
        incoming = None
    else:
        raise Malformed("neither an event, a click nor a command")
    return Heard((incoming,) if incoming else ())


def _event(body: dict[str, Any]) -> Heard:
    if body["type"] == "url_verification":
        return Heard(response=str(body["challenge"]))
    if body["type"] != "event_callback" or body["event"]["type"] not in _SPOKEN:
        return Heard()
    incoming = _message(body, body["event"])
    return Heard((incoming,) if incoming else ())


def _message(body: dict[str, Any], event: dict[str, Any]) -> Incoming | None:
    is_edited = event.get("subtype") == "message_changed"
    message = event["message"] if is_edited else event
    if "bot_id" in message or message.get("subtype") not in _WRITTEN:
        return None
    if is_edited and "edited" not in message:  # the preview of a link was added, and nothing written
        return None
    team, channel, user = _string(body["team_id"]), _string(event["channel"]), _string(message["user"])
    written, bot = _string(message["text"]) if message.get("text") else "", f"@{_bot_user(body)}"
    # A mention comes twice, as a message and as a mention, under two ids, but it was written at one time.
    stamp = f"{team}:{channel}:{(message.get('edited') or message)['ts']}"
    text, address = _plain(written, bot), _address(channel, message)
    if event.get("channel_type") == "im":
        kind = Kind.EDITED if is_edited else Kind.TEXT if text else Kind.UNREADABLE
        return Incoming(stamp, f"{team}:{user}", address, kind, text)
    is_spoken_to = event["type"] == "app_mention" or bot in (found for found, _ in _BRACKETS.findall(written))
    kind = Kind.GROUP if is_spoken_to else Kind.OVERHEARD
    return Incoming(stamp, f"{team}:{channel}:{user}", address | {"user": user}, kind, text)


def _click(click: dict[str, Any]) -> Incoming | None:
    channel = click.get("channel") or {}
    if click["type"] != "block_actions" or channel.get("name") != _PRIVATE_NAME:
        return None
    who = f"{_string(click['team']['id'])}:{_string(click['user']['id'])}"
    address = _address(_string(channel["id"]), click.get("message") or {})
    choice = _string(click["actions"][0]["value"])
    return Incoming(_string(click["trigger_id"]), who, address, Kind.BUTTON, choice)


def _command(form: dict[str, str]) -> Incoming:
    event, team, user, text = form["trigger_id"], form["team_id"], form["user_id"], _plain(form["text"])
    if form["channel_name"] == _PRIVATE_NAME:
        # It may be typed to another person, too: the reply goes to the chat of this one with the bot.
        kind = Kind.TEXT if text else Kind.ARRIVED
        return Incoming(event, f"{team}:{user}", {"channel": user}, kind, text)
    # Nobody else saw the command, and the bot may be no member there: this address works all the same.
    address = {"response_url": form["response_url"]}
    return Incoming(event, f"{team}:{form['channel_id']}:{user}", address, Kind.GROUP, text)


def _address(channel: str, message: dict[str, Any]) -> Payload:
    """Return where a reply goes: into the thread, if it was written in one."""
    thread = message.get("thread_ts")
    return {"channel": channel, "thread": _string(thread)} if thread else {"channel": channel}


def _string(value: Any) -> str:
    """Return what must be a string with something in it: anything else could not be answered."""
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _bot_user(body: dict[str, Any]) -> str:
    """Return the user that the bot is in this workspace, as an event tells it."""
    return next((str(each["user_id"]) for each in body.get("authorizations") or () if each.get("is_bot")), "")


def _plain(text: str, bot: str = "") -> str:
    """Return what somebody typed, without Slack's marks and without the name of the bot."""
    typed = _BRACKETS.sub(lambda found: "" if found[1] == bot else found[2] or found[1], text)
    return html.unescape(typed).strip()
