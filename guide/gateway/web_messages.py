"""What Rasa said, as the messages of the public contract (``openapi.yml``)."""

from __future__ import annotations

import secrets
from typing import Any

from guide.advice import red_flags
from guide.advice.red_flags import RedFlag


def web_message(said: dict[str, Any]) -> dict[str, Any]:
    """Return one thing said, with random ids in place of what a button sends: a click can then do
    nothing that was not offered here and now."""
    custom = said.get("custom") or {}
    titles = [str(button["title"]) for button in said.get("buttons") or []]
    message = {
        "id": secrets.token_urlsafe(12),
        "text": said.get("text") or "",
        "buttons": [{"title": title, "id": secrets.token_urlsafe(9)} for title in titles],
        "choice": "many" if custom.get("choose") == "many" else "one",
        "answer": custom.get("answer"),
        "emergency": custom.get("emergency") is True,
    }
    return message | ({"failure": str(custom["failure"])} if custom.get("failure") else {})


def emergency_message(flag: RedFlag) -> dict[str, Any]:
    """Return the instruction for an emergency, which needs neither Rasa nor the store."""
    text = red_flags.instruction(flag.kind, flag.language).text
    return web_message({"text": text, "custom": {"emergency": True, "kind": flag.kind}})


def repeats(said: dict[str, Any], instruction: dict[str, Any]) -> bool:
    """Whether Rasa says the instruction that was given already."""
    custom = said.get("custom") or {}
    return custom.get("emergency") is True and said.get("text") == instruction["text"]
