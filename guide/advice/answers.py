"""What an answer to a screening question means, and what it adds to the profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from guide.advice.content import Content
from guide.advice.denials import words_left
from guide.advice.heard import Heard, Outcome, kind_of
from guide.advice.life_stages import with_age
from guide.advice.meaning import surely
from guide.advice.milk_answers import read_amount, read_milk, read_onset, read_signs
from guide.advice.profile import CHILD, INFANT, Fact, Profile, Source
from guide.advice.replies import Reply, age_in_months, is_wholly, mentions, without_age
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

_Reader = Callable[[Profile, Heard, Content], Outcome | None]


def interpret(profile: Profile, question: Question, heard: Heard, content: Content) -> Outcome | None:
    """Return what ``heard`` answers to ``question``, or ``None`` if it is no answer to it.

    ``profile`` already holds the facts that the message states.
    """
    if question is not Question.AGE:
        text = without_age(heard.text)
        heard = replace(heard, text=text, aged=heard.age_months is not None or text != heard.text)
    return _READERS[question](profile, heard, content)


def _listed(question: Question) -> _Reader:
    """Read a multi-select list: named conditions, or "none of these"."""

    def read(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
        # "Not pregnant" denies one thing of the list: beside a fact only the wording says "none".
        reply = kind_of(replace(heard, intent="", reply={}) if heard.facts else heard)
        if question is Question.RISKS and is_wholly("none_and_no_medicine", heard.text):
            reply = Reply.NO
        if surely(heard.reply, "nothing_listed", "only_those") or mentions("told_already", heard.text):
            reply = Reply.NO
        if reply in (Reply.SKIP, Reply.UNSURE):
            return Outcome(profile.with_skip(question.value), reply=reply)
        if reply is Reply.NO and not (question is Question.RISKS and mentions("about_food", heard.text)):
            done = profile.with_answer(question.value)
            if "other" in heard.text.lower().split() and question is Question.RISKS:
                done = done.with_answer(Question.OTHER_ALLERGIES.value)
            return Outcome(done, reply=reply)
        answering = answering_facts(heard.facts, question, content)
        if any(f.status is not Status.ABSENT for f in answering) or _only_allergies(heard, answering):
            return Outcome(profile.with_answer(question.value))
        return None

    return read


def _only_allergies(heard: Heard, listed: tuple[Fact, ...]) -> bool:
    """ "No, just the allergies": of the list nothing holds, and nothing unread is named."""
    named = bool(heard.facts) and not listed and mentions("only_named", heard.text)
    return named and not words_left(heard.text)


def _age(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    months = heard.age_months if heard.age_months is not None else age_in_months(heard.text)
    if (
        any(f.condition in (INFANT, CHILD, "preterm_infant") for f in heard.facts)
        and heard.age_months is None
    ):
        return Outcome(profile.with_answer(Question.AGE.value))
    if months is not None:
        return Outcome(with_age(profile, months, Source.ANSWERED))
    if kind_of(heard) in (Reply.SKIP, Reply.UNSURE):
        return Outcome(profile.with_skip(Question.AGE.value), reply=Reply.SKIP)
    return None


def _yes_or_no(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = kind_of(heard)
    return None if reply is None else Outcome(profile, reply=reply)


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
    Question.MILK: read_milk,
    Question.SIGNS: read_signs,
    Question.ONSET: read_onset,
    Question.AMOUNT: read_amount,
    Question.RISKS: _listed(Question.RISKS),
    Question.OTHER_ALLERGIES: _listed(Question.OTHER_ALLERGIES),
    Question.AGE: _age,
    Question.CONFIRM: _yes_or_no,
    Question.CLINICIAN: _yes_or_no,
    Question.WHO: _yes_or_no,
}
