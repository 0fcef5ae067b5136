"""What a sentence is about: a regression on meaning and spelling, blended with its nearest examples."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from guide.language.encoder import Vector
from guide.language.ngrams import NgramWeights
from guide.language.regression import fit, log_softmax

NEIGHBOURS = 3


@dataclass(frozen=True)
class Blend:
    """How the parts are weighed. The values in use and where they come from stand in ``config.yml``."""

    strength: float
    spelling: float
    nearest: float


@dataclass(frozen=True)
class TopicModel:
    """A trained model. Predicting needs only numpy."""

    labels: tuple[str, ...]
    blend: Blend
    ngrams: NgramWeights
    weights: NDArray[np.float32]
    examples: Vector
    owners: NDArray[np.int64]

    @classmethod
    def train(cls, texts: Sequence[str], names: Sequence[str], vectors: Vector, blend: Blend) -> TopicModel:
        """Fit on ``texts`` with their label ``names`` and embeddings ``vectors``."""
        labels = tuple(sorted(set(names)))
        owners = np.array([labels.index(name) for name in names], dtype=np.int64)
        order = np.argsort(owners, kind="stable")
        ngrams = NgramWeights.fit(texts)
        spelled = ngrams.matrix(texts) * blend.spelling
        weights = fit(vectors, spelled.tocsr(), owners, len(labels), blend.strength)
        return cls(labels, blend, ngrams, weights, vectors[order], owners[order])

    def probabilities(self, text: str, vector: Vector) -> dict[str, float]:
        """Return the probability of each label, the likeliest first."""
        blended = log_softmax(self.logits(text, vector)) + self.blend.nearest * self.nearness(vector)
        shares = np.exp(log_softmax(blended))
        return {self.labels[row]: float(shares[row]) for row in np.argsort(-shares, kind="stable")}

    def logits(self, text: str, vector: Vector) -> Vector:
        """Return what the regression alone gives each label, before it is made a probability."""
        columns, values = self.ngrams.row(text)
        split = len(vector)
        dense = vector @ self.weights[:split] + self.weights[-1]
        return np.asarray(dense + (values * self.blend.spelling) @ self.weights[split + columns])

    def nearness(self, vector: Vector) -> Vector:
        """Return per label the mean similarity of its nearest examples."""
        similar = self.examples @ vector
        starts = np.searchsorted(self.owners, np.arange(len(self.labels) + 1))
        groups = [similar[start:end] for start, end in pairwise(starts)]
        return np.array([_mean_of_largest(group) for group in groups], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the model into ``folder``: plain arrays and JSON, nothing that runs code when read."""
        described = {
            "labels": self.labels,
            "blend": vars(self.blend),
            "ngrams": sorted(self.ngrams.index, key=self.ngrams.index.__getitem__),
        }
        (folder / "topics.json").write_text(json.dumps(described), encoding="utf-8")
        np.savez(
            folder / "topics.npz",
            idf=self.ngrams.idf,
            weights=self.weights,
            examples=self.examples,
            owners=self.owners,
        )

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Read what ``save`` wrote.

        Raises:
            OSError: if a file is missing.
        """
        described = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
        with np.load(folder / "topics.npz", allow_pickle=False) as arrays:
            index = {gram: row for row, gram in enumerate(described["ngrams"])}
            ngrams = NgramWeights(index, arrays["idf"])
            return cls(
                tuple(described["labels"]),
                Blend(**described["blend"]),
                ngrams,
                arrays["weights"],
                arrays["examples"],
                arrays["owners"],
            )


def _mean_of_largest(values: Vector) -> float:
    if len(values) <= NEIGHBOURS:
        return float(values.mean())
    return float(np.partition(values, -NEIGHBOURS)[-NEIGHBOURS:].mean())
