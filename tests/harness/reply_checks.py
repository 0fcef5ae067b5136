"""What is checked in a reply: what its script expects, and what holds for every answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot_processes import ROOT
from ruamel.yaml import YAML

Message = Mapping[str, Any]
_NUMBER = re.compile(r"\[(\d+)\]")
_PLACE = re.compile(r"\\\{\w+\\\}")
# From here on a line belongs to the list of sources, not to what is stated.
_SOURCE_LINE = re.compile(r"^\[\d+\] ", re.MULTILINE)


@lru_cache(maxsize=1)
def responses() -> dict[str, list[dict[str, Any]]]:
    """Return the bot's own phrases from ``domain.yml``."""
    with (ROOT / "domain.yml").open(encoding="utf-8") as lines:
        loaded: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(lines)["responses"]
    return loaded


def _matches(wording: str, text: str) -> bool:
    return re.fullmatch(_PLACE.sub("(?:.|\n)*", re.escape(wording.strip())), text.strip()) is not None


@dataclass(frozen=True)
class Reply:
    """Everything said to one message."""

    messages: Sequence[Message]

    @property
    def introduction(self) -> bool:
        """Whether the bot introduced itself."""
        return any(_matches(responses()["utter_intro"][0]["text"], m["text"]) for m in self.messages)

    @property
    def said(self) -> list[Message]:
        """What was said besides the introduction, which names emergencies and doctors by itself."""
        intro = responses()["utter_intro"][0]["text"]
        return [m for m in self.messages if not _matches(intro, m["text"])]

    @property
    def text(self) -> str:
        """All that can be read, in lower case with plain apostrophes."""
        return "\n".join(m["text"] for m in self.said).lower().replace("’", "'")

    @property
    def answers(self) -> list[Mapping[str, Any]]:
        """The answers with sources."""
        return [a for a in (m["custom"].get("answer") for m in self.messages) if a]

    @property
    def buttons(self) -> list[str]:
        """The titles of everything that can be clicked."""
        return [b["title"] for m in self.messages for b in m["buttons"]]

    @property
    def asked(self) -> str | None:
        """The screening question that is open at the end, by its wording in ``domain.yml``."""
        for message in reversed(self.messages):
            for variant in responses()["utter_ask_screening_answer"]:
                if _matches(variant["text"], message["text"]):
                    conditions = variant.get("condition") or [{"value": "unspecified"}]
                    return str(conditions[0]["value"]).removesuffix("_again").removesuffix("_own")
        return None

    @property
    def emergency(self) -> bool:
        """Whether an emergency instruction was given."""
        return any(m["custom"].get("emergency") is True for m in self.messages)

    @property
    def receipts(self) -> list[Message]:
        """Receipts of erasure."""
        return [m for m in self.messages if m["custom"].get("forget_me") is True]

    def last(self, field: str) -> Any:
        """Return the field of the last answer that has it."""
        return next((a[field] for a in reversed(self.answers) if a.get(field) is not None), None)

    def entries(self, field: str) -> list[Mapping[str, Any]]:
        """Return the entries of a list field of all answers."""
        return [entry for answer in self.answers for entry in answer.get(field) or []]

    def numbers_resolve(self) -> bool:
        """Whether the text cites something and every number stands in a list of sources."""
        text = "\n".join(m["text"] for m in self.said)
        listed = set(re.findall(r"^\[(\d+)\] ", text, re.MULTILINE))
        return bool(listed) and {*_NUMBER.findall(text)} <= listed


def faults(reply: Reply, expect: Mapping[str, Any], before: Iterable[str] = ()) -> list[str]:
    """Return in words what the reply lacks of what its script expects; empty if it is right."""
    found = []
    for name, wanted in expect.items():
        if name == "new":
            answers = [m["text"] for m in reply.said if m["custom"].get("answer")]
            ok, got = not wanted or not {*answers} & {*before}, "a text that was said before"
        else:
            ok, got = _CHECKS[name](reply, wanted)
        if not ok:
            found.append(f"{name}: expected {wanted!r}, got {got!r}")
    return found


def _contains(reply: Reply, wanted: list[str]) -> tuple[bool, Any]:
    missing = [w for w in wanted if w.lower() not in reply.text]
    return not missing, f"no {missing}"


