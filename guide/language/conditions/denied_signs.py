"""Signs that are said not to come: "never any swelling or hives from milk", "his skin is fine, no vomiting".

A denial reaches every sign of the list that follows it, and nothing else: "no milk, hives every time" and
"I never have milk because I get hives" deny no sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_NOT = frozenset({"not", "never", "no", "without", "neither", "nor"})
_HAVING = frozenset(
    {
        "have", "has", "had", "having", "get", "gets", "got", "getting", "gotten", "been", "seen", "noticed",
        "experienced", "suffered", "make", "makes", "made", "give", "gives", "gave", "given", "cause",
        "causes", "caused", "come", "comes", "came", "break", "breaks", "broke", "broken",
    }
)  # fmt: skip
_AMONG = frozenset(
    {
        "or", "and", ",", "a", "an", "any", "the", "real", "single", "bit", "of", "ever", "even", "me", "him",
        "her", "us", "them", "in", "out", "up", "my", "his", "actual", "kind", "sort", "type",
    }
)  # fmt: skip
_JOINS = frozenset({"and", ",", "then"})
_BY = frozenset({"from", "after", "with", "to", "by", "of", "on"})
_ABLE = frozenset({"can", "could", "may", "must", "should", "would", "will"})
_FINE = frozenset({"fine", "good", "ok", "okay", "clear", "normal", "clean", "perfect", "alright"})
_FINE_SIGNS = {"skin": "hives", "breathing": "wheeze", "lips": "swelling", "throat": "throat_tightness"}
_GUT = "gut_only"


def denied(message: Message, sign: Mark) -> bool:
    """Whether a denial reaches ``sign`` through the list that it stands in."""
    listed = {p for mark in message.of("sign") for p in range(mark.start, mark.end)}
    start, _ = message.sentence_range(sign.start)
    for place in range(sign.start - 1, start - 1, -1):
        word, before = message.words[place], message.words[place - 1] if place > start else ""
        if word in _NOT:
            twice = word == "without" and bool(_NOT & set(message.between(start, place)))
            return before not in _ABLE and not twice
        if word in _HAVING:
            if before in _JOINS:
                return False  # "never any milk, and got hives from cheese": what is got is told anew
            continue
        by_food = before in _BY and bool(message.starting(place, "allergen"))
        if not (word in _AMONG or word in _BY or place in listed or by_food):
            return False
    return False


def denied_signs(message: Message, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the kinds of signs of allergy that the message says do not come."""
    kinds = [m.value for m in message.of("sign") if m.value != _GUT and denied(message, m)]
    return tuple(dict.fromkeys([*kinds, *_said_to_be_fine(message, lexicon)]))


def _said_to_be_fine(message: Message, lexicon: Lexicon) -> Iterator[str]:
    """ "Skin is good", "her breathing stays normal"."""
    for place, word in enumerate(message.words):
        if word not in _FINE_SIGNS:
            continue
        following = list(message.between(place + 1, place + 4))
        fine = next((i for i, each in enumerate(following) if each in _FINE), None)
        if fine is not None and not set(following[:fine]) & (_NOT | lexicon.sets["ellipsis_ends"]):
            yield _FINE_SIGNS[word]
