"""The running bot, started once per database for all conversations."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from bot_processes import ROOT, Bot, postgresql_databases, running_bot, sqlite_databases

from guide.runtime import training
from guide.store import open_store


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model; trained first if what it is made from has changed."""
    if not training.is_current(ROOT):
        subprocess.run([sys.executable, "-m", "guide.runtime.training"], cwd=ROOT, check=True)
    return ROOT / training.MODEL


@pytest.fixture(scope="session")
def bot(
    request: pytest.FixtureRequest, model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bot]:
    """The bot on the database that the test names by an indirect parameter."""
    folder = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        if request.param == "postgresql":
            databases = stack.enter_context(postgresql_databases())
        else:
            databases = stack.enter_context(sqlite_databases(folder))
        open_store(databases.content).import_pack(ROOT / "content", "kefir")
        yield stack.enter_context(running_bot(model, databases, folder))
