"""From views to HTML: the templates, the cache of rendered articles, and the page for what goes wrong."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web

from guide.advice.content import Content
from guide.advice.vocabulary import Audience
from guide.gateway.keys import SETTINGS
from guide.gateway.pages.article import article_view
from guide.gateway.pages.assets import asset_url
from guide.gateway.pages.structured import medical_web_page, script_json
from guide.gateway.pages.words import words


@dataclass(frozen=True)
class RenderedPage:
    """A page ready to send, plain and compressed."""

    html: bytes
    gzipped: bytes
    etag: str


@dataclass
class ArticleCache:
    """The rendered articles of the newest content: making one takes a tenth of a second, sending it none."""

    today: Callable[[], date] = date.today
    _key: tuple[str, date] = ("", date.min)
    _pages: dict[Audience, RenderedPage] = field(default_factory=dict)

    async def get(self, app: web.Application, content: Content, audience: Audience) -> RenderedPage:
        """Return the article for ``audience``. A new day renders anew: a review may be overdue by then."""
        key = (content.version, self.today())
        if key != self._key:
            self._key, self._pages = key, {}
        pages = self._pages
        if audience not in pages:
            pages[audience] = await asyncio.to_thread(_render_article, app, content, audience, key[1])
        return pages[audience]


ARTICLES = web.AppKey("articles", ArticleCache)


def add_templates(app: web.Application) -> None:
    """Prepare the templates: everything escaped, a missing value an error."""
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.PackageLoader("guide.gateway.pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    article = f"/articles/{app[SETTINGS].store.pack}"
    environment.globals.update(asset=asset_url, words=words, article_path=article)
    environment.filters["day"] = _day
    app[ARTICLES] = ArticleCache()


def page(request: web.Request, template: str, status: int = 200, **context: Any) -> web.Response:
    """Return a page made from ``template``."""
    return html_response(template_of(request.app, template).render(context), status)


def html_response(html: str, status: int = 200) -> web.Response:
    """Return HTML that browsers ask for anew each time: a withdrawn statement must not linger."""
    return web.Response(
        text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-cache"}
    )


def error_page(request: web.Request, status: int) -> web.Response:
    """Return the page for an error. It needs no content, so that it stands when the store is down."""
    known = words()["errors"]
    said = known.get(str(status)) or known["404" if status < 500 else "500"]
    return page(request, "error.html", status, code=status, title=said["title"], text=said["text"])


def send(request: web.Request, rendered: RenderedPage) -> web.Response:
    """Return a rendered page, or "not modified" to a browser that has it."""
    headers = {"ETag": rendered.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if rendered.etag.removeprefix("W/") in _known_etags(request):
        return web.Response(status=304, headers=headers)
    body = rendered.html
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = rendered.gzipped
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


def template_of(app: web.Application, name: str) -> jinja2.Template:
    """Return a template by its file name."""
    return aiohttp_jinja2.get_env(app).get_template(name)


def _render_article(app: web.Application, content: Content, audience: Audience, today: date) -> RenderedPage:
    html = (
        template_of(app, "article.html")
        .render(
            view=article_view(content, audience, today),
            json_ld=script_json(medical_web_page(content, audience)),
        )
        .encode()
    )
    etag = f'W/"{hashlib.sha256(html).hexdigest()[:24]}"'
    return RenderedPage(html, gzip.compress(html, 6, mtime=0), etag)


def _known_etags(request: web.Request) -> set[str]:
    listed = request.headers.get("If-None-Match", "")
    return {each.strip().removeprefix("W/") for each in listed.split(",")}


def _day(day: date) -> str:
    """Write a date as a reader does: "6 May 2025"."""
    return f"{day.day} {day:%B %Y}"
