"""What Slack tells, and what comes of it."""

from __future__ import annotations

import json

import pytest
from channel_chat import Chat
from fake_platform import FakePlatform, Webhook
from fake_slack import BOT, CHANNEL, FakeSlack
from test_talking import EMERGENCY

pytestmark = pytest.mark.parametrize("platform", ["slack"], indirect=True)


@pytest.fixture
def slack(platform: FakePlatform) -> FakeSlack:
    """The workspace."""
    assert isinstance(platform, FakeSlack)
    return platform


async def deliver_all(chat: Chat, *webhooks: Webhook) -> None:
    assert [await chat.deliver(webhook) for webhook in webhooks] == [200] * len(webhooks)
    await chat.settled()


class TestCalls:
    async def test_the_challenge_comes_back_as_plain_text(self, chat: Chat, slack: FakeSlack) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a", "token": "old"})
        webhook = slack.junk(body.encode())
        response = await chat.gateway.client.post(slack.path, data=webhook.body, headers=webhook.headers)
        assert (response.status, response.content_type) == (200, "text/plain")
        assert await response.text() == "3eZbrw1a"

    @pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "text/plain"])
    async def test_a_charset_changes_nothing(self, chat: Chat, slack: FakeSlack, content_type: str) -> None:
        webhook = slack.message("hello")
        await deliver_all(chat, Webhook(webhook.body, {**webhook.headers, "Content-Type": content_type}))
        assert chat.rasa.texts == ["hello"]

    async def test_a_call_that_slack_repeats_is_answered_once(self, chat: Chat, slack: FakeSlack) -> None:
        webhook = slack.message("hello")
        again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_error"}
        await deliver_all(chat, webhook, Webhook(webhook.body, {**webhook.headers, **again}))
        assert chat.rasa.texts == ["hello"]

    async def test_a_repetition_whose_first_call_was_lost_is_answered(
        self, chat: Chat, slack: FakeSlack
    ) -> None:
        webhook = slack.message("hello")
        await deliver_all(chat, Webhook(webhook.body, {**webhook.headers, "X-Slack-Retry-Num": "1"}))
        assert chat.rasa.texts == ["hello"]

    async def test_a_check_of_the_certificate_says_nothing(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(chat, slack.form(ssl_check="1", token="old"))
        assert not slack.shown


class TestDirectMessages:
    async def test_nobody_hears_the_name_of_the_bot_or_the_marks_of_slack(
        self, chat: Chat, slack: FakeSlack
    ) -> None:
        text = f"<@{BOT}> is <https://kefir.example/a?b=1&amp;c|kefir.example> &lt;3 months &amp; safe?"
        await deliver_all(chat, slack.event(slack.said("") | {"text": text}))
        assert chat.rasa.texts == ["is kefir.example <3 months & safe?"]

    async def test_a_message_of_a_bot_or_of_slack_is_not_answered(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(
            chat,
            slack.event(slack.said("mine") | {"bot_id": "B1", "user": BOT}),
            slack.event(slack.said("another's") | {"subtype": "bot_message", "bot_id": "B2"}),
            slack.event(slack.said("joined") | {"subtype": "channel_join"}),
            slack.event(slack.said("") | {"subtype": "message_deleted", "previous_message": slack.said("x")}),
            slack.event({"type": "app_home_opened", "user": "U7", "tab": "messages", "channel": "D7"}),
            slack.event({"type": "member_joined_channel", "user": "U7", "channel": CHANNEL}),
        )
        assert not chat.rasa.heard
        assert not slack.shown

    async def test_an_edited_message_gets_a_line(self, chat: Chat, slack: FakeSlack) -> None:
        await chat.say("hello")
        await deliver_all(chat, slack.edited("hello there"))
        assert "as it was first sent" in slack.texts("7")[-1]
        assert chat.rasa.texts == ["hello"]

    async def test_an_emergency_in_an_edited_message_is_answered(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(chat, slack.edited(EMERGENCY))
        assert "adrenaline" in slack.texts("7")[0]

    async def test_a_preview_that_slack_adds_is_no_edit(self, chat: Chat, slack: FakeSlack) -> None:
        message = slack.said("see https://kefir.example")
        await deliver_all(
            chat, slack.event(message), slack.event(slack.changed({**message, "attachments": []}))
        )
        assert len(chat.rasa.heard) == 1
        assert not any("as it was first sent" in text for text in slack.texts("7"))

    async def test_a_file_with_words_is_read_for_its_words(self, chat: Chat, slack: FakeSlack) -> None:
        file = {"subtype": "file_share", "files": [{"id": "F1"}]}
        await deliver_all(chat, slack.event(slack.said("is this kefir?") | file))
        assert chat.rasa.texts == ["is this kefir?"]

    async def test_who_writes_in_a_thread_is_answered_there(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(chat, slack.event(slack.said("hello") | {"thread_ts": "1700000000.000001"}))
        assert {message["thread_ts"] for message in slack.sent} == {"1700000000.000001"}

    async def test_a_click_where_others_read_along_is_not_heard(self, chat: Chat, slack: FakeSlack) -> None:
        where = {"id": CHANNEL, "name": "parents"}
        await deliver_all(chat, slack.clicked(("b1", "Yes"), "7", where))
        assert not slack.shown


class TestCommands:
    async def test_alone_with_the_bot_it_is_a_message(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(chat, slack.command("is kefir safe at <12 months & after?"))
        assert chat.rasa.texts == ["is kefir safe at <12 months & after?"]
        assert {message["channel"] for message in slack.sent} == {"U7"}

    async def test_it_is_the_same_conversation_as_the_messages(self, chat: Chat, slack: FakeSlack) -> None:
        await chat.say("hello")
        await deliver_all(chat, slack.command("and now?"))
        assert len({heard["sender"] for heard in chat.rasa.heard}) == 1

    async def test_without_words_it_is_a_greeting(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(chat, slack.command(""))
        assert chat.rasa.texts == ["hello"]

    async def test_in_a_channel_only_who_typed_it_sees_the_reply(self, chat: Chat, slack: FakeSlack) -> None:
        await deliver_all(chat, slack.command("my son has hives", channel="C9", name="elsewhere"))
        (shown,) = slack.shown
        assert (shown.user, shown.private) == ("7", True)
        assert "private chat" in shown.text
        assert not chat.rasa.heard

    async def test_an_emergency_in_a_channel_is_answered_to_who_typed_it(
        self, chat: Chat, slack: FakeSlack
    ) -> None:
        await deliver_all(chat, slack.command(EMERGENCY, channel=CHANNEL, name="parents"))
        assert "emergency number" in slack.texts("7")[0]
        assert all(shown.private for shown in slack.shown)

    async def test_an_address_that_has_run_out_is_recorded(self, chat: Chat, slack: FakeSlack) -> None:
        webhook = slack.command("hello", channel=CHANNEL, name="parents")
        slack.refuse = [404]
        await deliver_all(chat, webhook)
        assert [(name, count) for name, count, _ in chat.log.failures()] == [("slack", 1)]


class TestChannels:
    @pytest.mark.parametrize("first", ["app_mention", "message"])
    async def test_a_mention_comes_twice_and_is_answered_once(
        self, chat: Chat, slack: FakeSlack, first: str
    ) -> None:
        message = slack.in_channel(f"<@{BOT}> may I ask you something?")
        mention = {**message, "type": "app_mention"}
        del mention["channel_type"]
        calls = [slack.event(mention), slack.event(message)]
        await deliver_all(chat, *(calls if first == "app_mention" else reversed(calls)))
        (shown,) = slack.shown
        assert (shown.user, shown.private) == ("7", True)

    async def test_who_speaks_to_others_is_not_answered(self, chat: Chat, slack: FakeSlack) -> None:
        others = slack.in_channel("<@U8> did you try kefir?")
        await deliver_all(chat, slack.in_group("kefir is nice", addressed=False), slack.event(others))
        assert not slack.shown

    @pytest.mark.parametrize("kind", ["channel", "group", "mpim"])
    async def test_an_emergency_is_answered_for_all_to_see(
        self, chat: Chat, slack: FakeSlack, kind: str
    ) -> None:
        await deliver_all(chat, slack.event(slack.in_channel(EMERGENCY) | {"channel_type": kind}))
        assert "emergency number" in slack.texts(CHANNEL)[0]
        assert not any(shown.private for shown in slack.shown)

    async def test_an_edited_message_is_overheard(self, chat: Chat, slack: FakeSlack) -> None:
        message = slack.in_channel("it was nice") | {"edited": {"user": "U7", "ts": "1700000000.000009"}}
        where = {"channel": CHANNEL, "channel_type": "channel"}
        await deliver_all(chat, slack.event(slack.changed(message) | where))
        assert not slack.shown
