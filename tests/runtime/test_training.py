"""When a model counts as current."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.runtime.training import FINGERPRINT, MODEL, fingerprint, is_current


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "config.yml",
        "domain.yml",
        "data/nlu/greet.yml",
        "content/kefir/pack.yml",
        "guide/language/a.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "models").mkdir()
    (tmp_path / MODEL).write_text("model")
    (tmp_path / FINGERPRINT).write_text(fingerprint(tmp_path))
    return tmp_path


def test_an_untouched_project_needs_no_training(root: Path) -> None:
    (root / "README.md").write_text("not part of the model")
    (root / "guide/language/__pycache__").mkdir()
    (root / "guide/language/__pycache__/a.pyc").write_text("nor this")
    assert is_current(root)


@pytest.mark.parametrize(
    "name", ["domain.yml", "data/nlu/greet.yml", "content/kefir/pack.yml", "guide/language/a.py"]
)
def test_any_change_to_what_it_is_made_from_needs_training(root: Path, name: str) -> None:
    (root / name).write_text("changed")
    assert not is_current(root)


def test_a_new_a_renamed_and_a_missing_file_need_training(root: Path) -> None:
    (root / "data/nlu/greet.yml").rename(root / "data/nlu/hello.yml")
    assert not is_current(root)
    (root / "data/nlu/hello.yml").unlink()
    assert not is_current(root)


@pytest.mark.parametrize("name", [MODEL, FINGERPRINT])
def test_a_missing_model_needs_training(root: Path, name: Path) -> None:
    (root / name).unlink()
    assert not is_current(root)
