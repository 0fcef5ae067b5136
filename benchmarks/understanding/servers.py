"""Rasa servers in processes of their own that only read messages."""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from benchmarks.latency.bots import free_port, serve_command
from guide.runtime.processes import Child, Problem, stop

PYTHON = [sys.executable, "-m"]
_READY_SECONDS, _POLL_SECONDS, _PARSE_SECONDS = 300.0, 0.3, 60.0


class ParseServer:
    """``rasa run`` with one model, for ``with``; it is stopped however the block ends."""

    def __init__(
        self, name: str, root: Path, model: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._root, self._model, self._environment = root, model, environment

    def __enter__(self) -> ParseServer:
        port = free_port()
        endpoints = self._model.with_name("endpoints.yml")
        endpoints.write_text("{}\n")
        command = serve_command(port, model=self._model, endpoints=endpoints)
        self._child = Child(f"bench-{self.name}", command, self._root, self._environment)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PARSE_SECONDS)
        try:
            self._wait()
        except BaseException:
            stop([self._child])
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        stop([self._child])

    def parse(self, text: str) -> tuple[float, dict[str, Any]]:
        """Return the seconds until the whole parse result was there, and the result."""
        body = json.dumps({"text": text}).encode()
        begun = time.perf_counter()
        self._connection.request("POST", "/model/parse", body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse().read()
        seconds = time.perf_counter() - begun
        parsed: dict[str, Any] = json.loads(answer)
        return seconds, parsed

    def _wait(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not self._answers():
            if self._child.exit_code is not None or time.monotonic() > deadline:
                raise Problem(f"{self.name} does not get ready.\n{self._child.tail()}")
            time.sleep(_POLL_SECONDS)

    def _answers(self) -> bool:
        try:
            return "intent" in self.parse("hello")[1]
        except (OSError, http.client.HTTPException, ValueError):
            self._connection.close()
            return False
