"""How well messages are understood, and by what: ``python -m benchmarks.understanding [--test]``.

Without ``--test`` the test split is not read and all figures are of the validation split, so that
nobody chooses by test figures unawares. With it the report ``docs/understanding.md`` is written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.understanding import contestants, measuring, report, speed, tables
from benchmarks.understanding.contestants import Contestant
from benchmarks.understanding.noisy import every_text
from benchmarks.understanding.rasa_default import EPOCHS, RasaDefault
from benchmarks.understanding.selection import Selection, select
from benchmarks.understanding.sentences import (
    Pair,
    Split,
    asked_pairs,
    nlu_pairs,
    read_split,
    sample_pairs,
)
from benchmarks.understanding.store import Store
from guide.runtime.processes import Problem

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config.yml"
HELD_BACK = ROOT / "tests" / "language" / "data"
RESULTS = ROOT / "results" / "understanding"


def run(options: argparse.Namespace, console: Console) -> None:
    """Choose, measure and, on the test split, report.

    Raises:
        Problem: if a bot cannot be trained or served.
    """
    said, asked, validation = _sentences(options.sample)
    store = Store(RESULTS)
    selection = select(store, said, asked, validation.cases, CONFIG, console)
    default = None
    if not options.without_rasa:
        default = RasaDefault.train(RESULTS, [*said, *asked], options.epochs, console)
    served = contestants.as_configured(selection.shipped, CONFIG)
    split = _split(options, validation)
    rasa = _rasa(default, store, validation, split) if default else []
    entered = [*rasa, *selection.contestants, served]
    results = measuring.measure(entered, validation.cases, split, CONFIG, console)
    results["rasa_default"] = rasa[0].name if rasa else None
    if default and not options.without_speed:
        results["speed"] = speed.measure(ROOT, default, [case.text for case in split.cases], console)
    _publish(results, selection, served, split, options)
    _show(results, selection, console)


def _sentences(sample: int) -> tuple[list[Pair], list[Pair], Split]:
    """Return what is learnt, what claims are asked, and the validation split."""
    said, asked = nlu_pairs(ROOT / "data" / "nlu"), asked_pairs(ROOT / "content" / "kefir")
    validation = read_split(HELD_BACK / "validation")
    if not sample:
        return said, asked, validation
    return sample_pairs(said, sample), sample_pairs(asked, sample), validation.sample(sample)


def _rasa(default: RasaDefault, store: Store, validation: Split, split: Split) -> list[Contestant]:
    """Let Rasa's default pipeline read everything that it will be asked for, in one go."""
    texts = {case.text for case in validation.cases} | every_text(split.cases)
    return contestants.of_rasa(default.read(store, ROOT, texts), validation.cases)


def _split(options: argparse.Namespace, validation: Split) -> Split:
    if not options.test:
        return validation
    split = read_split(HELD_BACK / "test")
    return split.sample(options.sample) if options.sample else split


def _publish(
    results: dict[str, Any],
    selection: Selection,
    served: Contestant,
    split: Split,
    options: argparse.Namespace,
) -> None:
    """Write the figures to ``results/`` and, of a whole run on the test split, the report."""
    whole = options.test and not (options.sample or options.without_rasa or options.without_speed)
    docs = ROOT / "docs" if whole else RESULTS / "report"
    docs.mkdir(parents=True, exist_ok=True)
    measuring.draw(results, served, split, docs / report.PICTURES)
    report.write(docs / "understanding.md", results, selection)
    (RESULTS / f"{split.name}.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _show(results: dict[str, Any], selection: Selection, console: Console) -> None:
    for name, tried in selection.trials.items():
        console.print(tables.trials(name, tried).rich())
    for table in (tables.compared, tables.refusal, tables.noise, tables.target_table):
        console.print(table(results).rich())
    console.print(f"Chosen: {selection.chosen.name}\n{selection.as_config()}", highlight=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark. Return 0 when it was measured, 2 when it could not be."""
    console = Console()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("--test", action="store_true", help="measure on the test split and write the report")
    parser.add_argument("--sample", type=int, default=0, help="try with so many of each kind, 5 or more")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help=f"of Rasa's default pipeline ({EPOCHS})")
    parser.add_argument("--without-rasa", action="store_true", help="leave Rasa's default pipeline out")
    parser.add_argument("--without-speed", action="store_true", help="time nothing")
    try:
        run(parser.parse_args(arguments), console)
    except Problem as problem:
        console.print(f"Not measured: {problem}", style="bold red", markup=False, soft_wrap=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
