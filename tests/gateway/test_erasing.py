"""Forgetting a person: everywhere, with a receipt, or said not to have worked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from broken_logs import DeadLog
from scripted_rasa import BREAK_OFF, ERASED, HANG, ScriptedRasa, Status, said
from sqlalchemy import create_engine, text
from web_person import Gateway, Person, Start

from guide.gateway import replies
from guide.gateway.api import sessions
from guide.gateway.keys import KEEPING, REPLIES
from guide.gateway.wording import worded


def kept_replies(database: Path) -> list[str]:
    """Return the ids of the messages whose replies are kept."""
    engine = create_engine(f"sqlite:///{database}", future=True)
    with engine.connect() as connection:
        found = [str(row[0]) for row in connection.execute(text("SELECT client_id FROM web_replies"))]
    engine.dispose()
    return found


class TestTyped:
    async def test_kept_replies_are_gone_and_the_talk_goes_on(
        self, person: Person, rasa: ScriptedRasa, database: Path
    ) -> None:
        await person.say("hello", "first-message")
        receipt = await person.say("forget me", "the-forgetting")
        assert receipt.texts == ["Erased."]
        assert kept_replies(database) == ["the-forgetting"]
        assert (await person.say("hello again")).texts == ["Noted."]

    async def test_the_receipt_is_repeated_to_who_lost_it(self, person: Person, rasa: ScriptedRasa) -> None:
        first = await person.say("forget me", "the-forgetting")
        assert (await person.say("forget me", "the-forgetting")).body == first.body
        assert rasa.texts == ["forget me"]

    async def test_an_erased_reply_is_not_repeated_from_memory(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("About your allergy."))
        await person.say("hello", "first-message")
        await person.say("forget me")
        rasa.script("hello", said("About nothing."))
        assert (await person.say("hello", "first-message")).texts == ["About nothing."]

    async def test_what_could_not_be_erased_at_rasa_is_kept_here_too(
        self, person: Person, rasa: ScriptedRasa, database: Path
    ) -> None:
        await person.say("hello", "first-message")
        rasa.script("forget me", said("I could not erase it.", forget_me=True, failure="not_erased"))
        (message,) = (await person.say("forget me", "the-forgetting")).body["messages"]
        assert message["failure"] == "not_erased"
        assert sorted(kept_replies(database)) == ["first-message", "the-forgetting"]

    async def test_others_lose_nothing(self, gateway: Gateway, person: Person, database: Path) -> None:
        await (await gateway.person()).say("hello", "somebody-else")
        await person.say("forget me", "the-forgetting")
        assert sorted(kept_replies(database)) == ["somebody-else", "the-forgetting"]


class TestCalled:
    async def test_everything_goes_and_the_receipt_says_so(
        self, person: Person, rasa: ScriptedRasa, database: Path
    ) -> None:
        await person.say("hello")
        await person.say("hello again")
        receipt = await person.forget()
        assert receipt.status == 200
        assert receipt.body == {"erased": {"events": 3, "replies": 2}, "text": worded("erased")}
        assert kept_replies(database) == []

    async def test_the_token_is_of_no_use_afterwards(self, person: Person, rasa: ScriptedRasa) -> None:
        await person.forget()
        for answer in (await person.say("hello"), await person.forget(), await person.rate("m")):
            assert (answer.status, answer.body["error"]) == (401, "unauthorized")
        assert rasa.texts == ["forget me"]

    @pytest.mark.parametrize(
        "steps",
        [
            (Status(500),),
            (BREAK_OFF,),
            (said("Noted."),),
            (said("I could not.", forget_me=True, failure="not_erased"),),
            (said("Hm.", forget_me=True),),
        ],
    )
    async def test_without_a_receipt_it_is_said_to_be_still_stored(
        self, person: Person, rasa: ScriptedRasa, steps: tuple[Any, ...]
    ) -> None:
        rasa.script("forget me", *steps)
        answer = await person.forget()
        assert (answer.status, answer.body["error"]) == (503, "not_erased")
        assert answer.body["text"] == worded("not_erased")
        rasa.script("forget me", ERASED)
        assert (await person.forget()).status == 200

    async def test_a_hanging_rasa_has_not_erased(
        self, person: Person, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sessions, "TURN_SECONDS", 0.05)
        rasa.script("forget me", HANG, ERASED)
        assert (await person.forget()).status == 503

    async def test_a_log_that_is_down_has_not_erased(self, start: Start, rasa: ScriptedRasa) -> None:
        def take_log(app: Any) -> None:
            app[KEEPING].replies = DeadLog()

        answer = await (await (await start(take_log)).person()).forget()
        assert (answer.status, answer.body["text"]) == (503, worded("not_erased"))

    async def test_what_waited_in_the_queue_does_not_reach_rasa_after_the_receipt(
        self, start: Start, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Rasa would begin the conversation anew, with what the erased person said."""
        monkeypatch.setattr(replies, "AT_ONCE", 1)
        gateway = await start()
        person, other = await gateway.person(), await gateway.person()
        rasa.script("hello", HANG, said("One."))
        first = asyncio.create_task(other.say("hello"))
        await rasa.hangs()
        async with person.listening("My son has an allergy", "in-the-queue"):
            assert (await person.forget()).status == 200
            rasa.let_go()
            await first
            await gateway.app[REPLIES].settle()
        assert "My son has an allergy" not in rasa.texts


class TestProfile:
    async def test_each_persons_facts_come_with_their_correction(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        answer = await person.call("GET", "/api/profile")
        facts = [{"text": "milk allergy (you said)", "remove": "I have no allergy"}]
        assert answer.body == {"people": [{"person": "you", "facts": facts}]}
        assert answer.headers["Cache-Control"] == "no-store"

    async def test_nothing_known_is_an_empty_list(self, person: Person, rasa: ScriptedRasa) -> None:
        rasa.script("What do you know about me?", said("So far I know nothing."))
        assert (await person.call("GET", "/api/profile")).body == {"people": []}

    @pytest.mark.parametrize("steps", [(Status(500),), (BREAK_OFF,), (), (said("Sorry.", failure="x"),)])
    async def test_a_failure_is_not_an_empty_profile(
        self, person: Person, rasa: ScriptedRasa, steps: tuple[Any, ...]
    ) -> None:
        rasa.script("What do you know about me?", *steps)
        answer = await person.call("GET", "/api/profile")
        assert (answer.status, answer.body["text"]) == (503, worded("unavailable"))
