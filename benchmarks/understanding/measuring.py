"""Measures the contestants on one split: everything that the report shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.understanding import conditions, figures, noisy, pictures, refusal
from benchmarks.understanding.contestants import Contestant, Head
from benchmarks.understanding.sentences import QUESTION, Case, Split
from guide.language.typos import as_read

Results = dict[str, Any]


def measure(
    contestants: Sequence[Contestant], chosen_on: Sequence[Case], split: Split, config: Path, console: Console
) -> Results:
    """Return the figures of every contestant on ``split``; the last one is the one that is served."""
    served = contestants[-1]
    compared = {}
    for contestant in contestants:
        console.print(f"{split.name} split: {contestant.name}")
        compared[contestant.name] = figures.figures(_judged(contestant, split.cases))
    read = figures.condition_figures(conditions.read(split.profiles, config))
    return {
        "split": split.name,
        "served": served.name,
        "contestants": compared,
        "conditions": read,
        "noise": _noise([served, *[each for each in contestants if each.head is None][:1]], split, console),
        **_in_detail(served, split),
        "refusal": refusals(served, chosen_on, split.cases),
    }


def draw(results: Results, served: Contestant, split: Split, folder: Path) -> None:
    """Draw the pictures of ``results`` into ``folder``."""
    labels, counts = figures.confusion(_judged(served, split.cases))
    pictures.confusion_matrix(labels, counts, folder / "confusion.png")
    rows = results["reliability"]
    pictures.reliability_plot(rows, results["calibration_error"], folder / "reliability.png")
    pictures.refusal_plot(_curves(served, split.cases), folder / "refusal.png")


def refusals(served: Contestant, chosen_on: Sequence[Case], cases: Sequence[Case]) -> list[Results]:
    """Return per score: the limit chosen on the one set of cases and what it leads to on the other."""
    head = _head(served)
    before, after = (_scores(head, group) for group in (chosen_on, cases))
    rows = []
    for name, score in after.items():
        limit = refusal.choose(refusal.curve(before[name], chosen_on)).limit
        area = refusal.area(refusal.curve(score, cases))
        rows.append({"score": name, "area": area, **asdict(refusal.at(score, cases, limit))})
    return rows


def _in_detail(served: Contestant, split: Split) -> Results:
    judged = _judged(served, split.cases)
    asked = [(case, answer) for case, answer in judged if case.group == QUESTION]
    rows = figures.reliability(
        [answer.confidence for _, answer in asked], [figures.is_right(*pair) for pair in asked]
    )
    return {
        "per_intent": figures.per_intent(judged),
        "reliability": rows,
        "calibration_error": figures.calibration_error(rows),
    }


def _noise(contestants: Sequence[Contestant], split: Split, console: Console) -> Results:
    found = {}
    for contestant in contestants:
        console.print(f"noise: {contestant.name}")
        found[contestant.name] = noisy.under_noise(contestant, split.cases)
    return found


def _judged(contestant: Contestant, cases: Sequence[Case]) -> figures.Judged:
    return list(zip(cases, contestant.answers(cases), strict=True))


def _scores(head: Head, cases: Sequence[Case]) -> dict[str, list[float]]:
    """Return the scores of whole messages: parts are not looked at here."""
    signals, wholes = head.signals(cases), [as_read(case.text) for case in cases]
    rows = [signals.texts.index(text) for text in wholes]
    return {
        name: [float(score[row]) for row in rows]
        for name, score in refusal.scores(signals, head.blend.nearest).items()
    }


def _curves(served: Contestant, cases: Sequence[Case]) -> dict[str, list[refusal.Point]]:
    return {name: refusal.curve(score, cases) for name, score in _scores(_head(served), cases).items()}


def _head(contestant: Contestant) -> Head:
    if contestant.head is None:
        raise ValueError(f"{contestant.name} has no scores of its own")
    return contestant.head
