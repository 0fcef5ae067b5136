"""The encoder loads only the files that were shipped, and places like meanings close together."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from guide.language.encoder import DEFAULT_FOLDER, EncoderError, SentenceEncoder, check_files, shared_encoder
from guide.language.text import has_words, normalise


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return shared_encoder()


def folder_of_copies(target: Path) -> Path:
    for name in ("SHA256SUMS", "tokenizer.json"):
        shutil.copy(DEFAULT_FOLDER / name, target / name)
    (target / "encoder.onnx").symlink_to(DEFAULT_FOLDER / "encoder.onnx")
    return target


def test_an_altered_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = folder_of_copies(tmp_path)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(EncoderError, match=r"tokenizer\.json is not the one"):
        SentenceEncoder(folder)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = folder_of_copies(tmp_path)
    (folder / "encoder.onnx").unlink()
    with pytest.raises(EncoderError, match=r"encoder\.onnx is missing"):
        check_files(folder)


def test_without_hashes_nothing_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="SHA256SUMS"):
        check_files(tmp_path)


def test_embeddings_have_unit_length(encoder: SentenceEncoder) -> None:
    assert np.linalg.norm(encoder.encode("How do I store kefir?")) == pytest.approx(1.0, abs=1e-4)


def test_a_paraphrase_is_nearer_than_another_question(encoder: SentenceEncoder) -> None:
    asked = encoder.encode("How long does kefir keep in the fridge?")
    paraphrase = encoder.encode("shelf life of refrigerated kefir")
    other = encoder.encode("Is there alcohol in kefir?")
    assert asked @ paraphrase > asked @ other


def test_a_text_is_encoded_alike_alone_and_among_others(encoder: SentenceEncoder) -> None:
    texts = ["yes", "Can somebody with a kidney transplant on tacrolimus drink kefir made at home?"]
    assert np.array_equal(encoder.encode_all(texts)[0], encoder.encode("yes"))


@pytest.mark.parametrize("text", ["", "   ", "🙂", "kefir " * 100_000, "\x00\u202e", "ケフィア"])
def test_any_text_can_be_encoded(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode(text)).all()


def test_spelling_habits_are_evened_out() -> None:
    assert normalise("  IT\u2019S   soooo good!!! ") == "it's soo good!"


def test_numbers_keep_their_digits() -> None:
    assert normalise("1000 ml, 10000000 CFU") == "1000 ml, 10000000 cfu"


@pytest.mark.parametrize("text", ["", "?!", "👍", " \n"])
def test_marks_and_emoji_are_no_words(text: str) -> None:
    assert not has_words(text)
