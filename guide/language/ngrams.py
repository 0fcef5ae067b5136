"""Character n-grams inside words, weighted by TF-IDF: they see typos that an encoder's vocabulary hides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from guide.language.text import normalise

SHORTEST, LONGEST = 2, 5


@dataclass(frozen=True)
class NgramWeights:
    """The n-grams seen in training and their inverse document frequency."""

    index: dict[str, int]
    idf: NDArray[np.float32]

    @classmethod
    def fit(cls, texts: Sequence[str], seen_in: int = 10) -> NgramWeights:
        """Keep the n-grams that occur in at least ``seen_in`` of ``texts``."""
        documents: Counter[str] = Counter()
        for text in texts:
            documents.update(set(ngrams(text)))
        kept = sorted(gram for gram, count in documents.items() if count >= seen_in)
        counts = np.array([documents[gram] for gram in kept], dtype=np.float32)
        idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls({gram: row for row, gram in enumerate(kept)}, idf.astype(np.float32))

    def row(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return columns and values of one text: unit length, sublinear in the counts."""
        counts = Counter(self.index[gram] for gram in ngrams(text) if gram in self.index)
        columns = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(values)) * self.idf[columns]
        length = float(np.linalg.norm(values))
        return columns, (values / length if length else values).astype(np.float32)

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return one sparse row per text."""
        rows = [self.row(text) for text in texts]
        pointers = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = np.concatenate([columns for columns, _ in rows]) if rows else np.zeros(0, dtype=np.int64)
        values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0, dtype=np.float32)
        return sparse.csr_matrix((values, columns, pointers), shape=(len(texts), len(self.index)))


def ngrams(text: str) -> Iterator[str]:
    """Yield the n-grams of each word of ``text``, the word padded with a blank on both sides."""
    for word in normalise(text).split():
        padded = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]
