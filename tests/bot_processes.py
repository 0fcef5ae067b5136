"""Starts the real guide for tests: content store, actions, Rasa and gateway, on ports of their own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parents[1]
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql+psycopg2://postgres@127.0.0.1:5432")
START_SECONDS = 180.0
TURN_SECONDS = 40.0


@dataclass(frozen=True)
class Databases:
    """Where one bot keeps its conversations and its content."""

    conversations: str
    content: str


@dataclass(frozen=True)
class Bot:
    """A running bot. ``processes`` are by name, so that a test can stop one."""

    url: str
    databases: Databases
    web: str = ""
    processes: Mapping[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Send one message as a channel would and return everything the bot says to it."""
        replies: list[dict[str, Any]] = _post(
            f"{self.url}/webhooks/rest/webhook", {"sender": sender, "message": text}
        )
        return replies

    def tracker(self, sender: str) -> dict[str, Any]:
        """Return what Rasa keeps of this conversation."""
        with urllib.request.urlopen(
            f"{self.url}/conversations/{sender}/tracker", timeout=TURN_SECONDS
        ) as answer:
            kept: dict[str, Any] = json.load(answer)
            return kept

    def stored_events(self, sender: str) -> int:
        """Return how many events of this sender the database holds."""
        engine = sa.create_engine(self.databases.conversations, future=True)
        try:
            with engine.connect() as connection:
                query = sa.text("select count(*) from events where sender_id = :sender")
                return int(connection.execute(query, {"sender": sender}).scalar_one())
        finally:
            engine.dispose()


@contextmanager
def sqlite_databases(folder: Path) -> Iterator[Databases]:
    """Yield two new SQLite files."""
    yield Databases(f"sqlite:///{folder}/conversations.db", f"sqlite:///{folder}/content.db")


@contextmanager
def postgresql_databases() -> Iterator[Databases]:
    """Yield a new PostgreSQL database and drop it afterwards.

    Raises:
        sqlalchemy.exc.OperationalError: if no server answers. The tests then fail: a store that was
            not tried must not look as if it had been.
    """
    name = f"kefir_test_{secrets.token_hex(6)}"
    _on_server(f'CREATE DATABASE "{name}"')
    try:
        url = f"{POSTGRESQL.rstrip('/')}/{name}"
        yield Databases(url, url)
    finally:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    engine = sa.create_engine(f"{POSTGRESQL.rstrip('/')}/postgres", isolation_level="AUTOCOMMIT", future=True)
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
    finally:
        engine.dispose()


@contextmanager
def running_bot(model: Path, databases: Databases, folder: Path) -> Iterator[Bot]:
    """Yield the bot once it answers, and end its processes afterwards.

    Raises:
        RuntimeError: if a process ends early or does not answer in time, with the end of its log.
    """
    actions_port, rasa_port, web_port = free_port(), free_port(), free_port()
    endpoints = _endpoints(folder, actions_port)
    python = [sys.executable, "-m"]
    actions = [*python, "rasa_sdk", "--actions", "actions", "--port", str(actions_port)]
    rasa = [*python, "rasa", "run", "--enable-api", "-i", "127.0.0.1", "-p", str(rasa_port)]
    rasa += ["--model", str(model), "--endpoints", str(endpoints), "--credentials", "credentials.yml"]
    ports = {"ACTIONS_PORT": actions_port, "RASA_PORT": rasa_port, "GATEWAY_PORT": web_port}
    environment = _environment(databases) | {name: str(port) for name, port in ports.items()}
    started: list[tuple[subprocess.Popen[bytes], Path]] = []
    try:
        for name, command in (("actions", actions), ("rasa", rasa), ("gateway", [*python, "guide.gateway"])):
            started.append(_start(name, command, folder, environment))
        wait(f"http://127.0.0.1:{actions_port}/health", started)
        wait(f"http://127.0.0.1:{rasa_port}/status", started)
        wait(f"http://127.0.0.1:{web_port}/health/ready", started)
        processes = {log.stem: process for process, log in started}
        yield Bot(f"http://127.0.0.1:{rasa_port}", databases, f"http://127.0.0.1:{web_port}", processes)
    finally:
        for process, _ in reversed(started):
            end(process)


def _environment(databases: Databases) -> dict[str, str]:
    ours = {
        "DATABASE_URL": databases.content,
        "TRACKER_URL": databases.conversations,
        "SANIC_HOST": "127.0.0.1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "GATEWAY_SECRET": secrets.token_urlsafe(32),
    }
    return {**os.environ, **ours}


def _endpoints(folder: Path, actions_port: int) -> Path:
    """Write the project's own endpoints with another port, so that what is tried is what is run."""
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    path = folder / "endpoints.yml"
    path.write_text(text.replace("127.0.0.1:5055/", f"127.0.0.1:{actions_port}/"), encoding="utf-8")
    return path


def _start(
    name: str, command: list[str], folder: Path, environment: dict[str, str]
) -> tuple[subprocess.Popen[bytes], Path]:
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    return process, log


def wait(url: str, started: list[tuple[subprocess.Popen[bytes], Path]]) -> None:
    """Wait until ``url`` answers.

    Raises:
        RuntimeError: if a process ends early, or it does not answer in time, with the end of the logs.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        for process, log in started:
            if process.poll() is not None:
                raise RuntimeError(f"{log.stem} ended with {process.returncode}.\n{_tail(log)}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)  # another process's start can only be watched from outside
    raise RuntimeError(f"{url} did not answer in time.\n" + "\n".join(_tail(log) for _, log in started))


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:])


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a process and everything it started."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGCONT)  # a test may have stopped it
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """Return a port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _post(url: str, body: dict[str, str]) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=TURN_SECONDS) as answer:
        return json.load(answer)
