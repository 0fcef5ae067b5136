"""What is said when it is not clear what was asked: so, with the nearest questions to pick from."""

from __future__ import annotations

from guide.advice.content import Claim, Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.listening import Learned
from guide.advice.profile import MILK, SELF
from guide.advice.render import as_subject
from guide.advice.replies import speaks_of_self
from guide.advice.talking import noted
from guide.advice.vocabulary import Status

LEAST_CONFIDENCE = 0.5
"""Below this the topic is a guess. Chosen on the validation split: see docs/dialogue.md."""

LEAST_SHARE = 0.3
"""A question within scope that comes this near is offered where the message is refused as outside it."""

MOST_OFFERED = 3
REFUSED = ("near_scope", "out_of_scope")
SUITABILITY = "ask_suitability"
_LIKELY = (Status.PRESENT, Status.UNCERTAIN)


def question_intents(message: Message, content: Content) -> list[tuple[str, float]]:
    """Return the questions the message may ask with their shares, the likeliest first."""
    return [
        (i, s) for i, s in message.ranking if i == SUITABILITY or i.removeprefix("ask_") in content.topics
    ]


def is_guess(message: Message, content: Content) -> bool:
    """Whether the topic that was read is no more than a guess, or a refusal is nearly a question we know."""
    ranked = question_intents(message, content)
    if not ranked:
        return False
    if message.intent in REFUSED:
        return ranked[0][1] >= LEAST_SHARE
    known = message.intent == SUITABILITY or message.intent.removeprefix("ask_") in content.topics
    return known and len(message.questions) <= 1 and message.confidence < LEAST_CONFIDENCE


def tells_of_reaction(message: Message, learned: Learned) -> bool:
    """Whether a message of which the question is not read tells of signs of a milk allergy.

    The advice for that is due, whatever else was asked: "hives after my first glass, is that the detox?".
    """
    told = any(fact.condition == MILK and fact.status in _LIKELY for _, fact in learned.facts)
    return told and bool(message.signs - {"gut_only"})


def offer(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say that it was not understood, and offer the nearest questions. Facts were taken in all the same."""
    nearest = [i for i, _ in question_intents(message, content)][:MOST_OFFERED]
    samples = tuple(dict.fromkeys(_sample(i, message, learned, content) for i in nearest))
    if not samples:
        return Turn(state, (*noted(learned, content), Say("utter_not_understood")))
    phrase = "utter_perhaps" if message.intent in REFUSED else "utter_unsure"
    return Turn(state, (*noted(learned, content), Say(phrase, suggestions=samples)))


def _sample(intent: str, message: Message, learned: Learned, content: Content) -> str:
    """Return a question that asks for the topic plainly: a sample question of its nearest claim."""
    if intent == SUITABILITY:
        return f"Can {as_subject(learned.person)} drink {content.food}?"
    topic = content.topics[intent.removeprefix("ask_")]
    claims = [content.claims[c] for c in topic.claims if c in content.claims]
    claims.sort(key=lambda c: -message.near.get(c.id, 0.0))
    own = learned.person == SELF
    fit = (s for claim in claims for s in _samples(claim) if own or not speaks_of_self(s))
    return next(fit, topic.title)


def _samples(claim: Claim) -> list[str]:
    return [ask for ask in claim.asks if ask.endswith("?") and ask[0].isupper()]
