"""The API description is true: what is described exists, and what comes back is described."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
from collections import Counter
from importlib.resources import files
from typing import Any

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Unsatisfiable
from ruamel.yaml import YAML
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from scripted_rasa import ScriptedRasa, answered, said
from web_person import Start

from guide.gateway.api import OPERATIONS, ROUTES

DESCRIPTION = files("guide.gateway").joinpath("openapi.yml")
REQUESTS = int(os.environ.get("GUIDE_FUZZ", "500"))
METHODS = ("get", "post", "put", "patch", "delete")


def described() -> dict[str, Any]:
    """Return the description as data."""
    loaded: dict[str, Any] = YAML(typ="safe").load(DESCRIPTION.read_text(encoding="utf-8"))
    return loaded


def operations() -> set[tuple[str, str]]:
    """Return path and method of all that is described."""
    paths = described()["paths"].items()
    return {(path, method) for path, item in paths for method in item if method in METHODS}


def test_what_is_described_exists_and_what_exists_is_described() -> None:
    routes = {(r.path, r.method.lower()) for table in (*ROUTES, *OPERATIONS) for r in table}  # type: ignore[attr-defined]
    assert routes == operations()


def test_every_call_but_a_few_needs_a_token() -> None:
    paths = described()["paths"]
    free = {path for path, method in operations() if "security" not in paths[path][method]}
    operators = {"/health/live", "/health/ready", "/metrics"}
    assert free == {"/api/sessions", "/api/guide"} | operators


class Fuzzer:
    """Sends what schemathesis makes up, in a thread of its own, and checks what comes back."""

    CHECKS = (
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        negative_data_rejection,
        positive_data_acceptance,
    )

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.sent: Counter[str] = Counter()
        self.statuses: set[tuple[str, int]] = set()

    def run(self, count: int) -> None:
        """Send about ``count`` calls, of the form described and of others; most to what takes a body."""
        schema = schemathesis.openapi.from_dict(described())
        found = [each.ok() for each in schema.get_all_operations()]
        for operation in found:
            share = 5 if "requestBody" in operation.definition.raw else 40
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self._fuzz(operation, mode, max(2, count // share))

    def _fuzz(self, operation: Any, mode: GenerationMode, count: int) -> None:
        known = [self.token() for _ in range(4)]
        token = itertools.cycle([*known, None, *known, "forged.token.x"])
        accept = itertools.cycle(["application/json", "text/event-stream", "*/*"])

        @hypothesis.settings(
            max_examples=count,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            deadline=None,
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def fuzz(case: Any) -> None:
            self._send(case, next(token), next(accept))

        with contextlib.suppress(Unsatisfiable):  # what takes no data has no wrong data
            fuzz()

    def _send(self, case: Any, token: str | None, accept: str) -> None:
        label = f"{case.method} {case.operation.path}"
        protected = "security" in case.operation.definition.raw
        is_known = bool(token) and "forged" not in str(token)
        if case.method == "DELETE" and is_known:
            token = self.token()  # the one before is of no use after the last call
        headers = {"Accept": accept} | ({"Authorization": f"Bearer {token}"} if token else {})
        response = case.call(base_url=self.url, session=self.http, headers=headers)
        self.sent[label] += 1
        self.statuses.add((label, response.status_code))
        if protected and not is_known:
            assert response.status_code == 401, label
            case.validate_response(response, checks=list(self.CHECKS[:5]))
        else:
            case.validate_response(response, checks=list(self.CHECKS))

    def token(self) -> str:
        """Return the token of somebody new."""
        return str(self.http.post(f"{self.url}/api/sessions").json()["token"])


async def test_whatever_is_sent_what_comes_back_is_described(start: Start, rasa: ScriptedRasa) -> None:
    rasa.usual = (
        said("Which?", "Yes", "No", choose="many"),
        answered("Keep it cold.", "c1", buttons=("Why?",)),
    )
    gateway = await start()
    fuzzer = Fuzzer(str(gateway.client.make_url("")).rstrip("/"))
    await asyncio.to_thread(fuzzer.run, REQUESTS)
    assert {label.partition(" ")[2] for label in fuzzer.sent} == {path for path, _ in operations()}
    assert sum(fuzzer.sent.values()) >= REQUESTS * 0.8
    assert {
        ("POST /api/messages", 200),
        ("POST /api/messages", 400),
        ("POST /api/messages", 401),
    } <= fuzzer.statuses
