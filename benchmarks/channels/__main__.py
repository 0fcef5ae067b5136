"""``python -m benchmarks.channels``: web replies beside a platform that takes 3 s for each message.

Beside the guide that ``make run`` started, a gateway of its own is started with Telegram switched on. People
write there all the time; rounds in which it answers at once and in which it takes 3 s take turns, so that a
noisy moment hits both.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from benchmarks.channels.slow_platform import SECRET, TOKEN, SlowPlatform
from benchmarks.web.people import Person, Sample

RESULTS = Path("results") / "channels.json"
# So many people that nobody writes more often than a person may.
SLOW_SECONDS, PEOPLE, WRITERS = 3.0, 80, 5
MOST_SLOWER = 1.10


async def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return the seconds to a whole web reply, while the platform is quick and while it is slow."""
    platform = SlowPlatform()
    try:
        async with _gateway(await platform.start()) as base, aiohttp.ClientSession() as http:
            people = [Person(http, base, number) for number in range(PEOPLE)]
            for person in people:
                await person.arrive()
            samples: dict[str, list[Sample]] = {"quick": [], "slow": []}
            writing = asyncio.create_task(_write(platform, http, base))
            await _round(people, options.messages)  # what is loaded at the first message is loaded now
            for _ in range(options.rounds):
                for name, platform.seconds in (("quick", 0.0), ("slow", SLOW_SECONDS)):
                    samples[name] += await _round(people, options.messages)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
    finally:
        await platform.stop()
    return {name: _figures(each) for name, each in samples.items()} | {"taken": platform.taken}


async def _round(people: list[Person], messages: int) -> list[Sample]:
    """Let all speak in turn, one at a time, so that what is measured is the reply and not a queue."""
    return [await people[number % len(people)].say() for number in range(messages)]


async def _write(platform: SlowPlatform, http: aiohttp.ClientSession, base: str) -> None:
    """Let some people on the platform write without end, each every two seconds."""
    while True:
        for user in range(1, WRITERS + 1):
            await platform.write(http, base, user, "How do I store it?")
            await asyncio.sleep(2.0 / WRITERS)


@contextlib.asynccontextmanager
async def _gateway(platform: str) -> AsyncIterator[str]:
    """Start a gateway that speaks to the platform; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {
        "GATEWAY_PORT": str(port),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_SECRET": SECRET,
        "TELEGRAM_BOT_NAME": "benchmark_bot",
        "TELEGRAM_API_URL": platform,
    }
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-m", "guide.gateway"]
        process = await asyncio.create_subprocess_exec(*command, env={**os.environ, **variables}, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}"
            await _until_ready(base)
            yield base
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def _until_ready(base: str) -> None:
    async with asyncio.timeout(30), aiohttp.ClientSession() as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"{base}/health/ready") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.2)


def _figures(samples: list[Sample]) -> dict[str, Any]:
    whole = sorted(s.whole for s in samples if not s.fault and not s.told_to_wait)
    faults = sum(bool(s.fault or s.told_to_wait) for s in samples)
    if len(whole) < 2:
        raise TimeoutError("no reply")
    cuts = statistics.quantiles(whole, n=20)
    return {"messages": len(samples), "faults": faults, "p50": round(cuts[9], 4), "p95": round(cuts[18], 4)}


def main() -> int:
    """Measure, print and write; return 0 if the target is met, 1 if not, 2 if nothing could be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=100, help="in each round")
    options, console = parser.parse_args(), Console()
    try:
        results = asyncio.run(measure(options))
    except (aiohttp.ClientError, TimeoutError) as error:
        console.print(f"Nothing could be measured ({type(error).__name__}). Is the guide running? make run")
        return 2
    table = Table("", "quick", "slow", title="Web replies, in seconds")
    for key in results["quick"]:
        table.add_row(key, str(results["quick"][key]), str(results["slow"][key]))
    console.print(table)
    slower = results["slow"]["p95"] / results["quick"]["p95"]
    console.print(f"p95 slow / quick: {slower:.3f} (at most {MOST_SLOWER}); taken: {results['taken']}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    faults = results["quick"]["faults"] + results["slow"]["faults"]
    return 0 if slower <= MOST_SLOWER and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
