"""What a chat page needs before the first message."""

from __future__ import annotations

from aiohttp import web

from guide.advice.content import Content
from guide.gateway.bodies import json_response
from guide.gateway.errors import ApiError
from guide.gateway.keys import SETTINGS, load_content
from guide.gateway.wording import worded
from guide.store import StoreUnavailable

routes = web.RouteTableDef()

_SUGGESTED_TOPICS = 3


@routes.get("/api/guide")
async def describe_guide(request: web.Request) -> web.Response:
    """Return names, links, first questions and emergency numbers."""
    try:
        content = await load_content(request.app)
    except StoreUnavailable:
        raise ApiError(503, "unavailable", "there is no content", worded("unavailable")) from None
    return json_response(
        {
            "pack": content.pack,
            "food": content.food,
            "title": worded("title").format(food=content.food.title()),
            "suggestions": _suggestions(content),
            "emergency_numbers": dict(request.app[SETTINGS].emergency_numbers),
            "article": f"/articles/{content.pack}",
            "privacy": "/privacy",
        }
    )


def _suggestions(content: Content) -> list[str]:
    """Return whether one may have it, and the first question of the first topics."""
    first = [content.claims[t.claims[0]] for t in content.topics.values() if t.claims][:_SUGGESTED_TOPICS]
    return [worded("suitability").format(food=content.food), *(c.asks[0] for c in first if c.asks)]
