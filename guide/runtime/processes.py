"""Child processes that are never left behind, with their output in ``var/log``."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path

STOP_SECONDS = 8.0

# Rasa sends usage statistics unless told not to, and its libraries talk a lot at start.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "TQDM_DISABLE": "1",
}
_TAIL_LINES = 25


class Problem(Exception):
    """Something that a person has to see to. The message says what, in full sentences."""


class Interrupted(Exception):
    """Somebody asked for the end."""


class Child:
    """A process in a group of its own, so that stopping it stops everything it started."""

    def __init__(
        self,
        name: str,
        command: list[str],
        root: Path,
        environment: Mapping[str, str] | None = None,
        *,
        keep_log: bool = False,
    ) -> None:
        self.name = name
        self.log = root / "var" / "log" / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab" if keep_log else "wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=root,
                env=os.environ | QUIET | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def exit_code(self) -> int | None:
        """The exit code, or ``None`` while it runs."""
        return self._process.poll()

    def tail(self) -> str:
        """Return the end of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join([f"--- {self.log}", *lines[-_TAIL_LINES:]])

    def ask_to_stop(self) -> None:
        """Ask the whole group to end."""
        self._signal(signal.SIGTERM)

    def make_stop(self) -> None:
        """Wait a moment for the end, then end what is left of the group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):  # the whole group has ended
            os.killpg(self._process.pid, number)


def wait_for_end(child: Child, ended: threading.Event) -> int:
    """Return the exit code of ``child``, which is stopped if waiting for it is cut short.

    Raises:
        Interrupted: if ``ended`` is set first.
    """
    try:
        while child.exit_code is None:
            if ended.wait(0.1):
                raise Interrupted
        return child.exit_code
    except BaseException:
        stop([child])
        raise


def stop(children: list[Child]) -> None:
    """Stop all of them, at the same time rather than one after the other."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.make_stop()


def require_free(port: int, variable: str) -> None:
    """Check that nothing listens on ``port`` of this machine.

    Raises:
        Problem: if something does.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Problem(
                f"Port {port} cannot be used ({error.strerror}). Stop what uses it, or choose another: "
                f"{variable}={port + 1000} make run"
            ) from None
