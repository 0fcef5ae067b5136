"""What is known about each person of the conversation."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from guide.gateway.bodies import json_response
from guide.gateway.callers import caller
from guide.gateway.errors import ApiError
from guide.gateway.keys import RASA
from guide.gateway.rasa import RasaUnavailable
from guide.gateway.replies import TURN_SECONDS
from guide.gateway.wording import worded

routes = web.RouteTableDef()

# Asked as a person would, because only the bot knows: the gateway keeps nothing about anyone's health.
QUESTION = "What do you know about me?"


@routes.get("/api/profile")
async def read_profile(request: web.Request) -> web.Response:
    """Return each person's facts with the sentence that sets each right."""
    sender = await caller(request)
    people: list[dict[str, Any]] = []
    said_anything = False
    try:
        async with asyncio.timeout(TURN_SECONDS):
            async for said in request.app[RASA].reply(sender, QUESTION):
                custom = said.get("custom") or {}
                said_anything = said_anything or not custom.get("failure")
                people += custom.get("people") or []
    except (RasaUnavailable, TimeoutError):
        said_anything = False
    if not said_anything:
        raise ApiError(503, "unavailable", "the guide does not answer", worded("unavailable"))
    return json_response({"people": [_public(person) for person in people]})


def _public(person: dict[str, Any]) -> dict[str, Any]:
    facts = [{"text": fact["text"], "remove": fact["correction"]} for fact in person["facts"]]
    return {"person": person["person"], "facts": facts}
