"""What a platform does wrong, or what somebody does in its name."""

from __future__ import annotations

import pytest
from channel_chat import Chat, those_with
from scripted_rasa import said
from test_talking import EMERGENCY

from guide.gateway.channels import delivery


async def test_a_call_without_a_signature_is_refused(chat: Chat) -> None:
    assert await chat.deliver(chat.platform.unsigned(chat.platform.message("hello"))) == 401
    assert not chat.rasa.heard


async def test_a_call_with_a_wrong_signature_is_refused_even_in_an_emergency(chat: Chat) -> None:
    assert await chat.deliver(chat.platform.forged(chat.platform.message(EMERGENCY))) == 403
    await chat.settled()
    assert not chat.platform.shown
    assert not chat.rasa.heard


@those_with("signs_time")
async def test_a_call_of_long_ago_is_refused(chat: Chat) -> None:
    webhook = chat.platform.replayed(chat.platform.message("hello"))
    assert await chat.deliver(webhook) == 403
    assert not chat.rasa.heard


@pytest.mark.parametrize(("size", "statuses"), [(50_000, (200, 400)), (1_100_000, (413,))])
async def test_a_body_beyond_the_limit_is_refused(chat: Chat, size: int, statuses: tuple[int, ...]) -> None:
    assert await chat.deliver(chat.platform.junk(b"x" * size)) in statuses


async def test_an_outage_of_the_platform_delays_and_loses_nothing(chat: Chat) -> None:
    people = [str(number) for number in range(100, 120)]
    chat.platform.refuse = [503] * 60
    for number in range(5):
        for user in people:
            chat.rasa.script(f"{user} asks {number}", said(f"reply {number} to {user}"))
            assert await chat.deliver(chat.platform.message(f"{user} asks {number}", user)) == 200
    await chat.settled()
    for user in people:
        replies = [text for text in chat.platform.texts(user) if text.startswith("reply")]
        assert replies == [f"reply {number} to {user}" for number in range(5)]


async def test_an_emergency_waits_behind_nothing(chat: Chat) -> None:
    chat.rasa.script("one", said("Slow."))
    chat.platform.refuse = [503] * 3
    await chat.deliver(chat.platform.message("one"))
    await chat.until(lambda: chat.platform.calls > 0)
    await chat.deliver(chat.platform.message(EMERGENCY))
    await chat.settled()
    first = next(i for i, text in enumerate(chat.platform.texts("7")) if "adrenaline" in text)
    assert not any("Slow." in text for text in chat.platform.texts("7")[:first])


async def test_who_asks_to_wait_is_left_alone(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float | None] = []

    def pause(_: int, seconds: float | None) -> float:
        asked.append(seconds)
        return 0.02

    monkeypatch.setattr(delivery, "pause", pause)
    chat.platform.refuse, chat.platform.retry_after = [429], "1"
    texts = await chat.say("hello")
    assert "Noted." in "".join(texts)
    assert asked
    assert asked[0] == 1.0


async def test_what_is_refused_for_good_is_recorded(chat: Chat) -> None:
    chat.platform.refuse = [403]
    await chat.say("hello")
    ((channel, count, _),) = chat.log.failures()
    assert (channel, count) == (chat.platform.path.rpartition("/")[2], 1)


def test_waiting_grows_and_covers_an_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    pauses = [delivery.pause(attempt, None) for attempt in range(10)]
    assert pauses == sorted(pauses)
    assert sum(pauses[:5]) >= 30
    assert max(pauses) <= 30
