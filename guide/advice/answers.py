"""What an answer to a screening question means, and what it adds to the profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from guide.advice.content import Content
from guide.advice.denials import belongs_elsewhere, opens_with_neither
from guide.advice.life_stages import with_age
from guide.advice.meaning import likely, may_tell_of_trouble, surely
from guide.advice.profile import (
    ALLERGY_SIGNS,
    CHILD,
    DAIRY_PROBLEM,
    INFANT,
    LACTOSE,
    MILK,
    MILK_QUESTION,
    UNSPECIFIED_SIGN,
    Fact,
    Profile,
    Source,
    note_signs,
)
from guide.advice.replies import (
    Reply,
    age_in_months,
    is_wholly,
    mentions,
    reply_kind,
    without_age,
)
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


@dataclass(frozen=True)
class Heard:
    """What a message holds for the open question: its text, intent and the facts found in it.

    ``reply`` is what it means in its own words; ``unclear`` tells that what was said before to the same
    question was not understood, and may have been a disclosure. ``objects``: it takes up what was misheard;
    ``aged``: it tells an age.
    """

    text: str
    intent: str
    facts: tuple[Fact, ...] = ()
    signs: frozenset[str] = frozenset()
    age_months: int | None = None
    reply: Mapping[str, float] = field(default_factory=dict)
    unclear: bool = False
    objects: bool = False
    aged: bool = False


@dataclass(frozen=True)
class Outcome:
    """The profile after an answer to ``question``, and the triage question that follows, if one does."""

    profile: Profile
    then: Question | None = None
    reply: Reply | None = None
    question: Question | None = None

    @property
    def settles(self) -> bool:
        """Whether it is the "yes" that what would relax advice waited for."""
        return self.question in (Question.CONFIRM, Question.CLINICIAN) and self.reply is Reply.YES


_Reader = Callable[[Profile, Heard, Content], Outcome | None]


def interpret(profile: Profile, question: Question, heard: Heard, content: Content) -> Outcome | None:
    """Return what ``heard`` answers to ``question``, or ``None`` if it is no answer to it.

    ``profile`` already holds the facts that the message states.
    """
    if question is not Question.AGE:
        text = without_age(heard.text)
        heard = replace(heard, text=text, aged=heard.age_months is not None or text != heard.text)
    return _READERS[question](profile, heard, content)


def _kind(heard: Heard) -> Reply | None:
    """Return whether a reply says yes, no, not sure or skip, by its wording or by what it means."""
    kind = reply_kind(heard.text)
    if kind is None:
        if may_tell_of_trouble(heard.reply):
            return None
        named = {Reply.SKIP: "skip", Reply.UNSURE: "unsure", Reply.NO: "no", Reply.YES: "yes"}
        kind = next((kind for kind, meaning in named.items() if likely(heard.reply, meaning)), None)
        kind = kind or reply_kind(heard.text, heard.intent)
    if kind is Reply.NO and belongs_elsewhere(
        heard.text, heard.facts, aged=heard.aged, objecting=heard.objects
    ):
        return None
    return kind


def _milk(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = _kind(heard)
    if reply is Reply.SKIP:
        return Outcome(profile.with_skip(MILK_QUESTION), reply=reply)
    if any(f.condition in _group(content, "milk") for f in heard.facts) or heard.signs:
        return _stated_milk(profile, heard)
    if is_wholly("bare_allergy", heard.text) or likely(heard.reply, "says_allergy"):
        return Outcome(_milk_answer(profile, Fact(MILK, Status.PRESENT, Source.ANSWERED)))
    if is_wholly("bare_intolerance", heard.text) or surely(heard.reply, "says_intolerance"):
        return Outcome(_milk_answer(profile, Fact(LACTOSE, Status.PRESENT, Source.ANSWERED)))
    if mentions("never_had", heard.text):
        # Who never had any milk does not know; asking when it starts would be idle.
        return Outcome(profile.with_skip(MILK_QUESTION), reply=Reply.UNSURE)
    if _says_no_trouble(heard, reply):
        return Outcome(_no_milk_trouble(profile))
    if is_wholly("only_gut", heard.text) or surely(heard.reply, "only_gut"):
        return Outcome(_maybe_intolerant(profile), Question.SIGNS)
    if reply in (Reply.UNSURE, Reply.YES) or may_tell_of_trouble(heard.reply):
        return Outcome(
            profile.with_fact(Fact(DAIRY_PROBLEM, Status.UNCERTAIN, Source.ANSWERED)), Question.SIGNS
        )
    return None


def _says_no_trouble(heard: Heard, reply: Reply | None) -> bool:
    """Whether "neither" is meant. After a reply that was not understood a bare "no" does not say so.

    That reply may have been a disclosure ("it does something to my chest"), and a "no" may stand for
    "no milk": both would end in leave to drink it.
    """
    if is_wholly("milk_fine", heard.text) or surely(heard.reply, "milk_fine"):
        return not heard.signs
    plainly = bool(heard.facts) and opens_with_neither(heard.text)
    denies = (reply is Reply.NO or plainly) and not mentions("about_the_list", heard.text)
    if mentions("answers_no_choice", heard.text):
        return False
    return denies and not (heard.unclear and is_wholly("bare_no", heard.text))


def _stated_milk(profile: Profile, heard: Heard) -> Outcome:
    """A stated kind settles the question; doubt or mere symptoms lead to the triage."""
    if heard.signs & ALLERGY_SIGNS:
        return Outcome(profile.with_answer(MILK_QUESTION))
    statuses = {f.condition: f.status for f in heard.facts}
    settled = (Status.PRESENT, Status.ABSENT, Status.HISTORICAL)
    if statuses.get(MILK) in settled or statuses.get(LACTOSE) in (Status.PRESENT,):
        return Outcome(profile.with_answer(MILK_QUESTION))
    if any(c in statuses for c in ("fpies_milk", "eoe_milk")):
        return Outcome(profile.with_answer(MILK_QUESTION))
    if statuses == {LACTOSE: Status.ABSENT}:
        return Outcome(profile)
    if set(statuses.values()) == {Status.ABSENT}:
        return Outcome(_no_milk_trouble(profile))
    return Outcome(profile, Question.SIGNS)


def _maybe_intolerant(profile: Profile) -> Profile:
    """Wind or bloating alone is like trouble with milk sugar; the triage then asks for signs of allergy."""
    if profile.status(LACTOSE) is not Status.UNKNOWN:
        return profile
    return profile.with_fact(Fact(LACTOSE, Status.UNCERTAIN, Source.ANSWERED))


def _milk_answer(profile: Profile, *facts: Fact) -> Profile:
    for fact in facts:
        profile = profile.with_fact(fact)
    return profile.with_answer(MILK_QUESTION)


def _no_milk_trouble(profile: Profile) -> Profile:
    """Record "neither". What was disclosed before stays: an answer to a list relaxes nothing."""
    for condition in (MILK, LACTOSE):
        if profile.status(condition) is Status.UNKNOWN:
            profile = profile.with_fact(Fact(condition, Status.ABSENT, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _signs(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = _kind(heard)
    if heard.signs & ALLERGY_SIGNS or reply is Reply.YES:
        found = heard.signs & ALLERGY_SIGNS or frozenset({UNSPECIFIED_SIGN})
        return Outcome(_suspected(note_signs(profile, found)), reply=Reply.YES)
    only_gut = is_wholly("only_gut", heard.text) or mentions("gut_signs", heard.text)
    only_gut = only_gut or surely(heard.reply, "only_gut")
    if heard.signs or reply is Reply.NO or only_gut:
        return Outcome(profile, Question.ONSET)
    if reply in (Reply.UNSURE, Reply.SKIP):
        return Outcome(_suspected(profile), reply=reply)
    if any(f.condition == MILK and f.status is Status.PRESENT for f in heard.facts):
        return Outcome(profile.with_answer(MILK_QUESTION))
    return None


def _onset(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    """Within two hours fits an allergy (avi-timing), so only a later start asks for the amount."""
    if mentions("later", heard.text) or surely(heard.reply, "onset_late"):
        return Outcome(profile, Question.AMOUNT)
    if mentions("within_two_hours", heard.text) or likely(heard.reply, "onset_soon"):
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    if _kind(heard) is not None:
        return Outcome(profile, Question.AMOUNT)
    return None


def _amount(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = _kind(heard)
    if surely(heard.reply, "larger_amounts"):
        return Outcome(_likely_intolerance(profile))
    if likely(heard.reply, "little_enough"):
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    if mentions("larger_amounts", heard.text):
        return Outcome(_likely_intolerance(profile))
    if mentions("even_a_little", heard.text) or reply is not None:
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    return None


def _suspected(profile: Profile) -> Profile:
    if profile.status(MILK) is not Status.PRESENT:
        profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _likely_intolerance(profile: Profile) -> Profile:
    """No sign of allergy and only larger amounts trouble: reads the intolerance row from here on.

    Signs of allergy, or an allergy stated meanwhile, outrank the amount.
    """
    stated = profile.status(MILK) in (Status.PRESENT, Status.HISTORICAL)
    if stated or profile.signs & ALLERGY_SIGNS or profile.had_emergency:
        return _suspected(profile)
    profile = profile.without(DAIRY_PROBLEM)
    if profile.status(MILK) is Status.UNCERTAIN:
        profile = profile.without(MILK)
    if profile.status(LACTOSE) is not Status.PRESENT:
        profile = profile.with_fact(Fact(LACTOSE, Status.UNCERTAIN, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _listed(question: Question) -> _Reader:
    """Read a multi-select list: named conditions, or "none of these"."""

    def read(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
        # "Not pregnant" denies one thing of the list: beside a fact only the wording says "none".
        reply = _kind(replace(heard, intent="", reply={}) if heard.facts else heard)
        if question is Question.RISKS and is_wholly("none_and_no_medicine", heard.text):
            reply = Reply.NO
        if surely(heard.reply, "nothing_listed", "only_those"):
            reply = Reply.NO
        if reply in (Reply.SKIP, Reply.UNSURE):
            return Outcome(profile.with_skip(question.value), reply=reply)
        if reply is Reply.NO and not (question is Question.RISKS and mentions("about_food", heard.text)):
            done = profile.with_answer(question.value)
            if "other" in heard.text.lower().split() and question is Question.RISKS:
                done = done.with_answer(Question.OTHER_ALLERGIES.value)
            return Outcome(done, reply=reply)
        if any(f.status is not Status.ABSENT for f in answering_facts(heard.facts, question, content)):
            return Outcome(profile.with_answer(question.value))
        return None

    return read


def _age(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    months = heard.age_months if heard.age_months is not None else age_in_months(heard.text)
    if (
        any(f.condition in (INFANT, CHILD, "preterm_infant") for f in heard.facts)
        and heard.age_months is None
    ):
        return Outcome(profile.with_answer(Question.AGE.value))
    if months is not None:
        return Outcome(with_age(profile, months, Source.ANSWERED))
    if _kind(heard) in (Reply.SKIP, Reply.UNSURE):
        return Outcome(profile.with_skip(Question.AGE.value), reply=Reply.SKIP)
    return None


def _yes_or_no(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = _kind(heard)
    return None if reply is None else Outcome(profile, reply=reply)


def _group(content: Content, question: str) -> frozenset[str]:
    return frozenset(c.id for c in content.conditions.values() if c.question == question)


def answering_facts(facts: Iterable[Fact], question: Question, content: Content) -> tuple[Fact, ...]:
    """Return the facts that answer the list: those it asks for, and for the risks any other illness.

    Who names asthma there has read the list and says what there is; only trouble with food is no answer.
    """
    if question is not Question.RISKS:
        return listed_facts(facts, question, content)
    elsewhere = (Question.MILK.value, Question.AGE.value, Question.OTHER_ALLERGIES.value)
    return tuple(f for f in facts if content.conditions[f.condition].question not in elsewhere)


def listed_facts(facts: Iterable[Fact], question: Question, content: Content) -> tuple[Fact, ...]:
    """Return the facts that belong to the list ``question`` asks for."""
    return tuple(f for f in facts if content.conditions[f.condition].question == question.value)


_READERS = {
    Question.MILK: _milk,
    Question.SIGNS: _signs,
    Question.ONSET: _onset,
    Question.AMOUNT: _amount,
    Question.RISKS: _listed(Question.RISKS),
    Question.OTHER_ALLERGIES: _listed(Question.OTHER_ALLERGIES),
    Question.AGE: _age,
    Question.CONFIRM: _yes_or_no,
    Question.CLINICIAN: _yes_or_no,
    Question.WHO: _yes_or_no,
}
