"""Children named by their age: "my 8 month old", "can a 10 month old have some"."""

from __future__ import annotations

from collections.abc import Sequence

from guide.advice.vocabulary import Status
from guide.language.conditions.ages import ADULT, FIRST_BIRTHDAY, Age, life_stage
from guide.language.conditions.findings import CHILD, OTHER, SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.patients import followed_by_condition

_FEEDING = frozenset({"give", "gave", "gives", "giving", "feed", "fed", "feeding", "let", "offer", "offered"})
_OF_NO_CHILD = frozenset(
    {"kefir", "cheese", "grains", "milk", "batch", "bottle", "patient", "male", "female", "here"}
)
_ASKING = frozenset(
    {
        "can", "could", "should", "is", "are", "does", "do", "may", "what", "how", "would"
    }
)  # fmt: skip
_NOT_IN_NOUN_PHRASE = frozenset(
    {
        "is", "has", "have", "with", "for", "and", "or", "but", "can", "to", "of", "was", "on",
        "in", "give", "i", "he", "she", "they", "we", "you", "are", "am", "kefir", "so", "if",
        "does", "do", "not", "'s", ","
    }
)  # fmt: skip
_JOINED = frozenset({"and", ",", "or", "&"})
_LOOK_BACK = 5


def article_of(message: Message, index: int, lexicon: Lexicon) -> tuple[int, str]:
    """The place and word of the determiner that belongs to the noun at ``index``."""
    for place in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
        word = message.words[place]
        if word in lexicon.sets["possessives"]:
            return place, word
        if word in _NOT_IN_NOUN_PHRASE or word in (".", "!", "?", "\n", ";", ":", "(", ")", "and"):
            break
    return index, ""


def named_by_age(message: Message, age: Age, named: Sequence[Mention], lexicon: Lexicon) -> Mention | None:
    """ "my 8 month old" names a child."""
    start, article = article_of(message, age.start, lexicon)
    apart = article in lexicon.sets["owned"]
    joined = age.start > 0 and message.words[age.start - 1] in _JOINED
    others = [m for m in named if not m.who or m.who[0][0] != SELF]
    others = [m for m in others if not (m.by_age and m.end <= start and (joined or article == "the"))]
    near = (m for m in others if m.start <= age.start < m.end + 3)
    if not age.noun or any(not (apart and m.end <= start) for m in near):
        return None
    first = age.start == 0 or message.words[age.start - 1] in (
        "for",
        "and",
        ",",
        "our",
        "with",
        "to",
        "give",
        "now",
    )
    first = first or any(m.end == age.start for m in message.of("condition"))  # "CMPA 9 month old"
    if age.months >= ADULT or not (
        article in lexicon.sets["owned"] or article in ("a", "the", "an") or first
    ):
        return None
    following = message.words[age.end] if age.end < len(message.words) else ""
    given = article in lexicon.sets["owned"] and start and message.words[start - 1] in _FEEDING
    if following in _OF_NO_CHILD and not given:
        return None
    name = "baby" if age.months < FIRST_BIRTHDAY else "child"
    asked = message.words[message.sentence_range(start)[0]] in _ASKING
    generic = article in ("a", "an") and asked and "have" not in message.words[max(0, start - 3) : start]
    generic = generic and not followed_by_condition(message, age.end)
    if generic and name == "baby":
        return Mention(start, age.end, ((name, OTHER),), False, True, _stage(age), age.months)
    return child_of_age(age, start, generic)


def child_of_age(age: Age, start: int, generic: bool = False) -> Mention:
    """Return the speaker's child whom ``age``, with what stands before it from ``start`` on, names."""
    name = "baby" if age.months < FIRST_BIRTHDAY else "child"
    who = ((name, CHILD),)
    return Mention(start, age.end, who, generic, True, _stage(age), age.months, by_age=True)


def _stage(age: Age) -> tuple[tuple[str, Status], ...]:
    return tuple(life_stage(age.months).items())
