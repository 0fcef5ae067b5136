"""The measurements. What is compared is measured in turns, so that a noisy moment hits both bots."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

from benchmarks.latency.bots import Bot
from benchmarks.latency.client import Client
from benchmarks.latency.scenarios import Scenario, play

# Short enough for an idle connection never to be closed by the server between two samples.
_BLOCK = 10


@dataclass(frozen=True)
class Probe:
    """A conversation with a running bot."""

    bot: Bot
    scenario: Scenario

    def sample(self, times: int) -> list[list[float]]:
        """Hold the conversation so often on one connection; return the seconds of each turn of each.

        Raises:
            Problem: at a wrong reply.
        """
        with Client(self.bot.port) as client:
            return [play(client, self.scenario) for _ in range(times)]


@dataclass(frozen=True)
class Crowd:
    """What several clients at once got out of a bot."""

    messages_per_second: float
    seconds: list[float]


def ready_seconds(bots: Sequence[Bot], rounds: int) -> dict[str, list[float]]:
    """Start the bots one after the other, so many times; return the seconds until each was ready.

    After the last round all of them stay up; until then each is stopped before the next one starts.
    """
    taken: dict[str, list[float]] = {bot.name: [] for bot in bots}
    for number in range(rounds):
        for bot in bots:
            taken[bot.name].append(bot.start())
            if number < rounds - 1:
                bot.stop()
    return taken


def reply_seconds(probes: Sequence[Probe], samples: int, warm_up: int) -> dict[str, list[float]]:
    """Return the seconds of the last turn of so many conversations for each probe, by scenario.

    The probes take turns in blocks of ten, in alternating order.
    """
    for probe in probes:
        probe.sample(warm_up)
    taken: dict[str, list[float]] = {probe.scenario.name: [] for probe in probes}
    blocks = [min(_BLOCK, samples - done) for done in range(0, samples, _BLOCK)]
    for number, size in enumerate(blocks):
        for probe in probes if number % 2 == 0 else reversed(probes):
            taken[probe.scenario.name] += [turns[-1] for turns in probe.sample(size)]
    return taken


def crowd(probe: Probe, clients: int, conversations: int) -> Crowd:
    """Let ``clients`` at once hold so many conversations each; every turn counts as a message."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        each = list(threads.map(lambda _: probe.sample(conversations), range(clients)))
    elapsed = time.perf_counter() - begun
    seconds = list(chain.from_iterable(chain.from_iterable(each)))
    return Crowd(len(seconds) / elapsed, seconds)
