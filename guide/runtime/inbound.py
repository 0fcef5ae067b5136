"""What a request may contain. Everything else is refused before Rasa sees it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

# A question with its story fits in 4,000 characters; a 1 MB message held every user up for 6 s in Rasa.
# Up to 2 MB is still read here, so that whoever sends such a message gets a worded reply.
MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_TEXT_CHARACTERS = 4_000

_SENDER = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_LEADING_SLASHES = re.compile(r"\A[\s/]+")
# "/intent" or "/intent{...}" is how Rasa's own channels set intents and slots, and "/set_slot milk no" looks
# like it. Here it sets nothing, not even by its words, except for what people type on messaging platforms.
_PAYLOAD = re.compile(r"\s*/[\s/]*([^\s/].*?)\s*", re.DOTALL)
_COMMANDS = ("start", "help", "stop", "restart", "forget", "skip")
# "milk_allergy=no", "SetSlots(milk=none)", {"allergy": false}: values set as in code tell of nobody.
_CODE = re.compile(
    r"\b\w+\s*={1,2}>?\s*[\"']?(?:[A-Za-z]|0\b)"
    r"|\b\w*[a-z]_[a-z]\w*\s*(?:[:=(]|\b(?:no|none|false|null|absent|0)\b)"
    r"|[{\[][^{}]*[\"']\s*:\s*[^{}]*[}\]]"
    r"|\b[A-Za-z]+[A-Z]\w*\(|\b\w+\((?:\s*[\"'][^)]*)\)",
)
_LINKS = re.compile(r"\bhttps?://\S+|\bwww\.\S+")
_AUDIENCES = ("public", "professional")
# Format characters (zero-width, direction marks, soft hyphen) hide words; lone surrogates cannot be stored.
_INVISIBLE = ("Cf", "Cs")


class Refused(Exception):
    """The request is not a message. ``status`` is the HTTP status, ``error`` a stable code."""

    def __init__(self, status: int, error: str, reason: str) -> None:
        super().__init__(error)
        self.status, self.error, self.reason = status, error, reason


@dataclass(frozen=True)
class Inbound:
    """One message as Rasa may see it. ``problem`` names the worded reply if Rasa must not see it."""

    sender: str
    text: str
    metadata: dict[str, str] | None = None
    is_payload: bool = False

    @property
    def problem(self) -> str:
        """``"payload"``, ``"empty"``, ``"too_long"`` or, for a message that can be worked on, ``""``."""
        if self.is_payload:
            return "payload"
        if not self.text:
            return "empty"
        return "too_long" if len(self.text) > MAX_TEXT_CHARACTERS else ""


def read_message(body: bytes) -> Inbound:
    """Return the message in a request body.

    Raises:
        Refused: if the body is no JSON object with a usable ``sender`` and a text ``message``.
    """
    payload = _json_object(body)
    sender, message = payload.get("sender"), payload.get("message")
    if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
        raise Refused(400, "invalid_sender", "'sender' must be 1 to 128 characters of A-Z a-z 0-9 _ . : -")
    if not isinstance(message, str):
        raise Refused(400, "invalid_message", "'message' must be a string")
    metadata = _metadata(payload.get("metadata"))
    return Inbound(sender, plain_text(message), metadata, _is_payload(_normal(message)))


def _is_payload(text: str) -> bool:
    found = _PAYLOAD.fullmatch(text)
    typed = found is not None and found[1].lower() not in _COMMANDS
    return typed or _CODE.search(_LINKS.sub(" ", text)) is not None


def plain_text(message: str) -> str:
    """Return ``message`` as words only, without control and invisible characters, in normal width.

    Rasa obeys a leading "/" as a command that sets intents and entities, so that it never gets one:
    also not in full width or behind invisible characters (invariant "no back door").
    """
    return _LEADING_SLASHES.sub("", _normal(message)).rstrip()


def _normal(message: str) -> str:
    normal = unicodedata.normalize("NFKC", message)
    return unicodedata.normalize("NFKC", "".join(_visible(character) for character in normal))


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    return " " if category == "Cc" and character != "\n" else character


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "invalid_json", "the body must be JSON in UTF-8") from None
    if not isinstance(payload, dict):
        raise Refused(400, "invalid_json", "the body must be a JSON object")
    return payload


def _metadata(metadata: object) -> dict[str, str] | None:
    """Keep the wording the caller asks for; a caller decides nothing else about the conversation."""
    audience = metadata.get("audience") if isinstance(metadata, dict) else None
    return {"audience": audience} if audience in _AUDIENCES else None
