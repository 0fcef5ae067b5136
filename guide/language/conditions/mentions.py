"""A mention: words that refer to somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guide.advice.vocabulary import Status

UNNAMED = "other"
"""The person of "she has an allergy" when nobody was named before."""


@dataclass(frozen=True)
class Mention:
    """Words that refer to somebody. ``who`` holds (person, subject) pairs: two for "me and my daughter".

    ``stage`` is the life stage of the first of them; ``parts`` keeps those of each where two were joined.
    ``relative``: it holds a clause ("the boy I look after").
    ``reporter``: somebody who says or thinks what follows, so not whom it is about.
    ``shorthand``: the patient of a clinician's note.
    ``group``: all of several told apart. ``by_age``: only an age says who it is ("my 4 year old").
    A ``generic`` mention ("you", "kids") is nobody's in particular.
    """

    start: int
    end: int
    who: tuple[tuple[str, str], ...]
    generic: bool = False
    named: bool = False
    stage: tuple[tuple[str, Status], ...] = ()
    age_months: int | None = None
    possessive: bool = False
    parts: tuple[Mention, ...] = ()
    relative: bool = False
    reporter: bool = False
    shorthand: bool = False
    group: bool = False
    by_age: bool = False


def apart(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield ``mentions`` with the joined ones taken apart: each with its own stage of life and age."""
    for mention in mentions:
        yield from mention.parts or (mention,)
