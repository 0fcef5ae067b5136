"""Reads a message as a whole and in parts: which questions it asks, and what it is about overall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from guide.language.scope import EMERGENCY, OUTSIDE, TALK, Reading
from guide.language.segments import asks_something, segments

SURER = 0.1
SURE_TALK, SURE_FACT = 0.8, 0.9

Classify = Callable[[str], Reading]


@dataclass(frozen=True)
class Understanding:
    """The overall reading and the questions of a message, in the order they were asked."""

    reading: Reading
    questions: tuple[Reading, ...]


def understand(text: str, classify: Classify, least: float) -> Understanding:
    """Return what ``text`` says; a part counts as a question of its own from confidence ``least`` on."""
    whole = classify(text)
    parts = segments(text)
    if len(parts) == 1:
        return Understanding(whole, (whole,) if whole.is_question else ())
    readings = [classify(part) for part in parts]
    alarm = next((each for each in (whole, *readings) if each.intent == EMERGENCY), None)
    if alarm:
        return Understanding(alarm, ())
    asked = [each for each in readings if each.is_question and asks_something(each.text)]
    questions = _joined([each for each in asked if each.confidence >= least])
    if not questions and whole.intent in OUTSIDE:
        # As a whole it is not ours, yet a part of it is: better to answer the part than to refuse.
        questions = sorted(asked, key=lambda each: -each.confidence)[:1]
    if len(questions) > 1:
        return Understanding(_overall(whole, questions), tuple(questions))
    talk = [each for each in readings if each.intent in TALK and asks_something(each.text)]
    if talk and not questions and talk[0].confidence >= SURE_TALK and _only_told(readings, talk[0]):
        return Understanding(talk[0], ())  # "I'm well myself. What do you know about us?"
    return _one_question(whole, questions)


def _only_told(readings: Sequence[Reading], asked: Reading) -> bool:
    """Whether all but ``asked`` surely tells facts, which are no part of what is asked."""
    others = [each for each in readings if each is not asked]
    return all(each.intent == "report_condition" and each.confidence >= SURE_FACT for each in others)


def _one_question(whole: Reading, questions: Sequence[Reading]) -> Understanding:
    """A story with one question. Told as a whole it is clearer ("my son is five months. How much?").

    On the validation split the whole was right more often, unless the part was surer by some margin.
    """
    if questions and (not whole.is_question or questions[0].confidence > whole.confidence + SURER):
        return Understanding(questions[0], (questions[0],))
    return Understanding(whole, (whole,) if whole.is_question else ())


def _overall(whole: Reading, questions: Sequence[Reading]) -> Reading:
    if whole.intent in {question.intent for question in questions}:
        return whole
    return max(questions, key=lambda question: question.confidence)


def _joined(questions: Sequence[Reading]) -> list[Reading]:
    """Two questions about one topic get one answer, so they are one question with both texts."""
    joined: dict[str, Reading] = {}
    for each in questions:
        before = joined.get(each.intent)
        if before is None:
            joined[each.intent] = each
        else:
            surer = max(before, each, key=lambda reading: reading.confidence)
            joined[each.intent] = replace(surer, text=f"{before.text} {each.text}")
    return list(joined.values())
