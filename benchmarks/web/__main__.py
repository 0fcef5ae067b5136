"""``python -m benchmarks.web``: 200 people talk to the running guide, then all at one instant."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from benchmarks.web.people import Person, Sample

RESULTS = Path("results") / "web.json"
P99_SECONDS, BURST_SECONDS = 1.0, 20.0


async def measure(options: argparse.Namespace, console: Console) -> dict[str, Any]:
    """Return the figures of both rounds."""
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        people = [Person(http, options.url, number) for number in range(options.people)]
        for person in people:
            await person.arrive()
        console.print(
            f"{options.people} people, a message each every {options.every} s, {options.seconds} s ..."
        )
        steady = await asyncio.gather(*(_talk(p, n, options) for n, p in enumerate(people)))
        console.print("All of them at one instant ...")
        burst = await asyncio.gather(*(person.say() for person in people))
    return {"steady": _figures([s for samples in steady for s in samples]), "burst": _figures(list(burst))}


async def _talk(person: Person, number: int, options: argparse.Namespace) -> list[Sample]:
    """Speak at even distances, each person at a moment of their own."""
    loop = asyncio.get_running_loop()
    next_at = loop.time() + options.every * number / options.people
    ends = loop.time() + options.seconds
    samples = []
    while next_at < ends:
        await asyncio.sleep(max(0.0, next_at - loop.time()))
        samples.append(await person.say())
        next_at += options.every
    return samples


def _figures(samples: list[Sample]) -> dict[str, Any]:
    fine = [s for s in samples if not s.fault and not s.told_to_wait]
    first, whole = sorted(s.first for s in fine), sorted(s.whole for s in fine)
    return {
        "messages": len(samples),
        "told_to_wait": sum(s.told_to_wait for s in samples),
        "faults": dict(Counter(s.fault for s in samples if s.fault and not s.told_to_wait)),
        "first_p95": _percentile(first, 0.95),
        "p50": _percentile(whole, 0.5),
        "p95": _percentile(whole, 0.95),
        "p99": _percentile(whole, 0.99),
        "slowest": whole[-1] if whole else None,
    }


def _percentile(ordered: list[float], share: float) -> float | None:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 4) if ordered else None


def _table(results: dict[str, Any]) -> Table:
    table = Table("", *results, title="Over the public port (seconds)")
    for key in results["steady"]:
        table.add_row(key, *(str(figures[key]) for figures in results.values()))
    return table


def _met(results: dict[str, Any]) -> bool:
    steady, burst = results["steady"], results["burst"]
    quick = steady["p99"] is not None and steady["p99"] <= P99_SECONDS
    in_time = burst["slowest"] is None or burst["slowest"] <= BURST_SECONDS
    return quick and in_time and not steady["faults"] and not steady["told_to_wait"] and not burst["faults"]


def main() -> int:
    """Measure, print and write; return 0 if every target is met, 1 if not, 2 if nothing could be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--every", type=float, default=20.0, help="seconds between two messages of a person")
    parser.add_argument("--seconds", type=float, default=180.0)
    options, console = parser.parse_args(), Console()
    try:
        results = asyncio.run(measure(options, console))
    except aiohttp.ClientError as error:
        console.print(f"The guide does not answer at {options.url} ({error}). Start it: make run")
        return 2
    console.print(_table(results))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0 if _met(results) else 1


if __name__ == "__main__":
    sys.exit(main())
