"""A gateway between a scripted Rasa and a store of its own, for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, unused_port
from broken_logs import HangingLog
from scripted_rasa import ScriptedRasa
from web_person import SECRET, Gateway, Person, Start

from guide.gateway import rates, replies, reply_keeping
from guide.gateway.app import make_app
from guide.gateway.keys import SNAPSHOTS
from guide.gateway.settings import GatewaySettings
from guide.settings import StoreSettings
from guide.store import SnapshotCache, open_store

CONTENT_ROOT = Path(__file__).parent.parent.parent / "content"


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content database to copy."""
    path = tmp_path_factory.mktemp("imported") / "content.db"
    store = open_store(f"sqlite:///{path}")
    store.upgrade()
    store.import_pack(CONTENT_ROOT, "kefir")
    store.close()
    return path


@pytest.fixture(scope="session")
def loaded(imported: Path) -> Iterator[SnapshotCache]:
    """The content, loaded once: no test needs a copy of its own to read."""
    store = open_store(f"sqlite:///{imported}")
    cache = SnapshotCache(store, "kefir", serve_pending=True)
    cache.get()
    yield cache
    store.close()


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """The file of the database that gateways of this test share."""
    return Path(shutil.copy(imported, tmp_path / "content.db"))


@pytest.fixture
async def rasa() -> ScriptedRasa:
    return ScriptedRasa()


@pytest.fixture
async def rasa_server(rasa: ScriptedRasa) -> AsyncIterator[TestServer]:
    server = TestServer(rasa.app())
    await server.start_server()
    yield server
    rasa.let_go()
    await server.close()


@pytest.fixture(autouse=True)
def roomy_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test call as fast as it can; the limits are tested for themselves."""
    for name in ("PER_SESSION", "PER_ADDRESS", "SESSIONS_PER_ADDRESS"):
        monkeypatch.setattr(rates, name, ("100000/minute",))


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often for the end of another gateway's reply; on a busy machine, give nothing up too soon."""
    monkeypatch.setattr(replies, "_POLL_SECONDS", 0.01)
    monkeypatch.setattr(replies, "TURN_SECONDS", 30.0)
    monkeypatch.setattr(reply_keeping, "WAIT_SECONDS", 15.0)


@pytest.fixture
async def start(
    database: Path, loaded: SnapshotCache, rasa: ScriptedRasa, rasa_server: TestServer
) -> AsyncIterator[Start]:
    """Start a gateway; ``prepare`` gets the application before it runs, ``settings`` change the usual ones.

    With ``own_content`` it loads the content itself, from its own database.
    """
    clients: list[TestClient[Any, Any]] = []

    async def start_gateway(
        prepare: Callable[[web.Application], object] | None = None,
        url: str = f"sqlite:///{database}",
        own_content: bool = False,
        **settings: Any,
    ) -> Gateway:
        upstream = str(rasa_server.make_url("")).rstrip("/")
        usual: dict[str, Any] = {"rasa_urls": (upstream,), "actions_url": upstream, "secrets": (SECRET,)}
        app = make_app(GatewaySettings(**{"store": StoreSettings(database_url=url)} | usual | settings))
        if not own_content:
            app[SNAPSHOTS] = loaded
        if prepare is not None:
            prepare(app)
        client = TestClient(TestServer(app))
        await client.start_server()
        clients.append(client)
        return Gateway(client, app)

    yield start_gateway
    rasa.let_go()
    for client in clients:
        await client.close()


@pytest.fixture
async def gateway(start: Start) -> Gateway:
    return await start()


@pytest.fixture
async def person(gateway: Gateway) -> Person:
    return await gateway.person()


@pytest.fixture
def nowhere() -> str:
    """An address where nobody listens."""
    return f"http://127.0.0.1:{unused_port()}"


@pytest.fixture
def hanging_log() -> Iterator[HangingLog]:
    log = HangingLog()
    yield log
    log.let_go.set()
