"""The two bots: each is trained, started, asked until it answers rightly, and stopped."""

from __future__ import annotations

import json
import shutil
import socket
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.latency.client import UNREACHABLE, Client
from benchmarks.latency.memory import resident_mb
from benchmarks.latency.scenarios import Scenario, play
from guide.runtime.processes import Child, Problem, stop, wait_for_end

PYTHON = [sys.executable, "-m"]

_READY_SECONDS = 300.0
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Training:
    """How long training took, and whether that was in an earlier run."""

    seconds: float
    kept: bool


class Process(Child):
    """A child process that can be weighed."""

    @property
    def resident_mb(self) -> float | None:
        """Its resident memory in MB with that of everything it started."""
        return resident_mb(self._process.pid)


class Bot(ABC):
    """A bot with its model, database and logs under ``folder``, started from ``project``."""

    name: str

    def __init__(self, project: Path, folder: Path) -> None:
        self.project, self.folder = project, folder
        self.port = 0
        self._running: list[Process] = []

    @property
    @abstractmethod
    def first_scenario(self) -> Scenario:
        """What the bot must answer rightly to count as ready."""

    @abstractmethod
    def _made_from(self) -> str:
        """Return a mark that changes when the model would come out differently."""

    @abstractmethod
    def _train(self) -> None:
        """Make the model."""

    @abstractmethod
    def _launch(self) -> None:
        """Start every process of the bot on ``port``, without waiting for any."""

    def train(self, keep: bool) -> Training:
        """Train, or with ``keep`` use the model of an earlier run if it would come out the same.

        Raises:
            Problem: if training fails.
        """
        record, made_from = self.folder / "training.json", self._made_from()
        if keep and record.exists():
            earlier = json.loads(record.read_text())
            if earlier["made_from"] == made_from:
                return Training(earlier["seconds"], kept=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        begun = time.monotonic()
        self._train()
        seconds = time.monotonic() - begun
        record.write_text(json.dumps({"seconds": seconds, "made_from": made_from}))
        return Training(seconds, kept=False)

    def start(self) -> float:
        """Start with an empty tracker store; return the seconds until the first right answer.

        Raises:
            Problem: if a process ends by itself or there is no right answer in time.
        """
        for left in self.folder.glob("conversations.db*"):
            left.unlink()
        self.port = free_port()
        begun = time.monotonic()
        self._launch()
        while (trouble := self._trouble()) is not None:
            ended = [process.name for process in self._running if process.exit_code is not None]
            if ended or time.monotonic() - begun > _READY_SECONDS:
                tails = "\n".join(process.tail() for process in self._running)
                raise Problem(f"{self.name} does not get ready (ended: {ended}): {trouble}\n{tails}")
            time.sleep(_POLL_SECONDS)
        return time.monotonic() - begun

    def stop(self) -> None:
        """Stop whatever runs."""
        stop(list(self._running))
        self._running.clear()

    def resident_mb(self) -> dict[str, float]:
        """Return the resident memory of each process, empty where it cannot be read."""
        weights = {process.name: process.resident_mb for process in self._running}
        return {name: round(weight, 1) for name, weight in weights.items() if weight is not None}

    def _trouble(self) -> Exception | None:
        """Return what keeps the bot from a right answer now, ``None`` if it gives one."""
        try:
            with Client(self.port) as client:
                play(client, self.first_scenario)
        except (*UNREACHABLE, Problem) as error:
            return error
        return None

    def _run(self, name: str, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        self._running.append(Process(f"bench-{name}", command, self.project, environment))

    def _complete(self, name: str, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        child = Child(f"bench-{name}", command, self.project, environment)
        if wait_for_end(child, threading.Event()) != 0:
            raise Problem(f"{' '.join(command[1:])} failed.\n{child.tail()}")


def serve_command(port: int, **options: Any) -> list[str]:
    """Return ``rasa run`` with the HTTP API on ``port`` of this machine only."""
    named = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [*PYTHON, "rasa", "run", "--enable-api", "-i", "127.0.0.1", "-p", str(port), *named]


def free_port() -> int:
    """Return a port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
