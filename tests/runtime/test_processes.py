"""Child processes, ports, and what ``make run`` passes on."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from guide.runtime.processes import Child, Interrupted, Problem, require_free, stop, wait_for_end
from guide.runtime.supervisor import MAX_RESTARTS, Ports, Supervisor, endpoints_for

# Starts a child of its own, prints its id, and ignores a polite request to end.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def python(root: Path, code: str) -> Child:
    return Child("test", [sys.executable, "-c", code], root)


def test_the_exit_code_and_the_end_of_the_log_are_known(tmp_path: Path) -> None:
    child = python(tmp_path, "for n in range(90): print('line', n)\nraise SystemExit(3)")
    assert wait_for_end(child, threading.Event()) == 3
    assert child.tail().splitlines()[-1] == "line 89"
    assert "line 5\n" not in child.tail()


def test_an_interruption_stops_the_child(tmp_path: Path) -> None:
    child, ended = python(tmp_path, "import time; time.sleep(60)"), threading.Event()
    ended.set()
    with pytest.raises(Interrupted):
        wait_for_end(child, ended)
    assert child.exit_code is not None


def test_stopping_ends_the_whole_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guide.runtime.processes.STOP_SECONDS", 0.1)
    child = python(tmp_path, STUBBORN)
    while not (printed := child.log.read_text().strip()):
        assert child.exit_code is None
    stop([child])
    assert child.exit_code == -9
    deadline = time.monotonic() + 10
    while _runs(int(printed)):
        assert time.monotonic() < deadline


def test_a_port_in_use_is_a_clear_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} .*RASA_PORT="):
            require_free(port, "RASA_PORT")
    require_free(port, "RASA_PORT")


def test_ports_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_PORT", "6005")
    monkeypatch.setenv("ACTIONS_PORT", "")
    assert Ports.from_environment() == Ports(6005, 5055)


@pytest.mark.parametrize("value", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_a_clear_problem(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RASA_PORT", value)
    with pytest.raises(Problem, match="RASA_PORT"):
        Ports.from_environment()


def test_rasa_is_told_of_another_port_of_the_actions(tmp_path: Path) -> None:
    (tmp_path / "endpoints.yml").write_text("url: http://127.0.0.1:5055/webhook\n")
    assert endpoints_for(tmp_path, Ports()) == tmp_path / "endpoints.yml"
    changed = endpoints_for(tmp_path, Ports(actions=7055))
    assert changed.read_text() == "url: http://127.0.0.1:7055/webhook\n"


class Sleepers(Supervisor):
    """A supervisor of a process that does nothing."""

    def _commands(self) -> dict[str, list[str]]:
        return {"sleeper": [sys.executable, "-c", "import time; time.sleep(600)"]}

    def child(self) -> Child:
        """Return the process of now."""
        return self._children["sleeper"]

    def kill(self) -> None:
        """End it from outside."""
        os.kill(self.child()._process.pid, signal.SIGKILL)
        self.child()._process.wait()


@pytest.fixture
def sleepers(tmp_path: Path) -> Iterator[Sleepers]:
    supervisor = Sleepers(tmp_path, Ports(), Console(quiet=True), threading.Event())
    supervisor._start()
    yield supervisor
    stop([supervisor.child()])


def test_what_ends_by_itself_is_started_again(sleepers: Sleepers) -> None:
    first = sleepers.child()
    sleepers._revive()
    assert sleepers.child() is first
    sleepers.kill()
    sleepers._revive()
    assert sleepers.child() is not first
    assert sleepers.child().exit_code is None


def test_what_keeps_ending_is_given_up(sleepers: Sleepers) -> None:
    for _ in range(MAX_RESTARTS):
        sleepers.kill()
        sleepers._revive()
    sleepers.kill()
    with pytest.raises(Problem, match="sleeper ended by itself"):
        sleepers._revive()


def _runs(process: int) -> bool:
    """Whether that process does anything: an ended one may wait for its parent to take note."""
    try:
        os.kill(process, 0)
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
