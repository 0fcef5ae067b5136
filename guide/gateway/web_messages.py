"""What Rasa said, as the messages of the public contract (``openapi.yml``)."""

from __future__ import annotations

import secrets
from typing import Any

from guide.advice import red_flags
from guide.advice.content import Content
from guide.advice.emergency import sourced_instruction
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
    if custom.get("introduces") is True:
        message["introduces"] = True
    return message | ({"failure": str(custom["failure"])} if custom.get("failure") else {})


def emergency_message(flag: RedFlag, content: Content | None) -> dict[str, Any]:
    """Return the instruction for an emergency. Its sources need content that was loaded; the instruction
    itself needs neither Rasa nor the store."""
    if content is None:
        text = red_flags.instruction(flag.kind, flag.language).text
    else:
        text = sourced_instruction(flag.kind, flag.language, content)
    return web_message({"text": text, "custom": {"emergency": True}})


def repeats(said: dict[str, Any], flag: RedFlag) -> bool:
    """Whether Rasa says the instruction that was given already."""
    custom = said.get("custom") or {}
    return custom.get("emergency") is True and custom.get("kind") == flag.kind
