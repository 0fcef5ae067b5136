"""Every scripted conversation, played through the real model, the real actions and a real database."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import pytest
from bot_processes import Bot
from reply_checks import Reply, faults, standing_faults
from script_files import Script, all_scripts, first_of_each_goal

DAIRY = {"milk_kefir", "goat_sheep_kefir", "lactose_free_milk_kefir", "heat_treated_milk_kefir"}


@pytest.mark.parametrize("script", all_scripts(), ids=str)
@pytest.mark.parametrize("bot", ["sqlite"], indirect=True)
def test_a_person_reads_what_the_script_expects(bot: Bot, script: Script) -> None:
    """All conversations, on the database that the bot has by default."""
    play(bot, script)


@pytest.mark.parametrize("script", first_of_each_goal(), ids=str)
@pytest.mark.parametrize("bot", ["postgresql"], indirect=True)
def test_a_person_reads_the_same_on_postgresql(bot: Bot, script: Script) -> None:
    """One conversation of every goal, on the database for many machines."""
    play(bot, script)


def play(bot: Bot, script: Script) -> None:
    """Play a script; the first wrong turn ends the conversation."""
    sender = f"harness-{secrets.token_hex(8)}"
    said_before: list[str] = []
    for number, turn in enumerate(script.turns, 1):
        reply = Reply(bot.say(sender, turn.say))
        found = faults(reply, turn.expect, said_before) + standing_faults(reply)
        found += _unfounded_verdicts(bot, sender, reply)
        if turn.expect.get("forgets") and bot.stored_events(sender):
            found.append(f"{bot.stored_events(sender)} events are still stored")
        assert not found, _report(script, number, turn.say, found, reply)
        said_before += [message["text"] for message in reply.said]


def _unfounded_verdicts(bot: Bot, sender: str, reply: Reply) -> list[str]:
    """Return each dairy verdict better than *avoid* for somebody whose reaction to milk is unknown."""
    allowing = [a for a in reply.answers if a["product"] in DAIRY and a["verdict"] not in (None, "avoid")]
    if not allowing:
        return []
    state = bot.tracker(sender)["slots"]["conversation"]
    return [
        f"{a['verdict']} on {a['product']} for {a['person']}, whose reaction to milk is not known"
        for a in allowing
        if not _reaction_known(state["profiles"].get(a["person"]) or {})
    ]


def _reaction_known(profile: Mapping[str, Any]) -> bool:
    facts = profile.get("facts") or {}
    milk = [facts[c]["status"] for c in ("milk_allergy", "lactose_intolerance") if c in facts]
    return "milk" in (profile.get("answered") or []) or "absent" in milk or "present" in milk


def _report(script: Script, number: int, said: str, found: list[str], reply: Reply) -> str:
    lines = [f"{script}, turn {number}: {said!r}", *(f"  - {fault}" for fault in found), "  The bot said:"]
    for message in reply.messages:
        lines += ["    | " + line for line in message["text"].splitlines()]
        lines += [f"    ({', '.join(b['title'] for b in message['buttons'])})"] if message["buttons"] else []
    return "\n".join(lines)
