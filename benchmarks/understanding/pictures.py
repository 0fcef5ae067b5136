"""The pictures of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from benchmarks.understanding.refusal import MOST_REFUSED, Point

_INK, _QUIET = "#1f4e79", "#b8b8b8"


def confusion_matrix(labels: Sequence[str], counts: np.ndarray, path: Path) -> None:
    """Draw true intents by decided ones, each row as shares of its sentences."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(15, 14))
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    names = [label.removeprefix("ask_") for label in labels]
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xlabel("decided")
    axes.set_ylabel("true (an acceptable intent counts as the true one)")
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=6, color=colour)
    figure.colorbar(image, shrink=0.6, label="share of the row")
    _save(figure, path)


def reliability_plot(rows: Sequence[tuple[float, float, int]], error: float, path: Path) -> None:
    """Draw the share right against the confidence, with how many sentences each point stands for."""
    figure, (axes, below) = plt.subplots(
        2, 1, figsize=(6, 7), sharex=True, gridspec_kw={"height_ratios": [3, 1]}
    )
    sure, right, count = (np.array(column) for column in zip(*rows, strict=True))
    axes.plot([0, 1], [0, 1], "--", color=_QUIET, label="perfectly calibrated")
    axes.plot(sure, right, "o-", color=_INK, label=f"measured (expected calibration error {error:.3f})")
    axes.set(ylabel="share acceptable", ylim=(0, 1.02), xlim=(0, 1))
    axes.legend()
    below.bar(sure, count, width=0.06, color=_INK)
    below.set(xlabel="confidence of the decision", ylabel="questions")
    _save(figure, path)


def refusal_plot(curves: Mapping[str, Sequence[Point]], path: Path) -> None:
    """Draw what each score refuses of what is outside, against what it refuses of questions within."""
    figure, axes = plt.subplots(figsize=(7, 6))
    for name, points in curves.items():
        axes.plot([p.false_rejection for p in points], [p.recall for p in points], label=name)
    axes.axvline(MOST_REFUSED, linestyle="--", color=_QUIET, label=f"limit, {MOST_REFUSED:.0%}")
    axes.set(xlabel="questions within scope refused", ylabel="messages outside scope refused")
    axes.set(xlim=(0, 0.3), ylim=(0, 1.02))
    axes.legend()
    _save(figure, path)


def _save(figure: plt.Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    # Without a date and version, so that the same figures give the same file.
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)
