"""Ways to tell what is outside our scope, and what each costs in refused questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.understanding.heads import Signals
from benchmarks.understanding.sentences import QUESTION, Case
from guide.language.encoder import Vector
from guide.language.scope import OUTSIDE

MOST_REFUSED = 0.04
"""Of questions within scope, at most so many may be refused."""

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """A limit above which a message is refused, and what it leads to."""

    limit: float
    false_rejection: float
    recall: float


def scores(signals: Signals, nearest: float) -> dict[str, Vector]:
    """Return by name of the method one score per text: the higher, the less it is ours."""
    probabilities, inside = signals.probabilities(nearest), signals.inside
    outside = [column for column in range(len(signals.labels)) if column not in inside]
    logits = signals.logits[:, inside]
    top = logits.max(axis=1)
    energy = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return {
        "explicit classes": probabilities[:, outside].sum(axis=1),
        "maximum probability": 1 - probabilities[:, inside].max(axis=1),
        "energy": -energy,
        "distance": 1 - signals.nearness[:, inside].max(axis=1),
    }


def curve(score: Sequence[float], cases: Sequence[Case]) -> list[Point]:
    """Return the points of every limit that matters, the strictest refusal last."""
    values = np.asarray(score, dtype=float)
    outside, ours = _rows(cases)
    limits = np.unique(values)[::-1]
    return [Point(float(limit), *_shares(values, limit, outside, ours)) for limit in limits]


def at(score: Sequence[float], cases: Sequence[Case], limit: float) -> Point:
    """Return what ``limit`` leads to on these cases."""
    return Point(limit, *_shares(np.asarray(score, dtype=float), limit, *_rows(cases)))


def choose(points: Sequence[Point], most: float = MOST_REFUSED) -> Point:
    """Return the point of highest recall that refuses at most ``most`` of the questions within scope."""
    allowed = [point for point in points if point.false_rejection <= most]
    return max(allowed or points[:1], key=lambda point: (point.recall, -point.false_rejection))


def area(points: Sequence[Point]) -> float:
    """Return the area under recall by false rejection: 1 is perfect, 0.5 is chance."""
    x = np.array([0.0, *(point.false_rejection for point in points), 1.0])
    y = np.array([0.0, *(point.recall for point in points), 1.0])
    return float(np.trapz(y, x))


def _rows(cases: Sequence[Case]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    outside = np.array([case.group in OUTSIDE for case in cases])
    ours = np.array([case.group == QUESTION and not case.accept & set(OUTSIDE) for case in cases])
    return outside, ours


def _shares(
    values: Scores, limit: float, outside: NDArray[np.bool_], ours: NDArray[np.bool_]
) -> tuple[float, float]:
    refused = values > limit
    return float(refused[ours].mean()), float(refused[outside].mean())
