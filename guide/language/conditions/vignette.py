"""Clinicians' shorthand: "72M AF on warfarin", "CKD 4 patient, K 5.8", "HSCT day +40" speak of a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.language.conditions.ages import life_stage
from guide.language.conditions.findings import OTHER, SELF, Finding
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

PATIENT = ("patient", OTHER)
_SEXES = frozenset({"m", "f", "male", "female", "yom", "yof"})
_YEARS = frozenset({"yo", "y", "/", "o", "year", "years", "yr", "old"})
_LABS = frozenset({"k", "na", "cr", "plt", "anc", "neuts", "hb", "crp"})
_ADVISING = frozenset(
    {"advise", "tell", "recommend", "suggest", "let", "give", "allow", "offer", "prescribe"}
)
_OLDEST = 110
_BEFORE_HEAD = frozenset({".", "!", "?", "\n", ";", ":", "hpi", "case", "pt", "patient", ","})


def with_patient(message: Message, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return ``mentions`` with the patient among them if the message is written as about one."""
    if not message.of("condition") or _speaks_of_self(message, mentions, lexicon):
        return mentions
    span = _head(message) or _noun(message) or _day(message) or _lab(message)
    if span is None:
        return mentions
    start, end, months = span
    stage = tuple(life_stage(months).items()) if months is not None else ()
    patient = Mention(start, end, (PATIENT,), named=True, stage=stage, age_months=months, shorthand=True)
    kept = [_of_patient(m) for m in mentions if m.end <= start or m.start >= end]
    return sorted([*kept, patient], key=lambda m: m.start)


def as_patients(stated: Sequence[Finding], message: Message, mentions: Sequence[Mention]) -> list[Finding]:
    """Give what nobody claims to the patient: in shorthand nobody else is spoken of."""
    if not any(mention.shorthand for mention in mentions):
        return list(stated)
    own = [message.tokens[m.start].start for m in mentions if m.who and m.who[0][0] == SELF]
    sentences = set(_sentences(message, own))
    return [
        f
        if f.person != SELF or sentences & set(_sentences(message, [f.start]))
        else replace(f, person=PATIENT[0], subject=PATIENT[1])
        for f in stated
    ]


def _sentences(message: Message, places: Sequence[int]) -> Iterator[int]:
    for place, token in enumerate(message.tokens):
        if token.start in places:
            yield message.sentence[place]


def _of_patient(mention: Mention) -> Mention:
    """A "he" that nobody explains is the patient."""
    unknown = bool(mention.who) and mention.who[0][0] == "other"
    return replace(mention, who=(PATIENT,)) if unknown else mention


def _speaks_of_self(message: Message, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Whether somebody says "I" but as a professional or in asking what to advise."""
    for mention in mentions:
        if not mention.who or mention.who[0][0] != SELF or mention.generic or mention.shorthand:
            continue
        start, end = message.sentence_range(mention.start)
        said = set(message.between(start, end))
        if not said & (lexicon.sets["neutral"] | lexicon.sets["professions"] | _ADVISING):
            return True
    return False


def _head(message: Message) -> tuple[int, int, int | None] | None:
    """ "72M", "62 yo F" at the beginning of a sentence."""
    words = message.words
    for place, word in enumerate(words[:-1]):
        if not word.isdigit() or not 0 < int(word) < _OLDEST:
            continue
        if place and words[place - 1] not in _BEFORE_HEAD:
            continue
        end = place + 1
        while end < len(words) and words[end] in _YEARS and end < place + 5:
            end += 1
        if end < len(words) and words[end] in _SEXES and words[end + 1 : end + 2] != ["here"]:
            return place, end + 1, int(word) * 12
    return None


def _noun(message: Message) -> tuple[int, int, int | None] | None:
    """ "Short bowel pt on TPN", "CKD 4 patient, K 5.8"; not "my patient", which is one already."""
    ends = {p for mark in message.of("condition") for p in range(mark.end, mark.end + 2)}
    for place, word in enumerate(message.words):
        fragment = word == "pt" and (place == 0 or place in ends)
        if fragment or (word == "patient" and place in ends and _lab(message)):
            return place, place + 1, None
    return None


def _day(message: Message) -> tuple[int, int, int | None] | None:
    """ "HSCT day +40"; the plus is read as "and"."""
    for place, word in enumerate(message.words[:-2]):
        if (
            word in ("day", "d")
            and message.words[place + 1] in ("and", "+")
            and message.words[place + 2].isdigit()
        ):
            return place, place + 3, None
    return None


def _lab(message: Message) -> tuple[int, int, int | None] | None:
    """ "K 5.8"."""
    for place, word in enumerate(message.words[:-1]):
        if word in _LABS and message.words[place + 1].replace(".", "", 1).isdigit():
            return place, place + 2, None
    return None
