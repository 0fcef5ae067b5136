"""Pages that are read without script: article, references, about, privacy, and the full-page chat."""

from __future__ import annotations

from aiohttp import web


def add_pages(app: web.Application) -> None:
    """Add the routes of all pages and of the static files."""


async def error_page(request: web.Request, status: int) -> web.Response:
    return web.Response(status=status)
