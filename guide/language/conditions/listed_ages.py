"""Children told of by their ages alone: "three kids: 10 months, 3 and 7", "the twins? 11 months".

Each age of a list is a child of its own, so that none is lost and no fact of one reaches another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.language.conditions.ages import ADULT, Age, AgeReader, in_months
from guide.language.conditions.findings import CHILD
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.named_by_age import child_of_age

APART = "_"
_BY_AGE = frozenset({"baby", "child"})
_ORDERS = {2: ("younger", "older"), 3: ("younger", "middle", "older")}
_MORE = ("younger", "middle", "second", "third", "older")
_LEADING = frozenset(
    {
        ":", ",", "(", "?", "–", "-", ".", "aged", "age", "ages", "are", "is", "who", "they", "both", "all",
        "of", "mine", "now", "have", "having", "got"
    }
)  # fmt: skip
_BETWEEN = frozenset({",", "and", "&", "/", "+", "or", "–"})
_AGED = frozenset({"aged", "ages", "age", "are", ":", "("})
_UNITS = frozenset({"year", "years", "yo", "month", "months", "mo", "week", "weeks", "day", "days"})
_OLD = frozenset({"old", "olds", "o"})
_COUNTED = frozenset({"of", "times", "cups", "bottles", "meals", "ago", "kids", "children", "days", "per"})

_Item = tuple[int, int, float, str]


def listed_ages(message: Message, lexicon: Lexicon, reader: AgeReader) -> tuple[list[Age], list[Mention]]:
    """Return the ages of the lists in ``message``, and a child for each if a list holds several."""
    ages: list[Age] = []
    children: list[Mention] = []
    for mark in message.of("person"):
        if message.words[mark.end - 1] not in lexicon.sets["child_groups"]:
            continue
        found = list(_ages(message, mark.end, reader))
        ages += found
        if len(found) > 1:
            children += [child_of_age(age, age.start) for age in found]
    return ages, children


def told_apart_by_age(mentions: Sequence[Mention]) -> list[Mention]:
    """Return ``mentions`` with children known only by their ages renamed by order where two would be one.

    "My 3 year old and my 7 year old": "child_younger" and "child_older". A baby among them stays the baby.
    """
    known = {m.who[0][0]: m for m in mentions if _by_age(m)}
    months = sorted({m.age_months for m in mentions if _by_age(m) and m.age_months is not None})
    kinds = Counter(kind for kind, _ in {(m.who[0][0], m.age_months) for m in mentions if _by_age(m)})
    if len(months) < 2 or len(kinds) == len(months) or not known:
        return list(mentions)
    order = dict(zip(months, _ORDERS.get(len(months), _MORE), strict=False))
    return [_ordered(m, order, kinds) if _by_age(m) else m for m in mentions]


def _ordered(mention: Mention, order: dict[int, str], kinds: Counter[str]) -> Mention:
    (kind, subject), *rest = mention.who
    if (kind == "baby" and kinds[kind] == 1) or mention.age_months not in order:
        return mention
    return replace(mention, who=((f"{kind}{APART}{order[mention.age_months]}", subject), *rest))


def _by_age(mention: Mention) -> bool:
    """Whether nothing but an age says who is meant; the speaker's own children only."""
    named = bool(mention.who) and mention.who[0][0] in _BY_AGE and mention.who[0][1] == CHILD
    return named and mention.by_age and not mention.generic


def _ages(message: Message, place: int, reader: AgeReader) -> Iterator[Age]:
    """The ages listed from ``place`` on, right after a word for several children."""
    words, start = message.words, place
    while place < len(words) and words[place] in _LEADING:
        place += 1
    items = list(_items(message, place, reader))
    introduced = bool(_AGED & set(words[start:place])) or (len(items) > 1 and place > start)
    if not introduced and not any(unit for *_, unit in items):
        return
    for first, end, count, unit in items:
        months = in_months(count, unit or "years")  # "2 and 6 months": no two children are born so close
        if months < ADULT:
            yield Age(months, first, end, noun=False)


def _items(message: Message, place: int, reader: AgeReader) -> Iterator[_Item]:
    words = message.words
    while place < len(words):
        number = reader.number(words[place])
        unit = words[place + 1] if place + 1 < len(words) and words[place + 1] in _UNITS else ""
        end = place + 1 + bool(unit)
        end += end < len(words) and words[end] in _OLD
        following = words[end] if end < len(words) else ""
        if number is None or following in _COUNTED:
            return
        yield place, end, number, unit
        place = end
        while place < len(words) and words[place] in _BETWEEN:
            place += 1
