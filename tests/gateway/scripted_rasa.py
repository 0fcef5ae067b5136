"""Stands in for Rasa and its actions: says what a test scripts, in the form of ``guide.runtime.rest``."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

Step = Any
"""A message to say, or one of the things below that can happen instead."""

HANG = "hang"
"""Say nothing more until the test lets go."""

BREAK_OFF = "break off"
"""Close the connection in the middle of the stream."""


class Garbage(bytes):
    """A line that is no message."""


class Status(int):
    """An answer that is no reply at all."""


def said(text: str, *buttons: str, **custom: Any) -> dict[str, Any]:
    """Return one thing said, as the REST channel sends it."""
    offered = [{"title": title, "payload": title} for title in buttons]
    return {"recipient_id": "somebody", "text": text, "buttons": offered, "custom": custom}


def answered(text: str, *claims: str, buttons: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an answer that rests on ``claims``."""
    answer = {
        "topic": "storage",
        "person": "you",
        "about": "",
        "bottom_line": {"text": text, "citations": [1]},
        "verdict": None,
        "product": None,
        "statements": [{"text": text, "citations": [1]}],
        "cautions": [],
        "alternatives": [],
        "excluded": [],
        "references": [
            {
                "number": 1,
                "id": "ref",
                "title": "A study",
                "year": 2020,
                "url": "https://example.org/a",
                "verified": True,
            }
        ],
        "review": {"status": "pending", "text": "Not reviewed yet."},
        "followups": list(buttons),
        "claims": list(claims),
    }
    return said(text, *buttons, answer=answer, emergency=False)


ERASED = said("Erased.", forget_me=True, erased={"events": 3})
KNOWN = said(
    "This is what you told me.",
    people=[
        {"person": "you", "facts": [{"text": "milk allergy (you said)", "correction": "I have no allergy"}]}
    ],
)


class ScriptedRasa:
    """Replies by script; a text without one gets a short acknowledgement. ``heard`` is what it was asked."""

    def __init__(self) -> None:
        self.scripts: dict[str, tuple[Step, ...]] = {
            "forget me": (ERASED,),
            "What do you know about me?": (KNOWN,),
        }
        self.usual: tuple[Step, ...] = (said("Noted."),)
        self.heard: list[dict[str, Any]] = []
        self.finished: list[str] = []
        self.intent = "thank"
        self.actions_status = 200
        self._hanging, self._let_go = asyncio.Event(), asyncio.Event()

    def script(self, text: str, *steps: Step) -> None:
        """Say ``steps`` in reply to ``text``."""
        self.scripts[text] = steps

    @property
    def texts(self) -> list[str]:
        """The texts it was asked, in order."""
        return [each["message"] for each in self.heard]

    async def hangs(self) -> None:
        """Wait until a reply has come to its ``HANG``."""
        async with asyncio.timeout(10):
            await self._hanging.wait()

    def let_go(self) -> None:
        """Go on with all replies that hang."""
        self._let_go.set()

    def app(self) -> web.Application:
        """Return the server."""
        app = web.Application()
        app.router.add_post("/webhooks/rest/webhook", self._reply)
        app.router.add_post("/model/parse", self._parse)
        app.router.add_get("/health", self._health)
        return app

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.heard.append(body | {"stream": request.query.get("stream")})
        steps = self.scripts.get(body["message"], self.usual)
        for step in steps:
            if isinstance(step, Status):
                return web.json_response({"message": "a traceback of Rasa"}, status=step)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for step in steps:
            if not await self._do(step, request, response):
                return response
        await response.write_eof()
        self.finished.append(body["message"])
        return response

    async def _do(self, step: Step, request: web.Request, response: web.StreamResponse) -> bool:
        if step is HANG:
            self._hanging.set()
            await self._let_go.wait()
        elif step is BREAK_OFF:
            assert request.transport is not None
            request.transport.close()
            return False
        elif isinstance(step, Garbage):
            await response.write(step + b"\n")
        else:
            await response.write(json.dumps(step).encode() + b"\n")
        return True

    async def _parse(self, request: web.Request) -> web.Response:
        await request.json()
        return web.json_response({"intent": {"name": self.intent}})

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"}, status=self.actions_status)
