"""Reads the training sentences and the held-back ones."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML


def nlu_pairs(folder: Path) -> list[tuple[str, str]]:
    """Return each training sentence with its intent."""
    rows = [row for path in sorted(folder.glob("*.yml")) for row in YAML(typ="safe").load(path)["nlu"]]
    lines = ((line.strip(), row["intent"]) for row in rows for line in row["examples"].splitlines())
    return [(line.removeprefix("- "), intent) for line, intent in lines if line]
