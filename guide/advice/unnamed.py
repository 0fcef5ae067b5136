"""Somebody who was only "she": what was told of her goes to the person who is named later.

Until it is said whose it was, her reaction counts for everybody known who could be meant, so that no
later answer about one of them forgets it. That is withdrawn from the others once it is said.
"""

from __future__ import annotations

import re
from dataclasses import replace

from guide.advice.clauses import clauses
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.identity import UNNAMED, known_people, pronoun_of, split
from guide.advice.profile import (
    ALLERGY_SIGNS,
    DAIRY_PROBLEM,
    MILK,
    MILK_QUESTION,
    SELF,
    SOMEONE,
    Fact,
    Profile,
    Source,
    learn,
)
from guide.advice.red_flag_rules import ALLERGIC_KINDS
from guide.advice.replies import is_wholly, mentions, plain, speaks_of_self
from guide.advice.screening import Goal
from guide.advice.vocabulary import Status

ANYBODY = ""
"""The gender of somebody who may also be the one who writes."""


def of_alarm(state: Conversation, message: Message) -> str | None:
    """Return the pronoun of whoever an emergency tells of without naming them, ``None`` if it names one.

    Where nobody at all is named, or a "we" stands beside the "she", it may be the one who writes.
    """
    foreign = message.language or message.red_flag_language
    if not message.red_flag or foreign or message.person not in (None, SELF, *UNNAMED):
        return None
    pronoun, own = pronoun_of(message), speaks_of_self(message.text)
    if not pronoun:
        return ANYBODY if message.red_flag in ALLERGIC_KINDS and not own and _unheard_of(state) else None
    said_of = {m.person for m in message.mentions}
    if message.person in UNNAMED or (said_of & UNNAMED and SELF not in said_of) or not own:
        return pronoun
    return None if SELF in said_of else ANYBODY


def _unheard_of(state: Conversation) -> bool:
    """Whether the talk has been about nobody yet, so that a reaction without a person is not yet theirs."""
    return (
        not known_people(state)
        and SOMEONE not in state.profiles
        and state.profile(SELF).is_empty
        and state.goal is None
    )


def named_now(state: Conversation, message: Message, person: str) -> bool:
    """Whether the message says who the unnamed person was: "it was my niece", "my daughter had it"."""
    if SOMEONE not in state.profiles or person in UNNAMED or message.person is None:
        return False
    return mentions("meant_other", message.text) or identifies(message, person)


def identifies(message: Message, person: str, *, past: bool = False) -> bool:
    """Whether the message says of ``person``: "it was my niece", "she's Lily"; not "my niece's turn".

    ``past``: only what was.
    """
    if any(is_wholly("had_it", clause) for clause in clauses(message.text)):
        return True
    called = "me" if person == SELF else rf"(?:my|our) (?:[\w-]+ ){{0,3}}[\w-]+|(?:the )?{_called(person)}"
    verb = " was| were" if past else "'?s| is| was| were|'?re| are"
    found = re.search(
        rf"\b(?:it|that|this|she|he|they)(?:{verb}) "
        rf"(?:actually |really |all |about |happening to )*(?:{called})\b(?!'s)",
        plain(message.text),
    )
    return found is not None


def _called(person: str) -> str:
    return re.escape(split(person)[1] or person)


def placed(
    state: Conversation, person: str, content: Content
) -> tuple[Conversation, tuple[tuple[str, Fact], ...]]:
    """Give ``person`` all that was told of the unnamed one; return the state and the facts given."""
    told = state.profile(SOMEONE)
    profile = state.profile(person)
    given: list[tuple[str, Fact]] = []
    for fact in told.facts.values():
        profile, waits = learn(profile, fact, content)
        if waits is None:
            given.append((person, profile.facts[fact.condition]))
    profile = replace(
        profile,
        signs=profile.signs | told.signs,
        minor=profile.minor or told.minor,
        had_emergency=profile.had_emergency or told.had_emergency,
    )
    state = _withdrawn(state.with_profile(profile), told, person)
    profiles = {p: known for p, known in state.profiles.items() if p != SOMEONE}
    genders = {p: gender for p, gender in state.genders.items() if p != SOMEONE}
    state = _renamed(replace(state, profiles=profiles, genders=genders), person)
    return state, tuple(given)


