"""When a question is put again: never in silence, and the third time with what is needed to go on."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.clauses import asks
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.phrases import phrases
from guide.advice.repeating import say_again
from guide.advice.screening import Aim, Question

MOST_REPEATS = 2
"""How often the same question is put again before it is said what is needed."""


def put_again(before: Conversation, turn: Turn, message: Message, content: Content) -> Turn:
    """Add what the person needs to hear when the question that was open is still open."""
    if not _same_question(before, turn.state):
        return Turn(replace(turn.state, repeats=0, unclear=False), turn.says)
    state, says = replace(turn.state, repeats=before.repeats + 1), turn.says
    # A second reply that was not understood needs more than to hear so.
    helped = state.repeats >= MOST_REPEATS or (before.unclear and state.unclear)
    # "Which are left?": the verdict on milk, said again, is no answer to that.
    instead = state.goal is not None and state.goal.aim is Aim.ALTERNATIVES
    helped = helped or (instead and not says and asks(message.text))
    if not says and not helped:
        state, says = _not_silent(state, message, content)
    if not helped:
        return Turn(state, says)
    assert state.pending is not None
    kept = tuple(say for say in says if say.phrase != "utter_not_an_answer")
    needed = str(phrases()["needed"][state.pending.value])
    return Turn(state, (*kept, Say("utter_still_needed", {"needed": needed})))


def _same_question(before: Conversation, after: Conversation) -> bool:
    if before.pending is None or before.pending is not after.pending:
        return False
    return _asked_of(before) == _asked_of(after)


def _asked_of(state: Conversation) -> str:
    asked = state.waiting or state.goal
    return asked.person if asked else state.focus


def _not_silent(
    state: Conversation, message: Message, content: Content
) -> tuple[Conversation, tuple[Say, ...]]:
    """To a request again: what holds until the question is answered. To a statement: that it is no answer."""
    if message.age_months is not None:
        return state, (Say("utter_age_heard"),)
    of_another = state.waiting and state.goal and state.waiting.person != state.goal.person
    if state.goal is not None and not of_another and asks(message.text):
        state, say = say_again(state, state.goal, content)
        return state, (say,)
    return state, (Say("utter_not_an_answer"),)


def with_list_seen(state: Conversation) -> Conversation:
    """Remember that the list of risks stands above, so that it is not shown in full again."""
    if state.pending is not Question.RISKS or state.goal is None:
        return state
    return replace(state, listed=state.listed | {state.goal.person})
