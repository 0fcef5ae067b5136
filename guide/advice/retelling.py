"""Tells more of what was answered last, or tells it again in plain words."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.answering import say_topic
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, TopicAsked, Turn
from guide.advice.listening import Learned
from guide.advice.screening import Aim, Goal
from guide.advice.vocabulary import Audience


def more(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say what was not yet said on the last topic."""
    topic = (state.last.topic if state.last else None) or ""
    said = state.said.get(topic, ())
    if topic not in content.topics or set(content.topics[topic].claims) <= set(said):
        return Turn(state, (Say("utter_nothing_more"),))
    state, say = say_topic(state, TopicAsked(f"ask_{topic}"), learned, content)
    return Turn(state, (say,))


def simpler(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Give the last answer again in plain wording."""
    state, last = replace(state, audience=Audience.PUBLIC), state.last
    switched = Say("utter_audience_public")
    if last is None or (last.topic is None and not last.verdict):
        return Turn(state, (switched,))
    if last.verdict and last.product:
        goal = Goal(Aim.SUITABILITY, last.person, last.product, last.modifiers)
        return Turn(replace(state, goal=goal, last=None), (switched,))
    state = replace(state, said={**state.said, last.topic or "": ()}, last=None)
    state, say = say_topic(state, TopicAsked(f"ask_{last.topic}"), learned, content)
    return Turn(state, (switched, say))
