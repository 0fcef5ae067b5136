"""What all actions share: take in, answer, speak, and never leave a person without a reply."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import structlog
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.keeping import keeper
from actions.speaking import FORM, STATE_SLOT, events, read_state, speak
from actions.understanding import unfolded_messages
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Turn
from guide.advice.dialogue import respond
from guide.advice.keeping import with_offer
from guide.settings import read_store_settings
from guide.store import SnapshotCache, open_store

log = structlog.get_logger()


@lru_cache(maxsize=1)
def snapshots() -> SnapshotCache:
    """Return the process's one snapshot cache, opened on first use."""
    settings = read_store_settings()
    store = open_store(settings.database_url)
    return SnapshotCache(store, settings.pack, serve_pending=settings.serve_pending)


async def _turn_on(
    state: Conversation, messages: Sequence[Message], content: Content, tracker: Tracker
) -> Turn:
    keeping = keeper()
    if keeping is None:
        return respond(state, messages, content)
    kept = await keeping.answer(state, messages, tracker.events)
    return kept or with_offer(respond(state, messages, content), messages[-1], keeping.days)


class GuideAction:
    """One turn of the dialogue rules under the name of one action.

    Every action takes in all that was disclosed since the last successful one, so a failed call
    loses nothing. Any failure ends in a worded reply and changes nothing. This class is no ``Action``
    itself, because the SDK registers every subclass of that.
    """

    action_name: str

    def name(self) -> str:
        """Return the name in ``domain.yml``."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Speak the turn and return its events; on any failure say so and return none."""
        try:
            return await self._turn(dispatcher, tracker)
        except Exception as error:
            # Nothing of the message may reach the log, so neither the traceback nor the text does.
            log.error("action_failed", action=self.action_name, error=type(error).__name__)
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_failure")
            return []

    async def _turn(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        content = await asyncio.to_thread(snapshots().get)
        state = read_state(tracker.get_slot(STATE_SLOT))
        messages = unfolded_messages(tracker.events, state.folded)
        loop_active = (tracker.active_loop or {}).get("name") == FORM
        if not messages:
            return events(Turn(state), content, loop_active)
        turn = await _turn_on(state, messages, content, tracker)
        speak(dispatcher, turn)
        return events(turn, content, loop_active)
