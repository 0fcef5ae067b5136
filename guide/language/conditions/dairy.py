"""Trouble with dairy told without a condition's name: avoidance, and signs after milk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guide.advice.vocabulary import Status
from guide.language.conditions.asked_for import only_asked_for
from guide.language.conditions.concepts import Concept
from guide.language.conditions.denied_signs import denied
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.unreal import unreal

LACTOSE = "lactose_intolerance"
_SIGN_WINDOW = 14
_BROUGHT_ON_BY = (["to"], ["from"], ["after"])
_ONLY = frozenset({"only", "just", "merely", "simply"})
_NOT = frozenset({"not", "never", "no", "without"})
_SUBJECTS = ("i", "he", "she", "we", "they")
_SKIPPED = frozenset(
    {
        "any", "all", "the", "my", "his", "her", "much", "drinking", "eating", "having", "too",
        "really", "just", "a", "glass", "of", "cup", "regular", "to", "well", "badly", "most",
        "some", "drink", "from", "with", "lots", "even", "anything"
    }
)  # fmt: skip


_CARRIED = frozenset(
    {"for", "because", "of", "due", "to", "against", "his", "her", "my", "the", "in", "case"}
)


class DairyReader:
    """Composes suspected conditions from a dairy word and what is said about it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._rules = lexicon.rules["dairy"]
        groups = lexicon.rules["allergens"]["groups"]
        self._allergies: Mapping[str, str] = {group["id"]: group["allergy"] for group in groups}

    def read(
        self, message: Message, named: frozenset[int], harmless: frozenset[int]
    ) -> tuple[list[Concept], list[str]]:
        """Return concepts, and the ids of the signs after milk. ``named``: words of other concepts.

        ``harmless``: words of dairy that is said to do no harm, so that it brought on no sign either.
        """
        signs = list(self._signs(message, harmless, named))
        concepts = [self._from_sign(message, dairy, sign) for dairy, sign in signs]
        concepts += self._avoidance(message, named)
        return concepts, list(dict.fromkeys(sign.value for _, sign in signs))

    def _dairy_words(self, message: Message) -> list[Mark]:
        groups = self._rules["dairy_groups"]
        return [mark for mark in message.of("allergen") if mark.value in groups]

    def _avoidance(self, message: Message, named: frozenset[int]) -> Iterator[Concept]:
        if any(not self._of_the_body(message, choice) for choice in message.of("choice")):
            return
        for mark in message.of("dairy"):
            rule = self._rules[mark.value]
            if mark.value == "dairy_free":
                if self._about_somebody(message, mark):
                    yield Concept(rule["condition"], mark.start, mark.end, Status.UNCERTAIN, told=True)
                continue
            yield from self._other_avoidance(message, mark, named)
            for dairy in self._dairy_words(message):
                if (dairy.value == "lactose" or dairy.text == "formula") and mark.value == "avoid":
                    continue
                if dairy.start in named or (
                    dairy.text in self._sets["not_for_gut"] and mark.value == "avoid"
                ):
                    continue
                if self._next_to(message, mark, dairy) and not self._denied(message, mark, dairy):
                    start, end = min(mark.start, dairy.start), max(mark.end, dairy.end)
                    # "Lactose upsets me" names milk sugar, so it is no trouble of an unknown kind.
                    condition = LACTOSE if dairy.value == "lactose" else rule["condition"]
                    yield Concept(condition, start, end, Status(rule["status"]), told=True)

    def _of_the_body(self, message: Message, choice: Mark) -> bool:
        """ "My guts do not like milk" is no matter of taste."""
        return any(m.start < choice.start and choice.end <= m.end for m in message.of("dairy"))

    def _other_avoidance(self, message: Message, mark: Mark, named: frozenset[int]) -> Iterator[Concept]:
        """ "I can't eat wheat": avoiding another food counts by its own rule."""
        for food in message.of("allergen"):
            rule = self._rule(mark, food)
            if mark.value == "trouble" and food.value == "lactose":
                continue  # read with the dairy words, as a suspicion
            if (
                rule
                and food.start not in named
                and self._next_to(message, mark, food)
                and not self._denied(message, mark, food)
            ):
                start, end = min(mark.start, food.start), max(mark.end, food.end)
                perhaps = mark.value == "trouble" and food.text in rule.get("perhaps", ())
                status = "uncertain" if perhaps else rule["status"]
                yield Concept(rule["condition"], start, end, Status(status), told=True)

    def _rule(self, mark: Mark, food: Mark) -> Mapping[str, Any] | None:
        """What the word at ``mark`` says of ``food``: "reacts to milk, egg and peanut" suspects all three."""
        groups = self._rules["dairy_groups"]
        if mark.value != "react":
            found: Mapping[str, Any] | None = self._rules["avoid_other"].get(food.value)
            return found
        if food.value in (*groups, "alcohol"):
            return None
        return {"condition": self._allergies[food.value], "status": "uncertain"}

    def _about_somebody(self, message: Message, mark: Mark) -> bool:
        """ "I'm dairy free", not "dairy free kefir"."""
        before = message.words[max(0, mark.start - 3) : mark.start]
        following = message.words[mark.end] if mark.end < len(message.words) else ""
        if following in (
            "kefir",
            "yogurt",
            "yoghurt",
            "option",
            "options",
            "milk",
            "version",
            "alternative",
            "alternatives",
            "grains",
            "one",
        ):
            return False
        if set(before) & self._sets["possessions"]:
            return False
        return bool(
            {"am", "is", "are", "go", "going", "went", "been", "be", "eat", "follow"} & set(before[-2:])
        ) and not ({"kefir", "it", "this", "that", "grains"} & set(before))

    def _next_to(self, message: Message, mark: Mark, dairy: Mark) -> bool:
        if message.sentence[mark.start] != message.sentence[dairy.start]:
            return False
        if mark.value == "trouble":
            gap = message.between(dairy.end, mark.start)
            return dairy.end <= mark.start and len(gap) <= self._rules["max_gap"] and "," not in gap
        if mark.value in ("avoid", "react") and dairy.end <= mark.start:
            return self._fronted(message, mark, dairy)
        gap = message.between(mark.end, dairy.start)
        return mark.end <= dairy.start and all(
            word in _SKIPPED
            or word in ("or", "and")
            or (word in (",", "anything") and {"or", "and"} & set(gap))
            or self._is_allergen(message, word)
            for word in gap
        )

    def _fronted(self, message: Message, mark: Mark, dairy: Mark) -> bool:
        """ "it's soya I can't have"."""
        gap = list(message.between(dairy.end, mark.start))
        closed = mark.end >= len(message.words) or message.words[mark.end] in self._sets["ellipsis_ends"]
        subject = gap[-1:] in ([word] for word in _SUBJECTS)
        return closed and subject and (len(gap) == 1 or gap[:-1] in (["that"], ["which"]))

    def _is_allergen(self, message: Message, word: str) -> bool:
        return any(mark.text == word for mark in message.of("allergen"))

    def _denied(self, message: Message, mark: Mark, dairy: Mark) -> bool:
        before = message.words[max(0, mark.start - 2) : mark.start]
        return bool(_NOT & set(before))

    def _from_sign(self, message: Message, dairy: Mark, sign: Mark) -> Concept:
        condition = LACTOSE if sign.value == "gut_only" else "milk_allergy"
        start, end = min(dairy.start, sign.start), max(dairy.end, sign.end)
        avoided = any(m.start <= dairy.start < m.end for m in message.of("dairy") if m.value == "dairy_free")
        # "No dairy because of the hives": what is denied is the food, not the reaction. "No rash, only wind
        # from milk": a denial of one sign is none of the other.
        beside = bool((_ONLY | _NOT) & set(message.between(message.sentence_range(start)[0], sign.start)))
        return Concept(condition, start, end, Status.UNCERTAIN, asserted=avoided or beside, told=True)

    def _signs(
        self, message: Message, harmless: frozenset[int], named: frozenset[int]
    ) -> Iterator[tuple[Mark, Mark]]:
        """Pairs of a dairy word and a sign that somebody has from it."""
        allergic_too: list[tuple[Mark, Mark]] = []
        gut: list[tuple[Mark, Mark]] = []
        for sign in message.of("sign"):
            dairy = self._cause(message, sign, harmless, named)
            if (
                dairy is None
                or unreal(message, sign.start)
                or self._no_sign(message, sign, dairy)
                or only_asked_for(message, sign, dairy)
            ):
                continue
            if sign.value == "gut_only":
                if dairy.text not in self._sets["not_for_gut"]:
                    gut.append((dairy, sign))
            else:
                allergic_too.append((dairy, sign))
        yield from allergic_too
        yield from gut

    def _cause(
        self, message: Message, sign: Mark, harmless: frozenset[int], named: frozenset[int]
    ) -> Mark | None:
        """The nearest dairy word that the sign is linked to in the same sentence."""
        best: tuple[int, Mark] | None = None
        for dairy in self._dairy_words(message):
            if dairy.start in harmless or (dairy.start in named and self._other_food(message, dairy, sign)):
                continue
            left, right = sorted((dairy, sign), key=lambda m: m.start)
            gap = right.start - left.end
            same = message.sentence[dairy.start] == message.sentence[sign.start]
            if not same or gap < 0 or gap > _SIGN_WINDOW:
                continue
            linked = bool(self._sets["triggers"] & set(message.between(left.end, right.start)))
            linked = linked or (sign.value == "anaphylaxis" and self._carried_for(message, left, right))
            if linked or (gap == 0 and left is dairy) or self._triggered(message, sign, dairy):
                best = min(best or (gap, dairy), (gap, dairy), key=lambda pair: pair[0])
        return best[1] if best else None

    def _other_food(self, message: Message, dairy: Mark, sign: Mark) -> bool:
        """ "Milk allergy, and coconut gives me a rash", "anaphylaxis to nuts": that food is what does it."""
        groups = self._rules["dairy_groups"]
        foods = [m for m in message.of("allergen") if m.value not in groups]
        named = any(message.between(sign.end, food.start) in _BROUGHT_ON_BY for food in foods)
        return named or any(dairy.end <= food.start < sign.start for food in foods)

    def _carried_for(self, message: Message, left: Mark, right: Mark) -> bool:
        """ "an epipen for milk"."""
        return set(message.between(left.end, right.start)) <= _CARRIED and left.value == "anaphylaxis"

    def _triggered(self, message: Message, sign: Mark, dairy: Mark) -> bool:
        start, end = sorted((dairy.start, sign.start))
        return bool(self._sets["triggers"] & set(message.between(max(0, start - 3), end)))

    def _no_sign(self, message: Message, sign: Mark, dairy: Mark) -> bool:
        if denied(message, sign):
            return True
        left, right = sorted((dairy, sign), key=lambda m: m.start)
        between = list(message.between(left.end, right.start))
        before = list(message.between(max(0, left.start - 3), left.start))
        if left is sign and "without" in between:
            return True
        return bool(_NOT & set(between if left is dairy else [*before, *between])) and "if" not in between
