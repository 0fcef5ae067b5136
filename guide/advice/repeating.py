"""Says a verdict again in one cited sentence: to "so that's a yes?", or when there is nothing new."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.answer import Answer, Citations
from guide.advice.answering import asker, say_answer
from guide.advice.compose import topic_answer, verdict_line
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.listening import Learned
from guide.advice.replies import is_wholly
from guide.advice.screening import Goal
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Verdict


def pressed(state: Conversation, message: Message, learned: Learned) -> Goal | None:
    """Return the verdict that the message wants repeated: it asks for a yes or a no, or doubts what was said.

    It answers nothing, whatever question is open: "just say yes" is not the person's own yes.
    """
    if learned.facts or message.signs or message.cleared_by:
        return None
    if is_wholly("presses", message.text):
        return state.goal or state.decided
    lately = state.last is not None and state.last.verdict
    return state.decided if lately and is_wholly("doubts", message.text) else None


def pressed_topic(state: Conversation, message: Message, content: Content) -> str | None:
    """Return the topic whose bottom line the message wants in one line: it was what was answered last."""
    last = state.last
    if state.goal is not None or last is None or last.verdict or last.topic not in content.topics:
        return None
    pressing = is_wholly("presses_topic", message.text) or is_wholly("presses", message.text)
    return last.topic if pressing else None


def repeat_topic(state: Conversation, topic: str, content: Content) -> Turn:
    """Return the turn that only repeats the topic's bottom line, for whom it was said."""
    assert state.last is not None
    who = asker(state, state.last.person, content)
    answer = topic_answer(topic, who, content, {}, at_most=0)
    last = state.last
    state, say = say_answer(state, replace(answer, followups=()))
    return Turn(replace(state, last=last), (say,))


def say_again(state: Conversation, goal: Goal, content: Content) -> tuple[Conversation, Say]:
    """Give the verdict on what is known now, in its one sentence."""
    who, cite, last = asker(state, goal.person, content), Citations(content, state.audience), state.last
    advice = advise(who.profile, goal.product, content, goal.modifiers)
    line = verdict_line(advice, who, content, cite)
    answer = Answer(
        topic=None,
        person=goal.person,
        about=who.about,
        bottom_line=line,
        verdict=advice.verdict.label,
        product=goal.product,
        references=cite.references,
        review_status=cite.review_status,
    )
    state, say = say_answer(state, answer, goal.modifiers)
    return replace(state, last=last or state.last), say


def repeat(state: Conversation, goal: Goal, content: Content) -> Turn:
    """Return the turn that only repeats the verdict; whoever it is about is talked of from here on."""
    state, say = say_again(state, goal, content)
    return Turn(state, (say,))


def stands(state: Conversation, content: Content) -> bool:
    """Whether the last verdict warned: then nobody comes to harm by relying on it."""
    if state.decided is None:
        return False
    goal = state.decided
    advice = advise(state.profile(goal.person), goal.product, content, goal.modifiers)
    return advice.verdict >= Verdict.ASK_CLINICIAN
