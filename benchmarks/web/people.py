"""People who talk over the web, each with facts of their own, so that a reply to somebody else would show."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import aiohttp

# Whoever is on one side must never read of the other side's allergy.
TOLD = {
    "milk allergy": "I have a milk allergy. Can I drink kefir?",
    "coconut allergy": "I have a coconut allergy and no milk allergy. What plant kefir is there?",
}
QUESTIONS = ("How do I store it?", "Does kefir contain alcohol?", "What do you know about me?")
WAIT = 429, 503


@dataclass(frozen=True)
class Sample:
    """One message: seconds to the first thing said and to the last, and what went wrong, if anything."""

    first: float
    whole: float
    fault: str = ""
    told_to_wait: bool = False


class Person:
    """One conversation in a browser."""

    def __init__(self, http: aiohttp.ClientSession, base: str, number: int) -> None:
        self._http, self._base = http, base
        self._fact = sorted(TOLD)[number % 2]
        self._other = sorted(TOLD)[1 - number % 2]
        self._lines: Iterator[str] = cycle([TOLD[self._fact], *QUESTIONS])
        self._token = ""

    async def arrive(self) -> None:
        """Open a conversation."""
        async with self._http.post(f"{self._base}/api/sessions") as response:
            response.raise_for_status()
            self._token = (await response.json())["token"]

    async def say(self) -> Sample:
        """Say the next line and read the whole reply."""
        line, began = next(self._lines), time.perf_counter()
        body = {"text": line, "client_id": uuid.uuid4().hex}
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"}
        first = 0.0
        events: list[tuple[str, Any]] = []
        try:
            async with self._http.post(f"{self._base}/api/messages", json=body, headers=headers) as response:
                if response.status in WAIT:
                    return Sample(0, time.perf_counter() - began, told_to_wait=True)
                if response.status != 200:
                    return Sample(0, 0, f"status {response.status}")
                kind = ""
                async for raw in response.content:
                    written = raw.decode().strip()
                    if written.startswith("event:"):
                        kind = written[6:].strip()
                    elif written.startswith("data:"):
                        first = first or time.perf_counter() - began
                        events.append((kind, json.loads(written[5:])))
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            return Sample(0, 0, type(error).__name__)
        return self._judged(line, events, first, time.perf_counter() - began)

    def _judged(self, line: str, events: list[tuple[str, Any]], first: float, whole: float) -> Sample:
        kinds = [kind for kind, _ in events]
        text = "\n".join(data.get("text", "") for kind, data in events if kind == "message")
        if kinds[-1:] == ["error"]:
            return Sample(first, whole, told_to_wait="minute" in events[-1][1]["text"], fault="error event")
        if kinds[-1:] != ["done"] or not text:
            return Sample(first, whole, "no whole reply")
        if line == QUESTIONS[-1] and (
            self._fact not in text or self._other in text.replace("no milk allergy", "")
        ):
            return Sample(first, whole, "somebody else's facts")
        return Sample(first, whole)
