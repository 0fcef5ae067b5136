"""The state of one conversation, what comes in with a message, and what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from guide.advice.answer import Answer
from guide.advice.profile import SELF, Fact, Profile, Relaxation
from guide.advice.screening import Aim, Goal, Question
from guide.advice.vocabulary import Audience, Status


@dataclass(frozen=True)
class Mention:
    """One condition found in a message: of whom, with which status."""

    condition: str
    status: Status
    person: str = SELF
    subject: str = "self"


@dataclass(frozen=True)
class TopicAsked:
    """One question of a message: its intent, how near each claim is to its words, how sure that is.

    ``text`` is the part of the message that asks it. ``carried`` marks a few words that follow up an
    answer: what they are about was not read from them. ``product`` is what "it" stands for, if anything.
    """

    intent: str
    nearness: Mapping[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    text: str = ""
    carried: bool = False
    product: str | None = None


@dataclass(frozen=True)
class Message:
    """One message of the user as understood. ``number`` counts the user's messages in order.

    ``language`` is the code of another language than English that it is in, ``red_flag_language`` of one
    that at least its emergency is told in; "" for English.
    ``asked_of`` are the people asked about if they are several. ``denied_signs``: signs of allergy that are
    said not to come. ``ages`` holds the months of each person whose age is told.
    ``ranking`` holds the likeliest intents, the best first; ``near`` (claim id → similarity) the claims
    nearest to a short message, whatever they are about. ``reply`` holds what the message would mean as an
    answer (``guide.advice.meaning``), ``stated_reply`` what its part that asks nothing would. ``imagined``
    marks that an age in it is not the person's age now ("when she turns one"); ``imagined_months`` is that
    age. ``bystander``: who acts in it only makes, brings or praises the food; ``pronoun`` is then another's.
    """

    number: float
    text: str
    intent: str
    mentions: tuple[Mention, ...] = ()
    questions: tuple[TopicAsked, ...] = ()
    products: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    person: str | None = None
    cleared_by: str | None = None
    signs: frozenset[str] = frozenset()
    denied_signs: frozenset[str] = frozenset()
    age_months: int | None = None
    red_flag: str | None = None
    food_involved: bool = False
    past_reaction: bool = False
    audience: Audience | None = None
    confidence: float = 1.0
    allergens: tuple[str, ...] = ()
    pronoun: str | None = None
    unlisted: tuple[Mention, ...] = ()
    language: str = ""
    red_flag_language: str = ""
    another_patient: str = ""
    genders: Mapping[str, str] = field(default_factory=dict)
    ranking: tuple[tuple[str, float], ...] = ()
    near: Mapping[str, float] = field(default_factory=dict)
    asked_of: tuple[str, ...] = ()
    reply: Mapping[str, float] = field(default_factory=dict)
    stated_reply: Mapping[str, float] = field(default_factory=dict)
    imagined: bool = False
    imagined_months: int | None = None
    bystander: bool = False
    ages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LastAnswer:
    """What was last answered, so that "why?", "more" and "and goat?" can be understood."""

    topic: str | None = None
    person: str = SELF
    product: str | None = None
    verdict: bool = False
    claims: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interrupted:
    """What an alarm broke off: what was asked, and what was known before it, in case it was none."""

    questions: tuple[TopicAsked, ...] = ()
    products: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    unplaced: bool = False


@dataclass(frozen=True)
class Conversation:
    """Everything remembered between two turns. Holds codes, and the first names that tell people apart.

    ``held`` are facts said of an unclear "she", until it is known who is meant. ``forgot`` marks
    that an earlier session's health facts were dropped and this is yet to be said. ``genders`` says who
    is a "he" or a "she"; ``latest`` and ``latest_signs`` hold the facts and the signs that the message
    before added. ``decided`` is what
    the last verdict was about, ``later`` what was asked besides the goal and follows it, ``repeats`` how
    often the open question was put again, ``idle`` the turns of small talk since the last answer.
    ``alarm_unplaced`` marks an emergency in another language of which it was not read whose it was; it then
    counts for everybody. ``offered`` is the number of the message that may be kept if the person agrees; 0
    if none is. ``unclear``: what was said to the open question was not understood. ``listed`` are those for
    whom the long list of risks was shown in an earlier turn. ``interrupted``: what the alarm broke off,
    while it lasts. ``alarm_denied``: a bare "no" followed it, so that it was asked if anybody is in danger.
    ``follows``: the open question only helps to answer the one before it, and is not counted.
    ``asked_about``: the listed conditions that questions were about, of which nobody was said to have them.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    focus: str = SELF
    audience: Audience = Audience.PUBLIC
    goal: Goal | None = None
    decided: Goal | None = None
    later: tuple[Goal, ...] = ()
    pending: Question | None = None
    asked: int = 0
    repeats: int = 0
    idle: int = 0
    led: frozenset[Aim] = frozenset()
    waiting: Relaxation | None = None
    folded: float = 0.0
    last: LastAnswer | None = None
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    introduced: bool = False
    notice_shown: bool = False
    emergency: str | None = None
    emergency_person: str = SELF
    interrupted: Interrupted | None = None
    alarm_denied: bool = False
    forgot: bool = False
    held: tuple[Fact, ...] = ()
    genders: Mapping[str, str] = field(default_factory=dict)
    latest: tuple[tuple[str, Fact], ...] = ()
    latest_signs: tuple[tuple[str, str], ...] = ()
    offered: float = 0.0
    unclear: bool = False
    alarm_unplaced: bool = False
    listed: frozenset[str] = frozenset()
    asked_about: tuple[str, ...] = ()
    follows: bool = False

    def profile(self, person: str) -> Profile:
        """Return the profile of ``person``, an empty one if nothing is known."""
        return self.profiles.get(person) or Profile(person)

    def with_profile(self, profile: Profile) -> Conversation:
        """Return the conversation with this person's profile replaced; nobody else's changes."""
        return replace(self, profiles={**self.profiles, profile.person: profile})


@dataclass(frozen=True)
class KnownFact:
    """A fact in words, and the sentence by which it is set right; that ends in a space to be completed."""

    text: str
    correction: str


@dataclass(frozen=True)
class KnownPerson:
    """What is known about one person, in words."""

    person: str
    facts: tuple[KnownFact, ...]


@dataclass(frozen=True)
class Say:
    """One message of the bot.

    Either one of the bot's own phrases (``phrase`` names a response in ``domain.yml``, ``slots``
    fill it) or an ``answer``, or ``text`` that already comes from content. ``people`` is what a
    phrase tells of what is known, for channels that can show it.
    """

    phrase: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None
    text: str = ""
    emergency: str = ""
    full_notice: bool = False
    suggestions: tuple[str, ...] = ()
    people: tuple[KnownPerson, ...] = ()


@dataclass(frozen=True)
class Turn:
    """The result of one turn: the new state and what to say, in order."""

    state: Conversation
    says: tuple[Say, ...] = ()
