"""Reads short replies: yes, no, not sure, skip, an amount, an age. The patterns are data."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

ADULT_MONTHS = 18 * 12
INFANT_MONTHS = 12
MAX_CLASSIFIED_WORDS = 6
MAX_AGE_WORDS = 12

_INTENTS = {"affirm": "yes", "deny": "no", "unsure": "unsure", "skip": "skip"}
_NUMBER = re.compile(
    r"(\d{1,3})(?:[.,]\d)?\s*(d(?:ays?)?|w(?:eeks?|ks?)?|m(?:onths?|os?|ths?)?|y(?:ears?|rs?|o)?)?\b"
)
_UNIT = re.compile(r"\b(?:days?|weeks?|wks?|months?|mths?|years?|yrs?)\b")
_STATED_AGE = re.compile(
    r"\b(?:is|s|are|was|turned|aged|she|he|now|actually|just|only) (\d{1,3}) ?"
    r"(days?|weeks?|months?|mo|years?|yrs?|yo)\b"
)
_AGE_WITH_UNIT = re.compile(r"\b(\d{1,3}) ?(days?|weeks?|months?|mo|years?|yrs?|yo)\b")
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD_NUMBERS = {word: str(number) for number, word in enumerate(_WORDS.split())} | {
    word: str(10 * number) for number, word in enumerate(_TENS.split(), 2)
}
_TENS_AND_ONES = re.compile(r"\b([2-9]0) ([1-9])\b")
_DECADE = re.compile(r"\b(\d0)'?s\b")
_AGE_ONLY = re.compile(
    r"(?:(?:i|he|she|they|it|(?:my|our|the) \w+)(?:'?s|'?m|'?re| is| am| are| was)? |is |am )?"
    r"(?:(?:about|around|nearly|almost|now|just|over|aged?|only|an?|mid|late|early|in (?:his|her|my)) )*"
    r"(?:\d{1,3}(?: ?(?:years?|yrs?|y ?o|yo|y|months?|mths?|weeks?|wks?))?(?: old)?|adult|grown ?up)"
    r"(?: (?:now|already|today|man|woman|male|female))*"
)


class Reply(StrEnum):
    """The kinds of answer a person can give besides naming a condition."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SKIP = "skip"


@lru_cache(maxsize=1)
def _data() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = json.loads(
        files("guide.advice").joinpath("data/replies.json").read_text(encoding="utf-8")
    )
    return loaded


@lru_cache(maxsize=32)
def _whole(name: str) -> re.Pattern[str]:
    front, behind = "|".join(_data()["fillers"]), "|".join(_data()["courtesies"])
    core = "|".join(_data()[name])
    return re.compile(rf"(?:(?:{front}),? )*(?:{core})(?:,? (?:{core}))*(?:,? (?:{behind}))*")


@lru_cache(maxsize=32)
def _anywhere(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()[name])})\b")


def any_of(name: str) -> str:
    """Return a regular expression for any of the patterns ``name``, to be part of another."""
    return "|".join(_data()[name])


@lru_cache(maxsize=1)
def asking_words() -> frozenset[str]:
    """Return the words that a question is put with and that say nothing of what it is about."""
    return frozenset(word for line in _data()["asking_words"] for word in line.split())


@lru_cache(maxsize=1)
def reply_vocabulary() -> frozenset[str]:
    """Return the words that a mere yes, no or age is put in."""
    return frozenset(word for line in _data()["reply_words"] for word in line.split())


def plain(text: str) -> str:
    """Return ``text`` in lower case with straight apostrophes and single spaces, no end marks."""
    text = text.lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w'\s.,%&]|[.,](?!\d)|_", " ", text).split())


def is_wholly(name: str, text: str) -> bool:
    """Whether the whole message is one of the patterns ``name``, courtesies aside."""
    return _whole(name).fullmatch(plain(text)) is not None


def mentions(name: str, text: str) -> bool:
    """Whether one of the patterns ``name`` occurs in the message."""
    return _anywhere(name).search(plain(text)) is not None


