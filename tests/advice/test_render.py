"""The text of an answer: complete on its own, short, numbered, and true to its parts."""

from __future__ import annotations

import pytest
from people import person
from talk import Talk
from test_only_claims import topic, verdict

from guide.advice.answer import as_json
from guide.advice.content import Content
from guide.advice.profile import Fact, Profile
from guide.advice.render import answer_text, person_name
from guide.advice.vocabulary import Status

PUBLIC_WORDS = 120


def body_words(text: str) -> int:
    """Return the words of an answer without its notice and sources."""
    body = text.split("\nNot yet medically reviewed.")[0]
    return len([w for w in body.split() if not w.startswith("[")])


def test_a_topic_answer_has_about_120_words_or_fewer(content: Content) -> None:
    """Without notice and sources, for somebody of whom nothing is known."""
    long = {
        t: body_words(answer_text(topic(Profile(), t, content), full_notice=False)) for t in content.topics
    }
    assert {t: n for t, n in long.items() if n >= PUBLIC_WORDS} == {}


def test_a_verdict_has_about_120_words_or_fewer(content: Content) -> None:
    over = {}
    for condition in content.conditions:
        who = person(present=[condition]).with_fact(Fact(condition, Status.PRESENT))
        for product in content.products:
            words = body_words(answer_text(verdict(who, product, content), full_notice=False))
            if words >= PUBLIC_WORDS:
                over[condition, product] = words
    assert over == {}


def test_the_parts_stand_in_order(content: Content) -> None:
    who = person("son", present=["warfarin"], absent=["milk_allergy"])
    lines = answer_text(verdict(who, "milk_kefir", content), full_notice=False).split("\n")
    assert lines[0].startswith("For: your son")
    assert lines[-1].startswith("[")
    notice, sources = lines.index("Not yet medically reviewed."), lines.index("Sources:")
    assert notice + 1 == sources
    assert any(line.startswith("Take care: ") for line in lines[:notice])


def test_every_statement_ends_with_its_numbers(content: Content) -> None:
    for name in content.topics:
        text = answer_text(topic(Profile(), name, content), full_notice=False)
        for line in text.split("Not yet medically reviewed.")[0].strip().split("\n"):
            if line and not line.startswith("For:"):
                assert line.endswith("]"), line


def test_an_unverified_source_says_so(content: Content) -> None:
    unverified = {r.id for r in content.references.values() if not r.verified}
    for name in content.topics:
        answer = topic(Profile(), name, content)
        lines = answer_text(answer, full_notice=False).split("\n")
        for number, reference in answer.references:
            line = next(x for x in lines if x.startswith(f"[{number}] "))
            assert ("not fully verified" in line) == (reference.id in unverified)


def test_the_json_of_an_answer_keeps_the_public_contract(content: Content) -> None:
    """Design section 9, and what the widget needs besides (docs/decisions/0008-gateway.md)."""
    public = as_json(verdict(person(present=["milk_allergy"]), "milk_kefir", content), "notice")
    assert set(public) == {
        *("topic", "person", "bottom_line", "verdict", "product", "statements", "cautions", "alternatives"),
        *("excluded", "references", "review", "followups"),
        *("about", "claims"),
    }
    assert set(public["references"][0]) == {"number", "id", "title", "year", "url", "verified"}
    assert public["review"] == {"status": "submitted", "text": "notice"}


def test_the_full_notice_stands_once_in_a_conversation(content: Content) -> None:
    talk = Talk(content).ask("storage")
    assert [s.full_notice for s in talk.turn.says if s.answer] == [True]
    talk.ask("alcohol_content")
    assert [s.full_notice for s in talk.turn.says if s.answer] == [False]


@pytest.mark.parametrize("name", ["son", "mother-in-law", "patient", "colleague"])
def test_a_person_is_named_as_one_would(name: str) -> None:
    assert person_name(name) == f"your {name}"


def test_a_repeated_topic_question_brings_what_was_not_yet_said(content: Content) -> None:
    talk = Talk(content).ask("milk_allergy", text="tell me about milk allergy")
    first = set(talk.answer.claim_ids)
    talk.ask("milk_allergy", text="tell me about milk allergy")
    assert not first & set(talk.answer.claim_ids)


def test_why_names_facts_rule_claims_and_sources(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink().say("why?", "ask_why")
    text = talk.turn.says[-1].text
    for part in (
        "milk allergy (you said)",
        "strictest",
        "submitted, version",
        "Sources:",
        "Not yet medically reviewed.",
    ):
        assert part in text


def test_sources_keep_the_numbers_of_the_answer(content: Content) -> None:
    talk = Talk(content).ask("storage")
    numbered = {f"[{n}] {r.title}" for n, r in talk.answer.references}
    listed = talk.say("sources", "ask_sources").turn.says[-1].text
    assert all(entry in listed for entry in numbered)
    assert "no medical reviewer has approved it yet" in listed


def test_what_you_know_keeps_people_apart(content: Content) -> None:
    talk = Talk(content, person("son", present=["milk_allergy"]), person(present=["diabetes"]))
    facts = talk.say("what do you know?", "ask_what_you_know").turn.says[-1].slots["facts"]
    assert "- your son: milk allergy (you said)" in facts
    assert "- you: diabetes (you said)" in facts


def test_simpler_gives_the_last_answer_in_plain_words(content: Content) -> None:
    talk = Talk(content).say("clinical wording", "set_audience").ask("storage")
    assert talk.answer.bottom_line.text == content.topics["storage"].clinical
    assert (
        talk.say("simpler please", "ask_simpler").answer.bottom_line.text == content.topics["storage"].plain
    )


def test_forget_me_forgets_everybody(content: Content) -> None:
    talk = Talk(content, person("son", present=["milk_allergy"])).say("forget me", "forget_me")
    assert talk.state.profiles == {}
    assert talk.phrases == ["utter_forgotten"]
