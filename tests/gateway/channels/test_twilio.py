"""What only Twilio does: two kinds of addresses, words that stop and start, forms, and its errors."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from channel_chat import PUBLIC_URL, Chat
from fake_platform import Webhook
from fake_twilio import HEADER, NAME, TOKEN, FakeSms, FakeWhatsApp
from multidict import CIMultiDict
from scripted_rasa import said
from twilio.request_validator import RequestValidator

from guide.gateway.channels.channel import (
    Call,
    Channel,
    Forged,
    Heard,
    Incoming,
    Kind,
    Malformed,
    TryLater,
    Undeliverable,
)
from guide.gateway.channels.twilio import PLATFORM
from guide.settings import SettingsError

SMS_STOP = ("STOP", "stop", " Stop\n", "STOPALL", "Unsubscribe", "CANCEL", "end", "QUIT", "revoke", "OPTOUT")
MESSAGE = {"From": "+15005550006", "To": "+15550000007", "Body": "Hello."}


@pytest.fixture(params=[FakeSms, FakeWhatsApp])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[FakeSms]:
    fake = request.param()
    yield fake
    await fake.stop()


@pytest.fixture
def sms() -> Channel:
    """The channel alone, for people who text; it connects to nothing."""
    return made(FakeSms(), "http://127.0.0.1:1")


def made(platform: FakeSms, url: str) -> Channel:
    """Return the channel with Twilio at ``url``."""
    return PLATFORM.make(platform.variables(url) | {"PUBLIC_URL": PUBLIC_URL})


def hear(channel: Channel, webhook: Webhook) -> Heard:
    return channel.hear(Call("POST", CIMultiDict(webhook.headers), {}, webhook.body))


def heard(channel: Channel, **fields: str) -> Incoming:
    """Return what a text message with these fields says."""
    (incoming,) = hear(channel, FakeSms().call(**fields)).incoming
    return incoming


async def test_a_call_is_answered_with_no_reply(platform: FakeSms, chat: Chat) -> None:
    webhook = platform.message("hello")
    answer = await chat.gateway.send("POST", platform.path, data=webhook.body, headers=webhook.headers)
    assert (answer.status, answer.body) == (200, "<Response/>")
    assert answer.headers["Content-Type"].startswith("text/xml")
    await chat.settled()


async def test_the_reply_comes_from_the_number_that_was_written_to(platform: FakeSms, chat: Chat) -> None:
    platform.number_written_to = f"{platform.prefix}+15005550099"
    assert "Noted." in (await chat.say("hello"))[-1]


@pytest.mark.parametrize("platform", [FakeSms], indirect=True)
@pytest.mark.parametrize("word", ["START", "unstop"])
async def test_who_says_stop_hears_nothing_until_start(platform: FakeSms, chat: Chat, word: str) -> None:
    await chat.say("hello")
    assert await chat.say("stop") == []
    assert chat.rasa.texts == ["hello", "forget me"]
    assert await chat.say("hello?") == []
    assert chat.rasa.texts == ["hello", "forget me"]
    again = await chat.say(word)
    assert any("You will get answers again" in text for text in again)
    assert "Noted." in (await chat.say("can I drink kefir?"))[-1]
    first, forgotten, newest = (each["sender"] for each in chat.rasa.heard)
    assert first == forgotten != newest


async def test_yes_is_an_answer(platform: FakeSms, chat: Chat) -> None:
    chat.rasa.script("hello", said("Is it an allergy?", "Yes", "No"))
    chat.rasa.script("YES", said("Which one?"))
    await chat.say("hello")
    assert await chat.say("YES") == ["Which one?"]


@pytest.mark.parametrize("word", SMS_STOP)
def test_these_words_stop_text_messages(sms: Channel, word: str) -> None:
    assert heard(sms, Body=word).kind is Kind.OPT_OUT


@pytest.mark.parametrize(
    "text", ["YES", "HELP", "stop please", "how do I stop it?", "End of May", "start again"]
)
def test_other_words_do_not(sms: Channel, text: str) -> None:
    incoming = heard(sms, Body=text)
    assert (incoming.kind, incoming.text) == (Kind.TEXT, text)


@pytest.mark.parametrize("word", ["Stop", "cancel", "END", "START"])
def test_on_whatsapp_they_are_words_like_others(sms: Channel, word: str) -> None:
    (incoming,) = hear(sms, FakeWhatsApp().message(word)).incoming
    assert incoming.kind is Kind.TEXT


@pytest.mark.parametrize(("opting", "kind"), [("STOP", Kind.OPT_OUT), ("START", Kind.OPT_IN)])
def test_words_that_the_owner_of_the_account_chose_count(sms: Channel, opting: str, kind: Kind) -> None:
    assert heard(sms, Body="basta", OptOutType=opting).kind is kind


def test_help_that_twilio_gave_is_not_given_again(sms: Channel) -> None:
    assert hear(sms, FakeSms().call(Body="HELP", OptOutType="HELP")).incoming == ()


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"NumMedia": "1"}, Kind.UNREADABLE, ""),
        ({"NumMedia": "1", "Body": "what is this?"}, Kind.TEXT, "what is this?"),
        ({"Latitude": "1.0", "Longitude": "2.0"}, Kind.UNREADABLE, ""),
        ({"ButtonPayload": "x", "ButtonText": "Ask about kefir"}, Kind.TEXT, "Ask about kefir"),
        ({"ButtonPayload": "x", "ButtonText": "Stop", "Body": "Stop"}, Kind.OPT_OUT, "Stop"),
    ],
)
def test_what_a_message_is(sms: Channel, fields: dict[str, str], kind: Kind, text: str) -> None:
    incoming = heard(sms, MessageSid="SM1", **fields)
    assert (incoming.kind, incoming.text, incoming.event) == (kind, text, "SM1")
    assert incoming.address == {"from": "+15005550006", "to": "+15550000007"}


def test_what_became_of_our_messages_is_not_answered(sms: Channel) -> None:
    for status in ("sent", "delivered", "read", "failed"):
        assert hear(sms, FakeSms().call(MessageStatus=status, SmsStatus=status)).incoming == ()


def test_a_signature_holds_for_one_body_one_address_and_one_token(sms: Channel) -> None:
    webhook, other = FakeSms().message("one"), FakeSms().message("two")
    form = {"Body": "one"}
    wrong = [
        other.headers[HEADER],
        RequestValidator(TOKEN).compute_signature("https://evil.example/webhooks/twilio", form),
        RequestValidator("").compute_signature(f"{PUBLIC_URL}/webhooks/twilio", form),
        "\udcff",
    ]
    for given in wrong:
        with pytest.raises(Forged) as refusal:
            hear(sms, Webhook(webhook.body, {HEADER: given}))
        assert refusal.value.status == 403


async def test_a_call_by_get_is_refused(platform: FakeSms, chat: Chat) -> None:
    for headers, status in (({}, 401), ({HEADER: "AAAA"}, 403)):
        answer = await chat.gateway.send("GET", f"{platform.path}?Body=hello", headers=headers)
        assert answer.status == status


async def test_a_strange_form_is_no_failure_of_ours(platform: FakeSms, chat: Chat) -> None:
    usual = platform.message("hello").body
    bodies = [
        b"",
        b"=",
        b"&&&",
        b"Body",
        b"Body=hello",
        b"%",
        b"%zz=%zz",
        b"\xff\xfe\x00",
        b'{"Body": "hello"}',
        b"From=&To=&MessageSid=",
        usual + b"&Body=again&Body=and+again",
        usual.replace(b"hello", b"caf%E9"),
        usual.replace(b"hello", b"caf\xe9"),
        usual.replace(b"hello", "käse 🧀".encode()),
        usual.replace(b"hello", b"%ED%A0%80"),
        usual.replace(b"hello", b"%00"),
        usual.replace(b"MessageSid=", b"MessageSid=%F0%9F%A7%80"),
    ]
    statuses = {await chat.deliver(platform.junk(body)) for body in bodies}
    await chat.settled()
    assert statuses == {200, 400}


async def test_the_text_of_a_form_is_utf8(platform: FakeSms, chat: Chat) -> None:
    await chat.say("käse & kefir 🧀 = 1+1?")
    assert chat.rasa.texts == ["käse & kefir 🧀 = 1+1?"]


@pytest.mark.parametrize(
    ("code", "status", "expected", "everywhere"),
    [
        (20429, 429, TryLater, True),
        (21611, 400, TryLater, True),
        (20003, 401, TryLater, False),
        (20500, 500, TryLater, False),
        (20503, 503, TryLater, False),
        *((code, 400, Undeliverable, False) for code in (21610, 21211, 21614, 63016)),
        (20404, 404, Undeliverable, False),
    ],
)
async def test_what_an_error_of_twilio_means(
    platform: FakeSms, code: int, status: int, expected: type[Exception], everywhere: bool
) -> None:
    channel = made(platform, await platform.start())
    platform.refuse, platform.error, platform.retry_after = [status], code, "3"
    with pytest.raises(expected) as problem:
        await channel.send(MESSAGE)
    await channel.close()
    assert str(problem.value) == f"Twilio error {code}"
    assert getattr(problem.value, "everywhere", False) is everywhere
    assert getattr(problem.value, "seconds", None) == (3.0 if status == 429 else None)


async def test_nobody_there_is_worth_another_try(nowhere: str) -> None:
    channel = made(FakeSms(), nowhere)
    with pytest.raises(TryLater):
        await channel.send(MESSAGE)
    await channel.close()


async def test_setting_up(platform: FakeSms) -> None:
    channel = made(platform, await platform.start())
    assert await channel.check() == NAME
    assert "https://guide.example/webhooks/twilio" in await channel.register(f"{PUBLIC_URL}/webhooks/twilio")
    await channel.close()


def test_without_a_public_address_no_signature_could_be_checked() -> None:
    values = FakeSms().variables("http://127.0.0.1:1")
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        PLATFORM.make(values | {"PUBLIC_URL": ""})


def test_more_fields_than_twilio_sends_are_refused_before_anything_is_computed(sms: Channel) -> None:
    body = "&".join(f"k{number}=1" for number in range(5_000)).encode()
    with pytest.raises(Malformed):
        hear(sms, Webhook(body, {HEADER: "AAAA"}))
