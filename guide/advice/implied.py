"""A net below the reading of conditions: somebody tells of their illness in words that no rule knows.

"I live with somebody else's lungs" is read by the classifier as a question about weak immunity, and by no
rule as a transplant. Who tells of themselves within such a topic is treated as having its condition,
*uncertain*, until they say otherwise: to overlook it could end in leave to drink.
"""

from __future__ import annotations

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.listening import Learned
from guide.advice.profile import MILK, Fact, Profile, Source
from guide.advice.replies import mentions
from guide.advice.vocabulary import Status

SURE_TOPIC = 0.6


def with_implied(state: Conversation, message: Message, learned: Learned, content: Content) -> Conversation:
    """Return the state with the condition that the message tells of, if it is one the rules overlooked."""
    condition = _implied(message, state.profile(learned.person), content)
    if condition is None:
        return state
    fact = Fact(condition, Status.UNCERTAIN, Source.DRAWN)
    return state.with_profile(state.profile(learned.person).with_fact(fact))


def _implied(message: Message, profile: Profile, content: Content) -> str | None:
    topic = content.topics.get(message.intent.removeprefix("ask_"))
    found = message.mentions or message.unlisted or message.signs or message.language
    if topic is None or found or message.confidence < SURE_TOPIC or not _tells(message.text):
        return None
    screened = [c for c in topic.conditions if content.conditions[c].question == "risks" or c == MILK]
    known = any(profile.status(c) is not Status.UNKNOWN for c in topic.conditions)
    return screened[0] if screened and not known else None


def _tells(text: str) -> bool:
    """Whether somebody's own state is told, and not what was heard, read or wondered about."""
    return mentions("tells_of_state", text) and not mentions("tells_of_hearsay", text)
