"""Ages: which life stage they mean, and that growing older on paper is confirmed first."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.profile import CHILD, INFANT, Fact, Profile, Relaxation, Source
from guide.advice.replies import ADULT_MONTHS, INFANT_MONTHS
from guide.advice.vocabulary import Status

AGE_QUESTION = "age"
LIFE_STAGES = frozenset({INFANT, CHILD, "preterm_infant"})


def hear_age(profile: Profile, months: int) -> tuple[Profile, Relaxation | None]:
    """Record an age that was said, or return the relaxation it would be for a known younger stage."""
    infant = profile.status(INFANT) is Status.PRESENT
    child = profile.status(CHILD) is Status.PRESENT
    if months >= ADULT_MONTHS and (infant or child):
        return profile, Relaxation(profile.person, Fact(CHILD, Status.ABSENT))
    if months >= INFANT_MONTHS and infant:
        return profile, Relaxation(profile.person, Fact(CHILD, Status.PRESENT))
    if months >= ADULT_MONTHS and not profile.minor:
        return profile, None
    return with_age(profile, months), None


def with_age(profile: Profile, months: int, source: Source = Source.SAID) -> Profile:
    """Return the profile with the life stage that an age in months means."""
    if months >= ADULT_MONTHS:
        return grown_up(profile)
    done = profile.with_answer(AGE_QUESTION)
    if months < INFANT_MONTHS:
        return done.without(CHILD).with_fact(Fact(INFANT, Status.PRESENT, source))
    return done.without(INFANT).with_fact(Fact(CHILD, Status.PRESENT, source))


def grown_up(profile: Profile) -> Profile:
    """Return the profile of somebody who turned out to be 18 or older."""
    return replace(profile.with_answer(AGE_QUESTION).without(INFANT).without(CHILD), minor=False)


def known_adult(profile: Profile) -> bool:
    """Whether this person was said to be 18 or older."""
    return AGE_QUESTION in profile.answered and not any(s in profile.facts for s in LIFE_STAGES)
