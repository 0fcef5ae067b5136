"""Reads the scripted conversations in ``scripts/``. Their format is described in docs/testing.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SCRIPTS = Path(__file__).parent / "scripts"

EXPECTATIONS = frozenset(
    {
        "contains", "any", "lacks", "verdict", "product", "person", "topic", "asks", "emergency", "cites",
        "refs", "refs_in_text", "buttons", "offers", "leaves_out", "introduces", "new", "forgets",
        "followups", "answers",
    }
)  # fmt: skip


@dataclass(frozen=True)
class ScriptedTurn:
    """What the person says and what must be read in the reply."""

    say: str
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """One conversation."""

    goal: str
    name: str
    turns: tuple[ScriptedTurn, ...]

    def __str__(self) -> str:
        return f"{self.goal}: {self.name}"


def all_scripts() -> list[Script]:
    """Return every script, by goal, in the order of the files.

    Raises:
        ValueError: if a script expects something that no check knows; a typo must not pass as a test.
    """
    return [script for path in sorted(SCRIPTS.glob("*.yml")) for script in _read(path)]


def first_of_each_goal() -> list[Script]:
    """Return the first script of every goal: enough to try another database."""
    return list({script.goal: script for script in reversed(all_scripts())}.values())[::-1]


def _read(path: Path) -> list[Script]:
    with path.open(encoding="utf-8") as lines:
        entries = YAML(typ="safe").load(lines)
    return [Script(path.stem, entry["name"], _turns(path, entry)) for entry in entries]


def _turns(path: Path, entry: Mapping[str, Any]) -> tuple[ScriptedTurn, ...]:
    turns = []
    for turn in entry["turns"]:
        expect = turn.get("expect") or {}
        unknown = set(expect) - EXPECTATIONS
        if unknown or not isinstance(turn["say"], str):
            what = sorted(unknown) or turn["say"]
            raise ValueError(f"{path.name}, {entry['name']!r}: cannot check {what!r}")
        turns.append(ScriptedTurn(turn["say"], expect))
    return tuple(turns)
