"""Failures that Rasa would keep silent about, noted on the turn they happen in.

When an action call fails Rasa logs it and goes on: the user gets half a turn with no sign that the
answer is missing. When the tracker store fails Rasa goes on from memory.
"""

from __future__ import annotations

import asyncio
import logging
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig

logger = logging.getLogger(__name__)

_ACTION_REJECTED = 400  # the answer of a form that does not want this turn: not a failure


@dataclass
class TurnNotes:
    """What is known about the turn in progress: its text (never to be logged) and what failed."""

    text: str
    failures: set[str] = field(default_factory=set)


turn_notes: ContextVar[TurnNotes | None] = ContextVar("turn_notes", default=None)


def note_failure(failure: str) -> None:
    """Remember ``failure``, a key of ``messages.yml``, for the turn in progress, if there is one."""
    notes = turn_notes.get()
    if notes is not None:
        notes.failures.add(failure)


class WatchedActions(EndpointConfig):
    """The action server with a time limit. Rasa's own limit of 300 s would hold the sender's lock."""

    def __init__(self, endpoint: EndpointConfig, seconds: float) -> None:
        super().__init__()
        self.__dict__.update(endpoint.__dict__)
        self.seconds = seconds

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Call the action server; on failure note it and raise as Rasa expects."""
        try:
            return await asyncio.wait_for(super().request(*args, **kwargs), self.seconds)
        except ClientResponseError as error:
            if error.status != _ACTION_REJECTED:
                note_failure("unanswered")
            raise
        except Exception:
            note_failure("unanswered")
            raise


def watch(agent: Any, action_seconds: float) -> None:
    """Watch the agent's action server and tracker store. Cheap, so done on each turn: agents are reloaded."""
    for holder in (agent, getattr(agent, "processor", None)):
        endpoint = getattr(holder, "action_endpoint", None)
        if endpoint is not None and not isinstance(endpoint, WatchedActions):
            holder.action_endpoint = WatchedActions(endpoint, action_seconds)
    store: Any = getattr(agent, "tracker_store", None)
    if hasattr(store, "_on_tracker_store_error"):
        store._on_tracker_store_error = _on_store_error


def _on_store_error(error: Exception) -> None:
    """Name the kind of error only: an error of a database quotes the rows."""
    logger.error("The tracker store failed (%s); this turn is not kept.", type(error).__name__)
    note_failure("not_kept")
