"""Recording and checking test stories."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guide.runtime.stories.recording import CannotRecord, Recorder, add_story
from guide.runtime.stories.steps import story_steps, story_text

EVENTS = [
    {"event": "user", "text": "of an earlier session", "parse_data": {"intent": {"name": "greet"}}},
    {"event": "action", "name": "action_session_start"},
    {"event": "session_started"},
    {"event": "action", "name": "action_listen"},
    {"event": "user", "text": "may I", "parse_data": {"intent": {"name": "ask_suitability"}}},
    {"event": "action", "name": "action_answer"},
    {"event": "slot", "name": "conversation", "value": {}},
    {"event": "active_loop", "name": "screening_form"},
    {"event": "action", "name": "screening_form"},
    {"event": "slot", "name": "requested_slot", "value": "screening_answer"},
    {"event": "bot", "text": "About milk and you"},
    {"event": "action", "name": "action_listen"},
    {"event": "user", "text": "neither", "parse_data": {"intent": {"name": "deny"}}},
    {"event": "action", "name": "screening_form"},
    {"event": "slot", "name": "requested_slot", "value": None},
    {"event": "active_loop", "name": None},
    {"event": "action", "name": "action_screen"},
]
STEPS = [
    {"user": "may I", "intent": "ask_suitability"},
    {"action": "action_answer"},
    {"active_loop": "screening_form"},
    {"action": "screening_form"},
    {"user": "neither", "intent": "deny"},
    {"action": "screening_form"},
    {"slot_was_set": [{"requested_slot": None}]},
    {"active_loop": None},
    {"action": "action_screen"},
]


class FakeRasa(BaseHTTPRequestHandler):
    """Answers like Rasa's REST channel and tracker."""

    events: list[dict[str, object]] = EVENTS

    def do_POST(self) -> None:
        """Say one thing to any message."""
        self._send([{"text": "About milk and you", "buttons": [], "custom": {}}])

    def do_GET(self) -> None:
        """Return the tracker."""
        self._send({"events": self.events})

    def _send(self, body: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def rasa_url() -> Iterator[str]:
    """The address of a fake Rasa."""
    server = HTTPServer(("127.0.0.1", 0), FakeRasa)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_conversation_is_recorded_as_it_was_played(rasa_url: str) -> None:
    """Only the last session, and only what a story states."""
    recorder = Recorder(rasa_url)
    assert recorder.say("may I")[0]["text"] == "About milk and you"
    assert recorder.steps() == STEPS


def test_a_conversation_that_was_erased_cannot_be_recorded(
    rasa_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After "forget me" there is nothing to write down."""
    monkeypatch.setattr(FakeRasa, "events", [])
    with pytest.raises(CannotRecord, match="erased"):
        Recorder(rasa_url).steps()


def test_a_bot_that_is_not_running_is_named() -> None:
    """The message says how to start it."""
    with pytest.raises(CannotRecord, match="make run"):
        Recorder("http://127.0.0.1:1").say("hello")


def test_a_written_story_reads_back_as_the_same_steps() -> None:
    """Text with colons, quotes and several lines included."""
    steps = [{"user": 'so: "is it" - #1?', "intent": "ask_suitability"}, *STEPS]
    story = YAML(typ="safe").load(story_text("try it", steps))[0]
    assert story["story"] == "try it"
    assert [{k: str(v).strip() if k == "user" else v for k, v in s.items()} for s in story["steps"]] == steps


def test_stories_are_added_and_none_is_lost(tmp_path: Path) -> None:
    """A second story stands behind the first; the same name twice is refused."""
    path = tmp_path / "conversations" / "test_storage.yml"
    add_story(path, "first", STEPS)
    add_story(path, "second", STEPS)
    assert [s["story"] for s in YAML(typ="safe").load(path)["stories"]] == ["first", "second"]
    with pytest.raises(CannotRecord, match="already has a story"):
        add_story(path, "first", STEPS)


def test_a_file_that_rasa_would_not_read_is_refused(tmp_path: Path) -> None:
    """Rasa takes only files called test_* for tests."""
    with pytest.raises(CannotRecord, match="test_<goal>"):
        add_story(tmp_path / "storage.yml", "x", STEPS)


def test_events_of_no_session_give_no_steps() -> None:
    """An empty tracker is no story."""
    assert story_steps([]) == []
