"""The bot that ``rasa init`` makes, as it comes: DIET and TED."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.latency.bots import PYTHON, Bot, serve_command
from benchmarks.latency.scenarios import Scenario, says_greeting

# Conversations in a file, as for Kefir Guide; by itself the starter forgets them when it stops.
_ENDPOINTS = {"tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "conversations.db"}}


class Starter(Bot):
    """Rasa's starter bot in a folder of its own."""

    name = "starter"

    def __init__(self, folder: Path) -> None:
        super().__init__(project=folder, folder=folder)

    @property
    def greeting(self) -> Scenario:
        """The starter's simplest exchange."""
        return Scenario("starter: greeting", ("hello",), says_greeting(self.project))

    @property
    def first_scenario(self) -> Scenario:
        """The greeting: the starter has no other answer that needs no context."""
        return self.greeting

    def _made_from(self) -> str:
        return "rasa " + version("rasa")

    def _train(self) -> None:
        self._complete("starter-training", [*PYTHON, "rasa", "init", "--no-prompt", "--init-dir", "."])
        YAML().dump(_ENDPOINTS, self.project / "bench-endpoints.yml")

    def _launch(self) -> None:
        options = {"model": "models", "credentials": "credentials.yml", "endpoints": "bench-endpoints.yml"}
        self._run("starter-rasa", serve_command(self.port, **options))
