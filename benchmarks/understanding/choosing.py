"""Chooses weights by cross-validation or on the validation split, and thresholds on the validation split."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from rich import print
from rich.progress import track
from sklearn.model_selection import StratifiedKFold

from benchmarks.understanding.chain import Chain, read_alone
from benchmarks.understanding.embedder import Embedder
from benchmarks.understanding.heads import Heads, Shares, Signals
from benchmarks.understanding.refusal import Point, choose
from benchmarks.understanding.sentences import ACT, ALARM, LOOKALIKE, QUESTION, REFUSALS, Case, Pair
from benchmarks.understanding.store import Store
from guide.language.scope import EMERGENCY, OUTSIDE, Thresholds
from guide.language.topic_model import Blend
from guide.language.typos import as_read

FOLDS = 5
STRENGTHS = (3.0, 10.0, 30.0, 100.0)
SPELLINGS = (0.0, 0.5, 1.0, 2.0, 4.0)
NEAREST = (0.0, 5.0, 10.0, 20.0, 40.0, 80.0)
OUTSIDES = (0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.25, 0.3, 0.4, 0.5)
EMERGENCIES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995)
QUESTIONS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
START = Blend(10.0, 0.5, 0.0)
MOST_LOOKALIKES = 1 / 15

Judge = Callable[[Blend], Mapping[float, float]]
"""Gives the share right of a trained model for each weight of the nearest examples."""


@dataclass(frozen=True)
class Trial:
    """A setting that was tried and its share of right topics within scope."""

    blend: Blend
    right: float


def search(judge: Judge) -> list[Trial]:
    """Try each strength at a middling weight of the n-grams, then each weight at the best strength.

    Each trained model is tried with every weight of the nearest examples, which needs no training.
    """
    tried = [trial for strength in STRENGTHS for trial in _trials(judge, replace(START, strength=strength))]
    strength = best(tried).blend.strength
    for spelling in SPELLINGS:
        if spelling != START.spelling:
            tried += _trials(judge, Blend(strength, spelling, 0.0))
    return tried


def best(trials: Sequence[Trial]) -> Trial:
    """Return the first of the best trials."""
    return max(trials, key=lambda trial: trial.right)


def on_folds(store: Store, embedder: Embedder, said: Sequence[Pair], asked: Sequence[Pair]) -> Judge:
    """Judge by cross-validation on ``said``; each fold also learns what claims are ``asked``."""
    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    folds = list(cut.split([text for text, _ in said], [intent for _, intent in said]))

    def judge(blend: Blend) -> dict[float, float]:
        right: dict[float, list[bool]] = {nearest: [] for nearest in NEAREST}
        what = f"folds, strength {blend.strength:g}, n-grams {blend.spelling:g}"
        for learnt, held in track(folds, what):
            known, cases = [said[row] for row in learnt] + list(asked), [said[row] for row in held]
            found = Heads(store, embedder, known).signals([text for text, _ in cases], blend)
            accept = [(text, frozenset({name})) for text, name in cases if name not in OUTSIDE]
            for nearest in NEAREST:
                right[nearest] += _rights(found, nearest, accept)
        return {nearest: float(np.mean(hits)) for nearest, hits in right.items()}

    return judge


def on_cases(read: Callable[[Blend], Signals], cases: Sequence[Case]) -> Judge:
    """Judge on the questions and acts among ``cases``."""
    accept = [(as_read(case.text), case.accept) for case in cases if case.group in (QUESTION, ACT)]

    def judge(blend: Blend) -> dict[float, float]:
        print(f"validation split, strength {blend.strength:g}, n-grams {blend.spelling:g}")
        found = read(blend)
        return {nearest: float(np.mean(_rights(found, nearest, accept))) for nearest in NEAREST}

    return judge


def _trials(judge: Judge, blend: Blend) -> list[Trial]:
    return [Trial(replace(blend, nearest=nearest), right) for nearest, right in judge(blend).items()]


def _rights(found: Signals, nearest: float, accept: Sequence[tuple[str, frozenset[str]]]) -> list[bool]:
    rows = {text: row for row, text in enumerate(found.texts)}
    inside = found.inside
    picked = found.probabilities(nearest)[:, inside].argmax(axis=1)
    return [found.labels[inside[picked[rows[text]]]] in right for text, right in accept]


@dataclass(frozen=True)
class Choice:
    """Thresholds and the tables they were chosen from."""

    limits: Thresholds
    tables: dict[str, list[dict[str, float]]]


def thresholds(
    shares: Mapping[str, Shares], cases: Sequence[Case], config: Path, start: Thresholds
) -> Choice:
    """Choose each threshold with the others as they are: ``question``, ``outside``, ``emergency``."""
    asked = _questions(shares, cases, start)
    limits = replace(start, question=max(asked, key=lambda row: row["acceptable"])["limit"])
    points = [_refused(shares, cases, replace(limits, outside=limit)) for limit in OUTSIDES]
    limits = replace(limits, outside=choose(points[::-1]).limit)
    alarms = [_alarms(shares, cases, config, replace(limits, emergency=limit)) for limit in EMERGENCIES]
    calm = [row for row in alarms if row["lookalike_alarms"] <= MOST_LOOKALIKES] or alarms[-1:]
    surest = max(calm, key=lambda row: (row["recall"], row["limit"]))
    limits = replace(limits, emergency=surest["limit"])
    return Choice(limits, {"question": asked, "outside": [asdict(p) for p in points], "emergency": alarms})


def _questions(
    shares: Mapping[str, Shares], cases: Sequence[Case], limits: Thresholds
) -> list[dict[str, float]]:
    asked = [case for case in cases if case.group == QUESTION]
    table = []
    for limit in QUESTIONS:
        tried = replace(limits, question=limit)
        right = [read_alone(c.text, shares, tried).reading.intent in c.accept for c in asked]
        several = [len(read_alone(c.text, shares, tried).questions) > 1 for c in asked]
        table.append(
            {"limit": limit, "acceptable": float(np.mean(right)), "several": float(np.mean(several))}
        )
    return table


def refused(cases: Sequence[Case], intents: Sequence[str], limit: float) -> Point:
    """Return how many questions and how many messages outside our scope were refused."""
    pairs = list(zip(cases, intents, strict=True))
    ours = [i in REFUSALS and i not in case.accept for case, i in pairs if case.group == QUESTION]
    outside = [intent in REFUSALS for case, intent in pairs if case.group in OUTSIDE]
    return Point(limit, float(np.mean(ours)), float(np.mean(outside)))


def _refused(shares: Mapping[str, Shares], cases: Sequence[Case], limits: Thresholds) -> Point:
    intents = [read_alone(case.text, shares, limits).reading.intent for case in cases]
    return refused(cases, intents, limits.outside)


def _alarms(
    shares: Mapping[str, Shares], cases: Sequence[Case], config: Path, limits: Thresholds
) -> dict[str, Any]:
    chain = Chain(config, shares, limits)
    heard = {
        group: [chain.answer(case.text).intent == EMERGENCY for case in cases if case.group == group]
        for group in (ALARM, LOOKALIKE)
    }
    return {
        "limit": limits.emergency,
        "recall": float(np.mean(heard[ALARM])),
        "lookalike_alarms": float(np.mean(heard[LOOKALIKE])),
    }
