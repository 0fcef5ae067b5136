"""A patient described ("woman of 58 on phenelzine"), and one that was called a patient before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

PATIENT = "patient"
OLDEST = 110
Span = tuple[int, int, int | None]
BEFORE_HEAD = frozenset({".", "!", "?", "\n", ";", ":", "hpi", "case", "pt", "patient", ",", "–", ")"})
_SEXED = frozenset(
    {"man", "woman", "boy", "girl", "lady", "gentleman", "gent", "male", "female", "guy", "lad", "lass"}
)
_AGED = frozenset({"of", "aged", "age", ","})
_WITHIN = frozenset({"a", "an", "this", "another", "our", "one"})
_IDENTIFYING = frozenset({"is", "am", "as", "was", "being", "i", "'s"})


def named_already(message: Message, mentions: Sequence[Mention], patients: list[Mention]) -> list[Mention]:
    """ "Patient B is a 60-year-old man": the note speaks of whoever was called a patient in its sentence."""
    return [replace(p, who=_called(message, mentions, p) or p.who) for p in patients]


def _called(
    message: Message, mentions: Sequence[Mention], patient: Mention
) -> tuple[tuple[str, str], ...] | None:
    for mention in reversed(mentions):
        same = (
            mention.end <= patient.start
            and message.sentence[mention.start] == message.sentence[patient.start]
        )
        if same and mention.named and mention.who and mention.who[0][0].startswith(PATIENT):
            return mention.who
    return None


def described(message: Message) -> list[Span]:
    """ "Woman of 58 on phenelzine", "a boy aged 4": a description, not "I am a woman of 58"."""
    found: list[Span] = []
    for place, word in enumerate(message.words[:-2]):
        link, number = message.words[place + 1 : place + 3]
        if word not in _SEXED or link not in _AGED or not number.isdigit() or not 0 < int(number) < OLDEST:
            continue
        start = place
        while start and message.words[start - 1] in _WITHIN | {"old", "young", "elderly", "little"}:
            start -= 1
        before = message.words[start - 1] if start else "."
        owned = before in ("my", "his", "her", "their") or before in _IDENTIFYING
        unit = message.words[place + 3 : place + 4]
        months = unit[:1] in (["months"], ["month"], ["mo"], ["m"])
        if not owned and (before in BEFORE_HEAD or start < place):
            found.append((start, place + 3, int(number) * (1 if months else 12)))
    return found
