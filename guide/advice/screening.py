"""Which question to ask next. Just in time: only what could still make the verdict stricter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from guide.advice.content import Content
from guide.advice.profile import INFANT, Profile, Relaxation, kind_unclear, milk_settled
from guide.advice.triage import SIGNS_QUESTION, gut_alone
from guide.advice.verdicts import advise, age_unknown
from guide.advice.vocabulary import Status, Verdict


class Question(StrEnum):
    """Everything the bot may ask. The wording of each stands in ``domain.yml``."""

    MILK = "milk"
    SIGNS = "signs"
    ONSET = "onset"
    AMOUNT = "amount"
    RISKS = "risks"
    AGE = "age"
    OTHER_ALLERGIES = "other_allergies"
    CONFIRM = "confirm"
    CLINICIAN = "clinician"
    WHO = "who"


TRIAGE = (Question.SIGNS, Question.ONSET, Question.AMOUNT)


class Aim(StrEnum):
    """What the screening is for."""

    SUITABILITY = "suitability"
    ALTERNATIVES = "alternatives"


@dataclass(frozen=True)
class Goal:
    """What was asked and waits for screening: a verdict on a product, or what to have instead.

    ``topic`` and ``nearest`` (claim ids) keep what the question was near to, for the verdict's statements.
    """

    aim: Aim
    person: str
    product: str
    modifiers: tuple[str, ...] = ()
    topic: str = ""
    nearest: tuple[str, ...] = ()


def question_for(waiting: Relaxation) -> Question:
    """Return the question that a waiting relaxation needs: a clinician's word first, or a plain yes."""
    return Question.CLINICIAN if waiting.needs_clinician else Question.CONFIRM


def open_questions(profile: Profile, goal: Goal, content: Content) -> tuple[Question, ...]:
    """Return the questions still worth asking, in order; empty when the verdict is settled.

    A question that was answered or skipped is never asked again.
    """
    wanted: list[Question] = []
    if kind_unclear(profile, content):
        wanted.append(next_of_triage(profile))
    elif not milk_settled(profile, content):
        wanted.append(Question.MILK)
    wanted += [Question.RISKS]
    if goal.aim is Aim.ALTERNATIVES:
        wanted.append(Question.OTHER_ALLERGIES)
    done = profile.answered | profile.skipped
    if age_unknown(profile, content):
        young = profile.status(INFANT) is Status.UNCERTAIN and Question.AGE.value not in done
        wanted = [Question.AGE, *wanted] if young else [*wanted, Question.AGE]
        # "My baby" may be a toddler: the age is asked before the advice for babies settles it.
        profile = profile.without(INFANT) if young else profile
    left = tuple(q for q in wanted if q.value not in done and not _milk_skipped(q, profile))
    return () if _settled(profile, goal, content) else left


def next_of_triage(profile: Profile) -> Question:
    """Return the first question of the triage that is not answered yet."""
    if SIGNS_QUESTION not in profile.answered:
        return Question.SIGNS
    return Question.AMOUNT if gut_alone(profile) else Question.ONSET


def _milk_skipped(question: Question, profile: Profile) -> bool:
    return question in (Question.MILK, *TRIAGE) and Question.MILK.value in profile.skipped


def _settled(profile: Profile, goal: Goal, content: Content) -> bool:
    """Whether no answer could make the outcome stricter: it stands at *avoid* on known facts."""
    if goal.aim is Aim.ALTERNATIVES:
        others = (p for p in content.products if p != goal.product)
        return all(_known_avoid(profile, p, goal, content) for p in others)
    if kind_unclear(profile, content):
        return False
    return _known_avoid(profile, goal.product, goal, content)


def _known_avoid(profile: Profile, product: str, goal: Goal, content: Content) -> bool:
    advice = advise(profile, product, content, goal.modifiers if product == goal.product else ())
    if advice.verdict is not Verdict.AVOID:
        return False
    skipped_milk = Question.MILK.value in profile.skipped
    return skipped_milk or not advice.conditional
