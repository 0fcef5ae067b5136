"""The bot's own labels around what content says."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def phrases() -> dict[str, Any]:
    """Return the labels around answers. They hold no health statement."""
    text = files("guide.advice").joinpath("data/phrases.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
