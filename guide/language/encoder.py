"""Sentence embeddings from a fine-tuned all-MiniLM-L6-v2 (int8 ONNX); provenance: encoder/README.md."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from guide.language.text import normalise

Vector = NDArray[np.float32]

DEFAULT_FOLDER = Path(__file__).parent / "encoder"
DIMENSIONS = 384
MAX_TOKENS = 128
REMEMBERED_TEXTS = 512


class EncoderError(Exception):
    """The encoder's files are missing or are not those that were shipped."""


class SentenceEncoder:
    """Turns texts into unit vectors whose dot product is their similarity in meaning."""

    def __init__(self, folder: Path = DEFAULT_FOLDER) -> None:
        """Load the model in ``folder``.

        Raises:
            EncoderError: if a file is missing or its hash differs from ``SHA256SUMS``.
        """
        check_files(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        # Messages arrive one by one on shared cores: more threads cost more than they bring.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._remembered = lru_cache(REMEMBERED_TEXTS)(self._encode_normalised)
        self._learnt: dict[str, Vector] = {}  # components learn from some of the same sentences

    def encode(self, text: str) -> Vector:
        """Return the embedding of one text; a repeated text costs nothing."""
        return self._remembered(normalise(text))

    def encode_all(self, texts: Sequence[str]) -> Vector:
        """Return one row per text, each as ``encode`` gives it; the cores share the work.

        Texts are not batched: the int8 model scales its activations over a whole batch, so that a
        text's embedding would depend on its neighbours (cosine down to 0.92, measured) and what
        was learned would differ from what is served.
        """
        plain = [normalise(text) for text in texts]
        new = [text for text in dict.fromkeys(plain) if text not in self._learnt]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            self._learnt.update(zip(new, pool.map(self._encode_normalised, new, chunksize=64), strict=True))
        return np.stack([self._learnt[text] for text in plain])

    def _encode_normalised(self, text: str) -> Vector:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        vector: Vector = np.asarray(self._session.run(["embedding"], feed)[0][0], dtype=np.float32)
        vector.setflags(write=False)
        return vector


@lru_cache(maxsize=2)
def shared_encoder(folder: Path = DEFAULT_FOLDER) -> SentenceEncoder:
    """Return the one encoder of this process for ``folder``: components share its memory and its cache."""
    return SentenceEncoder(folder)


def check_files(folder: Path) -> None:
    """Compare the files in ``folder`` with its ``SHA256SUMS``.

    Raises:
        EncoderError: naming the first file that is missing or altered.
    """
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        raise EncoderError(f"{folder} holds no SHA256SUMS, so the encoder cannot be checked")
    for line in sums.read_text(encoding="ascii").splitlines():
        expected, name = line.split(maxsplit=1)
        if not (folder / name).is_file():
            raise EncoderError(f"encoder file {name} is missing from {folder}")
        if _sha256(folder / name) != expected:
            raise EncoderError(f"encoder file {name} is not the one listed in SHA256SUMS")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
