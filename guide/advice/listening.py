"""Takes what a message discloses into the profiles, before anything is said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message
from guide.advice.life_stages import LIFE_STAGES, hear_age, known_adult
from guide.advice.nursing import with_nursed_allergy
from guide.advice.profile import (
    CHILD,
    DAIRY_PROBLEM,
    INFANT,
    MILK,
    SELF,
    SOMEONE,
    Fact,
    Profile,
    Relaxation,
    Source,
    learn,
    needs_clinician,
    note_signs,
)
from guide.advice.replies import mentions, speaks_of_self, stated_age
from guide.advice.vocabulary import Status

UNNAMED = frozenset({"he", "she", "they", "other", "someone", SOMEONE})
_PRONOUN = re.compile(r"\b(?:he|him|his|she|her|hers|they|them|their)\b")


@dataclass(frozen=True)
class Learned:
    """What one message added: the facts, the person it is about, and what must be confirmed."""

    facts: tuple[tuple[str, Fact], ...] = ()
    person: str = SELF
    switched: bool = False
    relaxation: Relaxation | None = None
    refused_home_test: bool = False
    unclear_who: bool = False


def listen(state: Conversation, message: Message, content: Content) -> tuple[Conversation, Learned]:
    """Fold one message into the profiles.

    Returns the new state, in which ``folded`` and ``focus`` are moved on, and what was learned.
    """
    person, unclear = _person_meant(state, message, content)
    switched = person != state.focus and bool(state.profiles or state.introduced)
    state = replace(state, focus=person, folded=message.number, audience=message.audience or state.audience)
    facts: list[tuple[str, Fact]] = []
    relaxation: Relaxation | None = None
    for mention in (*message.mentions, *message.unlisted):
        who, fact = _person_of(mention, person, message), _fact(mention, message)
        if unclear and mention.person in UNNAMED:
            state, who = replace(state, held=(*state.held, fact)), SOMEONE
        if mention.condition == CHILD and fact.status is Status.UNCERTAIN:
            # The word "son" alone: a minor whose age is not known, which counts as the strictest.
            if not known_adult(state.profile(who)):
                state = state.with_profile(replace(state.profile(who), minor=True))
            continue
        if mention.condition == CHILD and state.profile(who).status(INFANT) is Status.PRESENT:
            relaxation = relaxation or Relaxation(who, fact)
            continue
        profile, waits = learn(state.profile(who), fact, content)
        if waits is None:
            facts.append((who, fact))
        relaxation = relaxation or waits
        if mention.condition in LIFE_STAGES and fact.status is not Status.ABSENT:
            profile = replace(profile, minor=True)
        state = state.with_profile(profile)
    state, facts = _signs(state, message, person, facts)
    state, older = _age(state, message, person)
    cleared = _clearance(state.profile(person), message, content)
    state = with_nursed_allergy(state, content)
    return state, Learned(
        tuple(facts),
        person,
        switched,
        cleared or relaxation or older,
        message.cleared_by == "self" and state.profile(person).counts(MILK, content),
        unclear,
    )


def _turns_to_self(message: Message, content: Content) -> bool:
    """Whether an "I" makes the speaker the subject: "how do I store it?" does not."""
    topic = content.topics.get(message.intent.removeprefix("ask_"))
    personal = message.intent in ("ask_suitability", "report_condition", "correct_condition")
    consumes = topic is not None and topic.consumption and mentions("self_consumes", message.text)
    return personal or bool(message.mentions) or consumes


def _is_about_self(state: Conversation, message: Message, content: Content) -> bool:
    own = any(m.person == SELF for m in message.mentions)
    about_other = state.focus != SELF and not own and _PRONOUN.search(message.text.lower()) is not None
    return speaks_of_self(message.text) and not about_other and _turns_to_self(message, content)


def _person_meant(state: Conversation, message: Message, content: Content) -> tuple[str, bool]:
    """Return whom the message is about, and whether that is unclear among several persons."""
    if message.person == SELF and not _is_about_self(state, message, content):
        return state.focus, False
    if message.person and message.person not in UNNAMED:
        return message.person, False
    others = [p for p in state.profiles if p != SELF]
    if message.person in UNNAMED or _PRONOUN.search(message.text.lower()):
        if state.focus != SELF:
            return state.focus, len(others) > 1 and message.person in UNNAMED and not message.mentions
        if len(others) == 1:
            return others[0], False
        if len(others) > 1:
            return state.focus, True
        return (SOMEONE, False) if message.person in UNNAMED else (state.focus, False)
    named = {m.person for m in message.mentions if m.person not in UNNAMED | {SELF}}
    if len(named) == 1 and not any(m.person == SELF for m in message.mentions):
        return named.pop(), False
    return state.focus, False


def _person_of(mention: Mention, focus: str, message: Message) -> str:
    """A mention without a person belongs to whom the talk is about, never to somebody new."""
    if mention.person in UNNAMED:
        return focus if focus != SELF else SOMEONE
    if mention.person == SELF and not speaks_of_self(message.text):
        return focus
    return mention.person


def _fact(mention: Mention, message: Message) -> Fact:
    over = mention.status in (Status.ABSENT, Status.HISTORICAL)
    if over and message.cleared_by == "clinician" and mention.condition in (MILK, DAIRY_PROBLEM):
        # Recorded as past; the clearance itself waits for confirmation.
        return Fact(mention.condition, Status.HISTORICAL)
    return Fact(mention.condition, mention.status)


def _signs(
    state: Conversation, message: Message, person: str, facts: list[tuple[str, Fact]]
) -> tuple[Conversation, list[tuple[str, Fact]]]:
    profile = state.profile(person)
    signs = message.signs | ({"anaphylaxis"} if message.past_reaction else frozenset())
    if signs:
        before = profile.status(MILK)
        profile = note_signs(profile, frozenset(signs))
        if profile.status(MILK) is not before:
            facts = [*facts, (person, profile.facts[MILK])]
    return (state.with_profile(profile) if profile != state.profile(person) else state), facts


def _age(state: Conversation, message: Message, person: str) -> tuple[Conversation, Relaxation | None]:
    """Take in an age. Without the language component's help only of somebody known to be a minor."""
    profile, months = state.profile(person), message.age_months
    if months is None and profile.minor:
        months = stated_age(message.text)
    if months is None:
        return state, None
    heard, older = hear_age(profile, months)
    return (state.with_profile(heard) if heard != profile else state), older


def _clearance(profile: Profile, message: Message, content: Content) -> Relaxation | None:
    """A clinician's clearance, once said, waits for a last confirmation in words."""
    if message.cleared_by is None:
        return None
    open_facts = [
        f.condition
        for f in profile.facts.values()
        if profile.counts(f.condition, content)
        and (f.condition in (MILK, DAIRY_PROBLEM) or needs_clinician(profile, f.condition, content))
    ]
    if not open_facts:
        return None
    by_clinician = message.cleared_by == "clinician"
    source = Source.CLINICIAN if by_clinician else Source.CONFIRMED
    # "The doctor cleared it" is not enough: what counts is a test, so that is asked for.
    tested = by_clinician and mentions("tested", message.text)
    return Relaxation(profile.person, Fact(open_facts[0], Status.ABSENT, source), not tested, by_clinician)
