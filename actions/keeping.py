"""Keeps a question that was not understood, where the operator and the person both allow it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import structlog

from actions.understanding import unfolded_messages
from guide.advice import keeping
from guide.advice.conversation import Conversation, Message, Turn
from guide.advice.redaction import HIDDEN, NUMBER, Redactor
from guide.settings import read_store_settings
from guide.store import Store, StoreUnavailable, open_store

log = structlog.get_logger()


class Keeper:
    """Redacts and stores questions. ``days`` is how long they stay."""

    def __init__(self, store: Store, pack: str, days: int) -> None:
        self._store, self._pack, self.days = store, pack, days
        self._expired: date | None = None

    async def answer(
        self, state: Conversation, messages: Sequence[Message], events: Iterable[Mapping[str, Any]]
    ) -> Turn | None:
        """Return the turn that keeps the question on offer, if the person has just agreed to it."""
        await self._expire_daily()
        if not keeping.agreed(state, messages):
            return None
        offered = next((m for m in unfolded_messages(events, 0.0) if m.number == state.offered), None)
        kept = offered is not None and await asyncio.to_thread(self._keep, offered)
        return keeping.thanks(state, messages[-1], kept, self.days)

    def _keep(self, message: Message) -> bool:
        try:
            text = Redactor(self._store.terms(self._pack)).redact(message.text)
            if not set(text.split()) - {HIDDEN, NUMBER}:
                return False
            self._store.keep_unknown(text, message.intent, message.confidence, self.days)
        except StoreUnavailable as error:
            log.error("question_not_kept", error=type(error).__name__)
            return False
        return True

    async def _expire_daily(self) -> None:
        """Delete what is due on the first turn of each day, whether or not anything is kept that day."""
        today = datetime.now(UTC).date()
        if self._expired == today:
            return
        self._expired = today
        try:
            await asyncio.to_thread(self._store.expire_unknown, self.days)
        except StoreUnavailable as error:
            log.error("questions_not_expired", error=type(error).__name__)


@lru_cache(maxsize=1)
def keeper() -> Keeper | None:
    """Return the process's one keeper; None where the operator has not switched it on."""
    settings = read_store_settings()
    if not settings.keep_unknown:
        return None
    return Keeper(open_store(settings.database_url), settings.pack, settings.unknown_days)
