"""Conversations are deleted a day after their last message, as people are told before they begin."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from guide.runtime.erasure import stores_of
from guide.runtime.tracker_store import ConversationStore

logger = logging.getLogger(__name__)

KEPT_DAYS = 1.0
EVERY_SECONDS = 3600.0


async def delete_old(agent: Any) -> int:
    """Delete what has been kept long enough, and return how many events that were."""
    stores = [store for store in stores_of(agent) if isinstance(store, ConversationStore)]
    return sum([await store.purge(KEPT_DAYS) for store in stores])


async def delete_old_hourly(app: Any) -> None:
    """Do so now and every hour. A database that does not answer is asked again in an hour."""
    while True:
        agent = getattr(app.ctx, "agent", None)  # it is replaced when a model is reloaded
        if agent is not None:
            try:
                await delete_old(agent)
            except Exception as error:
                logger.error("Old conversations could not be deleted (%s).", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
