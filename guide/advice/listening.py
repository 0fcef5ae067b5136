"""Takes what a message discloses into the profiles, before anything is said about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guide.advice.clauses import asks, asks_in_general
from guide.advice.clearance import claimed, weightily, with_lay_test, without_clearance
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message
from guide.advice.further_allergies import with_further_allergies
from guide.advice.identity import UNNAMED, antecedent, known_people, pronoun_of, recognise, with_genders
from guide.advice.life_stages import LIFE_STAGES, known_adult
from guide.advice.nursing import with_nursed_allergy
from guide.advice.profile import (
    CHILD,
    DAIRY_PROBLEM,
    INFANT,
    MILK,
    SELF,
    SOMEONE,
    Fact,
    Relaxation,
    learn,
    note_signs,
)
from guide.advice.redirecting import mixed_up, redirect, wrong_person
from guide.advice.replies import is_wholly, mentions, speaks_of_self
from guide.advice.told_ages import meant_by_age, with_ages
from guide.advice.unnamed import named_now, of_alarm, placed, with_shared
from guide.advice.vocabulary import Status


@dataclass(frozen=True)
class Learned:
    """What one message added: the facts, the person it is about, and what must be confirmed.

    ``redirected``: it only said that somebody else was meant ("sorry, I mean my son"). ``asked_of`` are the
    people it asks about if they are several.
    """

    facts: tuple[tuple[str, Fact], ...] = ()
    person: str = SELF
    switched: bool = False
    relaxation: Relaxation | None = None
    refused_home_test: bool = False
    unclear_who: bool = False
    redirected: bool = False
    asked_of: tuple[str, ...] = ()


def listen(state: Conversation, message: Message, content: Content) -> tuple[Conversation, Learned]:
    """Fold one message into the profiles.

    Returns the new state, in which ``folded`` and ``focus`` are moved on, and what was learned.
    """
    message = meant_by_age(state, with_further_allergies(message, content))
    message, several = recognise(state, message)
    state = with_genders(state, message)
    person, unclear = _person_meant(state, message, content)
    unclear = unclear or several
    switched = person not in (state.focus, SOMEONE) and bool(state.profiles or state.introduced)
    before = state
    given: tuple[tuple[str, Fact], ...] = ()
    if named_now(state, message, person):
        state, given = placed(state, person, content)
    wrong = None if given else wrong_person(state, message, person)
    state = replace(state, focus=person, folded=message.number, audience=message.audience or state.audience)
    moved: tuple[tuple[str, Fact], ...] = ()
    waits: Relaxation | None = None
    if wrong is not None:
        state, moved, waits = redirect(state, message, wrong, person, content)
    state, facts, relaxation = _take_in(state, message, person, unclear, content)
    facts = [*given, *moved, *facts]
    state, facts = _signs(state, message, person, facts)
    state, older = with_ages(state, message, person)
    state, facts = without_clearance(state, message, person, facts)
    cleared = claimed(state.profile(person), message, content)
    state = with_lay_test(state, message, person)
    if state.alarm_unplaced:
        state = state.with_profile(replace(state.profile(person), had_emergency=True))
    state = with_shared(state, message, person)
    state = with_nursed_allergy(
        replace(state, latest=_added(before, facts), latest_signs=_new_signs(before, state)), content
    )
    return state, Learned(
        tuple(facts),
        person,
        switched,
        cleared or waits or mixed_up(before, message, content) or relaxation or older,
        message.cleared_by == "self" and state.profile(person).counts(MILK, content),
        unclear,
        redirected=wrong is not None or (bool(given) and not asks(message.text)),
        asked_of=message.asked_of,
    )


def _added(before: Conversation, facts: list[tuple[str, Fact]]) -> tuple[tuple[str, Fact], ...]:
    """The facts of which nothing was known before, in case somebody else was meant."""
    return tuple((p, f) for p, f in facts if before.profile(p).status(f.condition) is Status.UNKNOWN)


def _take_in(
    state: Conversation, message: Message, person: str, unclear: bool, content: Content
) -> tuple[Conversation, list[tuple[str, Fact]], Relaxation | None]:
    """Record the facts of a message, each with its person; return what must be confirmed first."""
    facts: list[tuple[str, Fact]] = []
    relaxation: Relaxation | None = None
    for mention in (*message.mentions, *message.unlisted):
        who, fact = _bearer(state, mention, person, message), _fact(mention, message)
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
        before = state.profile(who)
        profile, waits = learn(before, fact, content)
        waits = weightily(waits, before, message)
        if waits is None:
            facts.append((who, fact))
        relaxation = relaxation or waits
        if mention.condition in LIFE_STAGES and fact.status is not Status.ABSENT:
            profile = replace(profile, minor=True)
        state = state.with_profile(profile)
    return state, facts, relaxation


def _turns_to_self(message: Message, content: Content) -> bool:
    """Whether an "I" makes the speaker the subject: "how do I store it?" does not."""
    topic = content.topics.get(message.intent.removeprefix("ask_"))
    personal = message.intent in ("ask_suitability", "report_condition", "correct_condition")
    consumes = topic is not None and topic.consumption and mentions("self_consumes", message.text)
    return personal or bool(message.mentions) or consumes or is_wholly("and_person", message.text)


def _is_about_self(state: Conversation, message: Message, content: Content) -> bool:
    own = any(m.person == SELF for m in message.mentions)
    about_other = state.focus != SELF and not own and pronoun_of(message) != ""
    return speaks_of_self(message.text) and not about_other and _turns_to_self(message, content)


def _person_meant(state: Conversation, message: Message, content: Content) -> tuple[str, bool]:
    """Return whom the message is about, and whether that is unclear among several persons."""
    if of_alarm(state, message) is not None:
        meant, unclear = antecedent(state, replace(message, mentions=()))
        return (SOMEONE if unclear or meant is None else meant), False
    if message.asked_of and message.person not in (SELF, *message.asked_of[:1]):
        return message.asked_of[0], False
    if message.person == SELF and not _is_about_self(state, message, content):
        return _spoken_of(state, message)
    if message.person and message.person not in UNNAMED:
        return message.person, False
    if message.person in UNNAMED or pronoun_of(message):
        return _spoken_of(state, message)
    named = {m.person for m in message.mentions if m.person not in UNNAMED | {SELF}}
    if len(named) == 1 and not any(m.person == SELF for m in message.mentions):
        return named.pop(), False
    return state.focus, False


def _spoken_of(state: Conversation, message: Message) -> tuple[str, bool]:
    """Whom a "he", "she" or "they" stands for; without one, whom the talk is about."""
    if not pronoun_of(message) and message.person not in UNNAMED:
        return state.focus, False
    meant, unclear = antecedent(state, message)
    if meant is not None:
        return meant, unclear and (message.person in UNNAMED or message.pronoun is not None)
    if unclear:
        return state.focus, True
    # A "he" of whom nothing is known yet is somebody, and never the one who writes.
    somebody = bool(known_people(state)) or not speaks_of_self(message.text)
    gendered = pronoun_of(message) in ("he", "she") and somebody
    unknown = message.person in UNNAMED or (gendered and message.pronoun is not None)
    return (SOMEONE, False) if unknown else (state.focus, False)


def _bearer(state: Conversation, mention: Mention, person: str, message: Message) -> str:
    """ "I'm 41 and she's 12": beside an "I", or a "he", "she" is the one known person that it can be."""
    if mention.person not in UNNAMED:
        return _person_of(mention, person, message)
    pronoun = mention.person if mention.person in ("he", "she") else message.pronoun or ""
    beside = pronoun in ("he", "she") and state.genders.get(person, pronoun) != pronoun
    if person != SELF and not beside:
        return _person_of(mention, person, message)
    asked = replace(message, person=None, pronoun=pronoun) if beside else message
    meant, unclear = antecedent(state, asked)
    if meant is not None and meant != person and not unclear:
        return meant
    if beside:
        return SOMEONE
    return _person_of(mention, person, message)


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
    told = frozenset() if asks_in_general(message.text) else message.signs
    signs = told | ({"anaphylaxis"} if message.past_reaction else frozenset())
    for bearer in _bearers(message, person) if signs else ():
        before = state.profile(bearer)
        profile = note_signs(before, frozenset(signs))
        if profile.status(MILK) is not before.status(MILK):
            facts = [*facts, (bearer, profile.facts[MILK])]
        state = state.with_profile(profile) if profile != before else state
    return state, facts


def _bearers(message: Message, person: str) -> list[str]:
    """Whose the signs are: of those whose reaction to milk is told, else of whom the message is about.

    "I'm fine with milk, but my husband gets wheezy from it": the wheeze is not the speaker's.
    """
    told = [m for m in message.mentions if m.condition == MILK and m.status is Status.UNCERTAIN]
    return list(dict.fromkeys(_person_of(m, person, message) for m in told)) or [person]


def _new_signs(before: Conversation, after: Conversation) -> tuple[tuple[str, str], ...]:
    profiles = after.profiles.values()
    return tuple(
        (p.person, sign) for p in profiles for sign in sorted(p.signs - before.profile(p.person).signs)
    )
