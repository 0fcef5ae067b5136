"""The offer to keep a question that was not understood, for whoever writes training sentences.

Only where the operator has switched it on. The person agrees to each question by itself; the state
holds which message is on offer, never its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.replies import is_wholly

UNANSWERED = frozenset({"utter_not_understood", "utter_near_scope", "utter_out_of_scope"})


def agreed(state: Conversation, messages: Sequence[Message]) -> bool:
    """Whether the person allows, right after the offer, that their question is kept."""
    if not state.offered or state.emergency or len(messages) != 1 or messages[0].red_flag:
        return False
    return is_wholly("keep_question", messages[0].text)


def with_offer(turn: Turn, message: Message, days: int) -> Turn:
    """Return the turn with the offer at its end if the message was not answered; an older offer ends."""
    unanswered = any(say.phrase in UNANSWERED for say in turn.says)
    if not unanswered or turn.state.emergency or message.red_flag:
        return Turn(replace(turn.state, offered=0.0), turn.says)
    offer = Say("utter_may_keep", {"days": str(days)})
    return Turn(replace(turn.state, offered=message.number), (*turn.says, offer))


def thanks(state: Conversation, message: Message, kept: bool, days: int) -> Turn:
    """Say that the question was kept, or that it was not."""
    say = Say("utter_question_kept", {"days": str(days)}) if kept else Say("utter_question_not_kept")
    return Turn(replace(state, folded=message.number, offered=0.0), (say,))
