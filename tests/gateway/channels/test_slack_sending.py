"""What Slack is told, and what it answers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from channel_chat import Chat
from fake_platform import FakePlatform
from fake_slack import ALL_BLOCKS, SECRET, TOKEN, FakeSlack
from scripted_rasa import said

from guide.gateway.channels.channel import Part, TryLater, Undeliverable
from guide.gateway.channels.rendering import split
from guide.gateway.channels.slack import Slack

pytestmark = [
    pytest.mark.parametrize("platform", ["slack"], indirect=True),
    pytest.mark.usefixtures("platform"),
]


@pytest.fixture
def slack(platform: FakePlatform) -> FakeSlack:
    """The workspace."""
    assert isinstance(platform, FakeSlack)
    return platform


@pytest.fixture
async def channel(slack: FakeSlack) -> AsyncIterator[Slack]:
    """The channel without a gateway around it."""
    channel = Slack(TOKEN, SECRET, f"{await slack.start()}/api")
    yield channel
    await channel.close()


class TestMessages:
    async def test_what_we_say_is_never_a_mention_or_a_link(self, chat: Chat, slack: FakeSlack) -> None:
        chat.rasa.usual = (said("<!channel> & <https://evil.example|safe> at < 5 °C"),)
        assert "<!channel> & <https://evil.example|safe> at < 5 °C" in "".join(await chat.say("hello"))
        assert "&lt;!channel&gt; &amp;" in slack.sent[-1]["text"]

    @pytest.mark.parametrize("text", ["&" * 2_400, "a & b < c. " * 218, "\n".join(["- <&>"] * 400)])
    async def test_escaping_never_goes_beyond_a_limit(
        self, slack: FakeSlack, channel: Slack, text: str
    ) -> None:
        for part in split(text.split("\n"), channel.limits.characters):
            await channel.send(channel.payload(Part(part), {"channel": "D7"}))
        assert not slack.broken
        shown = "".join(slack.texts("7"))
        assert "".join(shown.split()) == "".join(text.split())
        assert all(len(sent["text"]) <= ALL_BLOCKS for sent in slack.sent)

    async def test_all_buttons_that_fit_are_taken(self, slack: FakeSlack, channel: Slack) -> None:
        limits = channel.limits
        buttons = tuple((f"b{number}" * 16, "T" * limits.title) for number in range(limits.buttons))
        await channel.send(channel.payload(Part("Which?", buttons), {"channel": "D7"}))
        assert slack.newest_buttons("7") == buttons
        assert not slack.broken

    async def test_no_text_reaches_a_log(
        self,
        chat: Chat,
        slack: FakeSlack,
        caplog: pytest.LogCaptureFixture,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        caplog.set_level(logging.DEBUG)
        chat.rasa.usual = (said("an answer of mine"),)
        slack.refuse = [503]
        await chat.say("a question of mine")
        printed = capsys.readouterr()
        assert "of mine" not in caplog.text + printed.out + printed.err


class TestErrors:
    @pytest.mark.parametrize(
        "code", ["ratelimited", "internal_error", "service_unavailable", "invalid_auth", "token_revoked"]
    )
    async def test_some_pass(self, slack: FakeSlack, channel: Slack, code: str) -> None:
        slack.error = code
        with pytest.raises(TryLater, match=code):
            await channel.send(channel.payload(Part("x"), {"channel": "D7"}))

    @pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "user_not_found", "msg_too_long"])
    async def test_some_stay(self, slack: FakeSlack, channel: Slack, code: str) -> None:
        slack.error = code
        with pytest.raises(Undeliverable, match=code):
            await channel.send(channel.payload(Part("x"), {"channel": "D7"}))

    @pytest.mark.parametrize("address", [{"channel": "D7"}, {"response_url": "commands/U7"}])
    async def test_too_many_is_a_pause_for_all(
        self, slack: FakeSlack, channel: Slack, address: dict[str, str]
    ) -> None:
        slack.refuse, slack.retry_after = [429], "30"
        to = {name: f"{slack.url}/{at}" if name == "response_url" else at for name, at in address.items()}
        with pytest.raises(TryLater) as problem:
            await channel.send(channel.payload(Part("x"), to))
        assert (problem.value.seconds, problem.value.everywhere) == (30.0, True)

    @pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/json"])
    async def test_an_answer_that_is_not_slacks_is_no_refusal(self, content_type: str) -> None:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(text="<h1>Please log in</h1>", content_type=content_type)

        app = web.Application()
        app.router.add_post("/{method}", answer)
        async with TestServer(app) as server:
            channel = Slack(TOKEN, SECRET, str(server.make_url("")))
            with pytest.raises(TryLater):
                await channel.send(channel.payload(Part("x"), {"channel": "D7"}))
            await channel.close()

    async def test_nobody_there_is_no_refusal(self, slack: FakeSlack, channel: Slack) -> None:
        await slack.stop()
        with pytest.raises(TryLater):
            await channel.check()


class TestSettingUp:
    async def test_the_token_tells_the_bot_and_the_workspace(self, channel: Slack) -> None:
        assert await channel.check() == "@kefir_guide in Parents"

    async def test_a_wrong_token_is_told(self, slack: FakeSlack) -> None:
        channel = Slack("xoxb-another", SECRET, f"{await slack.start()}/api")
        with pytest.raises(TryLater, match="invalid_auth"):
            await channel.check()
        await channel.close()

    async def test_the_manifest_names_our_address_for_all_three(self) -> None:
        url = "https://guide.example/webhooks/slack"
        done = await Slack(TOKEN, SECRET).register(url)
        assert done.count(f"url: {url}\n") == 3
        assert "{url}" not in done
