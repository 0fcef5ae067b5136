"""Hears a correction that names only what is right: "sorry, I meant intolerant"."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.clauses import asks
from guide.advice.clearance import contradicts
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.listening import Learned
from guide.advice.profile import DAIRY_PROBLEM, LACTOSE, MILK, Fact, Relaxation, needs_clinician
from guide.advice.replies import mentions
from guide.advice.vocabulary import Status


def _denies_mistaken(
    state: Conversation, message: Message, learned: Learned, content: Content
) -> Relaxation | None:
    """ "My son never had any trouble with milk": of what was said of him by mistake, that takes it back."""
    profile = state.profile(learned.person)
    denied = {f.condition for person, f in learned.facts if person == profile.person and _absent(f)}
    if not denied & {MILK, DAIRY_PROBLEM} or MILK not in profile.mistaken or message.signs:
        return None
    absent = Fact(MILK, Status.ABSENT)
    return Relaxation(profile.person, absent, needs_clinician(profile, MILK, content))


def confirms_by_denying(state: Conversation, message: Message) -> bool:
    """Whether it is asked if something is not so, and the message says in words that it is not."""
    waits = state.waiting
    if (
        waits is None
        or waits.needs_clinician
        or not _absent(waits.fact)
        or message.signs
        or asks(message.text)
    ):
        return False
    same = {waits.fact.condition} | ({DAIRY_PROBLEM} if waits.fact.condition == MILK else set())
    said = [m for m in message.mentions if m.person == waits.person and m.condition in same]
    return bool(said) and all(m.status is Status.ABSENT for m in said)


def _absent(fact: Fact) -> bool:
    return fact.status is Status.ABSENT


def with_correction(state: Conversation, message: Message, learned: Learned, content: Content) -> Learned:
    """Return what was learned, with the allergy that an intolerance is said to have been mistaken for.

    Taking the allergy away relaxes advice, so it is confirmed in words like any other correction.
    """
    corrects = message.intent == "correct_condition" or mentions("corrects", message.text)
    profile = state.profile(learned.person)
    mistaken = _denies_mistaken(state, message, learned, content)
    if mistaken is not None and learned.relaxation is None:
        return replace(learned, relaxation=mistaken)
    if learned.relaxation is not None or not corrects or not profile.counts(MILK, content):
        return learned
    said = {f.condition: f.status for person, f in learned.facts if person == learned.person}
    if said.get(LACTOSE) not in (Status.PRESENT, Status.UNCERTAIN) or MILK in said:
        return learned
    taken_back = Fact(MILK, Status.ABSENT)
    clinician = needs_clinician(profile, MILK, content) or contradicts(profile, MILK, message)
    waits = Relaxation(learned.person, taken_back, clinician)
    return replace(learned, relaxation=waits)
