"""For whoever runs the guide: health, metrics, what a page is told, and a real process from start to end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer, unused_port
from scripted_rasa import BREAK_OFF, HANG, ScriptedRasa, said
from web_person import SECRET, Gateway, Person, Start, read

from guide.advice.content import Content
from guide.gateway import health_checks, keys
from guide.gateway.keys import SNAPSHOTS
from guide.gateway.wording import worded
from guide.store import SnapshotCache


class HangingSource:
    """A content database that does not answer until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def content_version(self, pack: str) -> str:
        """Hang."""
        self.let_go.wait(20)
        return ""

    def load(self, pack: str, *, serve_pending: bool) -> Content:
        """Hang."""
        self.let_go.wait(20)
        raise AssertionError


@pytest.fixture
def hanging_source() -> Iterator[HangingSource]:
    source = HangingSource()
    yield source
    source.let_go.set()


class TestHealth:
    async def ready(self, gateway: Gateway) -> tuple[int, dict[str, bool]]:
        """Return status and parts."""
        answer = await gateway.send("GET", "/health/ready")
        assert (answer.body["status"] == "ok") == (answer.status == 200)
        return answer.status, answer.body["parts"]

    async def test_all_is_well(self, gateway: Gateway) -> None:
        assert await self.ready(gateway) == (200, {"rasa": True, "actions": True, "content": True})

    async def test_alive_needs_nobody(self, start: Start, nowhere: str) -> None:
        gateway = await start(rasa_urls=(nowhere,), actions_url=nowhere)
        assert (await gateway.send("GET", "/health/live")).status == 200

    async def test_a_missing_part_is_named(self, start: Start, nowhere: str) -> None:
        everything = {"rasa": True, "actions": True, "content": True}
        for setting, part in ((("rasa_urls", (nowhere,)), "rasa"), (("actions_url", nowhere), "actions")):
            gateway = await start(**dict([setting]))
            assert await self.ready(gateway) == (503, everything | {part: False})

    async def test_one_rasa_of_two_is_not_enough(
        self, start: Start, rasa_server: TestServer, nowhere: str
    ) -> None:
        one = str(rasa_server.make_url("")).rstrip("/")
        _, parts = await self.ready(await start(rasa_urls=(one, nowhere)))
        assert parts["rasa"] is False

    async def test_a_rasa_that_understands_nothing_is_not_ready(
        self, gateway: Gateway, rasa: ScriptedRasa
    ) -> None:
        rasa.intent = "nlu_fallback"
        _, parts = await self.ready(gateway)
        assert parts["rasa"] is False

    async def test_actions_that_fail_are_not_ready(self, gateway: Gateway, rasa: ScriptedRasa) -> None:
        rasa.actions_status = 500
        _, parts = await self.ready(gateway)
        assert parts["actions"] is False

    async def test_without_content_it_is_not_ready(self, start: Start, tmp_path: Path) -> None:
        gateway = await start(own_content=True, url=f"sqlite:///{tmp_path / 'missing.db'}")
        _, parts = await self.ready(gateway)
        assert parts["content"] is False
        answer = await gateway.send("GET", "/api/guide")
        assert (answer.status, answer.body["text"]) == (503, worded("unavailable"))

    async def test_a_part_that_hangs_is_not_ready(
        self, start: Start, hanging_source: HangingSource, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nor does it keep the gateway from starting, or a page waiting for ever."""
        monkeypatch.setattr(health_checks, "WAIT_SECONDS", 0.05)
        monkeypatch.setattr(keys, "CONTENT_SECONDS", 0.05)

        def let_content_hang(app: Any) -> None:
            app[SNAPSHOTS] = SnapshotCache(hanging_source, "kefir", serve_pending=True)

        gateway = await start(let_content_hang)
        assert (await self.ready(gateway))[1]["content"] is False
        assert (await gateway.send("GET", "/api/guide")).status == 503

    async def test_probes_do_not_wear_the_parts_out(
        self, gateway: Gateway, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(health_checks, "_FRESH_SECONDS", 1000.0)
        await self.ready(gateway)
        rasa.intent = "nlu_fallback"
        answers = await asyncio.gather(*(self.ready(gateway) for _ in range(20)))
        assert {status for status, _ in answers} == {200}


class TestMetrics:
    async def test_calls_replies_and_failures_are_counted(
        self, gateway: Gateway, person: Person, rasa: ScriptedRasa
    ) -> None:
        await person.say("hello")
        rasa.script("hello", BREAK_OFF)
        await person.say("hello")
        await gateway.send("GET", "/api/nothing")
        text = (await gateway.send("GET", "/metrics")).body
        for line in (
            'guide_calls_total{route="/api/messages",status="200"} 1.0',
            'guide_calls_total{route="/api/messages",status="503"} 1.0',
            'guide_calls_total{route="unknown",status="404"} 1.0',
            "guide_failed_replies_total 1.0",
            "guide_upstream_failures_total 1.0",
            "guide_first_message_seconds_count 2.0",
            "guide_open_streams 0.0",
        ):
            assert line in text

    async def test_open_streams_are_counted(
        self, gateway: Gateway, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("One."), HANG)
        async with person.listening("hello") as heard:
            await anext(heard)
            assert "guide_open_streams 1.0" in (await gateway.send("GET", "/metrics")).body


class TestGuide:
    async def test_a_page_is_told_what_it_needs(self, start: Start) -> None:
        gateway = await start(emergency_numbers={"default": "112"})
        answer = await gateway.send("GET", "/api/guide")
        assert answer.body["title"] == "Kefir Guide"
        assert answer.body["emergency_numbers"] == {"default": "112"}
        assert 1 < len(answer.body["suggestions"]) <= 4


class TestUpstream:
    async def test_a_person_always_reaches_the_same_rasa(self, start: Start) -> None:
        several = [ScriptedRasa() for _ in range(3)]
        servers = [TestServer(one.app()) for one in several]
        for server in servers:
            await server.start_server()
        gateway = await start(rasa_urls=tuple(str(s.make_url("")).rstrip("/") for s in servers))
        for _ in range(6):
            person = await gateway.person()
            for _ in range(2):
                await person.say("hello")
        reached = [{heard["sender"] for heard in one.heard} for one in several]
        assert sum(map(len, reached)) == 6
        for server in servers:
            await server.close()


class TestProcess:
    """``python -m guide.gateway`` as an operator starts it."""

    PRIVATE = "Annabel-has-leukaemia"

    @pytest.fixture
    async def process(
        self, database: Path, rasa_server: TestServer, tmp_path: Path
    ) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
        port, upstream = unused_port(), str(rasa_server.make_url("")).rstrip("/")
        environ = os.environ | {
            "PYTHONPATH": str(Path(keys.__file__).parents[2]),
            "DATABASE_URL": f"sqlite:///{database}",
            "GATEWAY_PORT": str(port),
            "GATEWAY_SECRET": SECRET,
            "RASA_URLS": upstream,
            "ACTIONS_URL": upstream,
        }
        started = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "guide.gateway"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environ,
            cwd=tmp_path,
        )
        yield started, f"http://127.0.0.1:{port}"
        if started.returncode is None:
            started.kill()
            await started.wait()

    async def test_what_was_said_is_in_no_line_of_its_logs_and_it_ends_when_told(
        self, process: tuple[asyncio.subprocess.Process, str], rasa: ScriptedRasa
    ) -> None:
        started, url = process
        rasa.script("failing", said(self.PRIVATE), BREAK_OFF)
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            await answering(http, f"{url}/health/live")
            async with http.post(f"{url}/api/sessions") as response:
                token = (await response.json())["token"]
            person = Person(SessionAt(http, url), token)  # type: ignore[arg-type]
            assert (await person.say(self.PRIVATE)).status == 200
            await person.say("failing")
            await person.call("GET", f"/api/guide?ask={self.PRIVATE}")
            await person.call("GET", f"/{self.PRIVATE}")
            await person.call("POST", "/api/messages", {self.PRIVATE: 1})
            port = int(url.rpartition(":")[2])
            for head in (f"X: {self.PRIVATE}\x00{token}", f"{self.PRIVATE} {token}", f": {token}"):
                await broken_request(port, f"GET /?ask={self.PRIVATE} HTTP/1.1\r\n{head}\r\n\r\n".encode())
        started.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(started.communicate(), 40)
        logs = (out + err).decode()
        assert started.returncode == 0
        assert "Traceback" not in logs
        for private in (self.PRIVATE, token, rasa.heard[0]["sender"], SECRET):
            assert private not in logs
        ours = [json.loads(line) for line in logs.splitlines() if line.startswith("{")]
        assert {"call", "rasa_unavailable"} <= {line["event"] for line in ours}

    async def test_a_reply_in_progress_comes_to_its_end_when_it_is_told_to_stop(
        self, process: tuple[asyncio.subprocess.Process, str], rasa: ScriptedRasa
    ) -> None:
        started, url = process
        rasa.script("hello", said("First."), HANG, said("Last."))
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            await answering(http, f"{url}/health/live")
            async with http.post(f"{url}/api/sessions") as response:
                token = (await response.json())["token"]
            person = Person(SessionAt(http, url), token)  # type: ignore[arg-type]
            reply = asyncio.create_task(person.say("hello"))
            await rasa.hangs()
            started.send_signal(signal.SIGTERM)
            await refusing(int(url.rpartition(":")[2]))
            rasa.let_go()
            texts = [message["text"] for message in (await reply).body["messages"]]
            assert texts == ["First.", "Last."]
            assert await started.wait() == 0


class SessionAt:
    """A client session with a base address, as the test client has."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url

    def request(self, method: str, path: str, **options: Any) -> Any:
        """Call."""
        return self._http.request(method, self._url + path, **options)


async def answering(http: aiohttp.ClientSession, url: str) -> None:
    """Wait until a process that is starting answers."""
    while True:
        try:
            async with http.get(url) as response:
                assert (await read(response)).status == 200
                return
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.1)


async def refusing(port: int) -> None:
    """Wait until a process that was told to stop lets nobody new in."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            return
        writer.close()
        await asyncio.sleep(0.05)


async def broken_request(port: int, request: bytes) -> None:
    """Send what is no request, and wait for the refusal."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    assert b" 400 " in await reader.read()
    writer.close()
