""" "Sorry, I mean my son": what was just said, and what was being asked, goes to the right person.

The right person gets the facts at once. From the wrong one nothing is taken that warns, until that is
confirmed in words.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.life_stages import LIFE_STAGES
from guide.advice.profile import ALLERGY_SIGNS, MILK, Fact, Relaxation, learn, needs_clinician
from guide.advice.replies import mentions
from guide.advice.screening import Aim, Goal
from guide.advice.unnamed import identifies
from guide.advice.vocabulary import Status


def wrong_person(state: Conversation, message: Message, person: str) -> str | None:
    """Return who was wrongly understood, ``None`` if the message sets no such thing right."""
    if _named(message):
        return state.focus if _points_back(state, message, person) else None
    if message.person is None:
        return None
    if person != state.emergency_person and _says_whose_it_was(state, message, person):
        return state.emergency_person
    if not mentions("meant_other", message.text):
        return None
    told = [state.latest[0][0] if state.latest else state.goal.person if state.goal else state.focus]
    if state.last is not None and state.idle == 0:
        told.append(state.last.person)
    return next((p for p in told if p != person), None)


def _says_whose_it_was(state: Conversation, message: Message, person: str) -> bool:
    """ "It was my niece" after an emergency; what "is" somebody's may be anything."""
    happened = state.profile(state.emergency_person).had_emergency
    return happened and identifies(message, person, past=True)


def _named(message: Message) -> set[str]:
    return {m.condition for m in (*message.mentions, *message.unlisted)} - LIFE_STAGES


def _points_back(state: Conversation, message: Message, person: str) -> bool:
    """ "No, the HIV patient was the first one": somebody known was meant, of whom it was known already."""
    known = _named(message) <= set(state.profile(person).facts)
    corrects = mentions("corrects", message.text) or mentions("begins_with_no", message.text)
    return known and corrects and person != state.focus and mentions("the_patient_with", message.text)


def redirect(
    state: Conversation, message: Message, wrong: str, right: str, content: Content
) -> tuple[Conversation, tuple[tuple[str, Fact], ...], Relaxation | None]:
    """Move the facts said last and the open question from ``wrong`` to ``right``.

    Returns the state, the facts that ``right`` got, and what must be confirmed first.
    """
    # Who points at somebody by what they have says whom was meant, and takes nothing from the other.
    moved = [] if _named(message) else [fact for person, fact in state.latest if person == wrong]
    waiting: Relaxation | None = None
    state = _with_mistaken(state, wrong, moved)
    for fact in moved:
        profile, waits = learn(state.profile(right), fact, content)
        state = state.with_profile(profile)
        state, kept = _taken_from(state, wrong, fact, content)
        waiting = waiting or waits or kept
    state = _signs_moved(state, wrong, right, moved)
    if state.emergency is not None or _says_whose_it_was(state, message, right):
        state = _alarm_copied(state, wrong, right)
    given = tuple((right, fact) for fact in moved if fact.condition in state.profile(right).facts)
    return _goal_moved(state, wrong, right), given, waiting


def _with_mistaken(state: Conversation, wrong: str, moved: list[Fact]) -> Conversation:
    """Mark what was said of the wrong person only by mistake: no clinician is needed to take it back."""
    told = {sign for person, sign in state.latest_signs if person == wrong}
    profile = state.profile(wrong)
    mistaken = profile.mistaken | told | {fact.condition for fact in moved}
    return state.with_profile(replace(profile, mistaken=mistaken)) if moved else state


def mixed_up(state: Conversation, message: Message, content: Content) -> Relaxation | None:
    """ "I mixed them up: Mia has the allergy": what the other one would lose is asked about first."""
    if not mentions("mixed_up", message.text):
        return None
    for said in message.mentions:
        holders = [p for p in state.profiles.values() if p.counts(said.condition, content)]
        others = [p for p in holders if p.person != said.person]
        if said.status is Status.PRESENT and len(others) == 1:
            absent = Fact(said.condition, Status.ABSENT)
            return Relaxation(others[0].person, absent, needs_clinician(others[0], said.condition, content))
    return None


def _taken_from(
    state: Conversation, wrong: str, fact: Fact, content: Content
) -> tuple[Conversation, Relaxation | None]:
    """Take a fact away that warns of nothing; return what warns as something to confirm."""
    profile = state.profile(wrong)
    if fact.condition in LIFE_STAGES:
        return state, None
    if not profile.counts(fact.condition, content):
        return state.with_profile(profile.without(fact.condition)), None
    absent = Fact(fact.condition, Status.ABSENT)
    return state, Relaxation(wrong, absent, needs_clinician(profile, fact.condition, content))


def _signs_moved(state: Conversation, wrong: str, right: str, moved: list[Fact]) -> Conversation:
    """The signs behind a suspected allergy count for the right person; the wrong one keeps them too."""
    signs = state.profile(wrong).signs & ALLERGY_SIGNS
    if not signs or not any(fact.condition == MILK for fact in moved):
        return state
    profile = state.profile(right)
    return state.with_profile(replace(profile, signs=profile.signs | signs))


def _alarm_copied(state: Conversation, wrong: str, right: str) -> Conversation:
    """The right person gets the reaction; the wrong one keeps it, as it may have been told in haste."""
    if state.emergency_person != wrong or not state.profile(wrong).had_emergency:
        return state
    profile, before = state.profile(right), state.profile(wrong)
    profile = replace(profile, had_emergency=True, signs=profile.signs | before.signs)
    if MILK in before.facts and profile.status(MILK) is not Status.PRESENT:
        profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN))
    return replace(state.with_profile(profile), emergency_person=right)


def _goal_moved(state: Conversation, wrong: str, right: str) -> Conversation:
    """The question asked of the wrong person is asked of the right one, from its beginning."""
    state = replace(state, focus=right, latest=())
    if state.goal is not None:
        return replace(state, goal=replace(state.goal, person=right), pending=None, asked=0, waiting=None)
    last = state.last
    if last is not None and last.verdict and last.product and last.person == wrong:
        return replace(state, goal=Goal(Aim.SUITABILITY, right, last.product, last.modifiers))
    return state
