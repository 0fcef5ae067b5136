"""A child named by a condition: "is kefir ok for a toddler with galactosemia" asks about one child."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.vocabulary import Status
from guide.language.conditions.findings import CHILD, OTHER
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.mentions import Mention

_CHILDREN = frozenset(
    {
        "baby", "newborn", "infant", "toddler", "child", "kid", "kiddo", "boy", "girl", "bub", "preschooler",
        "neonate"
    }
)  # fmt: skip
_LINKS = frozenset({"with", "allergic", "on", "who", "that", "has", "is", "having"})
_AMONG = frozenset(
    {"a", "an", "the", "has", "is", "severe", "mild", "known", "suspected", "confirmed", "bad", "cow"}
)
_KINDS = ("condition", "head")
_MOST_BETWEEN = 4


def with_condition(message: Message, mark: Mark) -> bool:
    """Whether the word for one child at ``mark`` is followed by a condition that it has."""
    return mark.text in _CHILDREN and followed_by_condition(message, mark.end)


def followed_by_condition(message: Message, place: int) -> bool:
    """Whether "with galactosemia", "who has CMPA" or "allergic to milk" begins at word ``place``."""
    if place >= len(message.words) or message.words[place] not in _LINKS:
        return False
    for after in range(place, min(len(message.words), place + _MOST_BETWEEN)):
        if any(message.starting(after, kind) for kind in _KINDS):
            return True
        if message.words[after] not in _LINKS | _AMONG and not any(
            mark.start == after for mark in message.of("allergen")
        ):
            return False
    return False


def headed_by_condition(message: Message, mark: Mark) -> bool:
    """ "Galactosaemia baby girl, 5 months", "CMPA baby": named after what they have, at the beginning."""
    child = mark.text in _CHILDREN
    heads = (m for m in message.of("condition") if m.end == mark.start or (child and m.end == mark.end))
    one = not message.words[mark.end - 1].endswith("s") and mark.value != "patient"
    return one and any(m.start == message.clause_start(m.start) for m in heads)


def part_of(message: Message, mark: Mark) -> bool:
    """ "Transplant patient", "expecting twins": the noun only belongs to the name of the condition."""
    around = [c for c in message.of("condition") if c.end == mark.end and c.start < mark.start]
    return bool(around) and (mark.value == "patient" or around[0].value == "pregnancy")


def mine_and_theirs(message: Message, named: list[Mention]) -> list[Mention]:
    """Make "mine" the speaker's own child where the child of somebody else was named before it."""
    theirs = [m for m in named if m.who and m.who[0] == ("child", OTHER)]
    places = [
        place
        for place, word in enumerate(message.words)
        if word == "mine" and message.words[max(0, place - 1)] != "of" and theirs and place > theirs[0].end
    ]
    if not places:
        return named
    renamed = [replace(m, who=(("other child", OTHER),)) if m in theirs else m for m in named]
    stage = (("child", Status.UNCERTAIN),)
    return [*renamed, *(Mention(p, p + 1, (("child", CHILD),), named=True, stage=stage) for p in places)]
