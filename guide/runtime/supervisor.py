"""``make run``: trains if needed, starts everything, says when it is ready, stops all of it together."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console

from guide.runtime import training
from guide.runtime.processes import Child, Interrupted, Problem, require_free, stop, wait_for_end

READY_SECONDS = 240.0

# What ends more often than that within the time has a fault that starting again does not mend.
MAX_RESTARTS, RESTART_SECONDS = 5, 300.0

# A model that failed to load its classifier answers /status all the same, so real sentences are parsed.
KNOWN_SENTENCES = {"hello": "greet", "thank you": "thank", "bye": "goodbye"}

SERVING = {
    "SANIC_HOST": "127.0.0.1",  # the action server's default is every interface
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TICKET_LOCK_LIFETIME": "30",  # just above the 25 s of a turn (guide.runtime.turn.Limits)
}


@dataclass(frozen=True)
class Ports:
    """Where the servers listen, on 127.0.0.1 only."""

    rasa: int = 5005
    actions: int = 5055
    gateway: int = 8080

    @classmethod
    def from_environment(cls) -> Ports:
        """Return the ports named by RASA_PORT, ACTIONS_PORT and GATEWAY_PORT.

        Raises:
            Problem: if one is no port number.
        """
        return cls(
            _port("RASA_PORT", cls.rasa),
            _port("ACTIONS_PORT", cls.actions),
            _port("GATEWAY_PORT", cls.gateway),
        )


def _port(variable: str, default: int) -> int:
    value = os.environ.get(variable) or str(default)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise Problem(f"{variable} must be a port number, not {value!r}.")
    return int(value)


class Supervisor:
    """Everything ``make run`` starts."""

    def __init__(self, root: Path, ports: Ports, console: Console, ended: threading.Event) -> None:
        self._root, self._ports, self._console, self._ended = root, ports, console, ended
        self._children: dict[str, Child] = {}
        self._restarts: list[float] = []

    def run(self) -> None:
        """Start everything and stay.

        Raises:
            Interrupted: when ``ended`` is set; everything is stopped then.
            Problem: if something cannot start, or keeps ending by itself.
        """
        require_free(self._ports.rasa, "RASA_PORT")
        require_free(self._ports.actions, "ACTIONS_PORT")
        require_free(self._ports.gateway, "GATEWAY_PORT")
        try:
            self._prepare()
            self._start()
            self._wait_until_ready()
            self._console.print(_ready_text(self._ports), highlight=False, markup=False)
            while True:
                self._pause(0.5)
                self._revive()
        finally:
            if self._children:
                self._console.print("Stopping ...")
            stop(list(self._children.values()))

    def _prepare(self) -> None:
        with self._console.status("Importing the content ..."):
            importing = Child("content", [_script("guide"), "content", "import"], self._root)
            if wait_for_end(importing, self._ended) != 0:
                raise Problem(f"The content could not be imported.\n{importing.tail()}")
        self._console.print("Content imported.")
        if training.is_current(self._root):
            self._console.print("The model is up to date.")
            return
        self._console.print("Training the model (log: var/log/training.log) ...")
        with self._console.status("This takes a minute or two, once ..."):
            training.train(self._root, self._ended)
        self._console.print("Model trained.")

    def _start(self) -> None:
        for name in self._commands():
            self._start_one(name)

    def _start_one(self, name: str) -> None:
        again = name in self._children
        self._children[name] = Child(name, self._commands()[name], self._root, SERVING, keep_log=again)

    def _commands(self) -> dict[str, list[str]]:
        python = [sys.executable, "-m"]
        rasa = [*python, "rasa", "run", "--enable-api", "-i", "127.0.0.1", "-p", str(self._ports.rasa)]
        rasa += ["--model", str(training.MODEL), "--credentials", "credentials.yml"]
        rasa += ["--endpoints", str(endpoints_for(self._root, self._ports))]
        return {
            "actions": [*python, "rasa_sdk", "--actions", "actions", "--port", str(self._ports.actions)],
            "rasa": rasa,
            "gateway": [*python, "guide.gateway"],
        }

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        with self._console.status("Starting the servers ..."):
            while not all(ready(self._ports) for ready in (_actions_ready, _rasa_ready, _gateway_ready)):
                self._require_alive()
                if time.monotonic() > deadline:
                    tails = "\n".join(child.tail() for child in self._children.values())
                    raise Problem(f"Not ready after {READY_SECONDS:.0f} s.\n{tails}")
                self._pause(0.3)

    def _pause(self, seconds: float) -> None:
        if self._ended.wait(seconds):
            raise Interrupted

    def _require_alive(self) -> None:
        for child in self._children.values():
            if child.exit_code is not None:
                raise _ended_by_itself(child)

    def _revive(self) -> None:
        """Start again what ended by itself: one part that fails must not take the others, which still
        answer emergencies, with it."""
        for name, child in self._children.items():
            if child.exit_code is None:
                continue
            now = time.monotonic()
            self._restarts = [at for at in self._restarts if now - at < RESTART_SECONDS] + [now]
            if len(self._restarts) > MAX_RESTARTS:
                raise _ended_by_itself(child)
            self._console.print(f"{name} ended by itself (code {child.exit_code}); starting it again.")
            self._start_one(name)


def _ended_by_itself(child: Child) -> Problem:
    return Problem(f"{child.name} ended by itself (code {child.exit_code}).\n{child.tail()}")


def endpoints_for(root: Path, ports: Ports) -> Path:
    """Return the endpoints file for these ports: the project's own, or a copy with another port."""
    own = root / "endpoints.yml"
    if ports.actions == Ports.actions:
        return own
    copy = root / "var" / "endpoints.yml"
    copy.parent.mkdir(exist_ok=True)
    here, there = f"127.0.0.1:{Ports.actions}/", f"127.0.0.1:{ports.actions}/"
    copy.write_text(own.read_text(encoding="utf-8").replace(here, there), encoding="utf-8")
    return copy


