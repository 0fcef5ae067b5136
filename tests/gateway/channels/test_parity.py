"""Verdict, cautions, review notice and citations of every answer survive on every platform."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from channel_chat import FAKES, PUBLIC_URL

from guide.advice.alternatives import alternatives_answer
from guide.advice.answer import Answer, as_json
from guide.advice.answering import asker
from guide.advice.compose import topic_answer, verdict_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.emergency import sourced_instruction
from guide.advice.profile import SELF, Fact, Profile
from guide.advice.red_flags import instruction
from guide.advice.render import answer_text, cited_text, review_text, source_line
from guide.advice.vocabulary import Audience, Status
from guide.gateway.channels.channel import Channel
from guide.gateway.channels.configured import make_channels
from guide.gateway.channels.rendering import render
from guide.gateway.web_messages import web_message

ADDRESS = dict.fromkeys(("chat", "recipient", "channel", "user", "to", "from", "team", "sender", "page"), "1")
NUMBER = re.compile(r"\[(\d+)\]")


@pytest.fixture(scope="module", params=sorted(FAKES))
def channel(request: pytest.FixtureRequest) -> Channel:
    """Each platform in turn."""
    fake = FAKES[request.param]()
    name = fake.path.rpartition("/")[2]
    return make_channels({name: fake.variables("http://127.0.0.1:9")}, PUBLIC_URL)[name]


def answers(content: Content, audience: Audience) -> Iterator[Answer]:
    """Return every verdict, every topic and the alternatives for somebody with each condition."""
    for condition in content.conditions:
        for status in (Status.PRESENT, Status.UNCERTAIN):
            profile = Profile(facts={condition: Fact(condition, status)})
            state = Conversation(profiles={SELF: profile}, audience=audience)
            who = asker(state, SELF, content)
            yield from (verdict_answer(who, product, content) for product in content.products)
            yield from (topic_answer(topic, who, content, {}) for topic in content.topics)
            yield alternatives_answer(who, content, instead_of="milk_kefir")


def as_message(answer: Answer) -> dict[str, Any]:
    """Return the answer as the gateway has it."""
    custom = {"answer": as_json(answer, review_text(answer.review_status, full=True)), "emergency": False}
    buttons = [{"title": followup} for followup in answer.followups]
    return web_message({"text": answer_text(answer, full_notice=True), "buttons": buttons, "custom": custom})


def strings(payload: Any) -> Iterator[str]:
    """Return every text in a call to a platform."""
    if isinstance(payload, dict):
        for value in payload.values():
            yield from strings(value)
    elif isinstance(payload, list | tuple):
        for value in payload:
            yield from strings(value)
    elif isinstance(payload, str):
        yield html.unescape(payload)


def flat(text: str) -> str:
    """Return a text without its line breaks, which a split may move."""
    return " ".join(text.split())


@pytest.mark.parametrize("audience", list(Audience))
def test_every_answer_keeps_what_matters(channel: Channel, content: Content, audience: Audience) -> None:
    for answer in answers(content, audience):
        parts = render([as_message(answer)], channel.limits)
        assert all(0 < len(part.text) <= channel.limits.characters for part in parts)
        payloads = [channel.payload(part, ADDRESS) for part in parts]
        sent = flat(" ".join(text for payload in payloads for text in strings(payload)))
        notice = review_text(answer.review_status, full=True)
        first = [cited_text(answer.bottom_line), *(cited_text(c) for c in answer.cautions), notice]
        for sentence in first:
            assert flat(sentence) in sent
        at_notice = sent.index(flat(notice))
        for statement in answer.statements:
            assert sent.index(f"- {flat(cited_text(statement))}") > at_notice
        for number, reference in answer.references:
            assert flat(source_line(number, reference)) in sent
        body = flat(" ".join(part.text for part in parts))
        assert set(map(int, NUMBER.findall(body))) == {number for number, _ in answer.references}


def test_every_emergency_keeps_its_whole_text(channel: Channel, content: Content) -> None:
    data = json.loads(files("guide.advice").joinpath("data/emergency.json").read_text(encoding="utf-8"))
    for kind in data["emergency"]:
        text = sourced_instruction(kind, "", content)
        message = web_message({"text": text, "custom": {"emergency": True}})
        parts = render([message], channel.limits)
        assert flat(text) == flat(" ".join(part.text for part in parts))
        assert flat(instruction(kind).text.split("\n")[0]) in flat(parts[0].text)
