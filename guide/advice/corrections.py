"""Hears a correction that names only what is right: "sorry, I meant intolerant"."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.listening import Learned
from guide.advice.profile import LACTOSE, MILK, Fact, Relaxation, needs_clinician
from guide.advice.replies import mentions
from guide.advice.vocabulary import Status


def with_correction(state: Conversation, message: Message, learned: Learned, content: Content) -> Learned:
    """Return what was learned, with the allergy that an intolerance is said to have been mistaken for.

    Taking the allergy away relaxes advice, so it is confirmed in words like any other correction.
    """
    corrects = message.intent == "correct_condition" or mentions("corrects", message.text)
    profile = state.profile(learned.person)
    if learned.relaxation is not None or not corrects or not profile.counts(MILK, content):
        return learned
    said = {f.condition: f.status for person, f in learned.facts if person == learned.person}
    if said.get(LACTOSE) not in (Status.PRESENT, Status.UNCERTAIN) or MILK in said:
        return learned
    taken_back = Fact(MILK, Status.ABSENT)
    waits = Relaxation(learned.person, taken_back, needs_clinician(profile, MILK, content))
    return replace(learned, relaxation=waits)
