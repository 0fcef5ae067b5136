"""Groups sentences that mean about the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from guide.language.encoder import SentenceEncoder, Vector


@dataclass(frozen=True)
class Cluster:
    """Sentences of one meaning, the one nearest the middle first; ``count`` counts repetitions."""

    count: int
    sentences: tuple[str, ...]


def cluster(counts: Mapping[str, int], similar: float, encoder: SentenceEncoder) -> list[Cluster]:
    """Return the clusters of the sentences in ``counts`` (how often each was said), the largest first.

    Two clusters are joined while their sentences are on average at least ``similar`` (a cosine).
    """
    sentences = sorted(counts)
    if not sentences:
        return []
    vectors = encoder.encode_all([_words_only(sentence) for sentence in sentences])
    members: dict[int, list[int]] = defaultdict(list)
    for index, label in enumerate(_labels(vectors, similar)):
        members[label].append(index)
    found = [_cluster(sentences, vectors, indices, counts) for indices in members.values()]
    return sorted(found, key=lambda each: (-each.count, each.sentences))


def _labels(vectors: Vector, similar: float) -> list[int]:
    if len(vectors) == 1:
        return [0]
    joined = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - similar
    )
    return [int(label) for label in joined.fit_predict(vectors)]


def _cluster(
    sentences: Sequence[str], vectors: Vector, indices: Sequence[int], counts: Mapping[str, int]
) -> Cluster:
    weights = np.array([counts[sentences[i]] for i in indices])
    centre = weights @ vectors[indices]
    nearest = sorted(indices, key=lambda i: (-float(vectors[i] @ centre), i))
    return Cluster(int(weights.sum()), tuple(sentences[i] for i in nearest))


def _words_only(sentence: str) -> str:
    """Leave out the placeholders of redaction, which mean nothing to the encoder."""
    return " ".join(word for word in sentence.split() if any(map(str.isalpha, word)))
