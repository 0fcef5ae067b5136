"""The lists around an allergy word: "allergic to nuts and milk, not soya", "egg and soya allergies"."""

from __future__ import annotations

from collections.abc import Iterator

from guide.language.conditions.fronted_allergens import Item, before, is_medicine
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_MOST_FILLERS = 3
_NO_DENIAL = frozenset(
    {
        "only", "just", "merely", "simply", "necessarily", "eating", "drinking", "all", "maybe",
        "probably"
    }
)  # fmt: skip
_MOST_OWNED = 4
_HAD = frozenset({"i", "he", "she", "have", "has", "got", "that"})
_BEING = frozenset({"is", "am", "are"})


class AllergenLists:
    """Reads the list that belongs to an allergy word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def after(self, message: Message, head: Mark) -> list[Item]:
        """The list behind "allergic to"."""
        words, place = message.words, head.end
        excepted = self._exception(message, place)
        if excepted and not (words[place] == "but" and before(message, head)):
            return list(self._items(message, excepted, excepted=True, unknown=True))
        while place < min(len(words), head.end + _MOST_OWNED) and words[place] in _HAD:
            place += 1
        place += words[place : place + 2] == ["is", "to"]
        if place >= len(words) or words[place] not in self._sets["links"]:
            return self._but_not_to(message, place)
        place += 1
        loose = words[place - 1] in ("to", "towards", "against")
        total = self._total(message, place)
        if total is not None:
            return total
        listed = list(self._items(message, place, excepted=False, unknown=loose))
        if not listed:
            return self._fronted(message, head) if loose else []
        return listed

    def _but_not_to(self, message: Message, place: int) -> list[Item]:
        """ "I'm allergic, but not to milk": to something else then."""
        start = place
        while place < len(message.words) and message.words[place] in (",", "but", "just", "–"):
            place += 1
        if list(message.between(place, place + 2)) != ["not", "to"]:
            return []
        items = self._items(message, place + 2, excepted=False, unknown=False)
        denied = [Item(i.group, i.start, i.end, denied=True) for i in items]
        return [Item("other", start - 1, start), *denied] if denied else []

    def _fronted(self, message: Message, head: Mark) -> list[Item]:
        """ "it's coconut he's allergic to"."""
        before = [m for m in message.of("allergen") if head.start - 6 <= m.end <= head.start]
        same = [m for m in before if message.sentence[m.start] == message.sentence[head.start]]
        return [Item(same[-1].value, same[-1].start, same[-1].end)] if same else []

    def others(self, message: Message, head: Mark, items: list[Item]) -> list[Item]:
        """What is set against the list: "not milk", "but is to soy", "it's egg"."""
        start = max([head.end, *(item.end for item in items)])
        gapped = self._gapped(message, start)
        if gapped:
            return gapped
        place = start
        while place < len(message.words) and message.words[place] in self._sets["contrasting"]:
            place += 1
        if place >= len(message.words):
            return []
        if message.words[place] == "not":
            return self._not_those(message, place + 1)
        return self._but_those(message, start, place)

    def _gapped(self, message: Message, place: int) -> list[Item]:
        """ "Allergic to soya and my husband to peanuts": somebody else, and the word not said again."""
        people = [m for m in message.of("person") if place < m.start <= place + _MOST_FILLERS]
        if not people or message.words[people[0].end : people[0].end + 1] != ["to"]:
            return []
        items = self._items(message, people[0].end + 1, excepted=False, unknown=False)
        return [Item(i.group, i.start, i.end, contrasted=True) for i in items]

    def _not_those(self, message: Message, place: int) -> list[Item]:
        """The "not milk" after a list; it must end there, lest "not eating milk helps" clear milk."""
        place += message.words[place : place + 1] == ["to"]
        items = list(self._items(message, place, excepted=False, unknown=False))
        end = items[-1].end if items else place
        closed = end >= len(message.words) or message.words[end] in self._sets["denied_list_ends"]
        closed = closed and not _NO_DENIAL & set(message.between(place, end))
        return [Item(item.group, item.start, item.end, denied=True) for item in items] if closed else []

    def _but_those(self, message: Message, start: int, place: int) -> list[Item]:
        """The "but is to soy", "but my son isn't to soy" and "it's soy" after a list."""
        words = message.words
        joined = place > start
        if joined and list(words[place : place + 2]) == ["it", "is"]:
            items = list(self._items(message, place + 2, excepted=False, unknown=False))
            end = items[-1].end if items else place
            closed = end >= len(words) or words[end] in self._sets["ellipsis_ends"]
            return [Item(i.group, i.start, i.end, contrasted=True) for i in items] if closed else []
        if {"only", "just"} & set(words[start:place]):
            items = list(self._items(message, place, excepted=False, unknown=False))
            if items and (items[-1].end >= len(words) or words[items[-1].end] in self._sets["ellipsis_ends"]):
                return [Item(i.group, i.start, i.end, contrasted=True) for i in items]
        verb = next((p for p in range(place, place + 4) if words[p : p + 1] and words[p] in _BEING), None)
        after = place if verb is None else verb + 1
        denied = words[after : after + 1] == ["not"]
        after += denied
        if not joined or words[after : after + 1] != ["to"]:
            return []
        items = list(self._items(message, after + 1, excepted=False, unknown=False))
        return [Item(i.group, i.start, i.end, denied=denied, contrasted=True) for i in items]

    def _total(self, message: Message, place: int) -> list[Item] | None:
        """ "allergic to everything but milk": something else, and of milk nothing is said."""
        words = message.words
        if place >= len(words) or words[place] not in self._sets["totals"]:
            return None
        after = self._exception(message, place + 1)
        if words[place] in ("nothing", "anything"):
            if after:
                return list(self._items(message, after, excepted=True, unknown=True))
            none = words[place] == "nothing"
            return [Item(group, place, place + 1, denied=none) for group in ("milk", "other")]
        return [Item("other", place, place + 1)]

    def _exception(self, message: Message, place: int) -> int | None:
        for length in (4, 3, 2, 1):
            phrase = " ".join(message.between(place, place + length))
            if phrase in self._sets["exceptions"] and (
                phrase != "but" or self._allergen_at(message, place + 1)
            ):
                return place + length
        return None

    def _items(self, message: Message, place: int, excepted: bool, unknown: bool) -> Iterator[Item]:
        words = message.words
        first = True
        while place < len(words):
            place = self._skip_fillers(message, place)
            mark = self._allergen_at(message, place)
            if mark:
                yield Item(mark.value if mark.kind == "allergen" else "other", place, mark.end, excepted)
                place = mark.end
            elif first and unknown and self._could_be_allergen(message, place):
                yield Item("", place, place + 1, excepted)
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
        if message.between(place, place + 1) in (["only"], ["just"]):
            return -1  # "not to nuts or egg, just milk": set against the list, and no part of it
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
        return next(iter(named or filter(is_medicine, message.starting(place, "condition"))), None)

    def _could_be_allergen(self, message: Message, place: int) -> bool:
        if place >= len(message.words):
            return False
        word = message.words[place]
        in_message = any(
            m.start <= place < m.end and m.kind in ("condition", "person", "head") for m in message.marks
        )
        return word.isalpha() and word not in self._sets["not_allergens"] and not in_message
