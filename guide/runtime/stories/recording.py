"""Talks to the running bot and keeps the conversation as a test story."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from guide.runtime.stories.steps import Step, story_steps, story_text

_TURN_SECONDS = 40.0
_HEADER = 'version: "3.1"\nstories:\n'


class CannotRecord(Exception):
    """The conversation cannot be recorded; the message says why, for the person who typed it."""


class Recorder:
    """One conversation with the running bot, under a name that nobody else has."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._sender = f"story-{secrets.token_hex(8)}"

    def say(self, text: str) -> list[dict[str, Any]]:
        """Send a message and return what the bot says.

        Raises:
            CannotRecord: if the bot cannot be reached.
        """
        body = json.dumps({"sender": self._sender, "message": text}).encode()
        replies: list[dict[str, Any]] = self._ask("webhooks/rest/webhook", body)
        return replies

    def steps(self) -> list[Step]:
        """Return the steps of the conversation so far.

        Raises:
            CannotRecord: if the bot cannot be reached, or has erased the conversation.
        """
        tracker = self._ask(f"conversations/{urllib.parse.quote(self._sender)}/tracker")
        steps = story_steps(tracker["events"])
        if not steps:
            raise CannotRecord(
                "The bot holds nothing of this conversation: it was erased, or nothing was said."
            )
        return steps

    def _ask(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(f"{self._url}/{path}", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=_TURN_SECONDS) as answer:
                return json.load(answer)
        except (urllib.error.URLError, OSError) as error:
            raise CannotRecord(f"No bot answers at {self._url}; start it with: make run") from error


def add_story(path: Path, name: str, steps: list[Step]) -> None:
    """Add the story to the file, which is made if it is not there.

    Raises:
        CannotRecord: if Rasa would not read the file as test stories, or the file has that story already.
    """
    if not path.name.startswith("test_") or path.suffix not in (".yml", ".yaml"):
        raise CannotRecord(f"Rasa reads test stories only from files named test_<goal>.yml, not {path.name}.")
    before = path.read_text(encoding="utf-8") if path.exists() else _HEADER
    if f"- story: {name}\n" in before:
        raise CannotRecord(f"{path} already has a story named {name!r}.")
    gap = "\n" if path.exists() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before.rstrip("\n") + "\n" + gap + story_text(name, steps), encoding="utf-8")