def _lacks(reply: Reply, unwanted: list[str]) -> tuple[bool, Any]:
    there = [w for w in unwanted if w.lower() in reply.text]
    return not there, there


def _names(field: str, key: str) -> Callable[[Reply, list[str]], tuple[bool, Any]]:
    def check(reply: Reply, wanted: list[str]) -> tuple[bool, Any]:
        got = [entry[key] for entry in reply.entries(field)]
        return set(wanted) <= set(got), got

    return check


def _last(field: str) -> Callable[[Reply, Any], tuple[bool, Any]]:
    def check(reply: Reply, wanted: Any) -> tuple[bool, Any]:
        got = reply.last(field)
        return got == wanted, got

    return check


def _equal(read: Callable[[Reply], Any]) -> Callable[[Reply, Any], tuple[bool, Any]]:
    def check(reply: Reply, wanted: Any) -> tuple[bool, Any]:
        got = read(reply)
        return got == wanted, got

    return check


_CHECKS: dict[str, Callable[[Reply, Any], tuple[bool, Any]]] = {
    "contains": _contains,
    "any": lambda reply, wanted: (any(w.lower() in reply.text for w in wanted), "none of them"),
    "lacks": _lacks,
    "verdict": _last("verdict"),
    "product": _last("product"),
    "person": _last("person"),
    "topic": lambda reply, wanted: (
        wanted in [a["topic"] for a in reply.answers],
        [a["topic"] for a in reply.answers],
    ),
    "asks": _equal(lambda reply: reply.asked),
    "emergency": _equal(lambda reply: reply.emergency),
    "cites": _equal(lambda reply: any(a["references"] for a in reply.answers)),
    "refs": _names("references", "id"),
    "refs_in_text": _equal(Reply.numbers_resolve),
    "buttons": lambda reply, wanted: (set(wanted) <= set(reply.buttons), reply.buttons),
    "offers": _names("alternatives", "product"),
    "leaves_out": _names("excluded", "product"),
    "introduces": _equal(lambda reply: reply.introduction),
    "forgets": _equal(lambda reply: bool(reply.receipts)),
    "followups": _equal(lambda reply: any(a.get("followups") for a in reply.answers)),
    "answers": _equal(lambda reply: len(reply.answers)),
}


REFUSALS = ("payload", "empty", "too_long")
"""Worded replies of the channel to what is no message; every other failure is a fault."""


def standing_faults(reply: Reply) -> list[str]:
    """Return in words what no reply may lack, whatever was asked."""
    found = [] if reply.messages else ["the bot said nothing"]
    for message in reply.messages:
        if not message["text"].strip():
            found.append("a message without text")
        if "{" in message["text"] or "None" in message["text"].split():
            found.append(f"a gap was not filled: {message['text']!r}")
        if message["custom"].get("failure") not in (None, *REFUSALS):
            found.append(f"a failure: {message['text']!r}")
        answer = message["custom"].get("answer")
        if answer:
            found += _answer_faults(answer, message["text"])
    failure = responses()["utter_failure"][0]["text"]
    found += ["the worded failure" for m in reply.messages if _matches(failure, m["text"])]
    if reply.emergency and (reply.last("verdict") or any(a.get("followups") for a in reply.answers)):
        found.append("a verdict or follow-up beside an emergency")
    return found


def _answer_faults(answer: Mapping[str, Any], text: str) -> list[str]:
    found = []
    listed = {r["number"] for r in answer["references"]}
    body = text[: match.start()] if (match := _SOURCE_LINE.search(text)) else text
    in_text = {int(n) for n in _NUMBER.findall(body)}
    if in_text != listed:
        found.append(f"numbers in the text {sorted(in_text)} are not those of the sources {sorted(listed)}")
    sentences = [answer["bottom_line"]]
    for field in ("statements", "cautions", "alternatives"):
        sentences += answer[field]
    for sentence in sentences:
        if not sentence["citations"] or not set(sentence["citations"]) <= listed:
            found.append(f"not cited: {sentence['text']!r}")
    if not answer["review"]["text"] or answer["review"]["text"] not in text:
        found.append("no review notice in the text")
    offered = {a["product"] for a in answer["alternatives"]}
    left_out = {e["product"] for e in answer["excluded"]}
    if offered & left_out:
        found.append(f"offered and left out at once: {sorted(offered & left_out)}")
    return found
