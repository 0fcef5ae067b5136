"""What a person at a browser can rely on: sessions, replies as events or at once, resuming, buttons."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from broken_logs import SlowLog
from scripted_rasa import BREAK_OFF, HANG, Garbage, ScriptedRasa, Status, answered, said
from web_person import Gateway, Person, Start, new_id

from guide.gateway import replies
from guide.gateway.api import messages
from guide.gateway.keys import KEEPING, REPLIES
from guide.gateway.tokens import LIFETIME
from guide.gateway.wording import worded


class TestSession:
    async def test_a_session_is_a_token_that_says_when_it_ends(self, gateway: Gateway) -> None:
        answer = await gateway.send("POST", "/api/sessions")
        assert answer.status == 201
        left = datetime.fromisoformat(answer.body["expires_at"]) - datetime.now(UTC)
        assert timedelta(0) <= LIFETIME - left < timedelta(minutes=1)

    async def test_every_session_is_somebody_else(self, gateway: Gateway, rasa: ScriptedRasa) -> None:
        for _ in range(2):
            await (await gateway.person()).say("hello")
        assert len({heard["sender"] for heard in rasa.heard}) == 2

    async def test_the_sender_is_not_told_to_anybody(self, person: Person, rasa: ScriptedRasa) -> None:
        answer = await person.say("hello")
        assert rasa.heard[0]["sender"] not in str(answer.body) + str(answer.headers)


class TestReply:
    async def test_events_come_in_order_numbered_and_end_with_done(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("One."), said("Two."))
        heard = await person.hear("hello")
        assert [(e.id, e.event) for e in heard] == [("1", "message"), ("2", "message"), ("3", "done")]
        assert [e.data["text"] for e in heard[:2]] == ["One.", "Two."]

    async def test_the_first_message_does_not_wait_for_the_last(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("One."), HANG, said("Two."))
        async with person.listening("hello") as heard:
            assert (await anext(heard)).data["text"] == "One."
            rasa.let_go()
            assert [e.event async for e in heard] == ["message", "done"]

    async def test_all_messages_come_at_once_to_who_asks_for_json(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("One."), said("Two."))
        answer = await person.say("hello")
        assert answer.status == 200
        assert answer.texts == ["One.", "Two."]
        assert answer.headers["Cache-Control"] == "no-store"

    async def test_a_message_carries_the_answer_with_its_references(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", answered("Keep it cold [1].", "c1"))
        (message,) = (await person.say("hello")).body["messages"]
        assert message["answer"]["references"][0]["url"] == "https://example.org/a"
        assert message["emergency"] is False

    async def test_a_choice_of_many_is_passed_on(self, person: Person, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("Which?", "Asthma", "Eczema", choose="many"), said("So?", "Yes"))
        many, one = (await person.say("hello")).body["messages"]
        assert (many["choice"], one["choice"]) == ("many", "one")

    async def test_the_bots_own_failure_is_marked(self, person: Person, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("I could not work that out.", failure="unanswered"))
        (message,) = (await person.say("hello")).body["messages"]
        assert message["failure"] == "unanswered"

    async def test_the_wording_asked_for_is_told_to_rasa(self, person: Person, rasa: ScriptedRasa) -> None:
        await person.say("hello", audience="professional")
        await person.say("hello")
        assert rasa.heard[0]["metadata"] == {"audience": "professional"}
        assert "metadata" not in rasa.heard[1]

    async def test_no_other_wording_can_be_asked_for(self, person: Person, rasa: ScriptedRasa) -> None:
        assert (await person.say("hello", audience="admin")).status == 400
        assert rasa.heard == []

    async def test_rasa_is_asked_to_stream(self, person: Person, rasa: ScriptedRasa) -> None:
        await person.say("hello")
        assert rasa.heard[0]["stream"] == "true"

    async def test_a_silent_stream_beats(
        self, person: Person, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(messages, "HEARTBEAT_SECONDS", 0.01)
        rasa.script("hello", HANG, said("One."))
        body = {"text": "hello", "client_id": new_id()}
        headers = person.headers | {"Accept": "text/event-stream"}
        async with asyncio.timeout(10), person.client.post("/api/messages", json=body, headers=headers) as r:
            assert (await r.content.readline()).startswith(b": ping")
            rasa.let_go()


class TestWorkedOnOnce:
    async def test_the_same_message_again_is_repeated_not_asked_again(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        first = await person.say("hello", "same-message")
        again = await person.say("hello", "same-message")
        assert first.body == again.body
        assert rasa.texts == ["hello"]

    async def test_the_same_message_twice_at_a_time_is_asked_once(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", HANG, said("One."))
        both = [asyncio.create_task(person.say("hello", "same-message")) for _ in range(2)]
        await rasa.hangs()
        rasa.let_go()
        first, second = await asyncio.gather(*both)
        assert first.body == second.body
        assert rasa.texts == ["hello"]

    async def test_the_same_id_of_somebody_else_is_another_message(
        self, gateway: Gateway, rasa: ScriptedRasa
    ) -> None:
        for _ in range(2):
            await (await gateway.person()).say("hello", "same-message")
        assert len(rasa.heard) == 2

    async def test_an_id_used_for_another_text_is_refused(self, person: Person, rasa: ScriptedRasa) -> None:
        await person.say("hello", "same-message")
        answer = await person.say("something else", "same-message")
        assert (answer.status, answer.body["error"]) == (409, "client_id_used")
        assert rasa.texts == ["hello"]

    async def test_an_id_used_for_another_text_is_refused_after_a_restart_too(
        self, start: Start, rasa: ScriptedRasa
    ) -> None:
        person = await (await start()).person()
        await person.say("hello", "same-message")
        again = person.at(await start())
        both = await asyncio.gather(*(again.say("something else", "same-message") for _ in range(2)))
        assert 409 in {answer.status for answer in both}
        assert all(answer.status in (409, 503) for answer in both)
        assert rasa.texts == ["hello"]


class TestResuming:
    async def test_who_left_gets_the_rest_and_rasa_was_not_disturbed(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("One."), HANG, said("Two."))
        async with person.listening("hello", "same-message") as heard:
            first = await anext(heard)
        rasa.let_go()
        rest = await person.hear("hello", "same-message", last=first.id)
        assert [(e.id, e.data.get("text")) for e in rest] == [("2", "Two."), ("3", None)]
        assert rasa.finished == ["hello"]

    async def test_another_gateway_has_the_rest(self, start: Start, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("One."), HANG, said("Two."))
        person = await (await start()).person()
        async with person.listening("hello", "same-message") as heard:
            first = await anext(heard)
            async with person.at(await start()).listening("hello", "same-message", last=first.id) as rest:
                rasa.let_go()
                assert [(e.id, e.data.get("text")) async for e in rest] == [("2", "Two."), ("3", None)]
        assert rasa.texts == ["hello"]

    async def test_after_a_restart_the_reply_is_still_there(self, start: Start, rasa: ScriptedRasa) -> None:
        rasa.script("hello", said("One.", "Why?"), said("Two."))
        before = await start()
        person = await before.person()
        first = await person.hear("hello", "same-message")
        await before.client.close()
        again = await person.at(await start()).hear("hello", "same-message")
        assert again == first
        assert rasa.texts == ["hello"]

    async def test_the_end_is_told_to_who_has_everything(self, person: Person) -> None:
        for last in ("2", "999999"):
            heard = await person.hear("hello", "same-message", last)
            heard = await person.hear("hello", "same-message", last)
            assert [e.event for e in heard] == ["done"]

    @pytest.mark.parametrize("last", ["x", "-1", "1.5", "99999999999", "²"])
    async def test_an_id_that_is_no_number_counts_as_none(self, person: Person, last: str) -> None:
        await person.say("hello", "same-message")
        heard = await person.hear("hello", "same-message", last)
        assert [e.event for e in heard] == ["message", "done"]

    async def test_a_reply_that_died_with_its_gateway_is_worded_and_can_be_asked_for_again(
        self, start: Start, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replies, "LOST_SECONDS", 0.05)
        rasa.script("hello", HANG, said("One."))
        dead = await start()
        person = await dead.person()
        async with person.listening("hello", "same-message"):
            await rasa.hangs()
            other = person.at(await start())
            heard = await other.hear("hello", "same-message")
            assert [e.event for e in heard] == ["error"]
            assert heard[0].data == {"text": worded("interrupted"), "retry": True}
            rasa.script("hello", said("Two."))
            assert (await other.say("hello", "same-message")).texts == ["Two."]


class TestFailure:
    @pytest.mark.parametrize(
        "steps",
        [
            pytest.param((Status(500),), id="Rasa answers 500"),
            pytest.param((Garbage(b"<html>"),), id="no JSON"),
            pytest.param((Garbage(b"5"),), id="JSON that is no message"),
            pytest.param((Garbage(b'{"buttons": [{}]}'),), id="a button without title"),
            pytest.param((Garbage(b"[" * 100_000),), id="deeply nested"),
            pytest.param((BREAK_OFF,), id="broken off"),
            pytest.param((), id="silence"),
        ],
    )
    async def test_a_reply_that_failed_is_worded_and_may_be_sent_again(
        self, person: Person, rasa: ScriptedRasa, steps: tuple[object, ...]
    ) -> None:
        rasa.script("hello", *steps)
        failed = await person.say("hello", "same-message")
        assert (failed.status, failed.body["text"]) == (503, worded("unanswered"))
        rasa.script("hello", said("One."))
        assert (await person.say("hello", "same-message")).texts == ["One."]

    async def test_nobody_at_rasas_address_is_worded(self, start: Start, nowhere: str) -> None:
        person = await (await start(rasa_urls=(nowhere,))).person()
        heard = await person.hear("hello")
        assert [(e.event, e.data["text"]) for e in heard] == [("error", worded("unanswered"))]

    async def test_a_hanging_rasa_is_given_up(
        self, person: Person, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replies, "TURN_SECONDS", 0.05)
        rasa.script("hello", HANG)
        assert (await person.say("hello")).body["text"] == worded("unanswered")

    async def test_half_a_reply_is_never_taken_for_a_whole_one(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("You may."), BREAK_OFF)
        heard = await person.hear("hello")
        assert [e.event for e in heard] == ["message", "error"]
        answer = await person.say("hello")
        assert answer.texts == ["You may.", worded("unanswered")]
        assert answer.body["messages"][-1]["failure"] == "unanswered"

    async def test_half_a_reply_is_not_kept_and_its_events_do_not_count_for_the_next(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        """Who has event 1 of a reply that failed must not miss event 1, a warning maybe, of the new one."""
        rasa.script("hello", said("Half."), BREAK_OFF)
        await person.hear("hello", "same-message")
        rasa.script("hello", said("A warning."), said("The rest."))
        heard = await person.hear("hello", "same-message", last="1")
        assert [e.data.get("text") for e in heard] == ["A warning.", "The rest.", None]

    @pytest.mark.parametrize(
        ("steps", "method", "ending"),
        [((said("One."),), "finish", "done"), ((said("One."), BREAK_OFF), "drop", "error")],
    )
    async def test_the_end_is_told_when_it_is_kept_not_before(
        self, gateway: Gateway, person: Person, rasa: ScriptedRasa, steps: Any, method: str, ending: str
    ) -> None:
        """What comes next, a click, a rating or the message again, may reach another gateway at once."""
        gateway.app[KEEPING].replies = log = SlowLog(gateway.app[KEEPING].replies, method)  # type: ignore[assignment]
        rasa.script("hello", *steps)
        async with person.listening("hello") as heard:
            assert (await anext(heard)).event == "message"
            end = asyncio.ensure_future(anext(heard))
            await asyncio.to_thread(log.asked.wait, 10)
            await gateway.send("GET", "/health/live")
            assert not end.done()
            log.let_go.set()
            assert (await end).event == ending

    async def test_who_follows_from_another_gateway_hears_of_the_failure_at_once(
        self, start: Start, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", HANG, BREAK_OFF)
        person = await (await start()).person()
        other = person.at(await start())
        first = asyncio.create_task(person.say("hello", "same-message"))
        await rasa.hangs()
        second = asyncio.create_task(other.say("hello", "same-message"))
        rasa.let_go()
        assert {(await first).status, (await second).status} == {503}

    async def test_a_full_queue_tells_people_to_wait(
        self, start: Start, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(replies, "AT_ONCE", 1)
        monkeypatch.setattr(replies, "QUEUE_SECONDS", 0.05)
        gateway = await start()
        rasa.script("hello", HANG, said("One."))
        one, other = await gateway.person(), await gateway.person()
        first = asyncio.create_task(one.say("hello"))
        await rasa.hangs()
        assert (await other.say("hello")).body["text"] == worded("busy")
        rasa.let_go()
        assert (await first).texts == ["One."]
        assert (await other.say("hello again")).texts == ["Noted."]

    async def test_what_ended_long_ago_is_not_remembered_here(
        self, gateway: Gateway, person: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await person.say("hello", "same-message")
        monkeypatch.setattr(replies, "MEMORY_SECONDS", -1.0)
        gateway.app[REPLIES].expire()
        assert not gateway.app[REPLIES]._live
        assert (await person.say("hello", "same-message")).texts == ["Noted."]
