"""The start of a session: health facts are not carried over, and the next reply says so."""

from __future__ import annotations

from typing import Any

import msgspec
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import STATE_SLOT, read_state
from guide.advice.conversation import Conversation


class SessionStart(Action):
    """Starts a session afresh. An earlier session's facts leave only the mark that there were some."""

    def name(self) -> str:
        """Return the name of Rasa's own action that this replaces."""
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return the events of a new session."""
        before = tracker.get_slot(STATE_SLOT)
        started = [SessionStarted()]
        if before:
            fresh = Conversation(forgot=bool(_facts(before)))
            started.append(SlotSet(STATE_SLOT, msgspec.to_builtins(fresh)))
        return [*started, ActionExecuted("action_listen")]


def _facts(value: Any) -> bool:
    try:
        state = read_state(value)
    except msgspec.ValidationError:
        return False
    return state.forgot or any(not p.is_empty for p in state.profiles.values())
