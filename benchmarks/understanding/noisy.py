"""How much is still understood when people misspell: every kind of noise over the same sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.understanding.contestants import Contestant
from benchmarks.understanding.figures import Figures, figures
from benchmarks.understanding.noise import KINDS
from benchmarks.understanding.sentences import LOOKALIKE, Case

SEED = 7
MOST_LOST = 0.05
"""The share of acceptable topics may fall by so much."""


def misspelt(cases: Sequence[Case], kind: str, seed: int = SEED) -> list[Case]:
    """Return the cases with noise of one kind, the same for every contestant and run."""
    random = np.random.default_rng([seed, list(KINDS).index(kind)])
    return [replace(case, text=KINDS[kind](case.text, random)) for case in cases if case.group != LOOKALIKE]


def every_text(cases: Sequence[Case]) -> set[str]:
    """Return the texts of the cases as they are and with every kind of noise."""
    return {case.text for said in (cases, *(misspelt(cases, kind) for kind in KINDS)) for case in said}


def under_noise(contestant: Contestant, cases: Sequence[Case]) -> dict[str, Figures]:
    """Return the figures without noise and under each kind of it."""
    clean = [case for case in cases if case.group != LOOKALIKE]
    said = {"none": clean} | {kind: misspelt(cases, kind) for kind in KINDS}
    return {
        kind: figures(list(zip(noisy, contestant.answers(noisy), strict=True)))
        for kind, noisy in said.items()
    }


def mean_loss(found: dict[str, Figures]) -> float:
    """Return by how much the share of acceptable topics falls, averaged over the kinds."""
    kept = [row["acceptable"] for kind, row in found.items() if kind != "none"]
    return found["none"]["acceptable"] - float(np.mean(kept))
