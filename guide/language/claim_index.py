"""Which claims of a topic lie nearest to the user's own words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from guide.language.encoder import SentenceEncoder, Vector
from guide.language.pack_claims import ClaimTexts

MOST_CLAIMS = 8
MOST_OF_ALL = 30
"""More where the topic is not known: what a few words follow up is rarely the nearest of all."""


@dataclass(frozen=True)
class ClaimIndex:
    """One embedding per wording and sample question of each claim; ``owners`` are rows of ``claims``."""

    claims: tuple[tuple[str, str], ...]
    vectors: Vector
    owners: NDArray[np.int64]

    @classmethod
    def build(cls, claims: Sequence[ClaimTexts], encoder: SentenceEncoder) -> ClaimIndex:
        """Embed every wording and sample question of ``claims``."""
        texts = [(row, text) for row, claim in enumerate(claims) for text in (*claim.wordings, *claim.asks)]
        owners = np.array([row for row, _ in texts], dtype=np.int64)
        vectors = encoder.encode_all([text for _, text in texts])
        return cls(tuple((claim.id, claim.intent) for claim in claims), vectors, owners)

    def nearest(self, intent: str, vectors: Sequence[tuple[Vector, float]]) -> list[tuple[str, float]]:
        """Return the claims asked for by ``intent``, nearest first, with their similarity.

        ``vectors`` are embeddings of what was said, each with its weight; the best counts.
        """
        best = self._similarities(vectors)
        rows = [row for row, (_, owner) in enumerate(self.claims) if owner == intent]
        return self._nearest_of(rows, best)

    def nearest_of_all(self, vector: Vector) -> list[tuple[str, float]]:
        """Return the claims nearest to ``vector``, whatever they are about."""
        best = self._similarities([(vector, 1.0)])
        return self._nearest_of(range(len(self.claims)), best, MOST_OF_ALL)

    def _similarities(self, vectors: Sequence[tuple[Vector, float]]) -> Vector:
        similar = np.max([weight * (self.vectors @ vector) for vector, weight in vectors], axis=0)
        best = np.full(len(self.claims), -1.0, dtype=np.float32)
        np.maximum.at(best, self.owners, similar)
        return best

    def _nearest_of(
        self, rows: Iterable[int], best: Vector, most: int = MOST_CLAIMS
    ) -> list[tuple[str, float]]:
        ordered = sorted(rows, key=lambda row: -best[row])
        return [(self.claims[row][0], round(float(best[row]), 3)) for row in ordered[:most]]

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        (folder / "claims.json").write_text(json.dumps(self.claims), encoding="utf-8")
        np.savez(folder / "claims.npz", vectors=self.vectors, owners=self.owners)

    @classmethod
    def load(cls, folder: Path) -> ClaimIndex:
        """Read what ``save`` wrote.

        Raises:
            OSError: if a file is missing.
        """
        claims = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
        with np.load(folder / "claims.npz", allow_pickle=False) as arrays:
            return cls(tuple((name, intent) for name, intent in claims), arrays["vectors"], arrays["owners"])
