"""The list in front of an allergy word, and the food that a bare "allergic" looks back to."""

from __future__ import annotations

from dataclasses import dataclass

from guide.language.conditions.matching import Mark, Message

_AVOIDED_REACH = 7
_SAID_OF = frozenset({"are", "is", "my", "his", "her", "their", "our", "main", "only", "the"})


@dataclass(frozen=True)
class Item:
    """One thing in the list after or before an allergy word. ``group`` is "" for a word we do not know.

    ``contrasted``: set against the list, so that a denial before it no longer reaches.
    """

    group: str
    start: int
    end: int
    excepted: bool = False
    denied: bool = False
    contrasted: bool = False


def before(message: Message, head: Mark) -> list[Item]:
    """The list in front of "allergy": "milk, egg and soya allergies"."""
    items: list[Item] = []
    place = head.start
    if place > 1 and message.words[place - 1] in (":", "–"):
        place -= 1  # "peanuts: anaphylaxis"
    while (
        place > 0
        and message.words[place - 1] in _SAID_OF
        and _SAID_OF & {"are", "is"} & set(message.words[max(0, place - 3) : place])
    ):
        place -= 1
    bare = _avoided(message, place)
    if bare:
        return [bare]
    while place > 0:
        mark = next((m for m in message.marks if m.end == place and m.kind == "allergen"), None)
        mark = mark or next(
            (m for m in message.marks if m.end == place and m.kind == "condition" and is_medicine(m)),
            None,
        )
        if not mark:
            break
        items.append(Item(mark.value if mark.kind == "allergen" else "other", mark.start, mark.end))
        place = mark.start
        while (
            place > 0 and message.words[place - 1] in ("and", ",", "/", "or") and _ends_at(message, place - 1)
        ):
            place -= 1
    return items


def _avoided(message: Message, place: int) -> Item | None:
    """ "Can't have nuts of any sort, allergic": the food that was avoided before the bare word."""
    if place < 2 or message.words[place - 1] not in (",", "–", "because", "-"):
        return None
    near = [m for m in message.of("allergen") if place - _AVOIDED_REACH <= m.start and m.end < place]
    same = [m for m in near if message.sentence[m.start] == message.sentence[place]]
    return Item(same[-1].value, same[-1].start, same[-1].end, contrasted=True) if same else None


def _ends_at(message: Message, place: int) -> bool:
    """Whether an allergen, perhaps with more separators, ends before word ``place``."""
    while place > 0 and message.words[place - 1] in ("and", ",", "/", "or"):
        place -= 1
    return any(m.end == place and m.kind == "allergen" for m in message.marks)


def is_medicine(mark: Mark) -> bool:
    """Only a medicine can be an allergen among the conditions."""
    return mark.value in (
        "antibiotics",
        "tetracycline_or_quinolone",
        "metronidazole",
        "immunosuppressants",
    )
