"""What is known about each person the talk is about, and where it came from.

Facts never move between persons, and nothing that would relax advice is recorded without the
person's explicit confirmation: the commonest way to hurt someone is to mishear them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from guide.advice.content import Content
from guide.advice.vocabulary import Status

SELF = "self"
SOMEONE = "someone else"
MILK = "milk_allergy"
DAIRY_PROBLEM = "dairy_problem"
LACTOSE = "lactose_intolerance"
UNLISTED = "other_condition"
INFANT = "infant_under_12_months"
CHILD = "child"
UNSPECIFIED_SIGN = "unspecified"
GUT_ONLY = "gut_only"
ALLERGY_SIGNS = frozenset(
    {
        "hives",
        "swelling",
        "wheeze",
        "throat_tightness",
        "vomiting",
        "faintness",
        "anaphylaxis",
        UNSPECIFIED_SIGN,
    }
)
"""Signs within two hours of milk that outrank the label "only intolerant" (boyce-2010)."""

MILK_QUESTION = "milk"


class Source(StrEnum):
    """How a fact came to be known.

    ``DRAWN``: it follows from facts of more than one person. ``UNPLACED``: it was told of somebody
    unnamed, who this person may be.
    """

    SAID = "said"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    CLINICIAN = "clinician"
    DRAWN = "drawn"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class Fact:
    """One condition of one person. Holds codes only, never the person's words."""

    condition: str
    status: Status
    source: Source = Source.SAID


