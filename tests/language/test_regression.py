"""The regression reaches its optimum in few steps, whatever the size of a feature."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from guide.language.regression import fit, log_softmax


def test_a_rare_small_feature_is_learnt_beside_a_common_large_one() -> None:
    rows, rare = 400, 8
    labels = np.array([0] * (rows - rare) + [1] * rare, dtype=np.int64)
    dense = np.full((rows, 1), 5.0, dtype=np.float32)
    thin = sparse.csr_matrix((labels[:, None] * 0.1).astype(np.float32))
    weights = fit(dense, thin, labels, 2, strength=1000.0)
    shares = np.exp(log_softmax(dense @ weights[:1] + thin @ weights[1:2] + weights[2]))
    assert (shares.argmax(axis=1) == labels).all()
    assert shares[-1, 1] > 0.9
