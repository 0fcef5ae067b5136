"""Pages that are read without script: article, references, about, privacy, and the full-page chat.

Views (content in, values out) know nothing of HTTP; templates know nothing of content; routes join them.
"""

from __future__ import annotations

from aiohttp import web

from guide.gateway.pages.rendering import add_templates, error_page
from guide.gateway.pages.routes import page_routes

__all__ = ["add_pages", "error_page"]


def add_pages(app: web.Application) -> None:
    """Add the routes of all pages and of the static files."""
    add_templates(app)
    app.add_routes(page_routes())
