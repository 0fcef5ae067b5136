"""Figures out of samples, the targets, and how they are shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

STARTER_REPLY = "starter: greeting"
JUDGED_REPLY = "guide: screened verdict"


@dataclass(frozen=True)
class Target:
    """A figure that must not be above its limit; the aim is what is hoped for."""

    what: str
    value: float
    limit: float
    aim: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the limit holds."""
        return self.value <= self.limit

    @property
    def verdict(self) -> str:
        """Return pass or fail, and whether the aim is reached."""
        if not self.is_met:
            return "FAIL"
        if self.aim is None:
            return "pass"
        return "pass, aim reached" if self.value <= self.aim else "pass, aim missed"


def in_milliseconds(seconds: list[float]) -> dict[str, Any]:
    """Return the median, the 99th percentile and the samples themselves."""
    samples = [round(each * 1000, 2) for each in seconds]
    p99 = quantiles(samples, n=100, method="inclusive")[98] if len(samples) > 1 else samples[0]
    return {"p50_ms": round(median(samples), 2), "p99_ms": round(p99, 2), "samples_ms": samples}


def compare(replies: dict[str, dict[str, Any]]) -> None:
    """Add to each reply how many times the starter's greeting it takes."""
    starter = replies[STARTER_REPLY]
    for figures in replies.values():
        for key in ("p50", "p99"):
            figures[f"{key}_ratio"] = round(figures[f"{key}_ms"] / starter[f"{key}_ms"], 3)


def targets(results: dict[str, Any]) -> list[Target]:
    """Return what was promised beside what was measured."""
    judged, bots = results["replies"][JUDGED_REPLY], results["bots"]
    ready = {name: median(bot["ready_s"]) for name, bot in bots.items()}
    return [
        Target("screened verdict / starter's greeting, p50", judged["p50_ratio"], 1.0, aim=0.7),
        Target("screened verdict / starter's greeting, p99", judged["p99_ratio"], 1.0, aim=0.7),
        Target("time to ready / starter's", round(ready["guide"] / ready["starter"], 3), 0.75),
        Target("training, seconds", bots["guide"]["training_s"], 90.0),
    ]


def as_json(target: Target) -> dict[str, Any]:
    """Return the target for the results file."""
    return asdict(target) | {"verdict": target.verdict}


def show(results: dict[str, Any], judged: list[Target], console: Console) -> None:
    """Print the tables."""
    console.print(_bots_table(results["bots"]))
    console.print(_replies_table("Replies", results["replies"], ratios=True))
    if results["crowd"]:
        clients = results["settings"]["clients"]
        console.print(_replies_table(f"{clients} clients at once", results["crowd"], ratios=False))
    table = _table("Targets", "measured", "at most", "aim", "verdict")
    for target in judged:
        aim = "" if target.aim is None else f"{target.aim:g}"
        table.add_row(target.what, f"{target.value:g}", f"{target.limit:g}", aim, target.verdict)
    console.print(table)


def _bots_table(bots: dict[str, dict[str, Any]]) -> Table:
    table = _table("Bots", *bots)
    kept = {True: " (earlier run)", False: ""}
    table.add_row("training, s", *(f"{b['training_s']:.1f}{kept[b['training_kept']]}" for b in bots.values()))
    table.add_row("time to ready, s (median)", *(f"{median(b['ready_s']):.1f}" for b in bots.values()))
    for moment in ("ready", "after"):
        weights = [b[f"memory_{moment}_mb"] for b in bots.values()]
        table.add_row(f"memory {moment}, MB", *(f"{sum(w.values()):.0f}" if w else "?" for w in weights))
    return table


def _replies_table(title: str, replies: dict[str, dict[str, Any]], ratios: bool) -> Table:
    last = ("p50 ratio", "p99 ratio") if ratios else ("messages/s",)
    keys = ("p50_ratio", "p99_ratio") if ratios else ("messages_per_s",)
    table = _table(title, "p50, ms", "p99, ms", *last)
    for name, figures in replies.items():
        table.add_row(
            name,
            f"{figures['p50_ms']:.1f}",
            f"{figures['p99_ms']:.1f}",
            *(f"{figures[key]:.2f}" for key in keys),
        )
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table