def _script(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _actions_ready(ports: Ports) -> bool:
    return _ask(f"http://127.0.0.1:{ports.actions}/health") is not None


def _rasa_ready(ports: Ports) -> bool:
    """Whether known sentences are understood.

    Raises:
        Problem: if the model answers but does not understand them: waiting would not help.
    """
    for sentence, intent in KNOWN_SENTENCES.items():
        parsed = _ask(f"http://127.0.0.1:{ports.rasa}/model/parse", {"text": sentence})
        if parsed is None:
            return False
        found = (parsed.get("intent") or {}).get("name")
        if found != intent:
            raise Problem(f"The model does not work: it takes {sentence!r} for {found!r}, not {intent!r}.")
    return True


def _gateway_ready(ports: Ports) -> bool:
    return _ask(f"http://127.0.0.1:{ports.gateway}/health/ready") is not None


def _ask(url: str, question: dict[str, str] | None = None) -> dict[str, Any] | None:
    """Return the JSON answer of ``url``, or ``None`` while there is none."""
    body = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            parsed: dict[str, Any] = json.load(answer)
            return parsed
    except (OSError, ValueError, urllib.error.URLError):
        return None


def _ready_text(ports: Ports) -> str:
    return f"""
Kefir Guide is ready.

  Talk to it:   http://127.0.0.1:{ports.gateway}/  (or in the terminal: make chat)
  Rasa itself:  curl -s http://127.0.0.1:{ports.rasa}/webhooks/rest/webhook \\
                  -d '{{"sender": "me", "message": "Can I drink kefir?"}}'
  Logs:         var/log
  Stop:         Ctrl-C
"""


def main() -> int:
    """Run until interrupted (0) or until something fails (1)."""
    console, ended = Console(), threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        ended.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        Supervisor(Path.cwd(), Ports.from_environment(), console, ended).run()
    except Interrupted:
        pass
    except Problem as problem:
        console.print(str(problem), style="bold red", markup=False, soft_wrap=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
