"""Content and addresses are untrusted: neither may bring markup, script or foreign addresses into a page."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from urllib.parse import quote, urlsplit

import pytest
from page_client import Page, plain_content, read, serving
from yarl import URL

from guide.advice.content import Content, Review
from guide.advice.vocabulary import ReviewStatus

ATTACKS = [
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</title></textarea></style></noscript><iframe src=//evil.example>",
]
EVENT_ATTRIBUTES = ("onerror", "onload", "onmouseover", "onclick")


def poisoned(content: Content, attack: str) -> Content:
    """Return the content with the attack in every text of it that a page shows."""
    plain = plain_content(content)
    review = Review(ReviewStatus.APPROVED, attack, date(2025, 5, 6))
    return replace(
        plain,
        food=attack,
        claims={
            i: replace(
                c, plain=attack, clinical=attack, asks=(attack,), correction=attack, review=review,
                article_statement=f"S1: {attack}", applies_to=(attack,),
            )
            for i, c in plain.claims.items()
        },
        topics={i: replace(t, title=attack, plain=attack, clinical=attack) for i, t in plain.topics.items()},
        references={i: replace(r, **_texts(r, attack)) for i, r in plain.references.items()},
        corrections={
            i: replace(c, article_says=attack, here=attack, why=attack) for i, c in plain.corrections.items()
        },
    )  # fmt: skip


def _texts(reference: object, attack: str) -> dict[str, str]:
    kept = {"id", "year", "verified"}
    return {f.name: attack for f in fields(reference) if f.name not in kept}  # type: ignore[arg-type]


def assert_harmless(page: Page, clean: Page) -> None:
    """The same elements as without the attack, no handler, no address but of the web."""
    assert {e.tag for e in page.all()} <= {e.tag for e in clean.all()} | {"b", "time", "i"}
    for element in page.all():
        assert not set(element.attrs) & set(EVENT_ATTRIBUTES), element
        address = element.attrs.get("href") or element.attrs.get("src") or "/"
        assert address.startswith(("/", "#", "https://", "http://")), address
        assert not address.startswith("//")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("audience", ["public", "professional"])
async def test_markup_in_content_stays_text_in_the_article(
    content: Content, attack: str, audience: str
) -> None:
    path = f"/articles/kefir?audience={audience}"
    async with serving(poisoned(content, attack)) as client:
        page = await read(client, path)
    async with serving(content) as client:
        clean = await read(client, path)
    assert_harmless(page, clean)
    assert attack in page.html or attack in "".join(page.root.pieces)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_claim_cannot_close_the_data_block(content: Content, attack: str) -> None:
    async with serving(poisoned(content, attack)) as client:
        page = await read(client, "/articles/kefir")
    block = page.one("script", type="application/ld+json").text
    assert "<" not in block
    assert json.loads(block)["citation"][0]["name"] == attack


@pytest.mark.parametrize("attack", ATTACKS)
async def test_markup_in_a_reference_stays_text_on_its_page(content: Content, attack: str) -> None:
    async with serving(poisoned(content, attack)) as client:
        page = await read(client, "/references/wastyk-2021")
    async with serving(content) as client:
        clean = await read(client, "/references/wastyk-2021")
    assert_harmless(page, clean)
    assert page.one("h1").text == " ".join(attack.split())


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "http:x", "[", ""],
)
async def test_a_reference_whose_address_runs_script_is_no_link(content: Content, url: str) -> None:
    bad = replace(content.references["wastyk-2021"], url=url, doi=None, pmid=None)
    references = {**content.references, "wastyk-2021": bad}
    async with serving(replace(plain_content(content), references=references)) as client:
        pages = [await read(client, path) for path in ("/references/wastyk-2021", "/articles/kefir")]
    addresses = {a.attrs["href"] for page in pages for a in page.all("a")}
    assert url not in addresses


async def test_a_doi_cannot_lead_to_another_site(content: Content) -> None:
    bad = replace(content.references["wastyk-2021"], doi='@evil.example/"><script>', pmid="../../evil")
    references = {**content.references, "wastyk-2021": bad}
    async with serving(replace(plain_content(content), references=references)) as client:
        page = await read(client, "/references/wastyk-2021")
    outside = [a.attrs["href"] for a in page.all("a") if a.attrs["href"].startswith("https:")]
    assert {urlsplit(url).hostname for url in outside} == {"doi.org", "pubmed.ncbi.nlm.nih.gov"} | {
        urlsplit(bad.url).hostname
    }
    assert not any("/../" in url for url in outside)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_question_in_the_address_stays_text(content: Content, attack: str) -> None:
    async with serving(content) as client:
        page = await read(client, f"/?ask={quote(attack)}")
        clean = await read(client, "/?ask=x")
    assert_harmless(page, clean)
    assert page.one("kefir-guide").attrs["ask"] == attack


async def test_a_question_in_the_address_is_cut(content: Content) -> None:
    async with serving(content) as client:
        page = await read(client, "/?ask=" + "x" * 5000)
    assert len(page.one("kefir-guide").attrs["ask"]) == 500


@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_audience_in_the_address_is_never_shown(content: Content, attack: str) -> None:
    async with serving(content) as client:
        page = await read(client, f"/articles/kefir?audience={quote(attack)}")
    assert attack not in page.html


@pytest.mark.parametrize("attack", [quote(a, safe="") for a in ATTACKS])
async def test_a_mistyped_address_is_not_repeated_on_the_error_page(content: Content, attack: str) -> None:
    async with serving(content) as client:
        for folder in ("articles", "references", "static"):
            page = await read(client, f"/{folder}/{attack}", status=404)
            assert "evil" not in page.html
            assert "alert" not in page.html


@pytest.mark.parametrize(
    "name",
    [
        "../settings.py",
        "..%2Fsettings.py",
        "%2e%2e/app.py",
        "fonts/../../keys.py",
        "/etc/passwd",
        "fonts",
        ".",
    ],
)
async def test_no_file_outside_the_static_folder_is_served(content: Content, name: str) -> None:
    async with serving(content) as client:
        url = URL(f"{client.make_url('/static/')}{name}", encoded=True)
        response = await client.session.get(url)
        assert response.status == 404
