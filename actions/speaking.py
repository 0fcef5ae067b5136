"""Turns what the rules want said into messages and events for Rasa."""

from __future__ import annotations

from typing import Any

import msgspec
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from guide.advice.answer import as_json
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Say, Turn
from guide.advice.identity import known_people
from guide.advice.profile import SELF
from guide.advice.recording import waiting_text
from guide.advice.render import answer_text, person_name, review_text
from guide.advice.screening import Question, open_questions

FORM = "screening_form"
ANSWER_SLOT = "screening_answer"
STATE_SLOT = "conversation"


def read_state(value: Any) -> Conversation:
    """Return the conversation kept in the slot, a new one if there is none.

    Raises:
        msgspec.ValidationError: if the slot holds something else; the action then fails closed.
    """
    return msgspec.convert(value, Conversation) if value else Conversation()


def speak(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    """Send every message of the turn, in order."""
    for say in turn.says:
        if say.answer is not None:
            _answer(dispatcher, say)
        elif say.phrase:
            offered = [{"title": s, "payload": s} for s in say.suggestions]
            people = {"people": msgspec.to_builtins(say.people)} if say.people else None
            dispatcher.utter_message(
                response=say.phrase, buttons=offered, json_message=people, **dict(say.slots)
            )
        else:
            custom = {"answer": None, "emergency": bool(say.emergency), "kind": say.emergency or None}
            dispatcher.utter_message(text=say.text, json_message=custom)


def _answer(dispatcher: CollectingDispatcher, say: Say) -> None:
    assert say.answer is not None
    dispatcher.utter_message(
        text=answer_text(say.answer, full_notice=say.full_notice),
        buttons=[{"title": f, "payload": f} for f in say.answer.followups],
        json_message={
            "answer": as_json(say.answer, review_text(say.answer.review_status, full=say.full_notice)),
            "emergency": False,
        },
    )


def events(turn: Turn, content: Content | None, loop_active: bool) -> list[dict[str, Any]]:
    """Return the events that keep the state and open or close the screening form."""
    state = turn.state
    kept = [SlotSet(STATE_SLOT, msgspec.to_builtins(state))]
    if state.pending is not None and content is not None:
        slots = {ANSWER_SLOT: None, **question_slots(state, content)}
        return [*kept, *(SlotSet(k, v) for k, v in slots.items()), ActiveLoop(FORM)]
    if loop_active:
        return [*kept, SlotSet(ANSWER_SLOT, None), SlotSet("requested_slot", None), ActiveLoop(None)]
    return [*kept, SlotSet(ANSWER_SLOT, None)]


def question_slots(state: Conversation, content: Content) -> dict[str, str]:
    """Return what the wording of the open question in ``domain.yml`` needs."""
    assert state.pending is not None
    person, fact = person_name(state.focus), ""
    if state.waiting is not None:
        person, fact = waiting_text(state, content)
    elif state.goal is not None:
        person = person_name(state.goal.person)
    left = 0
    if state.goal is not None:
        left = len(open_questions(state.profile(state.goal.person), state.goal, content))
    options = " or ".join(person_name(p) for p in known_people(state)) or person
    return {
        "screening_question": _wording(state),
        "screening_person": person,
        "screening_fact": fact,
        "screening_options": options,
        "screening_progress": _progress(state, left),
    }


def _wording(state: Conversation) -> str:
    """Which wording the question gets: the long list of risks is shown once per person."""
    assert state.pending is not None
    if state.pending is Question.AGE and state.goal and state.goal.person == SELF:
        return "age_own"
    again = state.pending is Question.RISKS and state.goal and state.goal.person in state.listed
    return f"{state.pending.value}_again" if again else state.pending.value


def _progress(state: Conversation, left: int) -> str:
    """Return the count of the question; what only helps to answer one is still that one."""
    if state.pending in (Question.CONFIRM, Question.CLINICIAN, Question.WHO) or left == 0:
        return ""
    still = "still " if state.follows else ""
    return f"({still}{state.asked} of {state.asked + left - 1}) "
