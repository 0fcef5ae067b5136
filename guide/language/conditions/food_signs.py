"""Allergy to another food told by what it does: "nuts close my throat", "an epipen for bee stings"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_NO_ALLERGY = frozenset({"lactose", "histamine", "alcohol"})
_GUT = frozenset({"gluten"})
_MANY_CAUSES = frozenset({"gut_only", "vomiting", "faintness", "unspecified"})
_WINDOW = 7
_NOT = frozenset({"not", "never", "no", "without", "nor"})
_CARRIED = frozenset({"for", "because", "of", "to", "after", "from"})
_AMONG = frozenset({"for", "because", "of", "to", "the", "a", "any", "his", "her", "my", "from", "severe"})


def food_signs(message: Message, lexicon: Lexicon, named: frozenset[int]) -> Iterator[Concept]:
    """Yield an allergy for each food other than milk that is said to bring on a sign of allergy."""
    dairy = lexicon.rules["dairy"]["dairy_groups"]
    conditions: Mapping[str, str] = {g["id"]: g["allergy"] for g in lexicon.rules["allergens"]["groups"]}
    for food in message.of("allergen"):
        if food.value in dairy or food.value in _NO_ALLERGY or food.start in named:
            continue
        for sign in message.of("sign"):
            telling = sign.value not in _MANY_CAUSES or food.value in _GUT or _vomited(food, sign)
            if telling and _brings_on(message, food, sign, lexicon):
                start, end = min(food.start, sign.start), max(food.end, sign.end)
                ceiling = Status.PRESENT if sign.value == "anaphylaxis" else Status.UNCERTAIN
                yield Concept(conditions[food.value], start, end, ceiling, told=True)
                break


def _vomited(food: Mark, sign: Mark) -> bool:
    """Vomiting from what an alternative is made of counts: coconut kefir may follow."""
    return sign.value == "vomiting" and food.value != "other"


def _brings_on(message: Message, food: Mark, sign: Mark, lexicon: Lexicon) -> bool:
    """Whether food and sign stand in one clause, linked by a word of cause, and nothing denies it."""
    left, right = sorted((food, sign), key=lambda mark: mark.start)
    between = list(message.between(left.end, right.start))
    carried = sign.value == "anaphylaxis" and message.sentence[food.start] == message.sentence[sign.start]
    if right.start - left.end > _WINDOW:
        return False
    if message.clause[food.start] != message.clause[sign.start] and not carried:
        return False
    if _NOT & {*between, *message.between(max(0, left.start - 3), left.start)}:
        return False
    if sign.value == "anaphylaxis":
        return left is sign and bool(_CARRIED & set(between)) and set(between) <= _AMONG
    dairy = lexicon.rules["dairy"]["dairy_groups"]
    milk = any(m.value in dairy and left.start <= m.start < right.end + 6 for m in message.of("allergen"))
    return not milk and (not between or bool(lexicon.sets["triggers"] & set(between)))
