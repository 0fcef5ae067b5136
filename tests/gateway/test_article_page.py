"""The article page: every statement with its sources, evidence, review and a way to ask about it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from page_client import Client, Page, plain_content, read, serving, with_claims

from guide.advice.content import Content, Review
from guide.advice.vocabulary import ReviewStatus
from guide.gateway.keys import SNAPSHOTS
from guide.gateway.pages.source_article import article_statements

ARTICLE = "/articles/kefir"
STATEMENTS = 48
"""How many statements the article that the pack started from makes."""

APPROVED = Review(ReviewStatus.APPROVED, "Ada Example", date(2025, 5, 6), date(2126, 5, 6))


@pytest.fixture
async def client(content: Content) -> AsyncIterator[Client]:
    async with serving(content) as running:
        yield running


@pytest.fixture
async def article(client: Client) -> Page:
    return await read(client, ARTICLE)


def test_the_numbers_of_the_source_article_are_those_it_has(content: Content) -> None:
    """None is missing from the claims, and none is named that the article does not have."""
    assert [s.number for s in article_statements(content)] == list(range(1, STATEMENTS + 1))


async def test_each_statement_of_the_source_article_can_be_found_and_asked_about(
    content: Content, article: Page
) -> None:
    """An anchor on the page and a question for the chat, for each of the claims that took it up."""
    for statement in article_statements(content):
        assert statement.claims, statement.number
        for claim in statement.claims:
            here = article.one("li", id=f"claim-{claim}")
            asked = here.one("a", class_="ask").attrs["data-kefir-ask"]
            assert asked == content.claims[claim].asks[0], claim


async def test_the_index_leads_from_each_statement_of_the_source_article_to_its_claims(
    content: Content, article: Page
) -> None:
    for statement in article_statements(content):
        entry = article.one("li", id=f"statement-{statement.number}")
        linked = {a.attrs["href"] for a in entry.all("a") if "cite" not in a.attrs.get("class", "")}
        assert linked == {f"#claim-{claim}" for claim in statement.claims}


async def test_every_claim_stands_on_the_page_once(content: Content, article: Page) -> None:
    """Also those that two topics list."""
    here = [i.removeprefix("claim-") for i in article.ids if i.startswith("claim-")]
    assert sorted(here) == sorted(content.claims)
    for claim in content.claims.values():
        assert article.one("li", id=f"claim-{claim.id}").one("p", class_="said").text.startswith(claim.plain)


async def test_every_topic_stands_on_the_page_with_its_bottom_line(content: Content, article: Page) -> None:
    for topic in content.topics.values():
        here = article.one("section", id=f"topic-{topic.id}")
        assert here.one("p", class_="bottom-line").text.startswith(topic.plain)
        assert here.one("p", class_="bottom-line").all("a", class_="cite")


async def test_no_id_stands_twice_and_no_link_within_the_page_leads_nowhere(article: Page) -> None:
    assert [i for i, times in Counter(article.ids).items() if times > 1] == []
    inner = {a.attrs["href"][1:] for a in article.all("a") if a.attrs["href"].startswith("#")}
    assert inner - set(article.ids) == set()


async def test_references_are_numbered_by_their_first_citation(article: Page) -> None:
    """Counting from the first topic on: what links to other places on the page cites again."""
    topics = [c for s in article.all("section", class_="topic") for c in s.all("a", class_="cite")]
    first = list(dict.fromkeys(int(a.attrs["href"].removeprefix("#ref-")) for a in topics))
    assert first == list(range(1, len(first) + 1))
    listed = article.one("ol", class_="sources").all("li")
    assert [li.attrs["id"] for li in listed] == [f"ref-{n}" for n in first]


async def test_each_claim_cites_exactly_its_references(content: Content, article: Page) -> None:
    page = {}
    for li in article.one("ol", class_="sources").all("li"):
        page[li.attrs["id"]] = li.one("cite").one("a").attrs["href"].removeprefix("/references/")
    for claim in content.claims.values():
        cites = article.one("li", id=f"claim-{claim.id}").one("p", class_="said").all("a", class_="cite")
        assert {page[a.attrs["href"][1:]] for a in cites} == set(claim.references)


async def test_a_source_that_was_not_verified_says_so(content: Content, article: Page) -> None:
    for li in article.one("ol", class_="sources").all("li"):
        reference = content.references[li.one("cite").one("a").attrs["href"].removeprefix("/references/")]
        assert bool(li.all("b", class_="unverified")) is not reference.verified, reference.id
        assert li.one("a", class_="out").attrs["href"] == reference.url


async def test_warnings_are_marked_in_words(content: Content, article: Page) -> None:
    """Colour alone would tell nothing to those who do not see it."""
    for claim in content.claims.values():
        flags = article.one("li", id=f"claim-{claim.id}").all("p", class_="flag")
        assert [f.text.startswith("Warning: ") for f in flags] == [True] * claim.is_warning, claim.id


async def test_evidence_is_told_in_words(content: Content, article: Page) -> None:
    shown = {c.directness: article.one("li", id=f"claim-{c.id}") for c in content.claims.values()}
    told = {directness: li.one("p", class_="evidence").text for directness, li in shown.items()}
    assert len(set(told.values())) == len(told)
    animal = next(text for directness, text in told.items() if directness == "animal")
    assert "mice" in animal
    assert "not in people" in animal


async def test_nothing_claims_a_review_that_did_not_happen(article: Page) -> None:
    """Nobody reviewed the shipped content."""
    for review in article.all("p", class_="review"):
        assert "submitted, not yet reviewed" in review.text
    steps = article.one("ol", class_="steps").all("li")
    assert [s.attrs.get("aria-current") for s in steps] == ["step", None, None]
    assert "No medical reviewer" in article.one("p", class_="progress-words").text


async def test_a_review_shows_reviewer_and_dates(content: Content) -> None:
    claim = replace(content.claims["ma-avoid"], review=APPROVED)
    async with serving(with_claims(content, ma_avoid=claim)) as client:
        page = await read(client, ARTICLE)
    review = page.one("li", id="claim-ma-avoid").one("p", class_="review").text
    assert review == "Review: approved, by Ada Example on 6 May 2025; next review due 6 May 2126"
    assert page.one("ol", class_="steps").all("li")[2].one("span").text == f"1 of {len(content.claims)}"


async def test_an_overdue_review_is_said_to_be_overdue(content: Content) -> None:
    late = replace(APPROVED, next_review_due=date(2025, 6, 1))
    claim = replace(content.claims["ma-avoid"], review=late)
    async with serving(with_claims(content, ma_avoid=claim)) as client:
        page = await read(client, ARTICLE)
    assert "next review was due 1 June 2025" in page.one("li", id="claim-ma-avoid").text


async def test_one_pending_statement_keeps_the_article_from_counting_as_approved(content: Content) -> None:
    reviewed = {i: replace(c, review=APPROVED) for i, c in content.claims.items()}
    reviewed["ma-avoid"] = replace(content.claims["ma-avoid"], review=Review(ReviewStatus.UNDER_REVIEW))
    async with serving(replace(plain_content(content), claims=reviewed)) as client:
        page = await read(client, ARTICLE)
    current = page.one("ol", class_="steps").one("li", aria_current="step")
    assert current.text.startswith("Under review")


async def test_all_approved_is_said(content: Content) -> None:
    reviewed = {i: replace(c, review=APPROVED) for i, c in content.claims.items()}
    async with serving(replace(plain_content(content), claims=reviewed)) as client:
        page = await read(client, ARTICLE)
    assert "approved every statement" in page.one("p", class_="progress-words").text


async def test_the_page_says_when_it_was_updated(content: Content) -> None:
    dated = replace(plain_content(content), updated_on=date(2025, 2, 3))
    async with serving(dated) as client:
        page = await read(client, ARTICLE)
    assert "Last updated 3 February 2025." in page.one("p", class_="progress-words").text


async def test_professionals_get_the_clinical_wording_and_the_same_warnings(
    content: Content, client: Client, article: Page
) -> None:
    clinical = await read(client, f"{ARTICLE}?audience=professional")
    claim = content.claims["ma-avoid"]
    assert claim.clinical in clinical.one("li", id="claim-ma-avoid").text
    assert len(clinical.all("p", class_="flag")) == len(article.all("p", class_="flag"))
    assert "For health professionals." in clinical.one("p", class_="disclaimer").text
    assert clinical.one("nav", class_="switch").one("a", aria_current="true").text == "For professionals"


@pytest.mark.parametrize("wanted", ["public", "", "nobody", "professional'--"])
async def test_any_other_audience_reads_plain_words(client: Client, article: Page, wanted: str) -> None:
    page = await read(client, f"{ARTICLE}?audience={wanted}")
    assert page.html == article.html


async def test_where_a_claim_departs_from_the_source_article_it_says_so(
    content: Content, article: Page
) -> None:
    for claim in content.claims.values():
        if claim.correction:
            notes = article.one("li", id=f"claim-{claim.id}").one("details", class_="departs")
            assert " ".join(claim.correction.split()) in notes.text


async def test_every_correction_says_what_was_what_is_and_why(content: Content, article: Page) -> None:
    for correction in content.corrections.values():
        entry = article.one("li", id=f"changed-{correction.id}")
        for said in (correction.article_says, correction.here, correction.why):
            assert " ".join(said.split()) in entry.text
        linked = {a.attrs["href"] for a in entry.all("a")}
        assert {f"#claim-{claim}" for claim in correction.claims} <= linked


async def test_asking_works_without_script(article: Page) -> None:
    """Each link leads to the chat with the question that the script would open it with."""
    asking = [a for a in article.all("a") if "data-kefir-ask" in a.attrs]
    assert len(asking) > len(article.all("li", class_="claim"))
    for link in asking:
        assert parse_qs(urlsplit(link.attrs["href"]).query)["ask"] == [link.attrs["data-kefir-ask"]]
        assert link.attrs["href"].startswith("/?ask=")
    form = article.one("form")
    assert (form.attrs["action"], form.attrs["method"]) == ("/", "get")
    assert form.one("input").attrs["name"] == "ask"


async def test_the_choice_of_reader_leads_to_what_concerns_them(article: Page) -> None:
    chosen = {a.text: a.attrs["href"][1:] for a in article.one("ul", class_="chips").all("a")}
    leads = {
        label: [a.attrs["href"] for a in article.one("section", id=panel).all("a")]
        for label, panel in chosen.items()
    }
    assert "#topic-milk_allergy" in leads["Milk allergy"]
    assert "#topic-emergency_symptoms" in leads["Milk allergy"]
    assert "#topic-immunocompromised" in leads["Weak immunity or cancer treatment"]
    assert leads["Taking medicines"][0] == "#topic-medication_interactions"
    assert "#topic-milk_allergy" not in leads["None of these"]
    assert all(any(href.startswith("/?ask=") for href in links) for links in leads.values())


async def test_choosing_a_reader_sends_nothing(article: Page) -> None:
    """Which illness somebody has would else stand in an address that servers and proxies log."""
    assert all(a.attrs["href"].startswith("#for-") for a in article.one("ul", class_="chips").all("a"))


async def test_the_page_describes_itself_to_machines(content: Content, article: Page) -> None:
    data = json.loads(article.one("script", type="application/ld+json").text)
    assert data["@type"] == "MedicalWebPage"
    assert len(data["citation"]) == len(article.one("ol", class_="sources").all("li"))
    assert {"lastReviewed", "reviewedBy"}.isdisjoint(data)


async def test_a_review_is_told_to_machines_once_there_is_one(content: Content) -> None:
    claim = replace(content.claims["ma-avoid"], review=APPROVED)
    async with serving(with_claims(content, ma_avoid=claim)) as client:
        page = await read(client, ARTICLE)
    data = json.loads(page.one("script", type="application/ld+json").text)
    assert data["lastReviewed"] == "2025-05-06"
    assert data["reviewedBy"] == [{"@type": "Person", "name": "Ada Example"}]


async def test_headings_step_down_one_at_a_time(article: Page) -> None:
    levels = [int(e.tag[1]) for e in article.all() if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


async def test_another_pack_is_not_found(client: Client) -> None:
    page = await read(client, "/articles/coffee", status=404)
    assert page.one("h1").text == "There is no such page"


async def test_a_browser_that_has_the_page_gets_it_not_again(client: Client) -> None:
    async with client.get(ARTICLE) as first:
        etag = first.headers["ETag"]
    async with client.get(ARTICLE, headers={"If-None-Match": etag}) as second:
        assert (second.status, await second.read()) == (304, b"")
    async with client.get(f"{ARTICLE}?audience=professional", headers={"If-None-Match": etag}) as other:
        assert other.status == 200


async def test_new_content_is_on_the_page_at_once(content: Content) -> None:
    async with serving(content) as client:
        await read(client, ARTICLE)
        claim = replace(content.claims["ma-avoid"], plain="Milk is milk.")
        changed = replace(with_claims(content, ma_avoid=claim), version="another")
        client.server.app[SNAPSHOTS].content = changed  # type: ignore[attr-defined]
        page = await read(client, ARTICLE)
    assert page.one("li", id="claim-ma-avoid").one("p", class_="said").text.startswith("Milk is milk.")


async def test_without_content_the_page_says_that_it_cannot_be_read() -> None:
    async with serving(None) as client:
        page = await read(client, ARTICLE, status=503)
    assert page.one("h1").text == "The guide is not ready"
