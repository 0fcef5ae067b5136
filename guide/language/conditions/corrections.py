"""Ages put right within a message: "he's 2, no wait 2 months", "6 months not years"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.advice.vocabulary import Status
from guide.language.conditions.ages import Age, AgeReader, in_months
from guide.language.conditions.findings import OTHER, SELF, Finding
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import UNNAMED, Mention

_MOST_BETWEEN = 9
_CUES = frozenset(
    {
        "no", "wait", "sorry", "mean", "meant", "oops", "actually", "rather", "correction", "scratch",
        "whoops", "apologies", "typo", "nope", "hang", "hold", "make"
    }
)  # fmt: skip
_FILLERS = _CUES | frozenset(
    {
        ",", ".", "–", "!", "(", ")", "i", "he", "she", "it", "they", "is", "are", "that", "to", "say",
        "should", "be", "on", "not", "years", "year", "months", "old", "only", "just", "well", "him",
        "her", "my",
        "bad", "about", "um", "er", "oh"
    }
)  # fmt: skip
_UNITS = frozenset({"year", "years", "month", "months", "week", "weeks", "day", "days"})
_INFANT_UNITS = frozenset({"month", "months", "week", "weeks", "day", "days"})


def corrected(words: Sequence[str], ages: Sequence[Age], reader: AgeReader) -> list[Age]:
    """Return ``ages`` with those that the message takes back replaced by what it says instead.

    An age that only a correction gives ("I meant 6 months", "6 months not years") is added.
    """
    spoken = [a for a in (_spoken(words, place, reader) for place in range(len(words))) if a]
    put_right: list[Age] = []
    for age in ages:
        later = _later(words, age, spoken)
        somebody = age.somebody or _corrects(words, age)
        put_right.append(replace(age, months=later.months if later else age.months, somebody=somebody))
    covered = {place for age in put_right for place in range(age.start, age.end)}
    if not put_right:
        put_right += [a for a in spoken if a.start not in covered and _corrects(words, a)][-1:]
    return put_right


def young_by_unit(message: Message, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Yield a possible infant for "months not years": the last person named, never the speaker."""
    span = _wrong_unit(message.words)
    if span is None or any(m.age_months is not None for m in mentions):
        return
    others = [m for m in mentions if not m.generic and m.who and m.who[0][0] != SELF]
    person, subject = others[-1].who[0] if others else (UNNAMED, OTHER)
    start, end = message.tokens[span[0]].start, message.tokens[span[1] - 1].end
    yield Finding("infant_under_12_months", Status.UNCERTAIN, subject, person, start, end)


def correcting(message: Message, index: int) -> bool:
    """Return whether this is the "I" of "I mean"."""
    return message.words[index] == "i" and message.words[index + 1 : index + 2] in (["mean"], ["meant"])


def _wrong_unit(words: Sequence[str]) -> tuple[int, int] | None:
    """The place of "months not years", which says that an age given before was one of an infant."""
    for place, word in enumerate(words):
        if word not in _INFANT_UNITS:
            continue
        if list(words[place + 1 : place + 3]) in (["not", "years"], ["not", "year"]):
            return place, place + 3
        ahead = [w for w in words[place + 1 : place + 4] if w != ","]
        if ahead[:2] == ["not", "years"]:
            return place, min(len(words), place + 4)
        before = [w for w in words[max(0, place - 4) : place] if w != ","]
        if before[-2:] == ["not", "years"] and not _continues(words, place + 1):
            return place - len(before), place + 1
    return None


def _continues(words: Sequence[str], place: int) -> bool:
    return place < len(words) and words[place] not in (".", ",", "!", "sorry", ")")


def _spoken(words: Sequence[str], place: int, reader: AgeReader) -> Age | None:
    """A bare "2 months" at ``place``, without anything that says it is an age."""
    number = reader.number(words[place])
    unit = words[place + 1] if place + 1 < len(words) else ""
    if number is None or unit not in _UNITS:
        return None
    following = words[place + 2] if place + 2 < len(words) else ""
    if following in ("ago", "pregnant", "post", "since", "into", "along", "on", "after"):
        return None
    return Age(in_months(number, unit), place, place + 2, noun=False, somebody=True)


def _later(words: Sequence[str], age: Age, spoken: Sequence[Age]) -> Age | None:
    """What the message puts in the place of ``age``."""
    found: Age | None = None
    end = age.end
    for other in spoken:
        between = words[end : other.start]
        if other.start < end or len(between) > _MOST_BETWEEN:
            continue
        if _is_correction(between) and not _denied(between):
            found, end = other, other.end
    return found


def _denied(between: Sequence[str]) -> bool:
    """ "he's 6 months, not 6 years": what follows is the age that he is not."""
    return bool(between) and between[-1] == "not"


def _corrects(words: Sequence[str], age: Age) -> bool:
    before = list(words[max(0, age.start - _MOST_BETWEEN) : age.start])
    after = list(words[age.end : age.end + 4])
    if "not" in before and _UNITS & set(before) and {w for w in before if not w.isdigit()} <= _FILLERS:
        return True
    rejected = [w for w in after if w not in (",", "old")][:1] == ["not"] and bool(_UNITS & set(after))
    if before and before[-1] == "not":
        return False
    return rejected or _is_correction([w for w in before if not w.isdigit()])


def _is_correction(words: Sequence[str]) -> bool:
    return bool(set(words) & _CUES) and set(words) <= _FILLERS
