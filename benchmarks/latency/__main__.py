"""``python -m benchmarks.latency``: Kefir Guide beside Rasa's starter bot, on one machine, in one run."""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console

from benchmarks.latency import machine, report
from benchmarks.latency.bots import Bot
from benchmarks.latency.client import UNREACHABLE
from benchmarks.latency.guide_bot import GuideBot
from benchmarks.latency.measure import Probe, crowd, ready_seconds, reply_seconds
from benchmarks.latency.starter import Starter
from guide.runtime.processes import Problem

ROOT = Path(__file__).resolve().parents[2]

_CONVERSATIONS_PER_CLIENT = 10


@dataclass(frozen=True)
class Settings:
    """How much is measured."""

    samples: int
    warm_up: int
    starts: int
    clients: int
    keep: bool


def measure(settings: Settings, console: Console) -> dict[str, Any]:
    """Train, start, question and stop both bots; return all figures.

    Raises:
        Problem: if a bot cannot be trained or started, or gives a wrong reply.
    """
    work = ROOT / "var" / "bench"
    starter, guide = Starter(work / "starter"), GuideBot(ROOT, work / "guide")
    bots: tuple[Bot, ...] = (starter, guide)
    results: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.describe(),
        "settings": asdict(settings),
        "load_before": machine.load(),
        "bots": {},
    }
    _warn_if_busy(results, console)
    for bot in bots:
        console.print(f"Training {bot.name} ...")
        trained = bot.train(settings.keep)
        results["bots"][bot.name] = {"training_s": round(trained.seconds, 1), "training_kept": trained.kept}
    results["content_import_s"] = round(guide.import_content(), 1)
    with contextlib.ExitStack() as stack:
        for bot in bots:
            stack.callback(bot.stop)
        console.print(f"Starting each bot, {settings.starts} times ...")
        for name, seconds in ready_seconds(bots, settings.starts).items():
            results["bots"][name]["ready_s"] = [round(each, 2) for each in seconds]
        _weigh(bots, results, "ready")
        probes = [Probe(starter, starter.greeting)]
        probes += [Probe(guide, scenario) for scenario in (guide.verdict, guide.greeting, guide.topic)]
        results |= _question(probes, settings, console)
        _weigh(bots, results, "after")
    return results


def _question(probes: Sequence[Probe], settings: Settings, console: Console) -> dict[str, Any]:
    console.print(f"Timing {settings.samples} replies of each kind ...")
    replies = reply_seconds(probes, settings.samples, settings.warm_up)
    figures = {name: report.in_milliseconds(seconds) for name, seconds in replies.items()}
    report.compare(figures)
    crowds = {}
    for probe in probes if settings.clients else ():
        console.print(f"{settings.clients} clients at once: {probe.scenario.name} ...")
        drawn = crowd(probe, settings.clients, _CONVERSATIONS_PER_CLIENT)
        rate = {"messages_per_s": round(drawn.messages_per_second, 1)}
        crowds[probe.scenario.name] = rate | report.in_milliseconds(drawn.seconds)
    return {"replies": figures, "crowd": crowds}


def _weigh(bots: Sequence[Bot], results: dict[str, Any], moment: str) -> None:
    for bot in bots:
        results["bots"][bot.name][f"memory_{moment}_mb"] = bot.resident_mb()


def _warn_if_busy(results: dict[str, Any], console: Console) -> None:
    if results["load_before"] > 0.5:
        console.print(
            f"The machine is busy (load {results['load_before']}): compare ratios, not times.",
            style="yellow",
        )


def main() -> int:
    """Measure and report. Return 0: every target is met; 1: one is missed; 2: not measured."""
    signal.signal(signal.SIGTERM, _end)
    arguments, console = vars(_parser().parse_args()), Console()
    output: Path = arguments.pop("output")
    try:
        results = measure(Settings(**arguments), console)
    except (*UNREACHABLE, Problem) as problem:
        console.print(f"Not measured: {problem}", style="bold red", markup=False, soft_wrap=True)
        return 2
    judged = report.targets(results)
    results["load_after"] = machine.load()
    results["targets"] = [report.as_json(target) for target in judged]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.show(results, judged, console)
    console.print(f"Written to {output}.")
    return 0 if all(target.is_met for target in judged) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument("--samples", type=_positive, default=200, help="timed replies of each kind (200)")
    parser.add_argument("--warm-up", type=int, default=20, help="untimed replies of each kind before (20)")
    parser.add_argument("--starts", type=_positive, default=3, help="times each bot is started (3)")
    parser.add_argument("--clients", type=int, default=0, help="also time so many clients at once")
    parser.add_argument("--keep", action="store_true", help="use unchanged models of the last run")
    parser.add_argument("--output", type=Path, default=ROOT / "results" / "latency.json")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _end(_: int, __: FrameType | None) -> None:
    """End through every ``finally``, so that no server is left behind."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
