"""Allergies named beside another one, which a sentence without a verb easily loses.

"Milk allergy plus cashew and almond allergy here": to overlook the nuts would offer nut kefir. Whoever names
a food that way counts as allergic to it, *uncertain*, until they say otherwise. "No other allergy" answers
the question for further ones and denies none that was told.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice.content import Content
from guide.advice.conversation import Mention, Message
from guide.advice.profile import MILK, SELF
from guide.advice.replies import mentions
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


def with_further_allergies(message: Message, content: Content) -> Message:
    """Return the message with the allergies named beside others, and without a denial it does not make."""
    found = message.mentions
    if mentions("no_further_allergy", message.text):
        found = tuple(m for m in found if (m.condition, m.status) != (MILK, Status.ABSENT))
    if mentions("further_allergen", message.text):
        known = {m.condition for m in found}
        named = [a for a in message.allergens if a not in known and _further(a, content)]
        person = found[0].person if found else message.person or SELF
        subject = found[0].subject if found else "self" if person == SELF else "other"
        found = (*found, *(Mention(a, Status.UNCERTAIN, person, subject) for a in named))
    return message if found == message.mentions else replace(message, mentions=found)


def _further(allergen: str, content: Content) -> bool:
    condition = content.conditions.get(allergen)
    return condition is not None and condition.question == Question.OTHER_ALLERGIES.value
