"""Allergies and intolerances put together from parts: "allergic to nuts and milk", "egg and soya allergy"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_MOST_FILLERS = 3
_SAID_OF = frozenset({"are", "is", "my", "his", "her", "their", "our", "main", "only", "the"})


@dataclass(frozen=True)
class _Item:
    """One thing in the list after or before an allergy word. ``group`` is "" for a word we do not know."""

    group: str
    start: int
    end: int
    excepted: bool = False
    denied: bool = False


class AllergyReader:
    """Composes allergy concepts and says which words they use up."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        rules = lexicon.rules["allergens"]
        self._groups: Mapping[str, Mapping[str, Any]] = {group["id"]: group for group in rules["groups"]}
        self._bare: Mapping[str, list[str]] = rules["bare"]

    def read(self, message: Message) -> list[Concept]:
        """Return the concepts of every allergy word in ``message``."""
        found: list[Concept] = []
        drug_only = {p for mark in message.of("drug_only") for p in range(mark.start, mark.end)}
        for head in message.of("head"):
            if head.start in drug_only:
                continue
            items = self._after(message, head) or self._before(message, head)
            concepts = [self._concept(head, item) for item in items]
            found.extend(concept for concept in concepts if concept)
            if not items:
                found.extend(self._unnamed(message, head))
            elif head.text in self._bare["plural"] and self._names_more(message, head, items):
                found.append(Concept("other_allergy", head.start, head.end, text=head.text))
        return found

    def _names_more(self, message: Message, head: Mark, items: list[_Item]) -> bool:
        """Whether the list is only part: "no allergies except milk", "allergies including milk"."""
        return any(item.excepted for item in items) or "including" in message.between(head.end, head.end + 1)

    def _concept(self, head: Mark, item: _Item) -> Concept | None:
        group = self._groups[item.group or "other"]
        condition = group.get(head.value)
        if condition is None or (head.value == "sensitivity" and not item.group):
            return None
        ceiling = Status(group.get(f"{head.value}_status", "present"))
        start, end = min(head.start, item.start), max(head.end, item.end)
        return Concept(
            condition, start, end, ceiling, asserted=item.excepted, denied=item.denied, text=head.text
        )

    def _after(self, message: Message, head: Mark) -> list[_Item]:
        """The list behind "allergic to"."""
        words, place = message.words, head.end
        excepted = self._exception(message, place)
        if excepted:
            return list(self._items(message, excepted, excepted=True, unknown=True))
        if place >= len(words) or words[place] not in self._sets["links"]:
            return []
        place += 1
        loose = words[place - 1] in ("to", "towards", "against")
        total = self._total(message, place)
        if total is not None:
            return total
        listed = list(self._items(message, place, excepted=False, unknown=loose))
        if not listed:
            return self._fronted(message, head) if loose else []
        return listed + self._not_those(message, listed[-1].end)

    def _fronted(self, message: Message, head: Mark) -> list[_Item]:
        """ "it's coconut he's allergic to"."""
        before = [m for m in message.of("allergen") if head.start - 6 <= m.end <= head.start]
        same = [m for m in before if message.sentence[m.start] == message.sentence[head.start]]
        return [_Item(same[-1].value, same[-1].start, same[-1].end)] if same else []

    def _not_those(self, message: Message, place: int) -> list[_Item]:
        """The "not milk" after a list."""
        while place < len(message.words) and message.words[place] in (
            ",",
            "but",
            "(",
            "just",
            "though",
            "and",
        ):
            place += 1
        if place >= len(message.words) or message.words[place] != "not":
            return []
        items = self._items(message, place + 1, excepted=False, unknown=False)
        return [_Item(item.group, item.start, item.end, denied=True) for item in items]

    def _total(self, message: Message, place: int) -> list[_Item] | None:
        """ "allergic to everything but milk": something else, and of milk nothing is said."""
        words = message.words
        if place >= len(words) or words[place] not in self._sets["totals"]:
            return None
        after = self._exception(message, place + 1)
        if words[place] in ("nothing", "anything"):
            if after:
                return list(self._items(message, after, excepted=True, unknown=True))
            return [_Item("milk", place, place + 1), _Item("other", place, place + 1)]
        return [_Item("other", place, place + 1)]

    def _exception(self, message: Message, place: int) -> int | None:
        for length in (4, 3, 2, 1):
            phrase = " ".join(message.between(place, place + length))
            if phrase in self._sets["exceptions"] and (
                phrase != "but" or self._allergen_at(message, place + 1)
            ):
                return place + length
        return None

    def _items(self, message: Message, place: int, excepted: bool, unknown: bool) -> Iterator[_Item]:
        words = message.words
        first = True
        while place < len(words):
            place = self._skip_fillers(message, place)
            mark = self._allergen_at(message, place)
            if mark:
                yield _Item(mark.value if mark.kind == "allergen" else "other", place, mark.end, excepted)
                place = mark.end
            elif first and unknown and self._could_be_allergen(message, place):
                yield _Item("", place, place + 1, excepted)
                place += 1
            else:
                return
            first = False
            place = self._next_item(message, place)
            if place < 0:
                return

    def _next_item(self, message: Message, place: int) -> int:
        """The place after the separators, or -1 when the list ends."""
        words, start = message.words, place
        while place < len(words) and words[place] in self._sets["separators"]:
            place += 1
        if list(words[place : place + 3]) == ["as", "well", "as"]:
            place += 3
        if place == start or "not" in words[start:place]:
            return -1
        after = self._skip_fillers(message, place)
        mark = self._allergen_at(message, after)
        if not mark or (
            mark.end < len(words)
            and words[mark.end] in ("intolerant", "intolerance", "allergy", "allergic", "free")
        ):
            return -1
        return place

    def _skip_fillers(self, message: Message, place: int) -> int:
        limit = place + _MOST_FILLERS
        while place < min(limit, len(message.words)) and message.words[place] in self._sets["fillers"]:
            if self._allergen_at(message, place):
                break
            place += 1
        return place

    def _allergen_at(self, message: Message, place: int) -> Mark | None:
        named = message.starting(place, "allergen")
        return next(iter(named or filter(self._medicine, message.starting(place, "condition"))), None)

    def _medicine(self, mark: Mark) -> bool:
        """Only a medicine can be an allergen among the conditions."""
        return mark.value in (
            "antibiotics",
            "tetracycline_or_quinolone",
            "metronidazole",
            "immunosuppressants",
        )

    def _could_be_allergen(self, message: Message, place: int) -> bool:
        if place >= len(message.words):
            return False
        word = message.words[place]
        in_message = any(
            m.start <= place < m.end and m.kind in ("condition", "person", "head") for m in message.marks
        )
        return word.isalpha() and word not in self._sets["not_allergens"] and not in_message

    def _before(self, message: Message, head: Mark) -> list[_Item]:
        """The list in front of "allergy": "milk, egg and soya allergies"."""
        items: list[_Item] = []
        place = head.start
        while (
            place > 0
            and message.words[place - 1] in _SAID_OF
            and _SAID_OF & {"are", "is"} & set(message.words[max(0, place - 3) : place])
        ):
            place -= 1
        while place > 0:
            mark = next((m for m in message.marks if m.end == place and m.kind == "allergen"), None)
            mark = mark or next(
                (m for m in message.marks if m.end == place and m.kind == "condition" and self._medicine(m)),
                None,
            )
            if not mark:
                break
            items.append(_Item(mark.value if mark.kind == "allergen" else "other", mark.start, mark.end))
            place = mark.start
            while (
                place > 0
                and message.words[place - 1] in ("and", ",", "/", "or")
                and self._ends_at(message, place - 1)
            ):
                place -= 1
        return items

    def _ends_at(self, message: Message, place: int) -> bool:
        """Whether an allergen, perhaps with more separators, ends before word ``place``."""
        while place > 0 and message.words[place - 1] in ("and", ",", "/", "or"):
            place -= 1
        return any(m.end == place and m.kind == "allergen" for m in message.marks)

    def _unnamed(self, message: Message, head: Mark) -> Iterator[Concept]:
        """ "allergic" alone means milk here; "allergies" may mean anything."""
        if any(m.kind in ("condition", "blocked") and m.start <= head.start < m.end for m in message.marks):
            return
        if (
            message.words[head.end : head.end + 1] == ["to"]
            and set(message.words[head.end + 1 : head.end + 2]) & self._sets["no_matter"]
        ):
            return
        if head.text in self._bare["singular"]:
            yield Concept("milk_allergy", head.start, head.end, text=head.text)
        elif head.text in self._bare["plural"]:
            yield Concept("other_allergy", head.start, head.end, text=head.text)
            if self._denied(message, head):
                yield Concept("milk_allergy", head.start, head.end, aside=True, text=head.text)
        elif head.text in self._bare["intolerance"]:
            yield Concept("lactose_intolerance", head.start, head.end, text=head.text)

    def _denied(self, message: Message, head: Mark) -> bool:
        before = message.words[max(0, head.start - 5) : head.start]
        return bool({"no", "not", "any", "without", "never", "none", "neither", "nor"} & set(before))
