"""What all tests share: the shipped content, loaded once, and a repeatable search for counterexamples."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from guide.advice.content import Content
from guide.store import open_store

# Only tests that ask for the running bot start it.
pytest_plugins = ["bot_fixtures", "postgres_fixtures"]

CONTENT_ROOT = Path(__file__).parent.parent / "content"

settings.register_profile(
    "guide",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("guide")


class Shipped(Content):
    """The content under a short name: a failing test would otherwise print all of it."""

    def __repr__(self) -> str:
        return "the shipped content"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The shipped kefir pack as the store serves it."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('content')}/c.db")
    store.upgrade()
    store.import_pack(CONTENT_ROOT, "kefir")
    loaded = store.load("kefir")
    store.close()
    return Shipped(**{f.name: getattr(loaded, f.name) for f in fields(loaded)})
