"""What is said before it is asked: "no other conditions, no medicines" answers the list of risks.

Design section 5: "No other conditions" answers the list and the question for other allergies, never the one
about milk. "Healthy" alone answers neither: the list also asks for a pregnancy and for medicines.
"""

from __future__ import annotations

from guide.advice.clauses import stated_part
from guide.advice.conversation import Conversation, Message
from guide.advice.listening import Learned
from guide.advice.replies import mentions
from guide.advice.screening import Question


def with_volunteered(state: Conversation, message: Message, learned: Learned) -> Conversation:
    """Return the state with the lists answered that the message says nothing else of."""
    if message.language or learned.unclear_who or not mentions("nothing_else", stated_part(message.text)):
        return state
    profile = state.profile(learned.person)
    for question in (Question.RISKS, Question.OTHER_ALLERGIES):
        if question.value not in profile.skipped:
            profile = profile.with_answer(question.value)
    return state.with_profile(profile)
