"""Whatever comes in the form of a platform's call gets an answer, and a forger none by message.

200 bodies of each platform; ``make fuzz`` sends 2,000.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from channel_chat import Chat
from fake_platform import FakePlatform
from test_talking import EMERGENCY

BODIES = int(os.environ.get("GUIDE_FUZZ_BODIES", "200"))
JUNK: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "x" * 5_000,
    "\ud800",
    "🥛\u202e\x00",
    EMERGENCY,
    [],
    {},
    [[]],
    {"id": []},
)


def broken(body: bytes, dice: random.Random) -> bytes:
    """Return the body with something in it replaced, left out, or cut off."""
    if dice.random() < 0.15:
        return dice.choice((body[: dice.randrange(len(body) + 1)], dice.randbytes(40), b"", b"[" * 500))
    try:
        content = json.loads(body)
    except ValueError:
        return broken_form(body, dice)
    return json.dumps(changed(content, dice)).encode()


def broken_form(body: bytes, dice: random.Random) -> bytes:
    """Return a form with some fields changed; one that is JSON, somewhere in it."""
    fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    for name in dice.sample(sorted(fields), k=min(len(fields), dice.randint(1, 3))):
        if fields[name].startswith("{") and dice.random() < 0.7:
            fields[name] = json.dumps(changed(json.loads(fields[name]), dice))
        elif dice.random() < 0.4:
            del fields[name]
        else:
            fields[name] = str(dice.choice(JUNK))
    return urlencode(fields, errors="replace").encode()


def changed(content: Any, dice: random.Random) -> Any:
    """Return JSON with one thing in it changed, at a random depth."""
    places = list(range(len(content))) if isinstance(content, list) else []
    places = list(content) if isinstance(content, dict) else places
    if not places or dice.random() < 0.15:
        return dice.choice(JUNK)
    place = dice.choice(places)
    if isinstance(content, dict) and dice.random() < 0.2:
        return {key: value for key, value in content.items() if key != place}
    copy = dict(content) if isinstance(content, dict) else list(content)
    copy[place] = changed(content[place], dice)
    return copy


def bodies(platform: FakePlatform) -> Iterator[bytes]:
    """Return broken calls of every kind, the same ones in each run."""
    dice = random.Random(5)
    while True:
        calls = [platform.message("hello"), platform.picture()]
        calls += [platform.click(("id", "Yes"))] if platform.has_buttons else []
        if platform.has_groups:
            calls += [platform.in_group("hello"), platform.in_group("hello", addressed=False)]
        for call in calls:
            yield broken(call.body, dice)


async def test_no_signed_body_breaks_the_gateway(chat: Chat) -> None:
    for _, body in zip(range(BODIES), bodies(chat.platform), strict=False):
        status = await chat.deliver(chat.platform.junk(body))
        assert status in (200, 400, 403, 413), body
    await chat.settled()


@pytest.mark.parametrize("kind", ["forged", "unsigned"])
async def test_no_forged_body_gets_a_reply(chat: Chat, kind: str) -> None:
    forge = getattr(chat.platform, kind)
    for _, body in zip(range(BODIES // 2), bodies(chat.platform), strict=False):
        assert await chat.deliver(forge(chat.platform.junk(body))) in (401, 403), body
    await chat.settled()
    assert not chat.platform.shown
    assert not chat.rasa.heard
