"""Figures out of answers. All are shares between 0 and 1 unless they are named as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.understanding.chain import Answer
from benchmarks.understanding.sentences import (
    ACT,
    ALARM,
    LOOKALIKE,
    QUESTION,
    REFUSALS,
    Case,
    Profile,
    Statement,
)
from guide.language.scope import EMERGENCY, OUTSIDE

BINS = 10
Judged = Sequence[tuple[Case, Answer]]
Figures = dict[str, float]


def figures(judged: Judged) -> Figures:
    """Return every figure about intents."""
    groups = {name: [pair for pair in judged if pair[0].group == name] for name in _groups(judged)}
    questions, acts = groups.get(QUESTION, []), groups.get(ACT, [])
    outside = [pair for name in OUTSIDE for pair in groups.get(name, [])]
    counted = [*questions, *acts, *outside]
    return {
        "acceptable": _share(is_right(*pair) for pair in questions),
        "acceptable_hard": _share(is_right(*pair) for pair in questions if pair[0].hard),
        "before_refusal": _share(a.topic in case.accept for case, a in questions),
        "acts": _share(is_right(*pair) for pair in acts),
        **{
            f"{name}_refused": _share(a.intent in REFUSALS for _, a in groups.get(name, []))
            for name in OUTSIDE
        },
        "outside_refused": _share(a.intent in REFUSALS for _, a in outside),
        "questions_refused": _share(is_wrongly_refused(*pair) for pair in questions),
        "acts_refused": _share(is_wrongly_refused(*pair) for pair in acts),
        "emergency_recall": _share(a.intent == EMERGENCY for _, a in groups.get(ALARM, [])),
        "lookalike_alarms": _share(a.intent == EMERGENCY for _, a in groups.get(LOOKALIKE, [])),
        "errors": sum(not is_right(*pair) for pair in counted),
        "messages": len(counted),
    }


def is_right(case: Case, answer: Answer) -> bool:
    """Whether the answer is an acceptable one. An alarm at a look-alike is the only wrong one."""
    if case.group == LOOKALIKE:
        return answer.intent != EMERGENCY
    return answer.intent in case.accept


def is_wrongly_refused(case: Case, answer: Answer) -> bool:
    """Whether something within our scope was refused."""
    return answer.intent in REFUSALS and answer.intent not in case.accept


def per_intent(judged: Judged) -> list[tuple[str, int, float, float, str]]:
    """Return per intent: sentences, acceptable share, share before refusal, the most frequent mistakes."""
    rows = []
    for name in sorted({case.intent for case, _ in judged if case.intent}):
        mine = [pair for pair in judged if pair[0].intent == name]
        wrong = Counter(answer.intent for case, answer in mine if not is_right(case, answer))
        mistakes = ", ".join(f"{intent} {count}" for intent, count in wrong.most_common(3))
        right = _share(is_right(*pair) for pair in mine)
        rows.append((name, len(mine), right, _share(a.topic in c.accept for c, a in mine), mistakes))
    return rows


def confusion(judged: Judged) -> tuple[list[str], np.ndarray]:
    """Return the labels and the matrix of counts, true by decided; an acceptable intent counts as true."""
    pairs = [
        (case.intent, case.intent if is_right(case, a) else a.intent) for case, a in judged if case.intent
    ]
    labels = sorted({name for pair in pairs for name in pair})
    matrix = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for true, said in pairs:
        matrix[labels.index(true), labels.index(said)] += 1
    return labels, matrix


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """Return per bin of confidence that is not empty: mean confidence, share right, count."""
    sure, good = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    rows = [(bins == number) for number in range(BINS)]
    return [(float(sure[at].mean()), float(good[at].mean()), int(at.sum())) for at in rows if at.any()]


def calibration_error(rows: Iterable[tuple[float, float, int]]) -> float:
    """Return the expected calibration error: the mean gap between sure and right, weighed by count."""
    listed = list(rows)
    total = sum(count for _, _, count in listed)
    return sum(abs(sure - right) * count for sure, right, count in listed) / total if total else 0.0


def condition_figures(found: Iterable[tuple[Profile, frozenset[Statement]]]) -> Figures:
    """Return how many conditions were read rightly, invented, or read as absent when present."""
    pairs = [(profile.expect, statements) for profile, statements in found]
    expected = sum(len(expect) for expect, _ in pairs)
    read = sum(len(statements) for _, statements in pairs)
    invented = sum(condition not in _conditions(e) for e, f in pairs for condition, _, _ in f)
    right = sum(len(expect & statements) for expect, statements in pairs)
    return {
        "profiles": len(pairs),
        "conditions": expected,
        "conditions_right": right / expected if expected else 1.0,
        "invented": invented / read if read else 0.0,
        "present_as_absent": sum(len(_turned(e, f)) for e, f in pairs),
        "profiles_exact": _share(expect == statements for expect, statements in pairs),
    }


def _turned(expect: frozenset[Statement], found: frozenset[Statement]) -> set[Statement]:
    """Return what is present and was read as absent: with that subject, or with no other status at all."""
    turned = set()
    for condition, status, subject in expect:
        denied = {(condition, "absent", subject)}
        statuses = {s for c, s, _ in found if c == condition}
        if status == "present" and ((found & denied) - expect or statuses == {"absent"}):
            turned.add((condition, status, subject))
    return turned


def _conditions(statements: Iterable[Statement]) -> set[str]:
    return {condition for condition, _, _ in statements}


def _groups(judged: Judged) -> set[str]:
    return {case.group for case, _ in judged}


def _share(hits: Iterable[bool]) -> float:
    listed = list(hits)
    return sum(listed) / len(listed) if listed else 0.0
