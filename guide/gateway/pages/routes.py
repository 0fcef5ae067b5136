"""Which address shows which page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from guide.advice.vocabulary import Audience
from guide.gateway.keys import SETTINGS, load_content
from guide.gateway.pages.api_reference import api_description, operations_by_tag, schemas
from guide.gateway.pages.assets import asset_response
from guide.gateway.pages.reference_page import reference_page_view
from guide.gateway.pages.rendering import ARTICLES, error_page, page, send
from guide.store import StoreUnavailable

MAX_ASKED = 500
"""A question handed over in an address is cut here; the chat takes longer ones."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def page_routes() -> list[web.RouteDef]:
    """Return the routes of all pages and files."""
    return [
        web.get("/", chat),
        web.get("/articles/{pack}", _with_content(article)),
        web.get("/references/{id}", _with_content(reference)),
        web.get("/about", _fixed("about.html")),
        web.get("/privacy", privacy),
        web.get("/api/docs", api_docs),
        web.get("/openapi.json", openapi),
        web.get("/robots.txt", robots),
        web.get("/favicon.ico", favicon),
        web.get("/widget.js", widget),
        web.get("/static/{name:.+}", static),
    ]


async def chat(request: web.Request) -> web.Response:
    """Show the full-page chat, with a question if the address brings one."""
    return page(request, "chat.html", ask=request.query.get("ask", "").strip()[:MAX_ASKED])


async def article(request: web.Request) -> web.Response:
    """Show all statements on a food, in the wording that was asked for."""
    content = await load_content(request.app)
    if request.match_info["pack"] != content.pack:
        return error_page(request, 404)
    wanted = request.query.get("audience")
    audience = Audience.PROFESSIONAL if wanted == Audience.PROFESSIONAL else Audience.PUBLIC
    return send(request, await request.app[ARTICLES].get(request.app, content, audience))


async def reference(request: web.Request) -> web.Response:
    """Show one reference and what rests on it."""
    view = reference_page_view(request.match_info["id"], await load_content(request.app))
    return error_page(request, 404) if view is None else page(request, "reference.html", view=view)


async def privacy(request: web.Request) -> web.Response:
    """Say what is kept. What the operator switched on shows as it is."""
    return page(request, "privacy.html", settings=request.app[SETTINGS].store)


async def api_docs(request: web.Request) -> web.Response:
    """Show the API's description."""
    api = api_description()
    return page(request, "api.html", api=api, tags=operations_by_tag(api), schemas=schemas(api))


async def openapi(request: web.Request) -> web.Response:
    """Return the API's description for machines."""
    return web.json_response(api_description(), headers={"Cache-Control": "no-cache"})


async def robots(request: web.Request) -> web.Response:
    """Let search engines read the pages; a question in an address is nobody's to index."""
    return web.Response(text="User-agent: *\nDisallow: /api/\nAllow: /api/docs\nDisallow: /*?ask=\n")


async def favicon(request: web.Request) -> web.StreamResponse:
    """Return the picture for browsers that ask for it without reading the page."""
    return asset_response("favicon.svg") or error_page(request, 404)


async def widget(request: web.Request) -> web.StreamResponse:
    """Return the chat's script, at the short address that other sites embed."""
    return asset_response("widget.js") or error_page(request, 404)


async def static(request: web.Request) -> web.StreamResponse:
    """Return a file."""
    name, version = request.match_info["name"], request.query.get("v", "")
    return asset_response(name, version) or error_page(request, 404)


def _fixed(template: str) -> Handler:
    async def show(request: web.Request) -> web.StreamResponse:
        return page(request, template)

    return show


def _with_content(handler: Handler) -> Handler:
    """Answer with a worded page while there is no content to read."""

    async def show(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except StoreUnavailable:
            return error_page(request, 503)

    return show
