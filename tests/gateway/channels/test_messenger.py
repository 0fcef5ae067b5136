"""What only Messenger does: batches, quick replies and postbacks, and the errors of Graph."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channel_chat import Chat
from fake_messenger import HEADER, NAME, SECRET, VERIFY, FakeMessenger
from fake_platform import Webhook
from multidict import CIMultiDict
from test_talking import EMERGENCY

from guide.gateway.channels.channel import Call, Channel, Forged, Incoming, Kind, TryLater, Undeliverable
from guide.gateway.channels.messenger import FIELDS, PLATFORM

MESSAGE = {"recipient": {"id": "7"}, "messaging_type": "RESPONSE", "message": {"text": "Hello."}}
CHALLENGE = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}


@pytest.fixture
async def platform() -> AsyncIterator[FakeMessenger]:
    fake = FakeMessenger()
    yield fake
    await fake.stop()


@pytest.fixture
async def channel(platform: FakeMessenger) -> AsyncIterator[Channel]:
    """The channel alone."""
    made = PLATFORM.make(platform.variables(await platform.start()))
    yield made
    await made.close()


def heard(channel: Channel, webhook: Webhook) -> tuple[Incoming, ...]:
    """Return what a call says."""
    return channel.hear(Call("POST", CIMultiDict(webhook.headers), {}, webhook.body)).incoming


async def test_the_address_is_proved_by_the_challenge(chat: Chat) -> None:
    answer = await chat.gateway.send("GET", "/webhooks/messenger", params=CHALLENGE)
    assert (answer.status, answer.body) == (200, "1158201444")
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    "changed",
    [
        {"hub.verify_token": "a-guess"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": ""},
    ],
)
async def test_nobody_else_gets_the_challenge(channel: Channel, changed: dict[str, str]) -> None:
    with pytest.raises(Forged) as refusal:
        channel.hear(Call("GET", {}, CHALLENGE | changed, b""))
    assert refusal.value.status == 403


async def test_a_batch_holds_several_entries_with_several_messages(
    platform: FakeMessenger, channel: Channel
) -> None:
    batch = platform.batch(
        [platform.said("one"), platform.said("two", "8")], [], [platform.said("three", event="m_3")]
    )
    said = heard(channel, batch)
    assert [(each.user, each.text) for each in said] == [("7", "one"), ("8", "two"), ("7", "three")]
    assert said[2].event == "m_3"
    assert {each.kind for each in said} == {Kind.TEXT}


async def test_an_item_of_another_form_costs_the_others_nothing(
    platform: FakeMessenger, channel: Channel
) -> None:
    strange: list[Any] = [
        None,
        {"sender": {"user_ref": "x"}, "message": {"mid": "m", "text": "hi"}},
        {"sender": {"id": "7"}, "message": {"text": ["no", "text"]}},
    ]
    assert [each.text for each in heard(channel, platform.batch([*strange, platform.said("one")]))] == ["one"]


async def test_all_messages_of_a_batch_are_answered(platform: FakeMessenger, chat: Chat) -> None:
    await chat.deliver(platform.batch([platform.said("one"), platform.said("two")], [platform.said("three")]))
    await chat.settled()
    assert chat.rasa.texts == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ({"message": {"mid": "m", "text": "hi", "attachments": [{"type": "image"}]}}, Kind.TEXT, "hi"),
        ({"message": {"mid": "m", "sticker_id": 1, "attachments": [{}]}}, Kind.UNREADABLE, ""),
        ({"message": {"mid": "m", "text": " "}}, Kind.UNREADABLE, " "),
        ({"message": {"mid": "m", "text": "No", "quick_reply": {"payload": "b1"}}}, Kind.BUTTON, "b1"),
        ({"message_edit": {"mid": "m", "text": "new", "num_edit": "1"}}, Kind.EDITED, "new"),
        ({"postback": {"mid": "m", "title": "Get Started", "payload": "GET_STARTED"}}, Kind.ARRIVED, ""),
        ({"postback": {"payload": "x", "referral": {"source": "SHORTLINK"}}}, Kind.ARRIVED, ""),
        ({"postback": {"title": "Menu", "payload": "x"}}, Kind.BUTTON, "x"),
        ({"referral": {"ref": "poster", "source": "SHORTLINK"}}, Kind.ARRIVED, ""),
    ],
)
async def test_what_an_item_is(
    platform: FakeMessenger, channel: Channel, content: dict[str, Any], kind: Kind, text: str
) -> None:
    (said,) = heard(channel, platform.batch([platform.item(**content)]))
    assert (said.kind, said.text, said.user) == (kind, text, "7")


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"mid": "m", "text": "our own words", "is_echo": True, "app_id": 1}},
        {"delivery": {"mids": ["m"], "watermark": 1}},
        {"read": {"watermark": 1}},
        {"reaction": {"mid": "m", "action": "react", "emoji": "👍"}},
        {"optin": {"ref": "x"}},
    ],
)
async def test_what_nobody_said_is_not_answered(
    platform: FakeMessenger, channel: Channel, content: dict[str, Any]
) -> None:
    assert heard(channel, platform.batch([platform.item(**content)])) == ()


async def test_what_another_object_than_a_page_tells_is_not_answered(
    platform: FakeMessenger, channel: Channel
) -> None:
    assert heard(channel, platform.junk(b'{"object": "instagram", "entry": [{"messaging": [{}]}]}')) == ()


async def test_every_edit_and_every_click_is_an_event_of_its_own(
    platform: FakeMessenger, channel: Channel
) -> None:
    items = [
        platform.said("one", event="m_1"),
        platform.item(message_edit={"mid": "m_1", "text": "two", "num_edit": 1}),
        platform.item(message_edit={"mid": "m_1", "text": "three", "num_edit": 2}),
        platform.item(postback={"payload": "x"}),
        platform.item(postback={"payload": "x"}),
    ]
    assert len({each.event for each in heard(channel, platform.batch(items))}) == 5


async def test_an_emergency_in_an_edit_is_answered(platform: FakeMessenger, chat: Chat) -> None:
    await chat.say("hello")
    edit = platform.item(message_edit={"mid": "m_1", "text": EMERGENCY, "num_edit": 1})
    await chat.deliver(platform.batch([edit]))
    await chat.settled()
    assert "adrenaline" in platform.texts("7")[-2]
    assert chat.rasa.texts[-1] == EMERGENCY


async def test_who_gets_started_is_greeted(platform: FakeMessenger, chat: Chat) -> None:
    await chat.deliver(platform.batch([platform.item(postback={"payload": "GET_STARTED"})]))
    await chat.settled()
    assert chat.rasa.texts == ["hello"]
    assert "automated guide" in platform.texts("7")[0]


@pytest.mark.parametrize("algorithm", ["sha1", "md5"])
async def test_an_older_signature_does_not_count(
    platform: FakeMessenger, channel: Channel, algorithm: str
) -> None:
    body = platform.message("hello").body
    signed = f"{algorithm}={hmac.new(SECRET.encode(), body, algorithm).hexdigest()}"
    for header, status in (("X-Hub-Signature", 401), (HEADER, 403)):
        with pytest.raises(Forged) as refusal:
            heard(channel, Webhook(body, {header: signed}))
        assert refusal.value.status == status


async def test_a_signature_holds_for_one_body_and_one_secret(
    platform: FakeMessenger, channel: Channel
) -> None:
    webhook, other = platform.message("one"), platform.message("two")
    wrong = hmac.new(b"", webhook.body, hashlib.sha256).hexdigest()
    for given in (other.headers[HEADER], f"sha256={wrong}", "sha256=", "sha256=\udcff"):
        with pytest.raises(Forged) as refusal:
            heard(channel, Webhook(webhook.body, {HEADER: given}))
        assert refusal.value.status == 403


async def test_a_malformed_body_is_no_failure_of_ours(platform: FakeMessenger, chat: Chat) -> None:
    bodies = [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"object": "page"}',
        b'{"object": "page", "entry": null}',
        b'{"object": "page", "entry": [{"messaging": {}}]}',
        b'{"object": "page", "entry": [{"messaging": [' + b"[" * 5_000 + b"]" * 5_000 + b"]}]}",
        b'{"object": "page", "entry": [{"messaging": [{"sender": {"id": "\\ud800"}}]}]}',
        json.dumps({"object": "page", "entry": [{"messaging": [platform.said("\x00")]}]}).encode(),
    ]
    statuses = {await chat.deliver(platform.junk(body)) for body in bodies}
    await chat.settled()
    assert statuses == {200, 400}


@pytest.mark.parametrize(
    ("code", "status", "expected", "everywhere"),
    [
        *((code, 400, TryLater, True) for code in (4, 17, 32, 613, 80006)),
        *((code, 400, TryLater, False) for code in (1, 2, 190, 1200)),
        *((code, 400, Undeliverable, False) for code in (10, 100, 200, 551)),
        (190, 401, TryLater, False),
        (368, 500, TryLater, False),
    ],
)
async def test_what_an_error_of_graph_means(
    platform: FakeMessenger,
    channel: Channel,
    code: int,
    status: int,
    expected: type[Exception],
    everywhere: bool,
) -> None:
    platform.refuse, platform.error = [status], code
    with pytest.raises(expected) as problem:
        await channel.send(MESSAGE)
    assert str(problem.value) == f"Graph error {code}"
    assert getattr(problem.value, "everywhere", False) is everywhere


@pytest.mark.parametrize(
    ("usage", "seconds"),
    [
        ('{"1": [{"type": "messenger", "call_count": 100, "estimated_time_to_regain_access": 3}]}', 180),
        ('{"1": [{"estimated_time_to_regain_access": 0}]}', None),
        ("{}", None),
        ("not JSON", None),
    ],
)
async def test_graph_says_when_the_limit_is_over(
    platform: FakeMessenger, channel: Channel, usage: str, seconds: float | None
) -> None:
    platform.refuse, platform.error = [400], 80006
    platform.error_headers = {"X-Business-Use-Case-Usage": usage}
    with pytest.raises(TryLater) as problem:
        await channel.send(MESSAGE)
    assert problem.value.seconds == seconds


async def test_a_wrong_token_can_be_put_right(platform: FakeMessenger) -> None:
    values = platform.variables(await platform.start()) | {"MESSENGER_TOKEN": "another"}
    channel = PLATFORM.make(values)
    with pytest.raises(TryLater, match="Graph error 190"):
        await channel.check()
    await channel.close()


async def test_nobody_there_is_worth_another_try(platform: FakeMessenger, nowhere: str) -> None:
    channel = PLATFORM.make(platform.variables(nowhere))
    with pytest.raises(TryLater):
        await channel.send(MESSAGE)
    await channel.close()


async def test_setting_up(platform: FakeMessenger, channel: Channel) -> None:
    assert await channel.check() == NAME
    left = await channel.register("https://guide.example/webhooks/messenger")
    assert platform.set_up == {
        "subscribed_fields": ",".join(FIELDS),
        "get_started": {"payload": "GET_STARTED"},
    }
    assert "Callback URL: https://guide.example/webhooks/messenger" in left
    assert not platform.broken
