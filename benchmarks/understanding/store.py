"""Keeps what is slow to make in ``results/``, under a hash of what it was made from: a run can be resumed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Arrays = dict[str, Any]


def digest(*parts: Any) -> str:
    """Return a short hash of ``parts``: files count with their content, all else as JSON."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.read_bytes() if isinstance(part, Path) else json.dumps(part, default=str).encode())
        whole.update(b"\0")
    return whole.hexdigest()[:24]


class Store:
    """A folder of made things."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def arrays(self, name: str, key: str, make: Callable[[], Arrays]) -> Arrays:
        """Return the arrays kept under ``key``, or make and keep them."""
        path = self.folder / f"{name}-{key}.npz"
        if not path.exists():
            _replace(path, lambda stream: np.savez(stream, **make()))
        with np.load(path, allow_pickle=False) as kept:
            return dict(kept)

    def record(self, name: str, key: str, make: Callable[[], Any]) -> Any:
        """Return the plain data kept under ``key``, or make and keep it."""
        path = self.folder / f"{name}-{key}.json"
        if not path.exists():
            made = json.dumps(make()).encode()
            _replace(path, lambda stream: stream.write(made))
        return json.loads(path.read_bytes())


def _replace(path: Path, write: Callable[[Any], Any]) -> None:
    """Write beside and then rename, so that a run that is cut short leaves no half file."""
    scratch = path.with_suffix(".part")
    with scratch.open("wb") as stream:
        write(stream)
    scratch.replace(path)
