"""``guide channels``: what is missing is named, what works is asked."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from fake_telegram import FakeTelegram
from typer.testing import CliRunner, Result

from guide.cli import app
from guide.gateway.channels.configured import PLATFORMS, variables


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PUBLIC_URL", *(name for platform in PLATFORMS for name in variables(platform))):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["channels", *arguments], env=environment)


def telegram() -> dict[str, str]:
    """Return the variables of a platform that is not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return FakeTelegram().variables(f"http://127.0.0.1:{free.getsockname()[1]}")


def test_what_is_missing_is_named_with_where_it_comes_from() -> None:
    result = run("check")
    assert result.exit_code == 0
    for platform in PLATFORMS:
        assert all(f"{name}: {where}" in result.output for name, where in platform.needed.items())


def test_a_platform_that_is_half_set_up_is_a_failure() -> None:
    result = run("check", TELEGRAM_TOKEN="1:x")
    assert result.exit_code == 1
    assert "TELEGRAM_SECRET" in result.output
    assert "TELEGRAM_TOKEN:" not in result.output


def test_a_platform_that_does_not_answer_is_a_failure() -> None:
    result = run("check", **telegram())
    assert result.exit_code == 1
    assert "Telegram: problem:" in result.output


def test_registering_needs_an_address_that_platforms_call() -> None:
    result = run("register", **telegram(), PUBLIC_URL="http://guide.example")
    assert result.exit_code == 1
    assert "https://" in result.output


def test_the_state_shows_what_waits(imported: Path) -> None:
    result = run("status", DATABASE_URL=f"sqlite:///{imported}", **telegram())
    assert result.exit_code == 0
    assert "Telegram" in result.output


def test_without_a_database_the_state_is_a_clear_error(tmp_path: Path) -> None:
    result = run("status", DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}")
    assert result.exit_code == 1
    assert "there is no content database" in result.output
