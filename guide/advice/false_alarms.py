"""What is left of an alarm once it is taken back: what was told stays, what only the alarm added goes."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.clauses import asks_suitability
from guide.advice.conversation import Conversation, Interrupted, Message, TopicAsked
from guide.advice.profile import MILK, Profile
from guide.advice.vocabulary import Status

ANAPHYLAXIS = "anaphylaxis"


def interrupted(state: Conversation, message: Message) -> Interrupted:
    """Return what an alarm breaks off. A second alarm breaks off no more than the first."""
    asked = message.questions
    if not asked and asks_suitability(message.text):
        asked = (TopicAsked("ask_suitability"),)
    first = state.interrupted if state.emergency else None
    if first is not None:
        return replace(first, questions=first.questions or asked)
    return Interrupted(asked, message.products, message.modifiers, dict(state.profiles), state.alarm_unplaced)


def taken_back(state: Conversation, wholly: bool) -> Conversation:
    """Return the state after an alarm that was none: as if it had not been raised.

    A reaction stays a possible allergy unless nothing of it was meant (``wholly``): the alarm was sure of
    the sign and mistaken only in that it is happening now.
    """
    before = state.interrupted or Interrupted()
    profiles = {
        person: _as_before(profile, before.profiles.get(person) or Profile(person), wholly)
        for person, profile in state.profiles.items()
    }
    return replace(state, profiles=profiles, alarm_unplaced=before.unplaced)


def _as_before(profile: Profile, before: Profile, wholly: bool) -> Profile:
    profile = replace(profile, had_emergency=before.had_emergency)
    if not wholly or ANAPHYLAXIS in before.signs or ANAPHYLAXIS not in profile.signs:
        return profile
    profile = replace(profile, signs=profile.signs - {ANAPHYLAXIS})
    if profile.status(MILK) is not Status.UNCERTAIN or profile.signs - before.signs:
        return profile  # more was told of it meanwhile
    known = before.facts.get(MILK)
    return profile.with_fact(known) if known else profile.without(MILK)


def asked_again(state: Conversation, message: Message, asked: str) -> Message | None:
    """Return what the message asks with what the alarm broke off, ``None`` if nothing was asked."""
    broken_off = state.interrupted or Interrupted()
    questions = message.questions or ((TopicAsked(message.intent),) if asked and _is_topic(message) else ())
    intents = {question.intent for question in questions}
    questions += tuple(q for q in broken_off.questions if q.intent not in intents)
    if not questions:
        return None
    return replace(
        message,
        text=asked,
        intent=questions[0].intent,
        questions=questions,
        products=message.products or broken_off.products,
        modifiers=message.modifiers or broken_off.modifiers,
    )


def _is_topic(message: Message) -> bool:
    return message.intent.startswith("ask_")
