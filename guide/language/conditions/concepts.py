"""A condition named in a message, before it is known whether it holds and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from guide.advice.vocabulary import Status


@dataclass(frozen=True)
class Concept:
    """``condition`` named by words ``start`` to ``end``.

    ``ceiling`` is the most that the wording can mean. ``lasting``: once true, true for good.
    ``asserted``: an exception to a denial ("no allergies except milk"). ``denied``: the "not peanuts" of
    "allergic to nuts, not peanuts". ``told``: composed from a statement of what happens to somebody,
    which cannot be a bare topic. ``aside``: read into a wider word ("no allergies" speaks of milk too).
    """

    condition: str
    start: int
    end: int
    ceiling: Status = Status.PRESENT
    lasting: bool = False
    asserted: bool = False
    told: bool = False
    denied: bool = False
    aside: bool = False
    text: str = ""
