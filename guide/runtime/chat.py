"""``make chat``: talk to the running bot in the terminal, or by a pipe."""

from __future__ import annotations

import json
import os
import secrets
import sys
import urllib.error
import urllib.request
from typing import Any

from rich.console import Console

# Longer than the bot's own limit for a turn, so that it is the bot that says what went wrong.
_TURN_SECONDS = 40.0

_Message = dict[str, Any]


class Chat:
    """One conversation with a bot, under a name that nobody else has."""

    def __init__(self, url: str, console: Console) -> None:
        self._url, self._console = url, console
        self._sender = f"chat-{secrets.token_hex(8)}"
        self._choices: list[str] = []

    def say(self, line: str) -> None:
        """Send what was typed, or the button of that number, and show the reply.

        Raises:
            OSError: if the bot cannot be reached.
        """
        text = chosen(line, self._choices)
        if text != line:
            self._console.print(f"  {text}", style="dim", markup=False, highlight=False)
        messages = self._post({"sender": self._sender, "message": text})
        self._choices = []
        for message in messages:
            self._show(message)

    def _post(self, question: dict[str, str]) -> list[_Message]:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._url, json.dumps(question).encode(), headers)
        with urllib.request.urlopen(request, timeout=_TURN_SECONDS) as answer:
            messages: list[_Message] = json.load(answer)
            return messages

    def _show(self, message: _Message) -> None:
        urgent = "bold red" if (message.get("custom") or {}).get("emergency") else None
        self._console.print(message.get("text", ""), style=urgent, markup=False, highlight=False)
        for button in message.get("buttons") or []:
            self._choices.append(button["title"])
            self._console.print(f"  {len(self._choices)}. {button['title']}", markup=False, highlight=False)
        self._console.print()


def chosen(line: str, choices: list[str]) -> str:
    """Return the choice whose number was typed, or the line itself."""
    number = line.strip()
    if number.isdecimal() and 1 <= int(number) <= len(choices):
        return choices[int(number) - 1]
    return line


def main() -> int:
    """Talk until the end of input; return the exit code."""
    port = os.environ.get("RASA_PORT") or "5005"
    console = Console(soft_wrap=not sys.stdin.isatty())
    chat = Chat(f"http://127.0.0.1:{port}/webhooks/rest/webhook", console)
    if sys.stdin.isatty():
        console.print("Type a message, or the number of a choice. Ctrl-D ends.", style="dim")
    try:
        while True:
            line = input("> " if sys.stdin.isatty() else "")
            if line.strip():
                chat.say(line)
    except (EOFError, KeyboardInterrupt):
        return 0
    except (OSError, urllib.error.URLError) as error:
        console.print(f"No bot answers on port {port} ({error}). Is `make run` running?", style="red")
        return 1


if __name__ == "__main__":
    sys.exit(main())
