"""Reads the sentences that people reply with, by what they mean (``data/replies/replies.yml``)."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

OTHER = "other"
"""The meaning of what is no reply to anything we ask."""


class RepliesError(Exception):
    """The file of replies cannot be read."""


def read_replies(path: Path) -> list[tuple[str, str]]:
    """Return each sentence of the file with its meaning.

    Raises:
        RepliesError: naming the file and what is wrong with it.
    """
    try:
        meanings = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["meanings"]
        lines = [(line.strip(), name) for name, block in meanings.items() for line in block.splitlines()]
    except (OSError, KeyError, TypeError, AttributeError) as error:
        raise RepliesError(f"{path}: expected 'meanings' with a list of lines under each: {error}") from error
    return [(line.removeprefix("- "), name) for line, name in lines if line]
