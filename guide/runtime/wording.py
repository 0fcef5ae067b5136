"""What is said when something fails. The words live in ``messages.yml``, never in code."""

from __future__ import annotations

from functools import cache
from importlib import resources

from ruamel.yaml import YAML


@cache
def _texts() -> dict[str, str]:
    source = resources.files("guide.runtime").joinpath("messages.yml").read_text(encoding="utf-8")
    texts: dict[str, str] = YAML(typ="safe").load(source)
    return texts


def worded(failure: str) -> str:
    """Return the sentence for ``failure``, a key of ``messages.yml``.

    Raises:
        KeyError: if there is no such key.
    """
    return _texts()[failure]
