"""A net below the reading of conditions: somebody tells of their illness in words that no rule knows.

"I live with somebody else's lungs" is read by the classifier as a question about weak immunity, and by no
rule as a transplant. Who tells of themselves within such a topic is treated as having its condition,
*uncertain*, until they say otherwise: to overlook it could end in leave to drink. And who was answered about
a condition and then says "I'm in remission" or "mine is mild" has it, though its name is not said again.
"""

from __future__ import annotations

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.identity import pronoun_of
from guide.advice.life_stages import LIFE_STAGES
from guide.advice.listening import Learned
from guide.advice.profile import MILK, Fact, Profile, Source
from guide.advice.replies import mentions
from guide.advice.supposing import supposes
from guide.advice.vocabulary import Status

SURE_TOPIC = 0.6


def with_implied(state: Conversation, message: Message, learned: Learned, content: Content) -> Conversation:
    """Return the state with the condition that the message tells of, if it is one the rules overlooked."""
    profile = state.profile(learned.person)
    claimed, implied = _claimed(state, message, profile, content), _implied(message, profile, content)
    if claimed:
        return state.with_profile(profile.with_fact(Fact(claimed, Status.PRESENT, Source.DRAWN)))
    if implied:
        return state.with_profile(profile.with_fact(Fact(implied, Status.UNCERTAIN, Source.DRAWN)))
    return state


def _claimed(state: Conversation, message: Message, profile: Profile, content: Content) -> str | None:
    """Return the condition that was asked about before and whose course is told now as somebody's own."""
    told = [m for m in message.mentions if m.status is not Status.ABSENT]
    stated = {content.conditions[m.condition].question for m in told if m.condition not in LIFE_STAGES}
    if stated - {"milk"} or message.unlisted or message.language or supposes(message):
        return None
    nobody = message.person is None and not pronoun_of(message)
    if nobody or not mentions("claims_asked_about", message.text):
        return None
    topic = content.topics.get((state.last.topic if state.last else None) or "")
    own = topic.conditions if topic else ()
    # What was talked of just now is meant, else what was asked before, if nothing is known that it could be.
    counting = (c for c in profile.facts if profile.counts(c, content))
    known = any(content.conditions[c].question == "risks" for c in counting)
    asked = [c for c in state.asked_about if c in own] or ([] if known else list(state.asked_about))
    if not asked and not stated:
        asked = [c for c in own if content.conditions[c].question == "milk"][:1]
    return asked[-1] if asked and profile.status(asked[-1]) is Status.UNKNOWN else None


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
