"""Allergens that a message names without saying "allergic": the answer to "any other food allergies?"."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.findings import Finding
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_PRODUCT_WORDS = frozenset({"kefir", "kefirs", "grains"})
_WITHIN_PRODUCT = frozenset({"milk", "water", "based", "free", "drink", "live", "plant", "or", "and", "/"})
_NOT_THESE = frozenset({"not", "except", "excluding", "besides"})
_FINE = frozenset({"fine", "ok", "okay", "no", "safe", "good", "alright"})
_LONGEST_PRODUCT = 4


def allergens(message: Message, found: Sequence[Finding], lexicon: Lexicon) -> tuple[str, ...]:
    """Return the condition ids of allergen words that are in no product's name and in no finding."""
    groups = {group["id"]: group for group in lexicon.rules["allergens"]["groups"]}
    stated = {finding.condition for finding in found}
    named: list[str] = []
    for mark in message.of("allergen"):
        group = groups[mark.value]
        condition = group["intolerance" if mark.value == "lactose" else "allergy"]
        if mark.value == "alcohol" or condition in stated or _in_product(message, mark):
            continue
        if not _excluded(message, mark):
            named.append(condition)
    return tuple(dict.fromkeys(named))


def _in_product(message: Message, mark: Mark) -> bool:
    """Whether the words from ``mark`` on name a product: "oat milk kefir"."""
    if _PRODUCT_WORDS & set(message.between(mark.start, mark.end)):
        return True
    foods = {place for m in message.of("allergen") for place in range(m.start, m.end)}
    for place, word in enumerate(message.between(mark.end, mark.end + _LONGEST_PRODUCT), mark.end):
        if word in _PRODUCT_WORDS:
            return True
        if word not in _WITHIN_PRODUCT and place not in foods:
            return False
    return False


def _excluded(message: Message, mark: Mark) -> bool:
    """Whether it is named as no allergy: "not nuts", "nuts are fine"."""
    before = message.words[mark.start - 1] if mark.start else ""
    after = list(message.between(mark.end, mark.end + 2))
    return (
        before in _NOT_THESE
        or after[:1] in ([w] for w in _FINE)
        or (after[:1] in (["is"], ["are"]) and bool(_FINE & set(after)))
    )
