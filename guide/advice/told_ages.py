"""Ages that are told: what they make of a person, and which child they mean.

"The 9 year old" and "the older one" are the known child of that age. Taken for somebody new, a child with a
milk allergy would be answered as one of whom nothing is known.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice.conversation import Conversation, Message
from guide.advice.identity import CHILDREN, known_people, renamed, split
from guide.advice.life_stages import LIFE_STAGES, hear_age
from guide.advice.profile import Relaxation
from guide.advice.replies import ADULT_MONTHS, mentions, stated_age

_BY_MONTHS = 24
"""Under this age months tell children apart, from it on years."""

_BY_SEX = frozenset({"son", "daughter"})


def with_ages(state: Conversation, message: Message, person: str) -> tuple[Conversation, Relaxation | None]:
    """Take in an age. Without the language component's help only of somebody known to be a minor."""
    state = _remembered(state, message)
    profile, months = state.profile(person), message.age_months
    if months is None and profile.minor and not message.imagined and not mentions("children", message.text):
        months = stated_age(message.text)
    told = {m.person for m in message.mentions if m.condition in LIFE_STAGES}
    if months is None or (person in told and len(told) > 1):
        return state, None  # of several told of at once each has their own age
    heard, older = hear_age(profile, months)
    return (state.with_profile(heard) if heard != profile else state), older


def _remembered(state: Conversation, message: Message) -> Conversation:
    """Remember the age of each child of whom one is told."""
    for person, months in message.ages.items():
        if split(person)[0] in CHILDREN and months < ADULT_MONTHS and not message.imagined:
            state = state.with_profile(replace(state.profile(person), months=months))
    return state


def meant_by_age(state: Conversation, message: Message) -> Message:
    """Return the message with each child that only an age or an order names as the known one."""
    said = {message.person, *message.asked_of, *(m.person for m in message.mentions), *message.ages}
    meant = {person: _known(state, message, person) for person in said if person}
    found = {person: known for person, known in meant.items() if known}
    return renamed(message, found) if found else message


def _known(state: Conversation, message: Message, person: str) -> str | None:
    kind, order = split(person)
    if kind not in CHILDREN:
        return None
    known = {p: m for p in known_people(state) if (m := state.profile(p).months) is not None}
    fits = {p: m for p, m in known.items() if _of_kind(kind, p)}
    if order in ("older", "younger") and person not in state.profiles and len(set(fits.values())) > 1:
        return (max if order == "older" else min)(fits, key=fits.__getitem__)
    told = message.ages.get(person)
    if order or told is None or (person in known and _same(known[person], told)):
        return None
    same = [p for p, months in fits.items() if _same(months, told)]
    return same[0] if len(same) == 1 else None


def _of_kind(kind: str, person: str) -> bool:
    """Whether "the child" or "my daughter" may be this person."""
    other = split(person)[0]
    return other in CHILDREN and (kind == other or not {kind, other} <= _BY_SEX)


def _same(known: int, told: int) -> bool:
    exact = min(known, told) < _BY_MONTHS
    return known == told if exact else known // 12 == told // 12
