"""What people type: ``guide conversations`` and ``make chat``."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import typer
from rich.console import Console

from guide.runtime.chat import Chat, chosen
from guide.runtime.commands import days


@pytest.mark.parametrize(("age", "expected"), [("30d", 30), ("12h", 0.5), ("2W", 14)])
def test_ages_are_understood(age: str, expected: float) -> None:
    assert days(age) == expected


@pytest.mark.parametrize("age", ["", "30", "0d", "-1d", "d", "1y", "1.5d", "30d; drop"])
def test_an_unclear_age_deletes_nothing(age: str) -> None:
    with pytest.raises(typer.BadParameter):
        days(age)


@pytest.mark.parametrize(
    ("typed", "said"), [("2", "No"), (" 1 ", "Yes"), ("3", "3"), ("0", "0"), ("hi", "hi")]
)
def test_a_number_picks_a_choice(typed: str, said: str) -> None:
    assert chosen(typed, ["Yes", "No"]) == said


class FakeBot(BaseHTTPRequestHandler):
    """Answers like the REST channel and remembers what it was asked."""

    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body)
        buttons = [{"title": "Yes", "payload": "Yes"}, {"title": "Not [sure]", "payload": "Not [sure]"}]
        reply = json.dumps(
            [{"text": "Is it [bold]you[/bold]? [1]", "buttons": buttons, "custom": {}}]
        ).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: Any) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    FakeBot.asked = []
    server = HTTPServer(("127.0.0.1", 0), FakeBot)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}/webhooks/rest/webhook"
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_conversation_in_the_terminal(url: str) -> None:
    """Citations and markup are shown as they are; a number says the words of its button."""
    shown = io.StringIO()
    chat = Chat(url, Console(file=shown))
    chat.say("hi")
    chat.say("2")
    assert [asked["message"] for asked in FakeBot.asked] == ["hi", "Not [sure]"]
    assert len({asked["sender"] for asked in FakeBot.asked}) == 1
    assert "Is it [bold]you[/bold]? [1]" in shown.getvalue()
    assert "2. Not [sure]" in shown.getvalue()
