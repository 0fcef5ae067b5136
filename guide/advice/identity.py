"""Which of the known people a message means: by name, by order, by kind, by "he" and "she".

A person's id is a kind ("son"), or a kind and what tells one apart from others of it ("son_other",
"child_younger", "patient_2", "patient_a", "person_emma", "sister_of_son"). Facts never pass from one id to
another by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from guide.advice.conversation import Conversation, Message
from guide.advice.life_stages import LIFE_STAGES
from guide.advice.profile import SELF, SOMEONE
from guide.advice.replies import mentions
from guide.advice.screening import Question

APART = "_"
OF = "_of_"
ONE = "one"
PATIENT = "patient"
OTHER = "other"
UNNAMED = frozenset({"he", "she", "they", OTHER, "someone", SOMEONE})
LISTS = (Question.RISKS, Question.OTHER_ALLERGIES)
ORDERS = frozenset({"older", "younger", "middle", OTHER, "first", "second", "third"})
CHILDREN = frozenset({"child", "son", "daughter", "baby", "toddler"})
_PLACES = ("first", "second", "third")
_PRONOUNS = (
    ("he", re.compile(r"\b(?:he|him|his)\b")),
    ("she", re.compile(r"\b(?:she|her|hers)\b")),
    ("they", re.compile(r"\b(?:they|them|their)\b")),
)


def known_people(state: Conversation) -> list[str]:
    """Return everybody but the speaker whom the talk has been about, in the order they came up."""
    people = dict.fromkeys((*state.profiles, state.focus))
    return [p for p in people if p != SELF and p not in UNNAMED]


def recognise(state: Conversation, message: Message) -> tuple[Message, bool]:
    """Return ``message`` with each person as the one already known, and whether one of them is unclear."""
    told = (*message.mentions, *message.unlisted)
    said = {message.person, *message.asked_of, *(m.person for m in told)}
    named = sorted(p for p in said if p and p != SELF and p not in UNNAMED)
    renames = described(state, message) or _patients(state, message, named)
    unclear = False
    for person in named:
        if person not in renames:
            renames[person], doubtful = _pointed_at(person, state, message)
            unclear = unclear or (doubtful and person == message.person)
    message = renamed(message, renames)
    return replace(message, person=_baby_of(message, state) or message.person), unclear


def _baby_of(message: Message, state: Conversation) -> str | None:
    """ "My sister breastfeeds her baby. Can the baby have it?": one baby, and it is hers."""
    kind = message.person or ""
    if kind not in CHILDREN or re.search(rf"\b(?:my|our) {kind}\b", message.text.lower()):
        return None
    if kind in state.profiles:
        return None
    owned = {m.person for m in message.mentions} | set(state.profiles)
    fits = sorted(p for p in owned if p.partition(OF)[0] == kind and OF in p)
    return fits[0] if len(fits) == 1 else None


def renamed(message: Message, renames: Mapping[str, str]) -> Message:
    """Return ``message`` with the people in it called by other ids."""

    def right(person: str) -> str:
        return renames.get(person, person)

    return replace(
        message,
        person=right(message.person) if message.person else None,
        mentions=tuple(replace(m, person=right(m.person)) for m in message.mentions),
        unlisted=tuple(replace(m, person=right(m.person)) for m in message.unlisted),
        genders={right(p): g for p, g in message.genders.items()},
        asked_of=tuple(right(p) for p in message.asked_of),
        ages={right(p): months for p, months in message.ages.items()},
    )


def split(person: str) -> tuple[str, str]:
    """Return the kind of a person and what tells them apart, "" if nothing does."""
    kind, _, apart = person.partition(APART)
    return kind, apart


def impersonal(text: str, person: str) -> str:
    """Return ``text`` with a first name in it as "he", so that it reads like one about anybody."""
    _, called = split(person)
    return re.sub(rf"\b{re.escape(called)}\b", "he", text.lower()) if called else text


def _pointed_at(person: str, state: Conversation, message: Message) -> tuple[str, bool]:
    """The person meant by a place ("one_first") or by somebody else ("sister_of_he"), else as named."""
    kind, of, owner = person.partition(OF)
    if of:
        known, unclear = _owner(owner, state, message)
        return f"{kind}{OF}{known}", unclear
    kind, _ = split(person)
    return _placed(person, state, message) if kind == ONE else _known_as(person, state, message)


def _owner(owner: str, state: Conversation, message: Message) -> tuple[str, bool]:
    """Whose sister "his sister" is: nobody's known where no "he" is, and never the speaker's."""
    if owner not in UNNAMED:
        return _known_as(owner, state, message)
    others = [p for p in known_people(state) if OF not in p]
    fits = [p for p in others if owner == "they" or state.genders.get(p, owner) == owner]
    if state.focus in fits:
        return state.focus, False
    focused = state.focus.partition(OF)[2]
    if focused in fits:
        return focused, False
    return (fits[-1] if fits else owner), len(fits) > 1


def _placed(person: str, state: Conversation, message: Message) -> tuple[str, bool]:
    """Who came up first, or second, of those who fit; unclear where there are not so many."""
    gender, place = message.genders.get(person), _PLACES.index(split(person)[1])
    known = known_people(state)
    fits = [p for p in known if gender is None or state.genders.get(p, gender) == gender]
    if len(fits) > 1 and place < len(fits):
        return fits[place], False
    if state.goal is not None and state.pending in LISTS:
        return state.goal.person, False  # "the third one" is one of the things asked about
    return OTHER, bool(known)


def _known_as(person: str, state: Conversation, message: Message) -> tuple[str, bool]:
    """The known person meant by one kind, order or name; a new one stays as it is called."""
    known, (kind, apart) = known_people(state), split(person)
    known = [p for p in known if OF not in p]
    family = [p for p in known if split(p)[0] == kind]
    if apart == OTHER:
        return _the_other(person, state, message)
    if apart in ORDERS:
        kinds = CHILDREN if kind in CHILDREN else {kind}
        same = [p for p in known if split(p)[1] == apart and split(p)[0] in kinds]
        return (same[0], False) if len(same) == 1 else (person, False)
    if apart:
        return next((p for p in known if split(p)[1] == apart), person), False
    if not family or family == [person]:
        return person, False
    if len(family) == 1 or state.focus == person:
        return family[0] if len(family) == 1 else person, False
    return (state.focus if state.focus in family else person), True


def _the_other(person: str, state: Conversation, message: Message) -> tuple[str, bool]:
    """ "My other son": the one of two that is not talked about, else one more."""
    kind, _ = split(person)
    kinds = CHILDREN if kind in CHILDREN else {kind}
    family = [p for p in known_people(state) if split(p)[0] in kinds and OF not in p]
    if kind != "child":
        family = [p for p in family if split(p)[0] == kind]
    facts = any(m.condition not in ("child", "infant_under_12_months") for m in message.mentions)
    if state.focus == person and facts:
        return person, False
    rest = [p for p in family if p != state.focus]
    if state.focus in family and len(rest) == 1:
        return rest[0], False
    focus_kind = split(state.focus)[0]
    if kind == "child" and focus_kind in CHILDREN:
        return f"{focus_kind}{APART}{OTHER}", False
    return person, False


def _patients(state: Conversation, message: Message, named: Sequence[str]) -> dict[str, str]:
    """Which patients are meant: the one talked about, one more, or the other of two."""
    meant = [p for p in named if split(p)[0] == PATIENT and OF not in p]
    known = [p for p in known_people(state) if split(p)[0] == PATIENT and OF not in p]
    lettered = {p: _of_letter(p, known, message) for p in meant if len(split(p)[1]) == 1 and p[-1].isalpha()}
    if lettered or not meant or not known:
        return lettered
    current = state.focus if state.focus in known else known[-1]
    again = message.another_patient
    rest = [p for p in known if p != current]
    if again in _PLACES and len(known) > _PLACES.index(again):
        return {PATIENT: known[_PLACES.index(again)]}
    if (again == OTHER and len(rest) == 1) or (again == "previous" and rest):
        return {PATIENT: rest[-1]}
    begun = bool(state.profile(current).facts) or (state.last is not None and state.last.person == current)
    if again in ("next", OTHER, *_PLACES) or (again == "head" and begun) or len(meant) > 1:
        return {p: f"{PATIENT}{APART}{len(known) + n}" for n, p in enumerate(sorted(meant), 1)}
    return {PATIENT: current}


def _of_letter(person: str, known: Sequence[str], message: Message) -> str:
    """ "Patient A": the one called so, else the first of those without letters unless a new case is told."""
    place = "abcdefgh".find(split(person)[1])
    told = message.age_months is not None or any(m.person == person for m in message.mentions)
    free = [p for p in known if not split(p)[1].isalpha()]
    if person in known or told or len(free) != len(known) or not 0 <= place < len(free):
        return person
    return free[place]


def described(state: Conversation, message: Message) -> dict[str, str]:
    """ "Back to the HIV patient": the one known patient who has that, never somebody new."""
    said = {m.condition for m in (*message.mentions, *message.unlisted) if m.person == PATIENT}
    if not said - LIFE_STAGES or not mentions("the_patient_with", message.text):
        return {}
    patients = [p for p in known_people(state) if split(p)[0] == PATIENT and OF not in p]
    fits = [p for p in patients if said - LIFE_STAGES <= set(state.profile(p).facts)]
    return {PATIENT: fits[0]} if len(fits) == 1 and len(patients) > 1 else {}


def pronoun_of(message: Message) -> str:
    """Return the "he", "she" or "they" of a message, "" without one."""
    if message.person in ("he", "she", "they"):
        return str(message.person)
    if message.pronoun or message.bystander:
        return message.pronoun or ""
    text = message.text.lower()
    return next((gender for gender, pattern in _PRONOUNS if pattern.search(text)), "")


def antecedent(state: Conversation, message: Message) -> tuple[str | None, bool]:
    """Return whom "he", "she" or "they" stands for, and whether that is unclear; ``None``: nobody known."""
    pronoun = pronoun_of(message)
    others = known_people(state)
    fits = [p for p in others if pronoun == "they" or state.genders.get(p, pronoun) == pronoun]
    if state.focus in fits:
        sure = [p for p in fits if p != state.focus and pronoun in ("they", state.genders.get(p, pronoun))]
        talked_of = state.goal is not None or state.last is not None
        told = state.genders.get(state.focus) == pronoun and talked_of
        return state.focus, bool(sure) and not told and not message.mentions
    if len(fits) == 1:
        return fits[0], False
    return (state.focus if fits and state.focus in others else None), len(fits) > 1


def with_genders(state: Conversation, message: Message) -> Conversation:
    """Return the state knowing who is spoken of as "he" or "she"."""
    fresh = {p: g for p, g in message.genders.items() if p not in UNNAMED}
    return replace(state, genders={**state.genders, **fresh}) if fresh else state