def begins_with(name: str, text: str) -> bool:
    """Whether the message begins with one of the patterns ``name``."""
    return re.match(rf"(?:{any_of(name)})\b", plain(text)) is not None


def without(name: str, text: str) -> str:
    """Return the message without what one of the patterns ``name`` finds in it."""
    return _anywhere(name).sub("", plain(text)).strip(" ,.") if mentions(name, text) else text


def reply_kind(text: str, intent: str = "") -> Reply | None:
    """Return whether a message as a whole says yes, no, not sure or skip; ``None`` if it does not.

    The wording decides ("not sure" is no "no"); the classifier's intent only where no wording
    matches, and never for a message longer than six words, which says more than yes or no.
    """
    for kind in (Reply.SKIP, Reply.UNSURE, Reply.NO, Reply.YES):
        if is_wholly(kind.value, text):
            return kind
    if len(text.split()) > MAX_CLASSIFIED_WORDS or intent not in _INTENTS:
        return None
    return Reply(_INTENTS[intent])


def age_in_months(text: str) -> int | None:
    """Return the age that a short answer gives, in months; a bare number means years."""
    line = _DECADE.sub(r"\1", in_digits(text))
    words = line.split()
    if mentions("adult", line):
        return ADULT_MONTHS
    if mentions("under_one", line):
        return INFANT_MONTHS - 1
    match = _NUMBER.search(line)
    if match is None or len(words) > MAX_AGE_WORDS:
        return None
    later = _UNIT.search(line, match.end())  # "7 and a half months", "7 or 8 months"
    number, unit = int(match[1]), (match[2] or (later[0] if later else "y"))[0]
    return {"d": 0, "w": number // 4, "m": number, "y": number * 12}[unit]


def in_digits(text: str) -> str:
    """Return ``text`` in plain small letters with its number words as digits."""
    digits = " ".join(
        _WORD_NUMBERS.get(word.strip(","), word) for word in plain(text).replace("-", " ").split()
    )
    return _TENS_AND_ONES.sub(lambda match: str(int(match[1]) + int(match[2])), digits)


def without_age(text: str) -> str:
    """Return what a message says besides an age: "milk ok" of "he's 80, milk ok"."""
    parts = re.split(r",|;|\.(?!\d)|\s+and\s+", text.replace("’", "'"))
    kept = [p for p in parts if p.strip() and not _AGE_ONLY.fullmatch(_DECADE.sub(r"\1", in_digits(p)))]
    return ", ".join(part.strip() for part in kept) if 0 < len(kept) < len(parts) else text


def stated_age(text: str) -> int | None:
    """Return an age in months that a message states with its unit, if it does; the last one counts.

    In a short message a number with its unit is enough ("sorry 5 months"). "Months, not years"
    without a number counts as a baby.
    """
    line = plain(text)
    pattern = _AGE_WITH_UNIT if len(line.split()) <= MAX_CLASSIFIED_WORDS else _STATED_AGE
    found = pattern.findall(line)
    if found:
        number, unit = found[-1]
        return age_in_months(f"{number} {unit}")
    return INFANT_MONTHS - 1 if mentions("months_not_years", text) else None


def ages_with_unit(text: str) -> tuple[int, ...]:
    """Return the ages in months that stand in a text with their unit, in their order."""
    found = (age_in_months(f"{number} {unit}") for number, unit in _AGE_WITH_UNIT.findall(in_digits(text)))
    return tuple(months for months in found if months is not None)


def speaks_of_self(text: str) -> bool:
    """Whether an "I" in the message is its subject, not only the one who tells or gives."""
    told = _anywhere("narrator").sub(" ", plain(text))
    return _anywhere("first_person").search(told) is not None


def says_it_is_over(text: str) -> bool:
    """Whether the person says that help was reached or that an emergency is over."""
    if "?" in text:
        return False
    plainly = mentions("over_plainly", text) and not mentions("doubted", text)
    return plainly or (mentions("over", text) and not mentions("not_over", text))


def says_help_was_reached(text: str) -> bool:
    """Whether the person says that somebody who can help is with them."""
    return "?" not in text and mentions("help_reached", text) and not mentions("not_over", text)
