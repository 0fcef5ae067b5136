"""Allergies and intolerances put together from parts: "allergic to nuts and milk", "egg and soya allergy"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guide.advice.vocabulary import Status
from guide.language.conditions.allergen_lists import AllergenLists
from guide.language.conditions.concepts import Concept
from guide.language.conditions.fronted_allergens import Item, before
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_WRITTEN = frozenset(
    {
        "notes", "records", "record", "recorded", "documented", "documentation", "chart", "charts", "file",
        "paperwork", "papers", "mention", "mentions", "mentioned", "listed", "unrecorded", "undocumented",
    }
)  # fmt: skip


class AllergyReader:
    """Composes allergy concepts and says which words they use up."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._lists = AllergenLists(lexicon)
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
            items = self._lists.after(message, head) or before(message, head)
            others = self._lists.others(message, head, items) if items else []
            concepts = [self._concept(head, item) for item in [*items, *others]]
            found.extend(concept for concept in concepts if concept)
            if not items:
                found.extend(self._unnamed(message, head))
            elif head.text in self._bare["plural"] and self._names_more(message, head, items):
                found.append(Concept("other_allergy", head.start, head.end, text=head.text))
        return found

    def _names_more(self, message: Message, head: Mark, items: list[Item]) -> bool:
        """Whether the list is only part: "no allergies except milk", "allergies including milk"."""
        return any(item.excepted for item in items) or "including" in message.between(head.end, head.end + 1)

    def _concept(self, head: Mark, item: Item) -> Concept | None:
        group = self._groups[item.group or "other"]
        condition = group.get(head.value)
        if condition is None or (head.value == "sensitivity" and not item.group):
            return None
        ceiling = Status(group.get(f"{head.value}_status", "present"))
        start, end = min(head.start, item.start), max(head.end, item.end)
        if item.contrasted:
            start, end = item.start, item.end
        asserted = item.excepted or (item.contrasted and not item.denied)
        return Concept(condition, start, end, ceiling, asserted=asserted, denied=item.denied, text=head.text)

    def _unnamed(self, message: Message, head: Mark) -> Iterator[Concept]:
        """ "allergic" alone means milk here; "allergies" may mean anything."""
        if any(m.kind in ("condition", "blocked") and m.start <= head.start < m.end for m in message.marks):
            return
        if (
            message.words[head.end : head.end + 1] == ["to"]
            and set(message.words[head.end + 1 : head.end + 2]) & self._sets["no_matter"]
        ):
            return
        if head.text.startswith("anaphyla") and self._allergy_before(message, head):
            return  # "my peanut allergy is anaphylactic"
        if self._unrecorded(message, head):
            return
        nothing = self._noted(message, head)
        if nothing == "nkda":
            return
        if nothing and head.text in self._bare["plural"]:
            yield Concept("other_allergy", head.start, head.end, denied=True, text=head.text)
            yield Concept("milk_allergy", head.start, head.end, denied=True, aside=True, text=head.text)
        elif head.text in self._bare["singular"]:
            yield Concept("milk_allergy", head.start, head.end, text=head.text)
            if message.words[head.start - 1] == "food" and head.start and self._denied(message, head):
                yield Concept("other_allergy", head.start, head.end, text=head.text)
        elif head.text in self._bare["plural"]:
            yield Concept("other_allergy", head.start, head.end, text=head.text)
            if self._denied(message, head):
                yield Concept("milk_allergy", head.start, head.end, aside=True, text=head.text)
        elif head.text in self._bare["intolerance"]:
            yield Concept("lactose_intolerance", head.start, head.end, text=head.text)

    def _allergy_before(self, message: Message, head: Mark) -> bool:
        """Whether the clause has named the allergy already."""
        start = message.clause_start(head.start)
        named = (h for h in message.of("head") if not h.text.startswith("anaphyla"))
        return any(start <= h.start < head.start for h in named)

    def _noted(self, message: Message, head: Mark) -> str:
        """The "none" or "nkda" of the note "Allergies: none"."""
        mark, word = [*message.between(head.end, head.end + 2), "", ""][:2]
        return word if mark in (":", "–", "=") and word in ("none", "nil", "nkda", "no") else ""

    def _unrecorded(self, message: Message, head: Mark) -> bool:
        """ "No notes on allergies", "allergies not recorded": that nothing is written down says nothing."""
        around = {
            *message.words[max(0, head.start - 6) : head.start],
            *message.between(head.end, head.end + 4),
        }
        said = message.words[max(0, head.start - 2) : head.start]
        return bool(around & _WRITTEN) and "known" not in said

    def _denied(self, message: Message, head: Mark) -> bool:
        before = message.words[max(0, head.start - 5) : head.start]
        return bool({"no", "not", "any", "without", "never", "none", "neither", "nor"} & set(before))
