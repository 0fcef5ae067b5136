"""Writes the report: ``report_template.md`` with the figures of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from benchmarks.understanding import tables
from benchmarks.understanding.choosing import FOLDS
from benchmarks.understanding.refusal import MOST_REFUSED
from benchmarks.understanding.selection import Selection
from benchmarks.understanding.tables import Table

PICTURES = "images/understanding"
_TIMED = """`/model/parse` over HTTP on the same {count} different messages of up to 40 words, each to both
servers in turn, in one run on {cpu}, {cores} cores, load {load}.

"""
_TEMPLATE = Path(__file__).with_name("report_template.md")


def write(path: Path, results: Mapping[str, Any], selection: Selection) -> None:
    """Write the report into the file ``path``."""
    text = Template(_TEMPLATE.read_text(encoding="utf-8"))
    filled = text.substitute(
        _figures(results) | _choices(selection),
        split=results["split"],
        served=results["served"],
        targets=tables.target_table(results).markdown(),
        compared=tables.compared(results).markdown(),
        refusal=tables.refusal(results).markdown(),
        per_intent=tables.per_intent(results).markdown(),
        noise=tables.noise(results).markdown(),
        speed=_speed(results.get("speed")),
        pictures=PICTURES,
    )
    path.write_text(filled, encoding="utf-8")


def _figures(results: Mapping[str, Any]) -> dict[str, str]:
    read = results["conditions"]
    shares = ("conditions_right", "invented", "profiles_exact")
    counts = ("conditions", "present_as_absent", "profiles")
    return {
        "calibration_error": f"{results['calibration_error']:.3f}",
        **{name: f"{read[name]:.1%}" for name in shares},
        **{name: f"{read[name]:.0f}" for name in counts},
    }


def _choices(selection: Selection) -> dict[str, str]:
    tried = [tables.trials(name, trials) for name, trials in selection.trials.items()]
    return {
        "folds": str(FOLDS),
        "most_refused": f"{MOST_REFUSED:.0%}",
        "chosen": selection.chosen.name,
        "config": selection.as_config(),
        "trials": _titled(tried),
        "thresholds": _titled(tables.choice(selection.head.choice)),
    }


def _titled(listed: Iterable[Table]) -> str:
    return "\n\n".join(f"{table.title}:\n\n{table.markdown()}" for table in listed)


def _speed(speed: Mapping[str, Any] | None) -> str:
    if not speed:
        return "Not measured in this run."
    rows = [
        [name, *(f"{speed[key][p]:.1f}" for p in ("p50_ms", "p99_ms")), f"{speed[f'{key}_training_s']:.0f}"]
        for name, key in (("Kefir Guide", "guide"), ("Rasa default", "rasa_default"))
    ]
    table = Table("", ["", "p50, ms", "p99, ms", "training, s"], rows)
    where = speed["machine"]
    return _TIMED.format(count=speed["guide"]["messages"], load=speed["load"], **where) + table.markdown()
