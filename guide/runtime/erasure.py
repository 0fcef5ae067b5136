""" "Forget me": deletes a sender's conversation, in every place where Rasa keeps it."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore

from guide.runtime.tracker_store import ConversationStore


class ErasureUnsupported(Exception):
    """The tracker store in use cannot delete a conversation."""


async def erase(agent: Any, sender_id: str) -> int:
    """Delete the conversation of ``sender_id`` and return how many events were deleted.

    Taken under the sender's lock, so that no turn of theirs writes half of it back.

    Raises:
        Exception: whatever the store raises; then the conversation must be taken as still stored.
    """
    async with agent.lock_store.lock(sender_id):
        return sum([await _erase_from(store, sender_id) for store in stores_of(agent)])


def stores_of(agent: Any) -> list[Any]:
    """Return every store that the agent keeps conversations in."""
    return _unwrapped(agent.tracker_store)


def _unwrapped(store: Any) -> list[Any]:
    """Unwrap Rasa's fail-safe store: the store itself, and the memory it fell back to, if it ever did."""
    inner = getattr(store, "_tracker_store", None)
    if inner is None:
        return [store]
    fallback = getattr(store, "_fallback_tracker_store", None)
    return _unwrapped(inner) + ([fallback] if fallback is not None else [])


async def _erase_from(store: Any, sender_id: str) -> int:
    if isinstance(store, ConversationStore):
        return await store.erase(sender_id)
    if isinstance(store, InMemoryTrackerStore):
        serialised = store.store.pop(sender_id, None)
        return len(json.loads(serialised)["events"]) if serialised else 0
    raise ErasureUnsupported(type(store).__name__)
