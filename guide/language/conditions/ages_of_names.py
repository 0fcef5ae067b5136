"""Ages said right after a name or a child, the verb left out: "Ben 7 months and Zuri 4", "DD 3"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from guide.language.conditions.ages import ADULT, Age, AgeReader, in_months
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

_UNITS = {
    "year": "years", "years": "years", "yo": "years", "y": "years", "month": "months", "months": "months",
    "mo": "months", "m": "months", "week": "weeks", "weeks": "weeks", "day": "days", "days": "days",
}  # fmt: skip
_LINKS = (",", "(", "–", ":", "who", "is", "'s", "aged", "age", "just", "now", "nearly", "almost", "turned")
_AFTER_BARE = frozenset({"", ".", ",", "!", "?", ";", ")", "and", "&", "or", "but", "with", "\n", "–", "/"})
_NO_AGE = frozenset({"ago", "later", "pregnant", "post", "after", "before", "into", "of", "on"})
_FAR = 3
_EARLY = frozenset({"preemie", "premie", "prem", "premature"})


def ages_of_names(
    message: Message, named: Sequence[Mention], ages: Iterable[Age], reader: AgeReader
) -> Iterator[Age]:
    """Yield the age after each name of ``named`` that is not among ``ages``."""
    covered = {place for age in ages for place in range(age.start, age.end)}
    for mention in named:
        if mention.generic or not mention.who or mention.age_months is not None or mention.possessive:
            continue
        if "_" not in mention.who[0][0] and not mention.stage:
            continue
        if _EARLY & set(message.between(mention.start, mention.end)):
            continue  # "preemie 32 weeks" tells how early it came
        age = age_after(message, mention.end, reader, covered)
        if age:
            yield age


def age_after(message: Message, place: int, reader: AgeReader, covered: Iterable[int] = ()) -> Age | None:
    """Return the age of a child that stands at ``place``, but for a comma, "who is" or "aged"."""
    words, start = message.words, place
    while place < len(words) and words[place] in _LINKS and place < start + _FAR:
        place += 1
    number = reader.number(words[place]) if place < len(words) else None
    if number is None or place in covered:
        return None
    unit = _unit(message, place + 1)
    end = place + 1 + bool(unit)
    following = words[end] if end < len(words) else ""
    if following in _NO_AGE or not (unit or following in _AFTER_BARE) or not number:
        return None
    months = in_months(number, unit or "years")
    return Age(months, place, end, noun=False) if months < ADULT else None


def _unit(message: Message, place: int) -> str:
    """The unit at ``place``; a lone "y" is one too, though it reads as "why"."""
    if place >= len(message.words):
        return ""
    token = message.tokens[place]
    word = "y" if token.end - token.start == 1 and token.text == "why" else token.text
    return _UNITS.get(word, "")
