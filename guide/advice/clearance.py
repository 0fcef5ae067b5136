"""What a clearance rests on. Only a clinician's allergy test sets an allergy aside.

A test at home, by a naturopath or from a kit never does, and neither does a bare "yes" after one was told of:
that "yes" may mean the same test. It is remembered until a clinician and a test are named.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice.clauses import asks
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.heard import Outcome
from guide.advice.profile import (
    DAIRY_PROBLEM,
    LACTOSE,
    MILK,
    MILK_QUESTION,
    Fact,
    Profile,
    Relaxation,
    Source,
    needs_clinician,
)
from guide.advice.replies import Reply, mentions
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

_TOLD = (MILK, "fpies_milk", "eoe_milk")


def claimed(profile: Profile, message: Message, content: Content) -> Relaxation | None:
    """A clinician's clearance, once said, waits for a last confirmation in words."""
    if message.cleared_by is None:
        return _tested_for_it(profile, message, content)
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


def _tested_for_it(profile: Profile, message: Message, content: Content) -> Relaxation | None:
    """ "I was tested for it, and it was negative": whose test it was is asked, and is the confirmation."""
    named = any(m.condition == MILK for m in message.mentions)
    doubted = asks(message.text) or any(mentions(p, message.text) for p in ("lay_tester", "test_failed"))
    if named or doubted or message.signs or not mentions("tested_negative", message.text):
        return None
    if not profile.counts(MILK, content) or profile.had_emergency:
        return None
    fact = Fact(MILK, Status.ABSENT, Source.CLINICIAN)
    return Relaxation(profile.person, fact, needs_clinician=True, told=True)


def weightily(waits: Relaxation | None, profile: Profile, message: Message) -> Relaxation | None:
    """Return what waits for confirmation; a mere contradiction of a told milk allergy needs a clinician.

    So does a test of which it was not said whose it was.

    ``profile`` is as it was before. Who says that it was a slip, or names what is right, only confirms it.
    """
    if waits is None or waits.needs_clinician:
        return waits
    if waits.fact.condition in (MILK, DAIRY_PROBLEM) and mentions("tested", message.text):
        # That a test denied it was said already, so whose test it was is the confirmation.
        fact = replace(waits.fact, source=Source.CLINICIAN)
        return replace(waits, fact=fact, needs_clinician=True, told=True)
    return replace(waits, needs_clinician=contradicts(profile, waits.fact.condition, message))


def contradicts(profile: Profile, condition: str, message: Message) -> bool:
    """Whether a milk allergy told as a fact is now denied, and not as a slip that is set right."""
    told = condition in _TOLD and profile.status(condition) is Status.PRESENT
    if not told or condition in profile.mistaken or mentions("owns_mistake", message.text):
        return False
    named = any(m.condition == LACTOSE and m.status is Status.PRESENT for m in message.mentions)
    return not named


def with_lay_test(state: Conversation, message: Message, person: str) -> Conversation:
    """Remember of ``person`` that the clearance told of was no clinician's."""
    if message.cleared_by != "self" or state.profile(person).lay_tested:
        return state
    return state.with_profile(replace(state.profile(person), lay_tested=True))


def denies_test(message: Message) -> bool:
    """Whether it is said that there was no test, or none that counts: "nobody tested him", "only a kit"."""
    return not asks(message.text) and mentions("clearance_withdrawn", message.text)


def without_clearance(
    state: Conversation, message: Message, person: str, facts: list[tuple[str, Fact]]
) -> tuple[Conversation, list[tuple[str, Fact]]]:
    """Take back what a test cleared that turns out to be none; the allergy may be there again.

    No triage may sort it then: it was told as an allergy, and only a clinician's test relaxes that.
    """
    profile = state.profile(person)
    by_test = (f for f in profile.facts.values() if f.source is Source.CLINICIAN)
    cleared = [f for f in by_test if f.status is Status.ABSENT]
    if not cleared or not denies_test(message):
        return state, facts
    profile = profile.with_answer(MILK_QUESTION)
    again = [Fact(fact.condition, Status.UNCERTAIN) for fact in cleared]
    for fact in again:
        profile = profile.with_fact(fact)
    state = state.with_profile(replace(profile, lay_tested=True))
    return state, [*facts, *((person, fact) for fact in again)]


def weighed(
    state: Conversation, outcome: Outcome | None, message: Message
) -> tuple[Conversation, Outcome | None]:
    """Return the answer to "has a clinician tested it?", with a "yes" only where it can mean that.

    A clinician and a test named with the "yes" need no further confirmation.
    """
    if state.pending is not Question.CLINICIAN or state.waiting is None:
        return state, outcome
    waits, profile = state.waiting, state.profile(state.waiting.person)
    if _vouched(message):
        fact = replace(waits.fact, source=Source.CLINICIAN)
        state = replace(state, waiting=replace(waits, fact=fact, told=True))
        return state, Outcome(profile, reply=Reply.YES)
    if mentions("lay_tester", message.text) and not profile.lay_tested:
        profile = replace(profile, lay_tested=True)
        state = state.with_profile(profile)
    counts_not = profile.lay_tested or mentions("test_failed", message.text)
    if outcome is not None and outcome.reply is Reply.YES and counts_not:
        outcome = replace(outcome, profile=profile, reply=Reply.NO)
    return state, outcome


def _vouched(message: Message) -> bool:
    """Whether the message itself says that a clinician's test ended it, and nothing in it takes that back."""
    if asks(message.text) or any(mentions(p, message.text) for p in ("lay_tester", "test_failed", "denies")):
        return False
    said = message.cleared_by == "clinician" or mentions("says_yes", message.text)
    return said and mentions("tested", message.text) and mentions("clinician_named", message.text)
