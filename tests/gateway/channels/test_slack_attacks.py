"""What somebody sends in the name of Slack, or signed and in no form of it."""

from __future__ import annotations

import json
import time

import pytest
from channel_chat import Chat
from fake_platform import Webhook
from fake_slack import SECRET, SIGNATURE, TIMESTAMP, TOKEN, FakeSlack, signed
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.gateway.channels.channel import Call, Forged, Heard, Malformed
from guide.gateway.channels.slack import Slack

FIELDS = st.sampled_from(
    ["type", "event", "user", "team_id", "channel", "text", "ts", "subtype", "message", "edited"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.text(), inner, max_size=6),
    max_leaves=12,
)
MESSAGES = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "app_mention"]), "channel": JSON, "user": JSON, "ts": JSON},
    optional={"subtype": JSON, "message": JSON, "edited": JSON, "text": JSON, "channel_type": st.just("im")},
)
CALLS = st.fixed_dictionaries(
    {"type": st.sampled_from(["event_callback", "url_verification", "block_actions"]), "team_id": JSON},
    optional={"event": MESSAGES | JSON, "authorizations": JSON, "team": JSON, "user": JSON, "actions": JSON},
)


def hear(webhook: Webhook) -> Heard:
    return Slack(TOKEN, SECRET).hear(Call("POST", webhook.headers, webhook.query, webhook.body))


def test_the_challenge_of_a_forger_does_not_come_back() -> None:
    webhook = FakeSlack().forged(FakeSlack().junk(b'{"type": "url_verification", "challenge": "x"}'))
    with pytest.raises(Forged) as refused:
        hear(webhook)
    assert refused.value.status == 403


@pytest.mark.parametrize("missing", [SIGNATURE, TIMESTAMP])
def test_either_header_is_needed(missing: str) -> None:
    webhook = FakeSlack().message("hello")
    headers = {name: value for name, value in webhook.headers.items() if name != missing}
    with pytest.raises(Forged) as refused:
        hear(Webhook(webhook.body, headers))
    assert refused.value.status == 401


@pytest.mark.parametrize("changed", [{SIGNATURE: "v0=ä"}, {TIMESTAMP: "soon"}, {TIMESTAMP: "1" * 5_000}])
def test_headers_of_nonsense_are_a_forgery(changed: dict[str, str]) -> None:
    webhook = FakeSlack().message("hello")
    with pytest.raises(Forged) as refused:
        hear(Webhook(webhook.body, {**webhook.headers, **changed}))
    assert refused.value.status == 403


def test_a_body_that_is_no_text_is_a_forgery() -> None:
    with pytest.raises(Forged):
        hear(signed(b"\xff\xfe", time.time()))


@given(st.one_of(JSON, CALLS).map(lambda value: json.dumps(value).encode()) | st.text().map(str.encode))
@settings(max_examples=200, deadline=None)
def test_a_signed_call_of_nonsense_is_malformed_or_says_nothing(body: bytes) -> None:
    for webhook in (signed(body, time.time()), FakeSlack().form(payload=body.decode(errors="replace"))):
        try:
            heard = hear(webhook)
        except Malformed:
            continue
        assert all(json.dumps(incoming.address) and incoming.event for incoming in heard.incoming)


@pytest.mark.parametrize("platform", ["slack"], indirect=True)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"payload=%00",
        b"payload=[]",
        b"command=%2Fkefir",
        b'{"type": "url_verification"}',
        b'{"type": "url_verification", "challenge": "\\ud800"}',
        b'{"type": "event_callback", "event": "message"}',
        b'{"type": "event_callback", "team_id": "T1", "event": {"type": "message", "channel": "D7"}}',
        b'{"a":' * 5_000,
    ],
)
async def test_malformed_calls_are_told_so(chat: Chat, body: bytes) -> None:
    assert await chat.deliver(chat.platform.junk(body)) == 400
