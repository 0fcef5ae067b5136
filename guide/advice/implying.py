"""Answers to the list of risks that point at something told: "none of the others", "only the one I told you".

Where nothing is noted they are no "none": something was told that was not read. So it is asked which one is
meant, and a condition that was asked about before ("can people with a transplant have it?") counts as
*uncertain* for whoever answers so: to overlook it would end in leave to drink.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from guide.advice import screening_turns
from guide.advice.clauses import asks
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.listening import Learned
from guide.advice.meaning import surely
from guide.advice.phrases import phrases
from guide.advice.profile import Fact, Profile, Source
from guide.advice.replies import mentions, plain, reply_kind
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

_PREFIX = 6
_SHORTEST = 4
_TOLD = (Status.PRESENT, Status.UNCERTAIN, Status.HISTORICAL)


def with_asked_about(state: Conversation, message: Message, content: Content) -> Conversation:
    """Remember the listed conditions that a question was about, if it said of nobody to have them."""
    if not (message.questions or asks(message.text)):
        return state
    said = {m.condition for m in message.mentions}
    fresh = [c for c in _asked_of(message, content) if c not in said]
    before = (c for c in state.asked_about if c not in fresh)
    return replace(state, asked_about=(*before, *dict.fromkeys(fresh)))


def _asked_of(message: Message, content: Content) -> list[str]:
    """The conditions named by their label, else of each topic the one its nearest statement is about."""
    words = plain(message.text).replace("'", " ").replace(",", " ").split()
    listed = _listed(content)
    named = [c for c in listed if _share_named(content.conditions[c].label, words) == 1]
    for asked in message.questions:
        topic = content.topics.get(asked.intent.removeprefix("ask_"))
        fits = [c for c in topic.conditions if c in listed] if topic else []
        if not fits or set(fits) & set(named):
            continue
        best = max(fits, key=lambda c: _share_named(content.conditions[c].label, words))
        shared = _share_named(content.conditions[best].label, words)
        named.append(best if shared else _nearest(asked.nearness, fits, content))
    return named


def _nearest(near: Mapping[str, float], fits: list[str], content: Content) -> str:
    for claim in sorted(near, key=lambda c: -near[c]):
        spoken = content.claims[claim].applies_to if claim in content.claims else ()
        found = next((c for c in fits if c in spoken), None)
        if found:
            return found
    return fits[0]


def _listed(content: Content) -> tuple[str, ...]:
    return tuple(c.id for c in content.conditions.values() if c.question == Question.RISKS.value)


def _share_named(label: str, words: list[str]) -> float:
    """Return how much of a label stands in the words: "diabetics" names diabetes."""
    parts = [p for p in re.split(r"\W+", label.lower()) if len(p) >= _SHORTEST]
    found = [p for p in parts if any(w.startswith(p[:_PREFIX]) for w in words)]
    return len(found) / len(parts) if parts else 0.0


def unnoted(state: Conversation, person: str, content: Content) -> tuple[str, ...]:
    """Return what was asked about and is noted of nobody, nor denied of ``person``."""
    known = {c for p in state.profiles.values() for c in p.facts if p.counts(c, content)}
    known |= set(state.profile(person).facts)
    return tuple(c for c in state.asked_about if c not in known)


def points_at_nothing(state: Conversation, message: Message, person: str, content: Content) -> bool:
    """Whether the words say that something was told of ``person``, of whom nothing of the list is noted."""
    profile, asked = state.profile(person), unnoted(state, person, content)
    if _tells(profile, content, listed=True):
        return False
    plainly = mentions("implies_told", message.text) or mentions("told_already", message.text)
    plainly = plainly or surely(message.reply, "only_those")
    if asked:
        return plainly or mentions("implies_other", message.text)
    # "Nothing else" after a trouble with milk points at that.
    return plainly and state.pending is Question.RISKS and not _tells(profile, content, listed=False)


def _tells(profile: Profile, content: Content, *, listed: bool) -> bool:
    apart = (Question.AGE.value, Question.MILK.value, Question.OTHER_ALLERGIES.value)
    skipped = apart if listed else apart[:1]
    told = (c for c, f in profile.facts.items() if f.status in _TOLD)
    return any(content.conditions[c].question not in skipped for c in told)


def which_meant(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn | None:
    """Return the turn that asks which one of the list was told, ``None`` where none was pointed at."""
    if state.pending is not Question.RISKS or state.goal is None or message.language:
        return None
    person = state.goal.person
    asks_else = asks(message.text) and reply_kind(message.text) is None
    if asks_else or learned.facts or not points_at_nothing(state, message, person, content):
        return None
    profile = state.profile(person)
    for condition in unnoted(state, person, content):
        profile = profile.with_fact(Fact(condition, Status.UNCERTAIN, Source.DRAWN))
    asked = Turn(state.with_profile(profile), (Say(text=str(phrases()["which_meant"])),))
    return screening_turns.resume(asked, content)
