"""Few words that follow up an answer: "will it stop?", "which is better?", "why not, if it has no lactose?".

Read alone they are near anything; what they are about was said last.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice.clauses import asked_part
from guide.advice.content import Content, Topic
from guide.advice.conversation import Conversation, Message, TopicAsked
from guide.advice.coverage import FOLLOWS_UP
from guide.advice.profile import Profile
from guide.advice.replies import begins_with, is_wholly, mentions
from guide.advice.statements import applies
from guide.advice.verdicts import active_rows, advise

LEAST_WORDS_OF_A_REASON = 4
NOTHING_NEAR = "near_scope"


def follow_up(state: Conversation, message: Message, content: Content) -> TopicAsked | None:
    """Return the topic that a message follows up, with how near its claims are; ``None`` if it does not.

    After an answer that the words are not near to, nothing reviewed is near them: they ask about no other.
    """
    if state.last is None or message.products or message.signs - {"gut_only"}:
        return None
    asked = asked_part(message.text) or message.text
    amount = _amount(state, asked, message, content)
    if amount is not None or message.mentions:
        return amount
    if mentions("why_not", message.text) and len(message.text.split()) >= LEAST_WORDS_OF_A_REASON:
        return _doubted(state, message, content)
    named = (state.goal.topic if state.goal else "") or state.last.topic
    if not is_wholly("carries_on", message.text) or (state.goal and not named):
        return None
    topic = content.topics.get(named or "") or topic_of_person(state, message, content)
    if topic is None:
        return TopicAsked(NOTHING_NEAR)
    near = _with_own(topic, _near(topic, message), state.profile(state.focus), content)
    if not near:
        return TopicAsked(NOTHING_NEAR)
    return TopicAsked(f"ask_{topic.id}", near, 1.0, message.text, carried=True)


def _amount(state: Conversation, asked: str, message: Message, content: Content) -> TopicAsked | None:
    """ "How much exactly?" after an answer on alcohol or sugar asks how much of that is in it.

    So it does beside a fact the topic is about: "I don't drink at all, so how much is it?".
    """
    topic = content.topics.get((state.last.topic if state.last else None) or "")
    if topic is None or not is_wholly("amount_asked", asked):
        return None
    if not {mention.condition for mention in message.mentions} <= set(topic.conditions):
        return None
    claims = [content.claims[c] for c in topic.claims if c in content.claims]
    if not claims or not any(begins_with("amount_told", ask) for ask in claims[0].asks):
        return None
    near = {**_near(topic, message), claims[0].id: 1.0}
    return TopicAsked(f"ask_{topic.id}", near, 1.0)


def _with_own(topic: Topic, near: dict[str, float], profile: Profile, content: Content) -> dict[str, float]:
    """On a topic about the person's condition a few words are about what warns them of it."""
    if not any(profile.counts(condition, content) for condition in topic.conditions):
        return near
    rows = active_rows(profile, content)
    claims = [content.claims[c] for c in topic.claims if c in content.claims]
    own = [claim.id for claim in claims if claim.is_warning and applies(claim, rows)]
    if not own:
        return near
    nearest = max(own, key=lambda claim: near.get(claim, 0.0))
    return {**near, nearest: max(FOLLOWS_UP, *near.values(), 0.0)}


def topic_of_person(state: Conversation, message: Message, content: Content) -> Topic | None:
    """After a bare verdict: the topic of the person's conditions that the words are nearest to."""
    profile = state.profile(state.focus)
    own = [t for t in content.topics.values() if any(profile.counts(c, content) for c in t.conditions)]
    near = {topic.id: max(_near(topic, message).values(), default=0.0) for topic in own}
    nearest = max(near, key=lambda topic: near[topic], default="")
    return content.topics[nearest] if near.get(nearest) else None


def _doubted(state: Conversation, message: Message, content: Content) -> TopicAsked | None:
    """ "Why not, if there is no lactose?" asks about what decided the verdict, not about lactose."""
    if state.goal is not None or state.decided is None or not (state.last and state.last.verdict):
        return None
    goal = state.decided
    advice = advise(state.profile(goal.person), goal.product, content, goal.modifiers)
    reasons = {reason.condition for reason in advice.deciding if reason.condition}
    topics = [topic for topic in content.topics.values() if reasons & set(topic.conditions)]
    if not advice.known_strict or not topics:
        return None
    topic = max(topics, key=lambda t: max(_near(t, message).values(), default=0.0))
    return TopicAsked(f"ask_{topic.id}", _near(topic, message), 1.0)


def _near(topic: Topic, message: Message) -> dict[str, float]:
    """Return how near the topic's claims are, from what was measured of all claims and of its questions."""
    measured = [message.near, *(question.nearness for question in message.questions)]
    known = [claim for claim in topic.claims if any(claim in near for near in measured)]
    return {claim: max(near.get(claim, 0.0) for near in measured) for claim in known}


def shared(topic: str, message: Message, content: Content) -> dict[str, float]:
    """Return how near the claims are that the topic shares with another, to which they belong."""
    claims = [c for c in content.topics[topic].claims if c in content.claims]
    return {c: message.near[c] for c in claims if content.claims[c].topic != topic and c in message.near}


def spoken_of(state: Conversation, message: Message) -> str | None:
    """Return the product that a message is about: the one it names, or the one that "it" stands for."""
    if message.products or not mentions("stands_for_it", message.text):
        return next(iter(message.products), None)
    return state.last.product if state.last is not None else None


def with_object(state: Conversation, product: str | None) -> Conversation:
    """Remember which product was talked of: "can I have that?" and "is it sweet?" are about it."""
    if state.last is None or state.last.product is not None:
        return state
    return replace(state, last=replace(state.last, product=product))
