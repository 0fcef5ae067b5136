"""An emergency is answered before and without everything else (design §4, invariant 3)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from broken_logs import DeadLog, HangingLog
from scripted_rasa import BREAK_OFF, HANG, Garbage, ScriptedRasa, Status, said
from web_person import Gateway, Person, Start

from guide.advice import red_flags
from guide.gateway import replies, reply_keeping
from guide.gateway.keys import KEEPING, REPLIES

EMERGENCIES = {
    "My throat is swelling and I can't breathe": "anaphylaxis",
    "I want to kill myself": "self_harm",
    "my baby is blue and floppy": "child_collapse",
    "MY SON CANT BREATHE AFTER MILK": "anaphylaxis",
    "Ich bekomme keine Luft": "anaphylaxis",
}
CANNOT_BREATHE = next(iter(EMERGENCIES))


def instructed(message: dict[str, Any], kind: str = "anaphylaxis", language: str = "") -> bool:
    """Whether a message gives the instruction whole: its citations and sources may stand in between."""
    lines = red_flags.instruction(kind, language).text.splitlines()
    return message["emergency"] is True and all(line.rstrip(".") in message["text"] for line in lines)


@pytest.mark.parametrize(("text", "kind"), EMERGENCIES.items())
async def test_the_instruction_comes_first(person: Person, rasa: ScriptedRasa, text: str, kind: str) -> None:
    flag = red_flags.detect(text)
    assert flag is not None
    rasa.script(text, said("Anything else."))
    heard = await person.hear(text)
    assert [e.event for e in heard] == ["message", "message", "done"]
    assert instructed(heard[0].data, kind, flag.language)


@pytest.mark.parametrize("text", [f"{CANNOT_BREATHE}. {'so ' * 9_000}", f"{'so ' * 9_000}. {CANNOT_BREATHE}"])
async def test_it_is_found_at_either_end_of_an_overlong_message(person: Person, text: str) -> None:
    heard = await person.hear(text)
    assert instructed(heard[0].data)


async def test_it_does_not_wait_for_rasa(person: Person, rasa: ScriptedRasa) -> None:
    rasa.script(CANNOT_BREATHE, HANG)
    async with person.listening(CANNOT_BREATHE) as heard:
        assert instructed((await anext(heard)).data)


async def test_rasa_is_told_so_that_the_profile_learns(person: Person, rasa: ScriptedRasa) -> None:
    await person.say(CANNOT_BREATHE)
    assert rasa.texts == [CANNOT_BREATHE]


async def test_rasas_own_instruction_is_not_said_twice_and_nothing_else_is_lost(
    person: Person, rasa: ScriptedRasa
) -> None:
    again = said("Call now.", emergency=True, kind="anaphylaxis")
    another = said("Call the crisis line.", emergency=True, kind="self_harm")
    rasa.script(CANNOT_BREATHE, again, another, said("I set the milk aside."))
    first, *others = (await person.say(CANNOT_BREATHE)).body["messages"]
    assert instructed(first)
    assert [m["text"] for m in others] == ["Call the crisis line.", "I set the milk aside."]


async def test_it_has_sources_when_content_is_loaded(person: Person) -> None:
    (message, _) = (await person.say(CANNOT_BREATHE)).body["messages"]
    assert "[1]" in message["text"]
    assert "https://" in message["text"]


async def test_it_is_counted(gateway: Gateway, person: Person) -> None:
    await person.say(CANNOT_BREATHE)
    assert "guide_emergencies_total 1.0" in (await gateway.send("GET", "/metrics")).body


@pytest.mark.parametrize(
    "steps", [(Status(500),), (BREAK_OFF,), (), (Garbage(b"5"),), (said("Sorry.", failure="unanswered"),)]
)
async def test_a_failing_rasa_takes_nothing_from_it(
    person: Person, rasa: ScriptedRasa, steps: tuple[Any, ...]
) -> None:
    rasa.script(CANNOT_BREATHE, *steps)
    heard = await person.hear(CANNOT_BREATHE)
    assert [e.event for e in heard] == ["message", "done"]
    assert instructed(heard[0].data)


async def test_rasa_may_be_gone(start: Start, nowhere: str) -> None:
    person = await (await start(rasa_urls=(nowhere,))).person()
    (message,) = (await person.say(CANNOT_BREATHE)).body["messages"]
    assert instructed(message)


async def test_a_full_queue_does_not_delay_it(
    start: Start, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "AT_ONCE", 1)
    gateway = await start()
    rasa.script("hello", HANG)
    waiting = asyncio.create_task((await gateway.person()).say("hello"))
    await rasa.hangs()
    async with (await gateway.person()).listening(CANNOT_BREATHE) as heard:
        assert instructed((await anext(heard)).data)
    rasa.let_go()
    await waiting


async def test_the_store_may_be_deleted(start: Start, database: Path, rasa: ScriptedRasa) -> None:
    person = await (await start(own_content=True)).person()
    database.unlink()
    (message, _) = (await person.say(CANNOT_BREATHE)).body["messages"]
    assert instructed(message)
    assert not database.exists()


async def test_there_may_never_have_been_a_store(start: Start, tmp_path: Path) -> None:
    gateway = await start(own_content=True, url=f"sqlite:///{tmp_path / 'missing.db'}")
    (message, _) = (await (await gateway.person()).say(CANNOT_BREATHE)).body["messages"]
    assert instructed(message)


async def test_the_log_may_be_down(start: Start, rasa: ScriptedRasa) -> None:
    def take_log(app: Any) -> None:
        app[KEEPING].replies = DeadLog()

    person = await (await start(take_log)).person()
    (message, _) = (await person.say(CANNOT_BREATHE)).body["messages"]
    assert instructed(message)


async def test_the_log_may_hang(
    start: Start, hanging_log: HangingLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply_keeping, "WAIT_SECONDS", 0.05)

    def let_log_hang(app: Any) -> None:
        app[KEEPING].replies = hanging_log

    person = await (await start(let_log_hang)).person()
    (message, _) = (await person.say(CANNOT_BREATHE)).body["messages"]
    assert instructed(message)
    assert (await person.say("hello")).texts == ["Noted."]


async def test_a_click_can_be_one(person: Person, rasa: ScriptedRasa) -> None:
    rasa.script("hello", said("Which?", CANNOT_BREATHE))
    button = (await person.say("hello")).body["messages"][0]["buttons"][0]["id"]
    (message, _) = (await person.click(button)).body["messages"]
    assert instructed(message)
    assert rasa.texts == ["hello", CANNOT_BREATHE]


async def test_the_same_one_sent_twice_reaches_rasa_once(person: Person, rasa: ScriptedRasa) -> None:
    first = await person.say(CANNOT_BREATHE, "same-message")
    assert (await person.say(CANNOT_BREATHE, "same-message")).body == first.body
    assert rasa.texts == [CANNOT_BREATHE]


async def test_another_gateway_repeats_it_without_asking_rasa(start: Start, rasa: ScriptedRasa) -> None:
    rasa.script(CANNOT_BREATHE, said("Something beside it."))
    person = await (await start()).person()
    await person.say(CANNOT_BREATHE, "same-message")
    heard = await person.at(await start()).hear(CANNOT_BREATHE, "same-message", last="1")
    assert instructed(heard[0].data)
    assert [e.data.get("text") for e in heard[1:]] == ["Something beside it.", None]
    assert rasa.texts == [CANNOT_BREATHE]


@pytest.mark.parametrize("restarted", [False, True])
async def test_an_id_used_before_does_not_silence_it(
    start: Start, rasa: ScriptedRasa, restarted: bool
) -> None:
    """A page that counts its messages anew after a reload would otherwise get a refusal, or the old reply."""
    rasa.script("hello", said("Old reply."), said("You may have it."))
    gateway = await start()
    person = await gateway.person()
    await person.say("hello", "message-1")
    if restarted:
        person = person.at(await start())
    first, *others = (await person.say(CANNOT_BREATHE, "message-1")).body["messages"]
    assert instructed(first)
    assert [m["text"] for m in others] == ["Noted."]
    assert rasa.texts == ["hello", CANNOT_BREATHE]


async def test_speaking_of_one_is_none(person: Person, gateway: Gateway) -> None:
    (message,) = (await person.say("What does anaphylaxis mean?")).body["messages"]
    assert message["emergency"] is False
    assert not gateway.app[REPLIES]._working


class TestWithoutDatabase:
    """Answers go on when the database of replies is gone or hangs."""

    async def test_gone(self, start: Start, rasa: ScriptedRasa) -> None:
        def take_log(app: Any) -> None:
            app[KEEPING].replies = DeadLog()

        person = await (await start(take_log)).person()
        first = await person.say("hello", "same-message")
        assert first.texts == ["Noted."]
        assert (await person.say("hello", "same-message")).body == first.body
        assert rasa.texts == ["hello"]

    async def test_deleted_under_way(self, start: Start, database: Path, rasa: ScriptedRasa) -> None:
        person = await (await start(own_content=True)).person()
        await person.say("hello")
        database.unlink()
        assert (await person.say("hello again")).texts == ["Noted."]

    async def test_hanging(
        self, start: Start, hanging_log: HangingLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reply_keeping, "WAIT_SECONDS", 0.05)

        def let_log_hang(app: Any) -> None:
            app[KEEPING].replies = hanging_log

        person = await (await start(let_log_hang)).person()
        assert (await person.say("hello")).texts == ["Noted."]
