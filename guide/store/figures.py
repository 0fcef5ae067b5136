"""Figures in the two wordings of a statement (safety rule 11: two wordings, one truth).

Only digits make a figure: "half a cup" is none. A digit inside a name ("B12", "IL-10") is none either.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z][-–])"
    r"(?P<number>10\^\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+/\d+(?!\d)|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"(?:\s*(?P<scale>thousand|million|billion|trillion)\b)?"
)
_UNIT = re.compile(r"[\s-]*(%|per\s?cent|°\s?[CF]|degrees?\s[CF]|[A-Za-zµμ]+)")
_RANGE = re.compile(r"\s*(?:-|–|to|or|and)\s*$")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SPELLINGS = {
    "%": "% percent",
    "°C": "°c c",
    "°F": "°f f",
    "g": "g gram grams",
    "mg": "mg milligram milligrams",
    "kg": "kg kilogram kilograms kilo kilos",
    "ml": "ml millilitre millilitres milliliter milliliters",
    "l": "l litre litres liter liters",
    "minute": "min mins minute minutes",
    "hour": "h hr hrs hour hours",
    "day": "d day days",
    "week": "wk week weeks",
    "month": "mo month months",
    "year": "y yr yrs year years",
    "cup": "cup cups",
    "kcal": "kcal calorie calories",
}


@dataclass(frozen=True)
class Figure:
    """A number as written in ``text``, with its unit where that is one of the known ones ("" if not)."""

    text: str
    value: float
    unit: str


def figures(text: str) -> list[Figure]:
    """Return the figures of ``text`` in order. Both ends of a range carry the range's unit and scale."""
    found: list[Figure] = []
    matches = list(_NUMBER.finditer(text))
    following: re.Match[str] | None = None
    scale, unit = "", ""
    for match in reversed(matches):
        in_range = following is not None and _RANGE.match(text[match.end() : following.start()])
        own_scale = match["scale"] or ""
        unit = (unit if in_range else "") or _unit_after(text, match.end())
        scale = own_scale or (scale if in_range else "")
        found.append(Figure(match.group().strip(), _value(match["number"]) * _SCALES.get(scale, 1), unit))
        following = match
    return found[::-1]


def figure_conflicts(plain: str, clinical: str, same_as: Sequence[str]) -> list[str]:
    """Return one reason for each figure of ``plain`` that ``clinical`` does not bear out.

    A figure is borne out by an equal one in ``clinical`` (of the same unit, if that unit occurs there)
    or by a ``same_as`` entry that equates it with figures that do stand in ``clinical``.
    """
    stated = figures(clinical)
    equated = _equated(same_as, stated)
    reasons = []
    for figure in figures(plain):
        same_unit = [other for other in stated if figure.unit and other.unit == figure.unit]
        if _holds(figure, same_unit or stated) or _holds(figure, equated):
            continue
        reasons.append(
            f"the figure {figure.text!r} of the plain wording is not in the clinical wording nor in same_as"
        )
    return reasons


def _equated(same_as: Sequence[str], stated: Sequence[Figure]) -> list[Figure]:
    allowed: list[Figure] = []
    for entry in same_as:
        ours, _, theirs = entry.partition("=")
        needed = figures(theirs)
        if all(_holds(figure, stated) for figure in needed):
            allowed.extend(figures(ours))
    return allowed


def _holds(figure: Figure, others: Iterable[Figure]) -> bool:
    return any(math.isclose(figure.value, other.value, rel_tol=1e-9) for other in others)


def _value(number: str) -> float:
    if number.startswith("10^"):
        return 10.0 ** int(number[3:])
    if "/" in number:
        above, below = number.split("/")
        return int(above) / int(below) if int(below) else math.inf
    return float(number.replace(",", ""))


def _unit_after(text: str, end: int) -> str:
    match = _UNIT.match(text, end)
    if match is None:
        return ""
    return _UNITS.get(" ".join(match[1].lower().split()), "")


_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_UNITS |= {
    "per cent": "%",
    "° c": "°C",
    "degree c": "°C",
    "degrees c": "°C",
    "° f": "°F",
    "degree f": "°F",
    "degrees f": "°F",
}
