"""Buttons do nothing that was not offered here and now; ratings keep no text and no person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from broken_logs import DeadLog
from scripted_rasa import BREAK_OFF, HANG, ScriptedRasa, answered, said
from sqlalchemy import create_engine, text
from web_person import Gateway, Person, Start

from guide.gateway.keys import KEEPING
from guide.gateway.wording import worded


async def offered(person: Person, rasa: ScriptedRasa, *titles: str) -> list[str]:
    """Have buttons offered; return their ids."""
    rasa.script("offer", said("Which?", *titles))
    (message,) = (await person.say("offer")).body["messages"]
    assert [button["title"] for button in message["buttons"]] == list(titles)
    return [button["id"] for button in message["buttons"]]


class TestButtons:
    async def test_a_click_says_the_title(self, person: Person, rasa: ScriptedRasa) -> None:
        _, second = await offered(person, rasa, "Yes", "No")
        assert (await person.click(second)).status == 200
        assert rasa.texts == ["offer", "No"]

    async def test_ids_are_random(self, person: Person, rasa: ScriptedRasa) -> None:
        ids = await offered(person, rasa, "Yes", "Yes") + await offered(person, rasa, "Yes", "Yes")
        assert len(set(ids)) == 4
        assert min(map(len, ids)) >= 12

    async def test_what_rasa_calls_the_payload_is_not_told_and_not_sent(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        rasa.script("hello", said("Which?") | {"buttons": [{"title": "Yes", "payload": "/affirm"}]})
        answer = await person.say("hello")
        assert "/affirm" not in str(answer.body)
        await person.click(answer.body["messages"][0]["buttons"][0]["id"])
        assert rasa.texts == ["hello", "Yes"]

    async def test_after_the_next_reply_it_is_offered_no_more(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        (button,) = await offered(person, rasa, "Yes")
        await person.say("something else")
        answer = await person.click(button)
        assert (answer.status, answer.body["error"]) == (409, "button_not_offered")
        assert "Yes" not in rasa.texts

    async def test_a_double_click_says_it_once(self, person: Person, rasa: ScriptedRasa) -> None:
        """The second "Yes" would answer whatever is asked next."""
        (button,) = await offered(person, rasa, "Yes")
        rasa.script("Yes", HANG, said("Good.", "Next"))
        first = asyncio.create_task(person.click(button))
        await rasa.hangs()
        assert (await person.click(button)).status == 409
        rasa.let_go()
        assert (await first).status == 200
        assert (await person.click(button)).status == 409
        assert rasa.texts == ["offer", "Yes"]

    async def test_a_double_click_that_reaches_two_gateways_says_it_once(
        self, start: Start, rasa: ScriptedRasa
    ) -> None:
        person = await (await start()).person()
        other = person.at(await start())
        (button,) = await offered(person, rasa, "Yes")
        rasa.script("Yes", HANG, said("Good."))
        first = asyncio.create_task(person.click(button))
        await rasa.hangs()
        assert (await other.click(button)).status == 409
        rasa.let_go()
        await first
        assert rasa.texts == ["offer", "Yes"]

    async def test_a_click_that_is_sent_again_is_repeated(self, person: Person, rasa: ScriptedRasa) -> None:
        (button,) = await offered(person, rasa, "Yes")
        first = await person.click(button, "same-click")
        assert (await person.click(button, "same-click")).body == first.body
        assert rasa.texts == ["offer", "Yes"]

    async def test_a_click_that_is_sent_again_after_a_restart_is_repeated(
        self, start: Start, rasa: ScriptedRasa
    ) -> None:
        person = await (await start()).person()
        (button,) = await offered(person, rasa, "Yes")
        first = await person.click(button, "same-click")
        again = await person.at(await start()).click(button, "same-click")
        assert again.body == first.body
        assert rasa.texts == ["offer", "Yes"]

    async def test_a_click_whose_reply_failed_may_be_made_again(
        self, person: Person, rasa: ScriptedRasa
    ) -> None:
        (button,) = await offered(person, rasa, "Yes")
        rasa.script("Yes", BREAK_OFF)
        assert (await person.click(button)).status == 503
        rasa.script("Yes", said("Good."))
        assert (await person.click(button)).texts == ["Good."]

    async def test_another_gateway_knows_it_as_soon_as_the_reply_is_over(
        self, start: Start, rasa: ScriptedRasa
    ) -> None:
        person = await (await start()).person()
        other = person.at(await start())
        (button,) = await offered(person, rasa, "Yes")
        assert (await other.click(button)).status == 200

    async def test_without_a_log_this_gateway_still_knows_it(self, start: Start, rasa: ScriptedRasa) -> None:
        person = await (await start(without_log)).person()
        (button,) = await offered(person, rasa, "Yes")
        assert (await person.click(button)).status == 200
        assert rasa.texts == ["offer", "Yes"]

    async def test_either_text_or_a_button(self, person: Person, rasa: ScriptedRasa) -> None:
        (button,) = await offered(person, rasa, "Yes")
        for body in ({}, {"text": "hello", "button": button}):
            answer = await person.call("POST", "/api/messages", body | {"client_id": "some-message"})
            assert answer.status == 400
        assert rasa.texts == ["offer"]


def without_log(app: Any) -> None:
    """Take the database of replies away."""
    app[KEEPING].replies = DeadLog()


Ratings = Callable[[], list[tuple[Any, ...]]]


@pytest.fixture
def ratings(database: Path) -> Ratings:
    """What is kept of ratings, all columns."""

    def read() -> list[tuple[Any, ...]]:
        engine = create_engine(f"sqlite:///{database}", future=True)
        with engine.connect() as connection:
            query = text("SELECT claim, topic, pack, rating, reason, answer FROM feedback ORDER BY claim")
            found = [tuple(row) for row in connection.execute(query)]
        engine.dispose()
        return found

    return read


class TestRatings:
    async def test_a_rating_is_kept_for_each_statement(
        self, person: Person, rasa: ScriptedRasa, ratings: Ratings
    ) -> None:
        rasa.script("storage?", answered("Keep it cold.", "c1", "c2"))
        (message,) = (await person.say("storage?")).body["messages"]
        assert (await person.rate(message["id"], "down", reason="unclear")).status == 204
        kept = [row[:5] for row in ratings()]
        assert kept == [(c, "storage", "kefir", "down", "unclear") for c in ("c1", "c2")]

    async def test_nothing_kept_leads_back_to_the_person(
        self, person: Person, rasa: ScriptedRasa, ratings: Ratings
    ) -> None:
        rasa.script("storage?", answered("Keep it cold.", "c1"))
        (message,) = (await person.say("storage?")).body["messages"]
        await person.rate(message["id"])
        row = str(ratings())
        for private in ("Keep it cold", "storage?", message["id"], rasa.heard[0]["sender"], person.token):
            assert private not in row

    async def test_a_second_rating_replaces_the_first(
        self, person: Person, rasa: ScriptedRasa, ratings: Ratings
    ) -> None:
        rasa.script("storage?", answered("Keep it cold.", "c1"))
        (message,) = (await person.say("storage?")).body["messages"]
        await person.rate(message["id"], "down", reason="unclear")
        await person.rate(message["id"], "up")
        assert [row[3:5] for row in ratings()] == [("up", "")]

    async def test_only_answers_of_this_conversation_can_be_rated(
        self, gateway: Gateway, person: Person, rasa: ScriptedRasa, ratings: Ratings
    ) -> None:
        rasa.script("storage?", answered("Keep it cold.", "c1"), said("No answer."))
        answer, remark = (await person.say("storage?")).body["messages"]
        assert (await (await gateway.person()).rate(answer["id"])).status == 404
        assert (await person.rate(remark["id"])).status == 404
        assert (await person.rate("made-up")).status == 404
        assert ratings() == []

    @pytest.mark.parametrize("more", [{"rating": "great"}, {"reason": "my son is ill"}, {"comment": "hello"}])
    async def test_there_is_no_place_for_a_text(self, person: Person, more: dict[str, str]) -> None:
        body = {"message": "m", "rating": "up"} | more
        assert (await person.call("POST", "/api/feedback", body)).status == 400

    async def test_a_rating_that_cannot_be_kept_is_said_not_to_be(
        self, start: Start, rasa: ScriptedRasa
    ) -> None:
        person = await (await start(without_log)).person()
        answer = await person.rate("m")
        assert (answer.status, answer.body["text"]) == (503, worded("unavailable"))
