"""A net below the reading of ages: of several children one is under a year, and it was not read which.

"Ben 7 months and Lou 5": given the wrong age, a baby would be answered for as a schoolchild. Whoever of them
may be the baby is asked about, and until then the advice for babies holds.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice.conversation import Mention, Message
from guide.advice.profile import CHILD, INFANT
from guide.advice.replies import INFANT_MONTHS, ages_with_unit, mentions
from guide.advice.vocabulary import Status


def with_lost_ages(message: Message) -> Message:
    """Return the message with each child who may be the baby as one whose age is not known."""
    told = {m.condition for m in message.mentions if m.status is Status.PRESENT}
    several = len(message.asked_of) > 1 or mentions("children", message.text)
    baby = any(months < INFANT_MONTHS for months in ages_with_unit(message.text))
    if message.imagined or INFANT in told or not several or not baby:
        return message
    children = [m for m in message.mentions if m.condition == CHILD and m.status is not Status.ABSENT]
    may_be = [m for m in children if m.status is Status.UNCERTAIN] or children
    people = {m.person for m in may_be}
    return replace(
        message,
        mentions=tuple(_unknown(m) if m in may_be else m for m in message.mentions),
        age_months=None if message.person in people else message.age_months,
    )


def _unknown(mention: Mention) -> Mention:
    return replace(mention, condition=INFANT, status=Status.UNCERTAIN)