@dataclass(frozen=True)
class Profile:
    """One person. ``answered`` and ``skipped`` hold the ids of screening questions.

    ``lay_tested``: a clearance was claimed that was no clinician's (a kit, a naturopath, a try at home).
    ``mistaken``: conditions and signs that were then said to be somebody else's. They count until a yes, but
    a plain yes takes them back. ``unsure``: it is not known whether milk is any trouble; none was told.
    ``months``: the age of a child, which tells it apart from its siblings ("the 9 year old").
    """

    person: str = SELF
    minor: bool = False
    facts: Mapping[str, Fact] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    had_emergency: bool = False
    lay_tested: bool = False
    mistaken: frozenset[str] = frozenset()
    unsure: bool = False
    months: int | None = None

    def status(self, condition: str) -> Status:
        """Return the recorded status, ``UNKNOWN`` when nothing was said."""
        fact = self.facts.get(condition)
        return fact.status if fact else Status.UNKNOWN

    def effective(self, condition: str, content: Content) -> Status:
        """Return the status that the rules read: a past condition counts as its content says."""
        status = self.status(condition)
        if status is Status.HISTORICAL:
            return content.conditions[condition].historical_as
        return status

    def counts(self, condition: str, content: Content) -> bool:
        """Whether the condition changes this person's advice. Uncertain counts as present."""
        return self.effective(condition, content) in (Status.PRESENT, Status.UNCERTAIN)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known about this person."""
        return not (self.facts or self.answered or self.skipped or self.had_emergency)

    def with_fact(self, fact: Fact) -> Profile:
        """Return the profile with ``fact`` recorded, whatever stood there before."""
        return replace(self, facts={**self.facts, fact.condition: fact})

    def without(self, condition: str) -> Profile:
        """Return the profile with nothing recorded about ``condition``."""
        return replace(self, facts={k: v for k, v in self.facts.items() if k != condition})

    def with_answer(self, question: str) -> Profile:
        """Return the profile with ``question`` answered."""
        return replace(self, answered=self.answered | {question}, skipped=self.skipped - {question})

    def with_skip(self, question: str) -> Profile:
        """Return the profile with ``question`` passed over: what it asks for stays unknown."""
        return replace(self, skipped=self.skipped | {question})


@dataclass(frozen=True)
class Relaxation:
    """A fact that would relax advice and so waits for confirmation (or for a clinician's word).

    ``told``: that a clinician cleared it was said already, so the question whether it was tested is
    the confirmation.
    """

    person: str
    fact: Fact
    needs_clinician: bool = False
    told: bool = False


def taken_back(profile: Profile, condition: str) -> Profile:
    """Return the profile without what was said of this person by mistake, once ``condition`` was denied."""
    if condition not in profile.mistaken:
        return profile
    signs = profile.signs - profile.mistaken if condition == MILK else profile.signs
    left = profile.mistaken - {condition} - (profile.signs - signs)
    return replace(profile, signs=signs, mistaken=left)


def _rank(status: Status) -> int:
    order = (Status.ABSENT, Status.UNKNOWN, Status.UNCERTAIN, Status.PRESENT)
    return order.index(status)


def learn(profile: Profile, fact: Fact, content: Content) -> tuple[Profile, Relaxation | None]:
    """Record ``fact`` unless it would relax the advice; then return it as a relaxation to confirm.

    A mere weakening (*present*, then "maybe") changes nothing. Returns the profile and, when the
    person must confirm first, the waiting relaxation.
    """
    condition = content.conditions[fact.condition]
    known = profile.effective(fact.condition, content)
    new = condition.historical_as if fact.status is Status.HISTORICAL else fact.status
    if known in (Status.PRESENT, Status.UNCERTAIN) and _rank(new) < _rank(known):
        if new is not Status.ABSENT:
            return profile, None
        return profile, Relaxation(profile.person, fact, needs_clinician(profile, fact.condition, content))
    if profile.status(fact.condition) is Status.HISTORICAL and new is Status.UNCERTAIN:
        return profile, None
    return profile.with_fact(fact), None


def needs_clinician(profile: Profile, condition: str, content: Content) -> bool:
    """Whether only a clinician's word may relax this condition for this person.

    True after signs of an allergic reaction or an emergency (signs outrank labels), after a test that was
    no clinician's, and for a past condition whose content says so.
    """
    signs = (profile.signs - profile.mistaken) & ALLERGY_SIGNS
    warned = signs or profile.had_emergency or profile.lay_tested
    if condition in (MILK, DAIRY_PROBLEM) and warned:
        return True
    past = profile.status(condition) is Status.HISTORICAL
    return past and content.conditions[condition].relax_needs_clinician


def note_signs(profile: Profile, signs: frozenset[str]) -> Profile:
    """Record signs after milk. Signs of allergy make it *suspected allergy*, whatever was said before.

    That holds after a clinician's clearance too: a new reaction has not been assessed.
    """
    profile = replace(profile, signs=profile.signs | signs, mistaken=profile.mistaken - signs - {MILK})
    if signs & ALLERGY_SIGNS and profile.status(MILK) is not Status.PRESENT:
        profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN))
    return profile


def milk_settled(profile: Profile, content: Content) -> bool:
    """Whether enough is known of this person's reaction to milk to read a verdict row for it.

    A suspected intolerance alone ("milk makes me bloated") does not settle it: gut signs can come
    from an allergy too (avi-symptoms). Answering the milk question or its triage does.
    """
    if MILK_QUESTION in profile.answered:
        return True
    if profile.effective(MILK, content) is not Status.UNKNOWN:
        return True
    if any(profile.counts(c, content) for c in (DAIRY_PROBLEM, "fpies_milk", "eoe_milk")):
        return True
    fine = profile.status(DAIRY_PROBLEM) is Status.ABSENT
    if fine and profile.effective(LACTOSE, content) is Status.UNKNOWN:
        return True  # "milk is fine for me" denies every kind of trouble with it
    return profile.effective(LACTOSE, content) is Status.PRESENT


def kind_unclear(profile: Profile, content: Content) -> bool:
    """Whether there is trouble with milk of a kind that the triage could still sort."""
    if MILK_QUESTION in profile.answered or MILK_QUESTION in profile.skipped or profile.had_emergency:
        return False
    if profile.signs & ALLERGY_SIGNS or profile.counts("fpies_milk", content):
        return False
    if profile.status(MILK) in (Status.PRESENT, Status.ABSENT, Status.HISTORICAL):
        return False
    if profile.unsure or profile.status(MILK) is Status.UNCERTAIN or profile.counts(DAIRY_PROBLEM, content):
        return True
    return profile.effective(LACTOSE, content) is Status.UNCERTAIN
