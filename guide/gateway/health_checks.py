"""Whether messages can be answered: asked of Rasa, the actions and the content, at most every two seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp

from guide.gateway.rasa import Rasa, RasaUnavailable
from guide.gateway.settings import GatewaySettings
from guide.store import SnapshotCache, StoreUnavailable

# A server whose classifier failed to load answers all the same, so a real sentence is parsed.
KNOWN_SENTENCE, KNOWN_INTENT = "thank you", "thank"
WAIT_SECONDS = 3.0
_FRESH_SECONDS = 2.0


class HealthChecks:
    """Asks the parts, and remembers the answer for a moment so that probes cannot wear them out."""

    def __init__(
        self, http: aiohttp.ClientSession, rasa: Rasa, snapshots: SnapshotCache, settings: GatewaySettings
    ) -> None:
        self._http, self._rasa, self._snapshots, self._settings = http, rasa, snapshots, settings
        self._parts: dict[str, bool] = {}
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()

    async def parts(self) -> dict[str, bool]:
        """Return which parts answer as they should."""
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if now - self._asked_at >= _FRESH_SECONDS:
                self._parts = await self._ask()
                self._asked_at = asyncio.get_running_loop().time()
            return self._parts

    async def _ask(self) -> dict[str, bool]:
        checks = {"rasa": self._understands, "actions": self._acts, "content": self._has_content}
        answers = await asyncio.gather(*(_in_time(check) for check in checks.values()))
        return dict(zip(checks, answers, strict=True))

    async def _understands(self) -> bool:
        urls = self._settings.rasa_urls
        intents = await asyncio.gather(*(self._rasa.intent(url, KNOWN_SENTENCE) for url in urls))
        return all(intent == KNOWN_INTENT for intent in intents)

    async def _acts(self) -> bool:
        async with self._http.get(f"{self._settings.actions_url}/health") as response:
            return response.status == 200

    async def _has_content(self) -> bool:
        await asyncio.to_thread(self._snapshots.get)
        return True


async def _in_time(check: Callable[[], object]) -> bool:
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            return bool(await check())  # type: ignore[misc]
    except (RasaUnavailable, StoreUnavailable, aiohttp.ClientError, OSError, TimeoutError):
        return False
