"""Whatever stops behind the gateway: a person reads a worded message, and an emergency is answered first."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bot_processes import ROOT, Bot, running_bot, sqlite_databases
from web_client import WebClient, texts

from guide.store import open_store

EMERGENCY = "help, my throat is closing and I can't breathe"
ASKED = "my daughter has a milk allergy, can she have kefir?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def stoppable(model: Path, folder: Path) -> Iterator[Bot]:
    """A bot of this module's own, because its parts are stopped."""
    with sqlite_databases(folder) as databases:
        open_store(databases.content).import_pack(ROOT / "content", "kefir")
        with running_bot(model, databases, folder) as bot:
            yield bot


@contextmanager
def stopped(bot: Bot, part: str) -> Iterator[None]:
    """Halt a part as a machine under stress would: it accepts connections and never answers."""
    group = bot.processes[part].pid
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


@contextmanager
def away(*urls: str) -> Iterator[None]:
    """Take the files of SQLite databases away."""
    files = [Path(url.removeprefix("sqlite:///")) for url in urls]
    moved = [(file, file.with_suffix(".away")) for file in files]
    for file, aside in moved:
        file.rename(aside)
    try:
        yield
    finally:
        for file, aside in moved:
            aside.rename(file)


@pytest.mark.parametrize("part", ["actions", "rasa"])
def test_a_part_that_hangs_ends_in_words_and_never_in_an_answer(stoppable: Bot, part: str) -> None:
    person = WebClient(stoppable.web)
    assert "best avoided" in texts(person.say(ASKED))
    with stopped(stoppable, part):
        events = person.say("and goat kefir?")
        assert events[-1][0] == "error"
        assert "can't answer" in events[-1][1]["text"]
        assert not any(data.get("answer") for kind, data in events if kind == "message")


@pytest.mark.parametrize("part", ["actions", "rasa"])
def test_an_emergency_is_answered_while_a_part_hangs(stoppable: Bot, part: str) -> None:
    person = WebClient(stoppable.web)
    with stopped(stoppable, part):
        events = person.say(EMERGENCY)
    kind, first = events[0]
    assert kind == "message"
    assert first["emergency"]
    assert "112" in first["text"]
    assert events[-1][0] == "done"


def test_what_was_told_is_still_known_when_the_part_is_back(stoppable: Bot) -> None:
    person = WebClient(stoppable.web)
    person.say(ASKED)
    with stopped(stoppable, "actions"):
        person.say("does it keep in the fridge?")
    known = person.call("GET", "/api/profile")[1]["people"]
    assert [p["person"] for p in known] == ["your daughter"]
    assert any("milk allergy" in fact["text"] for fact in known[0]["facts"])


def test_answers_go_on_without_the_content_database_and_emergencies_keep_their_sources(
    stoppable: Bot,
) -> None:
    person = WebClient(stoppable.web)
    with away(stoppable.databases.content):
        assert "best avoided" in texts(person.say(ASKED))
        assert "[1]" in texts(person.say(EMERGENCY))


def test_erasure_is_not_claimed_while_replies_are_out_of_reach(stoppable: Bot) -> None:
    person = WebClient(stoppable.web)
    person.say(ASKED)
    with away(stoppable.databases.content):
        status, error = person.call("DELETE", "/api/sessions/current")
        assert status == 503
        assert "could not erase" in error["text"]


def test_readiness_names_the_part_that_is_missing(stoppable: Bot) -> None:
    with stopped(stoppable, "actions"):
        status, health = WebClient(stoppable.web).call("GET", "/health/ready")
        assert status == 503
        assert health["parts"]["actions"] is False
