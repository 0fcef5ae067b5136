"""Embeds sentences with one encoder and remembers them from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from benchmarks.understanding.store import digest
from guide.language.encoder import SentenceEncoder, Vector
from guide.language.text import normalise

_SAVE_EVERY, _SHOWN_FROM = 2000, 50


class Embedder:
    """One encoder, with its embeddings in a file of ``memory``."""

    def __init__(self, name: str, folder: Path, memory: Path) -> None:
        self.name = name
        self.key = digest(folder / "SHA256SUMS")
        self._encoder = SentenceEncoder(folder)
        self._file = memory / f"vectors-{self.key}.npz"
        self._known: dict[str, Vector] = {}
        if self._file.exists():
            with np.load(self._file, allow_pickle=False) as kept:
                self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def rows(self, texts: Sequence[str]) -> Vector:
        """Return one row per text, each as the encoder gives it."""
        plain = [normalise(text) for text in texts]
        missing = sorted(set(plain) - self._known.keys())
        shown = track(missing, f"embedding, {self.name} encoder", disable=len(missing) < _SHOWN_FROM)
        for done, text in enumerate(shown, 1):
            self._known[text] = self._encoder.encode(text)
            if done % _SAVE_EVERY == 0:
                self._save()
        if missing:
            self._save()
        return np.array([self._known[text] for text in plain], dtype=np.float32)

    def _save(self) -> None:
        scratch = self._file.with_suffix(".part.npz")
        np.savez(scratch, texts=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        scratch.replace(self._file)
