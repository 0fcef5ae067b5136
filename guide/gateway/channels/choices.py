"""Choices without buttons: a list with a mark before each, which may be typed in its place."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

_MARKS = re.compile(r"[\s,;.+&)]+|\band\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def marks(titles: Sequence[str]) -> list[str]:
    """Return what stands before each title: numbers, or letters where a title itself has a figure.

    Asked how old somebody is, "3" is an age and not the third choice.
    """
    if any(_DIGIT.search(title) for title in titles) and len(titles) <= len(string.ascii_uppercase):
        return list(string.ascii_uppercase[: len(titles)])
    return [str(number) for number in range(1, len(titles) + 1)]


def listed(titles: Sequence[str]) -> list[str]:
    """Return the lines of the list: "1. Milk allergy"."""
    return [f"{mark}. {title}" for mark, title in zip(marks(titles), titles, strict=True)]


def chosen(text: str, titles: Sequence[str], many: bool) -> str | None:
    """Return the titles whose marks somebody typed, joined as a person would say them; None if the text is
    something else than marks of this list."""
    by_mark = {mark.lower(): title for mark, title in zip(marks(titles), titles, strict=True)}
    typed = [part.lower() for part in _MARKS.split(text.strip()) if part]
    if not typed or (len(typed) > 1 and not many) or any(part not in by_mark for part in typed):
        return None
    return ", ".join(dict.fromkeys(by_mark[part] for part in typed))
