"""With KEEP_UNKNOWN on, through the real model: the offer, the yes, and what is then in the database."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from bot_processes import ROOT, Bot, running_bot, sqlite_databases
from reply_checks import Reply

from guide.store import open_store

YES = "You may keep that question"


@pytest.fixture(scope="module")
def keeping_bot(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("keeping")
    with pytest.MonkeyPatch.context() as environment, sqlite_databases(folder) as databases:
        environment.setenv("KEEP_UNKNOWN", "true")
        open_store(databases.content).import_pack(ROOT / "content", "kefir")
        with running_bot(model, databases, folder) as bot:
            yield bot


def kept(bot: Bot) -> list[str]:
    """Return what is kept, and erase it for the next test."""
    with closing(open_store(bot.databases.content)) as store:
        texts = [message.text for message in store.unknown_messages()]
        store.erase_unknown()
        return texts


def talk(bot: Bot, *texts: str) -> list[Reply]:
    sender = f"harness-{secrets.token_hex(8)}"
    return [Reply(bot.say(sender, text)) for text in texts]


def test_a_question_is_kept_redacted_when_the_person_agrees(keeping_bot: Bot) -> None:
    asked, agreed = talk(keeping_bot, "my name is Rose, who won the world cup in 1998", YES)
    assert YES in asked.buttons
    assert "i kept that question" in agreed.text
    assert "after 90 days" in agreed.text
    assert kept(keeping_bot) == ["my name is _ who won the world cup in #"]


def test_anything_else_keeps_nothing(keeping_bot: Bot) -> None:
    asked, _, late = talk(keeping_bot, "who won the world cup in 1998", "how do I store kefir?", YES)
    assert YES in asked.buttons
    assert "kept that question" not in late.text
    assert kept(keeping_bot) == []


def test_in_an_emergency_nothing_is_offered(keeping_bot: Bot) -> None:
    _, aside = talk(keeping_bot, "my throat is closing after kefir", "who won the world cup in 1998")
    assert YES not in aside.buttons
    assert kept(keeping_bot) == []


def test_forget_me_is_unchanged(keeping_bot: Bot) -> None:
    *_, forgotten = talk(keeping_bot, "who won the world cup in 1998", YES, "forget me")
    assert "erased" in forgotten.text
    assert len(kept(keeping_bot)) == 1
