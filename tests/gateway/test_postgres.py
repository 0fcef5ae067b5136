"""The ways of a reply with the database that several gateways share at scale."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from postgres_fixtures import schema_url
from scripted_rasa import BREAK_OFF, HANG, ScriptedRasa, answered, said
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from web_person import Gateway, Person, Start

from guide.gateway import replies, reply_keeping
from guide.gateway.wording import worded
from guide.store import ReplyLog, open_store

Two = tuple[Gateway, Gateway]


@pytest.fixture
def schema(postgres_schema: str) -> str:
    """A schema of its own for one test, with all tables."""
    store = open_store(schema_url(postgres_schema))
    store.upgrade()
    store.close()
    return postgres_schema


@pytest.fixture
async def two(start: Start, schema: str) -> Two:
    """Two gateways on one database."""
    return await start(url=schema_url(schema)), await start(url=schema_url(schema))


@pytest.fixture
async def ways(two: Two) -> tuple[Person, Person]:
    """One person, by way of either gateway."""
    person = await two[0].person()
    return person, person.at(two[1])


async def test_two_gateways_ask_rasa_once(ways: tuple[Person, Person], rasa: ScriptedRasa) -> None:
    rasa.script("hello", HANG, said("One."))
    both = [asyncio.create_task(way.say("hello", "same-message")) for way in ways for _ in range(3)]
    await rasa.hangs()
    rasa.let_go()
    bodies = [(await each).body for each in both]
    assert all(body == bodies[0] for body in bodies)
    assert rasa.texts == ["hello"]


async def test_the_other_gateway_has_the_rest(ways: tuple[Person, Person], rasa: ScriptedRasa) -> None:
    rasa.script("hello", said("One."), said("Two.", "Why?"))
    whole = await ways[0].hear("hello", "same-message")
    assert await ways[1].hear("hello", "same-message", last="1") == whole[1:]


async def test_a_reply_whose_gateway_died_is_worded(
    ways: tuple[Person, Person], rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "LOST_SECONDS", 0.05)
    rasa.script("hello", HANG)
    async with ways[0].listening("hello", "same-message"):
        await rasa.hangs()
        assert (await ways[1].say("hello", "same-message")).body["text"] == worded("interrupted")


async def test_a_reply_that_failed_may_be_asked_for_at_the_other_gateway(
    ways: tuple[Person, Person], rasa: ScriptedRasa
) -> None:
    rasa.script("hello", BREAK_OFF)
    assert (await ways[0].say("hello", "same-message")).status == 503
    rasa.script("hello", said("One."))
    assert (await ways[1].say("hello", "same-message")).texts == ["One."]


async def test_an_id_used_for_another_text_is_refused_by_both(ways: tuple[Person, Person]) -> None:
    await ways[0].say("hello", "same-message")
    for way in ways:
        assert (await way.say("something else", "same-message")).status == 409


async def test_a_button_can_be_clicked_at_the_other_gateway_once(
    ways: tuple[Person, Person], rasa: ScriptedRasa
) -> None:
    rasa.script("hello", said("Sure?", "Yes"))
    button = (await ways[0].say("hello")).body["messages"][0]["buttons"][0]["id"]
    assert (await ways[1].click(button)).status == 200
    assert (await ways[1].click(button)).status == 409
    assert rasa.texts == ["hello", "Yes"]


async def test_a_rating_at_the_other_gateway_is_kept(
    ways: tuple[Person, Person], rasa: ScriptedRasa, postgres: Engine, schema: str
) -> None:
    rasa.script("hello", answered("Keep it cold.", "c1", "c2"))
    (message,) = (await ways[0].say("hello")).body["messages"]
    for rating in ("down", "up"):
        assert (await ways[1].rate(message["id"], rating)).status == 204
    with postgres.connect() as connection:
        kept = connection.execute(text(f"SELECT claim, rating FROM {schema}.feedback ORDER BY claim"))
        assert [tuple(row) for row in kept] == [("c1", "up"), ("c2", "up")]


async def test_who_is_forgotten_at_one_gateway_is_forgotten_at_both(
    ways: tuple[Person, Person], postgres: Engine, schema: str
) -> None:
    await ways[0].say("hello")
    assert (await ways[1].forget()).body["erased"] == {"events": 3, "replies": 1}
    for way in ways:
        assert (await way.say("hello")).status == 401
    with postgres.connect() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {schema}.web_replies")).scalar() == 0


@pytest.mark.parametrize("method", ["finish", "drop", "erase", "expire"])
async def test_two_gateways_that_change_the_same_reply_do_not_take_the_log_for_down(
    postgres: Engine, schema: str, method: str
) -> None:
    """Every gateway expires replies each minute, and one may erase what another is keeping."""
    earlier = ReplyLog(schema_url(schema), now=lambda: datetime.now(UTC) - timedelta(hours=5))
    earlier.begin("web-a", "same-message", "digest")
    earlier.close()
    ours = ReplyLog(schema_url(schema))
    arguments = {
        "finish": ("web-a", "same-message", []),
        "drop": ("web-a", "same-message"),
        "erase": ("web-a",),
    }
    other = create_engine(schema_url(schema), future=True)
    with other.connect() as connection:
        connection.execute(text("DELETE FROM web_replies"))
        asked = asyncio.create_task(asyncio.to_thread(getattr(ours, method), *arguments.get(method, ())))
        async with asyncio.timeout(10):
            while not is_waiting(postgres, schema):
                await asyncio.sleep(0.01)
        connection.commit()
    assert await asked in (None, 0)
    assert ours.find("web-a", "same-message") is None
    ours.close()
    other.dispose()


def is_waiting(postgres: Engine, schema: str) -> bool:
    """Whether a transaction waits for another to end."""
    query = """SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid IN
        (SELECT pid FROM pg_locks WHERE relation = to_regclass(:table))"""
    with postgres.connect() as connection:
        return bool(connection.execute(text(query), {"table": f"{schema}.web_replies"}).scalar())


async def test_the_talk_goes_on_when_the_tables_are_gone(
    ways: tuple[Person, Person], postgres: Engine, schema: str
) -> None:
    await ways[0].say("hello")
    with postgres.connect() as connection:
        connection.execute(text(f"DROP TABLE {schema}.web_replies"))
    assert (await ways[0].say("hello again")).texts == ["Noted."]


async def test_the_talk_goes_on_when_the_database_hangs(
    ways: tuple[Person, Person], schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ways[0].say("hello")
    monkeypatch.setattr(reply_keeping, "WAIT_SECONDS", 0.05)
    other = create_engine(schema_url(schema), future=True)
    with other.connect() as connection:
        connection.execute(text("LOCK TABLE web_replies, web_erased IN ACCESS EXCLUSIVE MODE"))
        assert (await ways[0].say("hello again")).texts == ["Noted."]
    other.dispose()
