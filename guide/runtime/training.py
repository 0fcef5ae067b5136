"""Trains the model when, and only when, something it is made from has changed."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from pathlib import Path

from guide.runtime.processes import Child, Problem, wait_for_end

MODEL = Path("models/kefir-guide.tar.gz")
FINGERPRINT = Path("models/kefir-guide.fingerprint")

# Content is in the list because conditions, products and questions are read into the model.
SOURCES = ("config.yml", "domain.yml", "domain", "data", "content", "guide/language", "requirements/rasa.txt")


def fingerprint(root: Path) -> str:
    """Return a digest of everything the model in ``root`` is made from."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(root: Path) -> bool:
    """Whether the trained model was made from what is there now."""
    made_from = root / FINGERPRINT
    return (root / MODEL).exists() and made_from.exists() and made_from.read_text() == fingerprint(root)


def train(root: Path, ended: threading.Event) -> None:
    """Train and put the model in place, all of it or nothing.

    Raises:
        Problem: if training fails, with the end of its log.
        Interrupted: if ``ended`` is set before the end; then the old model stays.
    """
    made_from, scratch = fingerprint(root), root / "models" / ".training"
    # --force: Rasa's cache of trained parts does not see a changed helper module or data file
    command = [sys.executable, "-m", "rasa", "train", "--force", "--out", str(scratch)]
    child = Child("training", [*command, "--fixed-model-name", MODEL.stem.removesuffix(".tar")], root)
    if wait_for_end(child, ended) != 0:
        raise Problem(f"Training failed.\n{child.tail()}")
    (root / FINGERPRINT).unlink(missing_ok=True)
    os.replace(scratch / MODEL.name, root / MODEL)
    scratch.rmdir()
    (root / FINGERPRINT).write_text(made_from)


def _files(root: Path) -> list[Path]:
    found: list[Path] = []
    for source in SOURCES:
        path = root / source
        found += [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def main() -> int:
    """Train if needed; return the exit code."""
    root = Path.cwd()
    if is_current(root):
        print("The model is up to date.")
        return 0
    print("Training the model (log: var/log/training.log) ...", flush=True)
    try:
        train(root, threading.Event())
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Trained {MODEL}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
