"""Rule: only claims. Every sentence said comes from the content, is cited, and its numbers resolve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import STATUSES, healthy, profiles
from sentences import Sentences, check_only_claims, cited_parts, numbers_in

from guide.advice.alternatives import alternatives_answer
from guide.advice.answer import Answer
from guide.advice.answering import asker
from guide.advice.compose import topic_answer, verdict_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.profile import Fact, Profile
from guide.advice.render import answer_text
from guide.advice.vocabulary import Audience, ReviewStatus


@pytest.fixture(scope="module")
def sentences(content: Content) -> Sentences:
    return Sentences(content)


def topic(profile: Profile, name: str, content: Content, audience: Audience = Audience.PUBLIC) -> Answer:
    state = Conversation(profiles={profile.person: profile}, audience=audience)
    return topic_answer(name, asker(state, profile.person, content), content, {})


def verdict(profile: Profile, product: str, content: Content, audience: Audience = Audience.PUBLIC) -> Answer:
    state = Conversation(profiles={profile.person: profile}, audience=audience)
    return verdict_answer(asker(state, profile.person, content), product, content)


def check_rendered(answer: Answer) -> None:
    """Fail unless the numbers in the text and in its list of sources are the same numbers."""
    used, listed = numbers_in(answer_text(answer, full_notice=False))
    assert used == listed == {n for n, _ in answer.references}


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("status", STATUSES)
def test_every_verdict_for_every_condition_is_made_of_cited_content(
    content: Content, sentences: Sentences, status: str, audience: Audience
) -> None:
    """39 conditions × 4 statuses × 9 products × 2 audiences."""
    for condition in content.conditions:
        who = healthy().with_fact(Fact(condition, status))
        for product in content.products:
            answer = verdict(who, product, content, audience)
            check_only_claims(answer, sentences)
            check_rendered(answer)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("status", STATUSES)
def test_every_topic_for_every_condition_is_made_of_cited_content(
    content: Content, sentences: Sentences, status: str, audience: Audience
) -> None:
    """39 conditions × 4 statuses × 34 topics × 2 audiences."""
    for condition in content.conditions:
        who = Profile(facts={condition: Fact(condition, status)})
        for name in content.topics:
            answer = topic(who, name, content, audience)
            check_only_claims(answer, sentences)
            check_rendered(answer)


@given(data=st.data())
def test_anybody_is_answered_with_cited_content_only(
    content: Content, sentences: Sentences, data: st.DataObject
) -> None:
    """Random people, products with modifiers, and what to have instead."""
    who = data.draw(profiles(content, name="son"))
    audience = data.draw(st.sampled_from(list(Audience)))
    asked_by = asker(Conversation(profiles={"son": who}, audience=audience), "son", content)
    modifiers = data.draw(st.lists(st.sampled_from(sorted(content.modifiers)), unique=True, max_size=2))
    for product in content.products:
        answer = verdict_answer(asked_by, product, content, modifiers=modifiers)
        check_only_claims(answer, sentences)
        check_rendered(answer)
    answer = alternatives_answer(asked_by, content, instead_of="milk_kefir")
    check_only_claims(answer, sentences)
    check_rendered(answer)


def test_the_content_is_said_to_be_unreviewed_until_somebody_reviewed_it(content: Content) -> None:
    """Review is visible: the tag follows the strictest status of what is cited."""
    answer = verdict(healthy(), "milk_kefir", content)
    assert answer.review_status is ReviewStatus.SUBMITTED
    assert "Not yet medically reviewed." in answer_text(answer, full_notice=False)
    assert "no medical reviewer has approved it yet" in answer_text(answer, full_notice=True)


def test_references_are_numbered_in_the_order_in_which_they_are_first_cited(content: Content) -> None:
    answer = topic(Profile(), "storage", content)
    order = [n for part in cited_parts(answer) for n in part.citations]
    first_seen = list(dict.fromkeys(order))
    assert first_seen == sorted(first_seen)


def test_the_same_reference_keeps_one_number_within_an_answer(content: Content) -> None:
    for name in content.topics:
        ids = [r.id for _, r in topic(Profile(), name, content).references]
        assert len(ids) == len(set(ids)), name