def with_shared(state: Conversation, message: Message, person: str) -> Conversation:
    """Return the state in which the unnamed person's reaction counts for whoever could be meant.

    ``person`` is whom the message is about.
    """
    if person == SOMEONE:
        state = _with_gender(state, message)
    told = state.profiles.get(SOMEONE)
    if told is None or not _reacted(told):
        return state
    gender = state.genders.get(SOMEONE, ANYBODY)
    for each in [SELF] * (gender == ANYBODY and told.had_emergency) + known_people(state):
        profile = state.profile(each)
        could_be = gender in (ANYBODY, "they") or state.genders.get(each, gender) == gender
        shared = _shared_with(profile, told) if could_be else profile
        if shared != profile:
            state = state.with_profile(shared)
    return state


def _shared_with(profile: Profile, told: Profile) -> Profile:
    """What is said of this person's own milk outweighs a mere suspicion of somebody unnamed."""
    if told.had_emergency:
        return _sharing(profile, told)
    fact, fine = profile.facts.get(MILK), profile.status(DAIRY_PROBLEM)
    if fact is None:
        own = fine is not Status.UNKNOWN or MILK_QUESTION in profile.answered
        return profile if own else _sharing(profile, told)
    outweighed = fact.source is Source.UNPLACED and fine is Status.ABSENT and not profile.had_emergency
    return profile.without(MILK) if outweighed else profile


def _with_gender(state: Conversation, message: Message) -> Conversation:
    """Remember who the unnamed person can be; reports of both a "he" and a "she" leave it open."""
    told, known = of_alarm(state, message), state.genders.get(SOMEONE)
    gender = pronoun_of(message) if told is None else told
    if not gender and (told is None or known is not None):
        return state
    known = gender if known is None else known
    return replace(state, genders={**state.genders, SOMEONE: gender if known == gender else ANYBODY})


def _reacted(told: Profile) -> bool:
    risky = told.status(MILK) in (Status.PRESENT, Status.UNCERTAIN, Status.HISTORICAL)
    return told.had_emergency or risky or bool(told.signs & ALLERGY_SIGNS)


def _sharing(profile: Profile, told: Profile) -> Profile:
    """A milk allergy that is known already needs no second reason."""
    if profile.status(MILK) is Status.PRESENT or profile.had_emergency:
        return profile
    if profile.status(MILK) is not Status.UNCERTAIN:
        profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN, Source.UNPLACED))
    return replace(profile, had_emergency=told.had_emergency)


def _withdrawn(state: Conversation, told: Profile, named: str) -> Conversation:
    """Take it from the others again: nobody ever said it of them."""
    for profile in state.profiles.values():
        fact = profile.facts.get(MILK)
        if profile.person in (named, SOMEONE) or fact is None or fact.source is not Source.UNPLACED:
            continue
        free = profile.without(MILK)
        state = state.with_profile(replace(free, had_emergency=False) if told.had_emergency else free)
    return state


def _renamed(state: Conversation, person: str) -> Conversation:
    """Let what was asked and answered about the unnamed one be about ``person``."""

    def right(goal: Goal | None) -> Goal | None:
        return replace(goal, person=person) if goal is not None and goal.person == SOMEONE else goal

    last, waits = state.last, state.waiting
    return replace(
        state,
        goal=right(state.goal),
        decided=right(state.decided),
        later=tuple(replace(g, person=person) if g.person == SOMEONE else g for g in state.later),
        last=replace(last, person=person) if last and last.person == SOMEONE else last,
        waiting=replace(waits, person=person) if waits and waits.person == SOMEONE else waits,
        emergency_person=person if state.emergency_person == SOMEONE else state.emergency_person,
        focus=person,
    )
