"""A question that would relax advice gives way to what is asked meanwhile; the stricter advice stands."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.clauses import asks
from guide.advice.conversation import Conversation, Message
from guide.advice.listening import Learned
from guide.advice.reading import CONFIRMING
from guide.advice.screening import Question


def give_way(state: Conversation, message: Message, learned: Learned) -> Conversation:
    """Return the state without the question if something is asked of somebody else, or once more.

    After the first other question about the same person it is put again, and then no more.
    """
    if state.pending not in CONFIRMING or state.waiting is None or not _asks(message):
        return state
    profile, again = state.profile(state.waiting.person), state.repeats > 0
    same = learned.person == profile.person
    if same and not again:
        return state
    # What is asked of somebody else leaves this person's questions as they are.
    if same and again and state.pending is Question.CLINICIAN:
        state = state.with_profile(profile.with_skip(Question.CLINICIAN.value))
    return replace(state, waiting=None, pending=None)


def _asks(message: Message) -> bool:
    return asks(message.text) or message.intent.startswith("ask_")
