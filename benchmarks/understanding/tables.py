"""Tables for the terminal and for Markdown, from the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table as RichTable

from benchmarks.understanding.choosing import Choice, Trial
from benchmarks.understanding.targets import targets

COMPARED = {
    "acceptable": "questions",
    "acceptable_hard": "hard",
    "before_refusal": "before refusal",
    "acts": "acts",
    "outside_refused": "outside refused",
    "near_scope_refused": "near",
    "questions_refused": "questions refused",
    "emergency_recall": "emergencies",
    "lookalike_alarms": "look-alike alarms",
}
NOISE = {
    "acceptable": "questions",
    "acts": "acts",
    "outside_refused": "outside refused",
    "emergency_recall": "emergencies",
}


@dataclass(frozen=True)
class Table:
    """A title, a head and rows of cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def rich(self) -> RichTable:
        """Return the table for the terminal."""
        table = RichTable(title=self.title, title_justify="left")
        for number, name in enumerate(self.head):
            table.add_column(name, justify="right" if number else "left")
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        """Return the table without its title."""
        rule = ["---", *("---:" for _ in self.head[1:])]
        return "\n".join("| " + " | ".join(row) + " |" for row in (self.head, rule, *self.rows))


def target_table(results: Mapping[str, Any]) -> Table:
    """Return the targets."""
    return Table("Targets", ("", "measured", "target", "met"), [t.row for t in targets(results)])


def compared(results: Mapping[str, Any]) -> Table:
    """Return the contestants, their errors also relative to Rasa's default."""
    found = results["contestants"]
    base = found.get(results.get("rasa_default"), {}).get("errors")
    rows = []
    for name, row in found.items():
        cells = [f"{row[key]:.1%}" for key in COMPARED]
        relative = f" ({row['errors'] / base:.2f})" if base else ""
        rows.append([name, *cells, f"{row['errors']} of {row['messages']}{relative}"])
    return Table(f"Contestants, {results['split']} split", ["", *COMPARED.values(), "errors"], rows)


def noise(results: Mapping[str, Any]) -> Table:
    """Return what is understood under each kind of noise."""
    rows = []
    for name, kinds in results["noise"].items():
        clean = kinds["none"]["acceptable"]
        for kind, row in kinds.items():
            lost = f"{100 * (clean - row['acceptable']):.1f}"
            rows.append([name, kind.replace("_", " "), *(f"{row[key]:.1%}" for key in NOISE), lost])
    return Table("Noise", ["", "noise", *NOISE.values(), "points lost"], rows)


def per_intent(results: Mapping[str, Any]) -> Table:
    """Return the share right of each intent."""
    rows = [
        [name, str(count), f"{right:.0%}", f"{before:.0%}", mistakes]
        for name, count, right, before, mistakes in results["per_intent"]
    ]
    return Table("Intents", ["intent", "sentences", "acceptable", "before refusal", "taken for"], rows)


def refusal(results: Mapping[str, Any]) -> Table:
    """Return the ways to refuse."""
    rows = [
        [
            row["score"],
            f"{row['limit']:.3f}",
            f"{row['area']:.3f}",
            f"{row['recall']:.1%}",
            f"{row['false_rejection']:.1%}",
        ]
        for row in results["refusal"]
    ]
    head = ["score", "limit", "area under the curve", "outside refused", "questions refused"]
    return Table("Out of scope", head, rows)


def trials(name: str, tried: Sequence[Trial]) -> Table:
    """Return what was tried on one encoder."""
    rows = [
        [f"{t.blend.strength:g}", f"{t.blend.spelling:g}", f"{t.blend.nearest:g}", f"{t.right:.2%}"]
        for t in tried
    ]
    return Table(f"Tried, {name} encoder", ["strength", "n-grams", "nearest", "right within scope"], rows)


def choice(chosen: Choice) -> list[Table]:
    """Return the tables that the thresholds were chosen from."""
    return [
        Table(name, list(rows[0]), [[f"{value:.3g}" for value in row.values()] for row in rows])
        for name, rows in chosen.tables.items()
    ]
