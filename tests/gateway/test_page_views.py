"""What the pages show, made from content without HTTP or HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from page_client import plain_content, with_claims

from guide.advice.content import Content, Review, Topic
from guide.advice.vocabulary import Audience, ReviewStatus
from guide.gateway.pages.api_reference import api_description, schemas
from guide.gateway.pages.article import article_view
from guide.gateway.pages.citing import Numbering, safe_url, source_view
from guide.gateway.pages.grouping import grouped
from guide.gateway.pages.people import readers, who_words
from guide.gateway.pages.reference_page import reference_page_view
from guide.gateway.pages.reviews import progress_view
from guide.gateway.pages.source_article import split_statement
from guide.gateway.pages.structured import script_json
from guide.gateway.pages.words import read_data, words

TODAY = date(2025, 5, 6)


def test_a_reference_keeps_the_number_it_got_first(content: Content) -> None:
    numbering = Numbering(content)
    first, second = content.claims["ma-avoid"], content.claims["ma-suspected"]
    assert numbering.cite([first]) == (1, 2)
    assert numbering.cite([second]) == (1,)
    assert [source.number for source in numbering.sources()] == [1, 2]


def test_an_organisation_that_publishes_itself_is_named_once(content: Content) -> None:
    assert source_view(content.references["fda-preterm-2023"]).container == ""


@pytest.mark.parametrize("url", ["https://doi.org/10.1/x", "http://example.org"])
def test_web_addresses_are_links(url: str) -> None:
    assert safe_url(url) == url


def test_each_topic_stands_in_one_group_and_danger_signs_come_first(content: Content) -> None:
    topics = [topic for group in grouped(content) for topic in group.topics]
    assert sorted(topics) == sorted(content.topics)
    assert topics[0] == "emergency_symptoms"


def test_the_shipped_topics_have_all_been_given_a_place(content: Content) -> None:
    """A topic that falls to the end is a mistake in ``groups.json``."""
    assert {"concerning", "other"}.isdisjoint(group.id for group in grouped(content))


def test_a_topic_of_another_food_still_stands_on_the_page(content: Content) -> None:
    extra = {
        "caffeine": Topic("caffeine", "Caffeine", "x", "x", (), ()),
        "reflux": Topic("reflux", "Reflux", "x", "x", (), (), conditions=("ibs",)),
    }
    groups = grouped(replace(plain_content(content), topics={**content.topics, **extra}))
    assert [(g.id, g.topics) for g in groups[-2:]] == [("concerning", ("reflux",)), ("other", ("caffeine",))]


def test_a_topic_without_claims_is_still_shown(content: Content) -> None:
    bare = {"caffeine": Topic("caffeine", "Caffeine", "It has some.", "x", ("gone",), ("gone",))}
    view = article_view(replace(plain_content(content), topics=bare), Audience.PUBLIC, TODAY)
    assert (view.topics["caffeine"].bottom_line, view.topics["caffeine"].ask) == ("It has some.", None)


def test_a_claim_that_two_topics_list_stands_in_full_under_its_own(content: Content) -> None:
    view = article_view(content, Audience.PUBLIC, TODAY)
    listing = [t for t in content.topics.values() if "child-portion" in t.claims]
    assert len(listing) == 2
    home = content.claims["child-portion"].topic
    for topic in listing:
        shown = view.topics[topic.id]
        assert ("child-portion" in {c.id for c in shown.claims}) is (topic.id == home)
        assert ("child-portion" in {c.id for c in shown.also}) is (topic.id != home)


def test_who_it_applies_to_is_told_in_words(content: Content) -> None:
    assert who_words(content.claims["ma-suspected"], content) == ("Possible milk allergy, not yet tested",)
    assert who_words(content.claims["kefir-definition"], content) == ("everyone",)
    for claim in content.claims.values():
        assert not any("_" in word for word in who_words(claim, content)), claim.id


def test_each_warning_for_an_illness_that_can_be_chosen_is_reached_from_the_choice(content: Content) -> None:
    """Either its topic is offered or the warning itself."""
    chosen = {entry["id"]: set(entry["conditions"]) for entry in read_data("readers")}
    for reader in readers(content):
        conditions = chosen[reader.id]
        rows = conditions | {r for c in conditions for r in content.conditions[c].rows.values()}
        for claim in content.claims.values():
            if claim.is_warning and rows & set(claim.applies_to):
                assert claim.topic in reader.topics or claim.id in reader.warnings, (reader.id, claim.id)


def test_the_choice_names_only_conditions_that_exist(content: Content) -> None:
    assert {c for entry in read_data("readers") for c in entry["conditions"]} <= set(content.conditions)


def test_a_draft_counts_as_not_yet_reviewed(content: Content) -> None:
    draft = replace(content.claims["ma-avoid"], review=Review(ReviewStatus.DRAFT))
    assert progress_view(with_claims(content, ma_avoid=draft)).status == "submitted"


def test_content_without_claims_is_not_approved(content: Content) -> None:
    assert progress_view(replace(plain_content(content), claims={})).status == "submitted"


@pytest.mark.parametrize(
    ("written", "split"),
    [
        ("S6/S35: grains: a stable mix", ((6, 35), "grains: a stable mix")),
        ("S1: helps", ((1,), "helps")),
        ("helps", ((), "helps")),
        (None, ((), "")),
    ],
)
def test_the_numbers_of_article_statements_are_read(
    written: str | None, split: tuple[tuple[int, ...], str]
) -> None:
    assert split_statement(written) == split


def test_a_reference_that_is_not_served_has_no_view(content: Content) -> None:
    assert reference_page_view("nobody", content) is None


def test_there_are_words_for_everything_that_content_may_say(content: Content) -> None:
    assert {c.strength.value for c in content.claims.values()} <= set(words()["strength"])
    assert {c.directness.value for c in content.claims.values()} <= set(words()["directness"])
    assert {r.kind for r in content.references.values()} <= set(words()["kinds"])
    assert {s.value for s in ReviewStatus} == set(words()["review"])


def test_json_in_a_page_holds_no_markup() -> None:
    assert script_json({"a": "</script>&\u2028"}) == '{"a":"\\u003c/script\\u003e\\u0026\\u2028"}'


def test_types_of_the_api_are_told_in_few_words() -> None:
    types = {f"{s.name}.{f.name}": f.type for s in schemas(api_description()) for f in s.fields}
    assert types["Reply.messages"] == "list of Message"
    assert types["Message.answer"] == "Answer or null"
    assert types["Outgoing.button"] == "string of 1 to 64 characters"
    assert types["Answer.references[].year"] == "integer or null"
