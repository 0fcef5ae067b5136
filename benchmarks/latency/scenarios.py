"""What is said to the bots, and how a right reply is told from a quick wrong one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.latency.client import Client, Reply
from guide.runtime.processes import Problem


@dataclass(frozen=True)
class Scenario:
    """A conversation of somebody new. Its last turn is what gets timed and checked."""

    name: str
    turns: tuple[str, ...]
    is_right: Callable[[Reply], bool]


def play(client: Client, scenario: Scenario) -> list[float]:
    """Hold the conversation as a fresh sender; return the seconds of each turn.

    Raises:
        Problem: if the last reply is wrong: the speed of a wrong reply means nothing.
    """
    sender, seconds, reply = f"bench-{uuid.uuid4().hex}", [], Reply()
    for turn in scenario.turns:
        taken, reply = client.say(sender, turn)
        seconds.append(taken)
    if not scenario.is_right(reply):
        shown = json.dumps(reply, ensure_ascii=False)[:600]
        raise Problem(f"Wrong reply to {scenario.turns[-1]!r} ({scenario.name}): {shown}")
    return seconds


def says_greeting(project: Path) -> Callable[[Reply], bool]:
    """Return a check for the greeting that the ``domain.yml`` of ``project`` words."""
    domain = YAML(typ="safe").load((project / "domain.yml").read_text(encoding="utf-8"))
    greetings = {variant["text"] for variant in domain["responses"]["utter_greet"]}
    return lambda reply: any(message.get("text") in greetings for message in reply)


def is_cited(reply: Reply) -> bool:
    """Whether it holds an answer whose bottom line cites a reference that is listed with it."""
    for message in reply:
        answer = (message.get("custom") or {}).get("answer")
        if answer and answer["bottom_line"]["citations"] and answer["references"]:
            return True
    return False


def is_cited_verdict(reply: Reply) -> bool:
    """Whether it is a cited answer that says what suits the person."""
    answers = [(message.get("custom") or {}).get("answer") or {} for message in reply]
    return is_cited(reply) and any(answer.get("verdict") for answer in answers)
