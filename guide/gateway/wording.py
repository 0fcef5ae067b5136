"""What the gateway itself says when something fails. The words are data and hold no health statement."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _words() -> dict[str, str]:
    source = files("guide.gateway").joinpath("data/words.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(source)
    return words


def worded(key: str) -> str:
    """Return the sentence for ``key`` of ``data/words.json``.

    Raises:
        KeyError: if there is none.
    """
    return _words()[key]
