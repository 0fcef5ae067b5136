"""The other pages, the files, and the headers on all of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from page_client import Client, read, serving

from guide.advice.content import Content
from guide.gateway.pages.assets import STATIC
from guide.gateway.settings import GatewaySettings
from guide.settings import StoreSettings

PAGES = ["/", "/articles/kefir", "/references/wastyk-2021", "/about", "/privacy", "/api/docs", "/articles/no"]
FONT_BUDGET = 150_000


@pytest.fixture
async def client(content: Content) -> AsyncIterator[Client]:
    async with serving(content) as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_has_a_title_landmarks_and_one_main_heading(client: Client, path: str) -> None:
    page = await read(client, path, status=404 if path == "/articles/no" else 200)
    assert page.one("html").attrs["lang"] == "en"
    assert page.one("title").text.endswith("Kefir Guide")
    assert page.one("main").attrs["id"] == "main"
    assert page.one("a", class_="skip").attrs["href"] == "#main"
    assert len(page.all("h1")) == 1
    assert page.one("nav", aria_label="Site").all("a")


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_has_inline_script_or_style(client: Client, path: str) -> None:
    """The policy forbids both; what stood there would not work."""
    page = await read(client, path, status=404 if path == "/articles/no" else 200)
    assert page.all("style") == []
    for element in page.all():
        assert "style" not in element.attrs
        assert not [name for name in element.attrs if name.startswith("on")]
    for script in page.all("script"):
        assert script.attrs.get("src") or script.attrs["type"] == "application/ld+json"


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_loads_anything_from_another_site(client: Client, path: str) -> None:
    page = await read(client, path, status=404 if path == "/articles/no" else 200)
    loaded = [e.attrs["src"] for e in page.all() if "src" in e.attrs]
    loaded += [link.attrs["href"] for link in page.all("link")]
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded)


@pytest.mark.parametrize("path", [*PAGES, "/openapi.json", "/robots.txt", "/static/base.css", "/widget.js"])
async def test_each_response_carries_the_security_headers(client: Client, path: str) -> None:
    async with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        expected = "cross-origin" if path == "/widget.js" else "same-origin"
        assert response.headers["Cross-Origin-Resource-Policy"] == expected
        assert "Set-Cookie" not in response.headers


async def test_every_local_link_and_file_of_the_pages_is_there(client: Client) -> None:
    """The widget is made elsewhere and may be missing."""
    linked = set()
    for path in PAGES[:-1]:
        page = await read(client, path)
        found = [e.attrs.get("href") or e.attrs.get("src") for e in page.all()]
        linked |= {a.split("#")[0] for a in found if a and a.startswith("/") and not a.startswith("/?ask")}
    for path in linked - {"/widget.js"}:
        async with client.get(path) as response:
            assert response.status == 200, path


async def test_files_are_kept_by_browsers_as_long_as_they_are_the_same(client: Client) -> None:
    page = await read(client, "/about")
    style = page.one("link", rel="stylesheet").attrs["href"]
    async with client.get(style) as response:
        assert response.content_type == "text/css"
        assert "immutable" in response.headers["Cache-Control"]
        etag = response.headers["ETag"]
    async with client.get(style.split("?")[0], headers={"If-None-Match": etag}) as again:
        assert again.status == 304
        assert again.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("base.css", "text/css"),
        ("article.js", "text/javascript"),
        ("favicon.svg", "image/svg+xml"),
        ("fonts/literata-latin-wght-normal.woff2", "font/woff2"),
    ],
)
async def test_files_have_their_type(client: Client, name: str, type_: str) -> None:
    async with client.get(f"/static/{name}") as response:
        assert response.content_type == type_


def test_styles_refer_to_our_own_files_only() -> None:
    for style in STATIC.glob("*.css"):
        for address in re.findall(r"url\(\"?([^\")]*)", style.read_text(encoding="utf-8")):
            assert (STATIC / address).is_file(), f"{style.name}: {address}"
        assert "@import" not in style.read_text(encoding="utf-8")


def test_fonts_are_small_and_come_with_their_licence() -> None:
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert sum(font.stat().st_size for font in fonts) <= FONT_BUDGET
    for family in {font.name.split("-")[0] for font in fonts}:
        licence = Path(STATIC / "fonts" / f"{family}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License" in licence


async def test_the_chat_page_hands_the_question_to_the_chat(client: Client) -> None:
    page = await read(client, "/?ask=Is%20kefir%20sour%3F")
    chat = page.one("kefir-guide")
    assert "full" in chat.attrs
    assert chat.attrs["ask"] == "Is kefir sour?"
    assert page.one("script", src="/widget.js")


async def test_without_script_the_chat_page_leads_to_the_article(client: Client) -> None:
    page = await read(client, "/")
    assert page.one("noscript").one("a").attrs["href"] == "/articles/kefir"
    assert "ask" not in page.one("kefir-guide").attrs


async def test_a_reference_says_what_it_is_and_what_rests_on_it(client: Client, content: Content) -> None:
    page = await read(client, "/references/wastyk-2021")
    reference = content.references["wastyk-2021"]
    assert page.one("h1").text == reference.title
    assert reference.authors in page.one("main").text
    assert "Randomised controlled trial" in page.one("dl", class_="facts").text
    assert page.one("p", class_="mark").text.startswith("Verified")
    citing = {c.id for c in content.claims.values() if "wastyk-2021" in c.references}
    linked = {a.attrs["href"] for a in page.one("ul", class_="resting").all("a")}
    assert linked == {f"/articles/kefir#claim-{claim}" for claim in citing}


async def test_every_reference_has_its_page(client: Client, content: Content) -> None:
    for reference in content.references.values():
        page = await read(client, f"/references/{reference.id}")
        assert page.one("p", class_="mark").text.startswith("Verified") is reference.verified


async def test_an_unknown_reference_is_not_found(client: Client) -> None:
    await read(client, "/references/nobody-1900", status=404)


async def test_the_api_page_shows_every_call_and_every_object(client: Client) -> None:
    page = await read(client, "/api/docs")
    async with client.get("/openapi.json") as response:
        api = await response.json()
    for path, item in api["paths"].items():
        for method, call in item.items():
            shown = page.one("section", id=call["operationId"])
            assert path in shown.text
            assert method.upper() in shown.text
            assert {dt.text for dt in shown.all("dt")} == set(call["responses"])
    for name in api["components"]["schemas"]:
        assert page.one("section", id=f"schema-{name}")
    inner = {a.attrs["href"][1:] for a in page.all("a") if a.attrs["href"].startswith("#")}
    assert inner <= set(page.ids)


async def test_the_privacy_page_says_what_the_operator_switched_on(content: Content) -> None:
    async with serving(content) as client:
        off = (await read(client, "/privacy")).one("main").text
    settings = GatewaySettings(store=StoreSettings(keep_unknown=True, unknown_days=12))
    async with serving(content, settings) as client:
        on = (await read(client, "/privacy")).one("main").text
    assert "here it is switched off" in off
    assert "deleted after 12 days" in on


async def test_robots_are_kept_from_questions(client: Client) -> None:
    async with client.get("/robots.txt") as response:
        assert "Disallow: /*?ask=" in await response.text()


async def test_error_pages_stand_without_content() -> None:
    async with serving(None) as client:
        page = await read(client, "/references/wastyk-2021", status=503)
        assert page.one("a", class_="wordmark")
        for path in ("/", "/about", "/privacy", "/api/docs"):
            await read(client, path)
