"""What the containers run, run by hand: the commands of the Dockerfile with the environment of the compose
file, on the real PostgreSQL and Redis. Only addresses and the paths of secrets are those of this machine.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from bot_processes import ROOT, Databases, end, free_port, postgresql_databases, wait
from ruamel.yaml import YAML
from web_client import WebClient, texts

REDIS = os.environ.get("TEST_REDIS", "127.0.0.1:6379")
SECRETS = "/run/secrets/"


def compose() -> Any:
    """Return the compose file, every value as text: once Rasa was imported, ruamel would put variables in."""
    return YAML(typ="base").load(ROOT / "docker-compose.yml")


def command(target: str) -> list[str]:
    """Return the command of one image."""
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    stage = dockerfile.split(f"AS {target}\n")[1].split("\nFROM ")[0]
    found = re.search(r"^CMD (\[.*\])$", stage, re.MULTILINE)
    assert found, target
    run: list[str] = json.loads(found[1])
    return run


class Machine:
    """This machine in place of the containers' network: a port for each service, a file for each secret."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        self._folder = folder
        self.ports = {"rasa:5005": free_port(), "actions:5055": free_port(), "gateway:8080": free_port()}
        kept = {
            "content_url": databases.content,
            "tracker_url": databases.conversations,
            "gateway_secret": secrets.token_hex(32),
            "rasa_token": secrets.token_hex(16),
        }
        for name, value in kept.items():
            (folder / name).write_text(value)
        endpoints = (ROOT / "deploy" / "endpoints.yml").read_text(encoding="utf-8")
        host, _, port = REDIS.partition(":")
        endpoints = endpoints.replace("url: redis\n", f"url: {host}\n  port: {port}\n")
        (folder / "endpoints.yml").write_text(self._here(endpoints))

    def _here(self, text: str) -> str:
        for name, port in self.ports.items():
            text = text.replace(name, f"127.0.0.1:{port}")
        return text.replace(SECRETS, f"{self._folder}/")

    def environment(self, service: str) -> dict[str, str]:
        """Return what the compose file sets, defaults in place of the operator's variables."""
        given = compose()["services"][service].get("environment") or {}
        plain = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", str(value)) for name, value in given.items()}
        ours = {name: self._here(value) for name, value in plain.items()}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        ports = {"GATEWAY_PORT": str(self.ports["gateway:8080"]), "GATEWAY_HOST": "127.0.0.1"}
        image = {"SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(ROOT), "TICKET_LOCK_LIFETIME": "30"}
        return {**os.environ, **ours, **ports, **image, "PATH": path}

    def command(self, service: str) -> list[str]:
        """Return the image's command with this machine's ports."""
        run = [self._here(part) for part in command(service)]
        replaced = {
            "deploy/endpoints.yml": str(self._folder / "endpoints.yml"),
            "0.0.0.0": "127.0.0.1",
            "-p 5005": f"-p {self.ports['rasa:5005']}",
            "--port 5055": f"--port {self.ports['actions:5055']}",
        }
        for old, new in replaced.items():
            run = [part.replace(old, new) for part in run]
        return run


@contextmanager
def running(machine: Machine, folder: Path) -> Iterator[str]:
    """Start the services as the compose file orders them; yield the gateway's address."""
    started: list[tuple[subprocess.Popen[bytes], Path]] = []
    ready = {"actions": "/health", "rasa": "/webhooks/rest/", "gateway": "/health/ready"}
    addresses = {name.split(":")[0]: f"http://127.0.0.1:{port}" for name, port in machine.ports.items()}
    try:
        for service, path in ready.items():
            log = folder / f"{service}.log"
            with log.open("wb") as output:
                process = subprocess.Popen(
                    machine.command(service),
                    cwd=ROOT,
                    env=machine.environment(service),
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            started.append((process, log))
            wait(addresses[service] + path, started)
        yield addresses["gateway"]
    finally:
        for process, _ in reversed(started):
            end(process)


@pytest.fixture(scope="module")
def deployed(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the guide as it is deployed."""
    assert model.exists()
    folder = tmp_path_factory.mktemp("deploy")
    with ExitStack() as stack:
        machine = Machine(folder, stack.enter_context(postgresql_databases()))
        yield stack.enter_context(running(machine, folder))


def test_a_conversation_on_postgresql_and_redis(deployed: str) -> None:
    person = WebClient(deployed)
    assert "best avoided" in texts(person.say("I have a milk allergy. Can I drink kefir?"))
    assert "milk allergy" in texts(person.say("what do you know about me?"))
    status, receipt = person.call("DELETE", "/api/sessions/current")
    assert status == 200
    assert receipt["erased"]["events"] > 0
    assert receipt["erased"]["replies"] == 2


def test_only_the_gateway_is_published() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if service.get("ports")] == ["gateway"]
    inside = compose()["networks"]["inside"]
    assert inside == {"internal": "true"}
    assert all(service["networks"] == ["inside"] for name, service in services.items() if name != "gateway")


def test_every_service_tells_whether_it_is_well_and_starts_after_what_it_needs() -> None:
    services = compose()["services"]
    assert all("healthcheck" in service for service in services.values())
    needs = {name: set(service.get("depends_on") or {}) for name, service in services.items()}
    assert needs["gateway"] == {"rasa", "actions"}
    assert needs["rasa"] == {"postgres", "redis", "actions"}
    for service in services.values():
        assert all(
            each["condition"] == "service_healthy" for each in (service.get("depends_on") or {}).values()
        )


def test_no_secret_is_a_variable() -> None:
    secret = re.compile(r"SECRET|PASSWORD|TOKEN|DATABASE_URL|TRACKER_URL")
    for service in compose()["services"].values():
        names = [name for name in service.get("environment") or {} if secret.search(name)]
        assert all(name.endswith("_FILE") for name in names), shlex.join(names)
