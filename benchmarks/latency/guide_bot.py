"""Kefir Guide as ``make run`` starts it, on free ports and on databases of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.latency.bots import PYTHON, Bot, free_port, serve_command
from benchmarks.latency.scenarios import Scenario, is_cited, is_cited_verdict, says_greeting
from guide.runtime import training
from guide.runtime.supervisor import SERVING


class GuideBot(Bot):
    """Rasa and the action server of this project."""

    name = "guide"

    @property
    def greeting(self) -> Scenario:
        """The like of the starter's greeting."""
        return Scenario("guide: greeting", ("hello",), says_greeting(self.project))

    @property
    def topic(self) -> Scenario:
        """A question that needs no screening."""
        return Scenario("guide: topic question", ("How do I store kefir?",), is_cited)

    @property
    def verdict(self) -> Scenario:
        """The reply that matters most: screening is over, and the cited verdict is given."""
        turns = ("Can I drink kefir?", "Neither", "None of these")
        return Scenario("guide: screened verdict", turns, is_cited_verdict)

    @property
    def first_scenario(self) -> Scenario:
        """A cited answer: it needs the model, the action server and the content store."""
        return self.topic

    def import_content(self) -> float:
        """Fill the content store, as ``make run`` does before it starts the servers; return the seconds.

        Raises:
            Problem: if the content is not valid.
        """
        begun = time.monotonic()
        command = [str(Path(sys.executable).with_name("guide")), "content", "import"]
        self._complete("guide-content", command, self._databases())
        return time.monotonic() - begun

    def _made_from(self) -> str:
        return training.fingerprint(self.project)

    def _train(self) -> None:
        command = [*PYTHON, "rasa", "train", "--force", "--out", str(self.folder / "models")]
        cache = {"RASA_CACHE_DIRECTORY": str(self.folder / "cache")}
        self._complete("guide-training", [*command, "--fixed-model-name", "guide"], cache)

    def _launch(self) -> None:
        actions_port, environment = free_port(), SERVING | self._databases()
        actions = [*PYTHON, "rasa_sdk", "--actions", "actions", "--port", str(actions_port)]
        options = {
            "model": self.folder / "models" / "guide.tar.gz",
            "credentials": "credentials.yml",
            "endpoints": self._endpoints(actions_port),
        }
        self._run("guide-actions", actions, environment)
        self._run("guide-rasa", serve_command(self.port, **options), environment)

    def _databases(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"sqlite:///{self.folder / 'content.db'}",
            "TRACKER_URL": f"sqlite:///{self.folder / 'conversations.db'}",
        }

    def _endpoints(self, actions_port: int) -> Path:
        """Return a copy of the project's endpoints that leads to another port."""
        yaml, copy = YAML(), self.folder / "endpoints.yml"
        endpoints = yaml.load(self.project / "endpoints.yml")
        endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{actions_port}/webhook"
        yaml.dump(endpoints, copy)
        return copy
