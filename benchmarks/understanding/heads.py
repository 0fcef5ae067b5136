"""Trains the regression with its n-grams and keeps what it says of the sentences in question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.understanding.embedder import Embedder
from benchmarks.understanding.sentences import Pair
from benchmarks.understanding.store import Arrays, Store, digest
from guide.language.encoder import Vector
from guide.language.regression import log_softmax
from guide.language.scope import OUTSIDE
from guide.language.topic_model import Blend, TopicModel

_LANGUAGE = Path(__file__).resolve().parents[2] / "guide" / "language"
_CODE = [_LANGUAGE / f"{name}.py" for name in ("topic_model", "regression", "ngrams", "text", "encoder")]
Shares = Mapping[str, float]


@dataclass(frozen=True)
class Signals:
    """What a trained model says of some texts, before its parts are blended: one row per text."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    logits: Vector
    nearness: Vector

    @property
    def inside(self) -> list[int]:
        """The columns of the labels within our scope."""
        return [column for column, label in enumerate(self.labels) if label not in OUTSIDE]

    def probabilities(self, nearest: float) -> Vector:
        """Return one row of probabilities per text, the nearest examples weighed by ``nearest``."""
        blended = log_softmax(log_softmax(self.logits) + nearest * self.nearness)
        return np.exp(blended)

    def shares(self, nearest: float) -> dict[str, Shares]:
        """Return the probabilities of each text by label."""
        rows = self.probabilities(nearest)
        return {
            text: dict(zip(self.labels, map(float, row), strict=True))
            for text, row in zip(self.texts, rows, strict=True)
        }


class Heads:
    """Regressions of different strengths on one encoder, all trained on the same sentences."""

    def __init__(self, store: Store, embedder: Embedder, known: Sequence[Pair]) -> None:
        self.embedder = embedder
        self._store, self._known = store, list(known)
        self._trained: dict[tuple[float, float], TopicModel] = {}

    def signals(self, texts: Sequence[str], blend: Blend) -> Signals:
        """Return what the model of ``blend`` says of ``texts``, from an earlier run if there was one."""
        wanted, how = list(texts), (blend.strength, blend.spelling)
        key = digest(self.embedder.key, self._known, wanted, how, *_CODE)
        arrays = self._store.arrays("signals", key, lambda: self._read(wanted, self._model(*how)))
        return Signals(tuple(arrays["labels"].tolist()), tuple(wanted), arrays["logits"], arrays["nearness"])

    def _model(self, strength: float, spelling: float) -> TopicModel:
        how = (strength, spelling)
        if how not in self._trained:
            texts, names = [text for text, _ in self._known], [name for _, name in self._known]
            rows = self.embedder.rows(texts)
            self._trained[how] = TopicModel.train(texts, names, rows, Blend(strength, spelling, 0.0))
        return self._trained[how]

    def _read(self, texts: Sequence[str], model: TopicModel) -> Arrays:
        rows = self.embedder.rows(texts)
        pairs = list(zip(texts, rows, strict=True))
        return {
            "labels": np.array(model.labels),
            "logits": np.stack([model.logits(text, row) for text, row in pairs]),
            "nearness": np.stack([model.nearness(row) for row in rows]),
        }
