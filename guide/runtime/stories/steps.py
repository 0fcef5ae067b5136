"""Turns what Rasa recorded of a conversation into the steps of a test story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Event = Mapping[str, Any]
Step = dict[str, Any]

# Rasa plays these by itself; a story does not name them.
_UNNAMED_ACTIONS = frozenset({"action_listen", "action_session_start"})


def story_steps(events: Iterable[Event]) -> list[Step]:
    """Return the steps of the last session in ``events``, as a test story writes them."""
    steps: list[Step] = []
    for event in _last_session(events):
        steps += _steps_of(event)
    return steps


def _last_session(events: Iterable[Event]) -> list[Event]:
    session: list[Event] = []
    for event in events:
        session = [] if event.get("event") == "session_started" else [*session, event]
    return session


def _steps_of(event: Event) -> Iterator[Step]:
    kind, name = event.get("event"), event.get("name")
    if kind == "user":
        intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
        yield {"user": event.get("text") or "", "intent": intent}
    elif kind == "action" and name not in _UNNAMED_ACTIONS:
        yield {"action": name}
    elif kind == "active_loop":
        yield {"active_loop": name}
    elif kind == "slot" and name == "requested_slot" and event.get("value") is None:
        yield {"slot_was_set": [{"requested_slot": None}]}


def story_text(name: str, steps: Iterable[Step]) -> str:
    """Return the story as the lines of a story file, to stand under ``stories:``."""
    lines = [f"- story: {name}", "  steps:"]
    for step in steps:
        lines += _lines(step)
    return "\n".join(lines) + "\n"


def _lines(step: Step) -> list[str]:
    if "user" in step:
        said = [f"      {line}" for line in step["user"].splitlines() if line.strip()]
        return ["  - user: |", *said, f"    intent: {step['intent']}"]
    if "slot_was_set" in step:
        return ["  - slot_was_set:", "    - requested_slot: null"]
    key, value = next(iter(step.items()))
    return [f"  - {key}: {'null' if value is None else value}"]
