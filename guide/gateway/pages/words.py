"""The labels and lists that the pages put around content. They are data, and hold no health statement."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def read_data(name: str) -> Any:
    """Return ``data/<name>.json``."""
    return json.loads(files("guide.gateway.pages").joinpath(f"data/{name}.json").read_text(encoding="utf-8"))


def words() -> dict[str, Any]:
    """Return the labels: evidence, review, kinds of source, errors."""
    loaded: dict[str, Any] = read_data("words")
    return loaded
