"""Trackers made by hand from real events, as Rasa sends them to the action server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

Event = dict[str, Any]


def condition(value: str, status: str = "present", person: str = "self") -> dict[str, Any]:
    """Return a condition entity as our own extractor writes it."""
    return {
        "entity": "condition",
        "value": value,
        "status": status,
        "person": person,
        "subject": "self" if person == "self" else "child",
        "extractor": "ConditionExtractor",
        "start": 0,
        "end": 1,
    }


def said(text: str, intent: str, at: float, *entities: dict[str, Any], **guide: Any) -> Event:
    """Return the event of a user message with its parse result."""
    parsed = {"intent": {"name": intent, "confidence": 0.9}, "entities": list(entities), "text": text}
    if guide:
        parsed["guide"] = guide
    return {"event": "user", "timestamp": at, "text": text, "parse_data": parsed, "metadata": {}}


def session_started(at: float) -> Event:
    return {"event": "session_started", "timestamp": at}


def tracker(events: Sequence[Event], slots: dict[str, Any] | None = None, loop: str | None = None) -> Tracker:
    """Return a tracker with these events and slots."""
    latest = next((e["parse_data"] for e in reversed(events) if e["event"] == "user"), {})
    active = {"name": loop} if loop else {}
    return Tracker("somebody", slots or {}, latest, list(events), False, None, active, "action_listen")


def run(action: Action, at: Tracker) -> tuple[list[dict[str, Any]], list[Event]]:
    """Run an action; return the messages it sent and the events it returned."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, at, {}))  # type: ignore[arg-type]
    return dispatcher.messages, events


def slots_after(events: Sequence[Event], before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the slots once these events are applied."""
    return {**(before or {}), **{e["name"]: e["value"] for e in events if e["event"] == "slot"}}


def loop_after(events: Sequence[Event]) -> str | None:
    """Return the form that these events leave active."""
    loops = [e["name"] for e in events if e["event"] == "active_loop"]
    return loops[-1] if loops else None
