"""Pages served from given content, and a reader for their HTML."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from guide.advice.content import Claim, Content
from guide.gateway.keys import SETTINGS, SNAPSHOTS
from guide.gateway.pages import add_pages
from guide.gateway.security import add_security_headers
from guide.gateway.settings import GatewaySettings
from guide.store import StoreUnavailable

Client = TestClient[web.Request, web.Application]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Snapshots:
    """Stands where the cache of snapshots does. Without content the store counts as down."""

    content: Content | None

    def get(self) -> Content:
        if self.content is None:
            raise StoreUnavailable("no content")
        return self.content


@asynccontextmanager
async def serving(content: Content | None, settings: GatewaySettings | None = None) -> AsyncIterator[Client]:
    """Serve the pages from ``content`` for one test."""
    app = web.Application()
    app[SETTINGS] = settings or GatewaySettings()
    snapshots: Any = Snapshots(content)
    app[SNAPSHOTS] = snapshots
    add_security_headers(app)
    add_pages(app)
    async with TestClient(TestServer(app)) as client:
        yield client


async def read(client: Client, path: str, status: int = 200) -> Page:
    """Return the page at ``path``, parsed."""
    async with client.get(path) as response:
        assert response.status == status, path
        return Page(await response.text())


@dataclass
class Element:
    """An element with what is in it. ``text`` is all text within, spaces made single."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def all(self, tag: str = "", **attrs: str) -> list[Element]:
        """Return the elements within that have this tag and these attributes (``class_`` is one of them)."""
        classes = attrs.pop("class_", "").split()
        found = []
        for child in self.children:
            named = not tag or child.tag == tag
            classed = set(classes) <= set(child.attrs.get("class", "").split())
            if named and classed and all(child.attrs.get(k.replace("_", "-")) == v for k, v in attrs.items()):
                found.append(child)
            found += child.all(tag, class_=" ".join(classes), **attrs)
        return found

    def one(self, tag: str = "", **attrs: str) -> Element:
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} times {tag} {attrs}"
        return found[0]


class Page(HTMLParser):
    """An HTML document as a tree."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.root = self._at = Element("", {})
        self._by_id: dict[str, list[Element]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(element)
        if "id" in element.attrs:
            self._by_id.setdefault(element.attrs["id"], []).append(element)
        if tag not in VOID:
            self._at = element

    def handle_endtag(self, tag: str) -> None:
        assert self._at.tag == tag, f"</{tag}> closes <{self._at.tag}>"
        assert self._at.parent is not None
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        element: Element | None = self._at
        while element is not None:
            element.pieces.append(data)
            element = element.parent

    def all(self, tag: str = "", **attrs: str) -> list[Element]:
        return self.root.all(tag, **attrs)

    def one(self, tag: str = "", **attrs: str) -> Element:
        """Return the only such element. By id it is looked up: the article has thousands of elements."""
        named = self._by_id.get(attrs["id"], []) if "id" in attrs else self.root.all(tag, **attrs)
        fitting = [e for e in named if not tag or e.tag == tag]
        assert len(fitting) == 1, f"{len(fitting)} times {tag} {attrs}"
        return fitting[0]

    @property
    def ids(self) -> list[str]:
        return [element.attrs["id"] for element in self.all() if "id" in element.attrs]


def with_claims(content: Content, **changes: Claim) -> Content:
    """Return the content with these claims (underscores in a name stand for hyphens) put in place."""
    claims = {**content.claims, **{name.replace("_", "-"): claim for name, claim in changes.items()}}
    return replace(plain_content(content), claims=claims)


def plain_content(content: Content) -> Content:
    """Return the same as a plain Content, which can be changed with ``replace``."""
    return Content(**{name: getattr(content, name) for name in Content.__dataclass_fields__})
