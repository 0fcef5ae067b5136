"""Ages and weeks: "8 month old", "she's 6 months", "4yo", "I'm 34 weeks", "born at 30 weeks"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guide.advice.vocabulary import Status

FIRST_BIRTHDAY = 12
ADULT = 18 * 12
TERM_WEEKS = 37
_OLDEST = 110
_BODY_TEMPERATURE = 34

_MONTHS_IN = {
    "year": 12.0, "years": 12.0, "y": 12.0, "yo": 12.0, "month": 1.0, "months": 1.0, "mo": 1.0, "m": 1.0,
    "week": 0.23, "weeks": 0.23, "w": 0.23, "day": 0.033, "days": 0.033,
}  # fmt: skip
_MONTHS = frozenset(
    {
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "jan", "feb", "aug", "sept", "sep", "oct", "nov", "dec",
        "christmas", "easter", "halloween", "spring", "summer", "autumn", "winter", "xmas"
    }
)  # fmt: skip
_WHO_IS_DUE = frozenset({"", "am", "i", ",", ".", "we", "is", "and", "wife", "partner"})
# "3/12 old", "6/52": a clinician's months and weeks.
_NOTED = {"12": "months", "52": "weeks"}
_GESTATION = frozenset(
    {
        "pregnant", "along", "gone", "preggers", "expecting", "gestation", "prego"
    }
)  # fmt: skip
# "22 weeks tomorrow": counted so without a subject, weeks are those of a pregnancy.
_OPENING = frozenset({"", ".", "!", "hi", "hello", "currently", "now"})
_COUNTING = frozenset({"today", "tomorrow", "and", "with", "now", "here", "in"})
_EXPECTING = frozenset({"wife", "partner", "sister", "girlfriend", "missus", "law", "friend", "fiancee"})
_NEAR = frozenset(
    {
        "nearly", "almost", "about", "around", "only", "just", "now", "approximately", "roughly",
        "barely", "gone"
    }
)  # fmt: skip
_NOT_YET = frozenset({"nearly", "almost"})
_BORN = frozenset({"born", "neonate", "newborn", "preemie", "prem", "infant", "delivered", "birth"})
_TURNING = frozenset({"turning", "turns", "turn"})
# "my baby 5 month": the verb left out.
_YOUNG = frozenset(
    {"baby", "infant", "bub", "lo", "toddler", "son", "daughter", "boy", "girl", "child", "kid", "grandson"}
)
_AGED = frozenset({"aged", "age"})
_AND_A_HALF = ("and", "a", "half")
_BE = frozenset({"both", "is", "am", "are", "'s", "turned", ","}) | _AGED
_AFTER_BARE = frozenset(
    {
        "", ".", ",", "!", "?", ";", ")", "and", "with", "but", "who", "so", "now", "\n", "–", "he",
        "she", "can", "has", "next", "in", "tomorrow", "on", "today", "this", "last", "yesterday"
    }
)  # fmt: skip


@dataclass(frozen=True)
class Age:
    """An age of ``months`` stated by words ``start`` to ``end``; ``noun``: it names the person ("my 4yo").

    ``somebody``: never the speaker's: only a correction gives it, or it is that of a baby born early.
    """

    months: int
    start: int
    end: int
    noun: bool
    somebody: bool = False


@dataclass(frozen=True)
class Weeks:
    """Weeks of a pregnancy (``condition`` pregnancy) or of an early birth (preterm_infant)."""

    condition: str
    start: int
    end: int


def in_months(number: float, unit: str) -> int:
    """Return the whole months of ``number`` units."""
    return int(number * _MONTHS_IN[unit])


def life_stage(months: int) -> dict[str, Status]:
    """Return the life-stage condition of that age; none for an adult."""
    if months < FIRST_BIRTHDAY:
        return {"infant_under_12_months": Status.PRESENT}
    return {"child": Status.PRESENT} if months < ADULT else {}


class AgeReader:
    """Reads ages out of normalised words."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = dict(numbers)

    def read(self, words: Sequence[str]) -> tuple[list[Age], list[Weeks]]:
        """Return the ages and the weeks of pregnancy or birth in ``words``."""
        ages: list[Age] = []
        weeks: list[Weeks] = []
        for index, word in enumerate(words):
            if word == "due" and _dated(words, index):
                weeks.append(Weeks("pregnancy", index, index + 1))
            number = self.number(word)
            if number is None or number > _OLDEST * 12:
                continue
            gestation = _gestation(words, index, number)
            if gestation:
                weeks.append(gestation)
            else:
                age = _age_with_half(words, index, number)
                ages.extend([age] if age else [])
        return ages, weeks

    def number(self, word: str) -> float | None:
        """Return the number that ``word`` is, ``None`` if it is none."""
        if word.replace(".", "", 1).isdigit():
            return float(word)
        if "+" in word:
            return float(word.split("+")[0])
        return self._numbers.get(word)


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if 0 <= index < len(words) else ""


def _dated(words: Sequence[str], index: int) -> bool:
    """Whether "due" at ``index`` is somebody's due date: "due 14th of August"."""
    return _at(words, index - 1) in _WHO_IS_DUE and bool(_MONTHS & set(words[index + 1 : index + 7]))


def _gestation(words: Sequence[str], index: int, number: float) -> Weeks | None:
    earlier = set(words[max(0, index - 5) : index])
    if "+" in words[index] and earlier & _BORN and number < TERM_WEEKS:
        return Weeks("preterm_infant", index, index + 1)
    if "+" in words[index]:
        return Weeks("pregnancy", index, index + 1) if 4 <= number <= 43 else None
    unit, after, before = _at(words, index + 1), _at(words, index + 2), _at(words, index - 1)
    if unit in ("weeker", "weekers") and number < TERM_WEEKS:
        return Weeks("preterm_infant", index, index + 2)
    if unit == "/" and after == "40" and 4 <= number <= 43:
        return Weeks("pregnancy", index, index + 3)
    if unit not in ("week", "weeks", "w", "months", "month"):
        return None
    if before in _OPENING and after in _COUNTING and unit in ("week", "weeks", "w") and 4 <= number <= 43:
        return Weeks("pregnancy", index, index + 2)
    if after in _GESTATION:
        return Weeks("pregnancy", index, index + 3)
    if (
        "born" in earlier
        and unit in ("weeks", "w", "week")
        and number < TERM_WEEKS
        and after not in ("ago", "old")
    ):
        return Weeks("preterm_infant", index, index + 2)
    born_then = after == "at" and _at(words, index + 3) in ("birth", "delivery")
    if after in ("early", "premature", "prem") or (born_then and number < TERM_WEEKS):
        return Weeks("preterm_infant", index, index + 3)
    is_self = (
        (before == "is" and _at(words, index - 2) in _EXPECTING)
        or before == "am"
        or (before in _NEAR and _at(words, index - 2) == "am")
    )
    if is_self and after not in (
        "old",
        "sober",
        "post",
        "postpartum",
        "postnatal",
        "pp",
        "into",
        "off",
        "on",
        "out",
        "clean",
    ):
        return Weeks("pregnancy", index, index + 2)
    return None


def _age_with_half(words: Sequence[str], index: int, number: float) -> Age | None:
    """ "Nine and a half months" reads like "9.5 months"."""
    if tuple(words[index + 1 : index + 4]) != _AND_A_HALF:
        return _age(words, index, number)
    age = _age([*words[: index + 1], *words[index + 4 :]], index, number + 0.5)
    return age and replace(age, end=age.end + len(_AND_A_HALF))


def _age(words: Sequence[str], index: int, number: float) -> Age | None:
    unit, before = _at(words, index + 1), _at(words, index - 1)
    months = number * _MONTHS_IN.get(unit, 12.0)
    if months > _OLDEST * 12:
        return None
    if unit == "/" and _at(words, index + 2) in _NOTED:
        end = _old_end(words, index + 3)
        return Age(in_months(number, _NOTED[_at(words, index + 2)]), index, end or index + 3, noun=bool(end))
    if before in _NOT_YET:
        months -= 1  # "nearly one" is a baby
    if unit in _MONTHS_IN and unit != "m":
        end = _old_end(words, index + 2)
        if end or unit in ("yo", "mo"):
            corrected = end is not None and words[end - 1] == "corrected"
            return Age(int(months), index, end or index + 2, noun=not corrected, somebody=corrected)
        turning = before == "be" and _at(words, index - 3) in _YOUNG | {"he", "she"}
        if (
            (turning or _states_age(words, index))
            and (turning or _at(words, index + 2))
            not in (
                "ago",
                "on",
                "of",
                "into",
                "post",
                "off",
                "sober",
                "clean",
                "later",
                "since",
                "after",
                "late",
                "overdue",
                "early",
            )
            and not (before == "," and _at(words, index + 2) == "now")
            and not _counted_from_a_start(words, index)
        ):
            return Age(int(months), index, index + 2, noun=False)
        return None
    future = before == "be" and _at(words, index - 2) == "will"
    if (
        (future and unit in _AFTER_BARE)
        or before in _TURNING
        or (before in _NEAR and _at(words, index - 2) in _TURNING)
    ):
        return Age(int(months) - 1, index, index + 1, noun=False)
    is_age = "." not in words[index] or number < _BODY_TEMPERATURE  # "feels hot, 38.4, and ..."
    if _states_age(words, index) and unit in _AFTER_BARE and is_age and 0 < number < _OLDEST:
        return Age(int(months), index, index + 1, noun=False)
    return None


def _counted_from_a_start(words: Sequence[str], index: int) -> bool:
    """ "12 years in." counts from a beginning, it is no age."""
    return _at(words, index + 2) == "in" and _at(words, index + 3) in ("", ".", ",", "!", "?", "and", "now")


def _old_end(words: Sequence[str], index: int) -> int | None:
    """One past "old" or "o", if the age continues so."""
    return index + 1 if _at(words, index) in ("old", "o", "olds", "corrected") else None


def _states_age(words: Sequence[str], index: int) -> bool:
    before = _at(words, index - 1)
    if before == "am" and words[index] == "one" and _at(words, index + 1) not in _MONTHS_IN:
        return False  # "Is it safe for diabetics? I am one": no child of one writes to us
    back = 2
    while before in _NEAR and back < 4:
        before, back = _at(words, index - back), back + 1
    if before == "," and _at(words, index - back) == "am":
        return False  # "I am, 9 weeks" answers for a pregnancy
    if before == "have" and _at(words, index - 2) in _YOUNG | {"he", "she"}:
        before = _at(words, index - 2)  # "my baby have 8 month"
    if before == "of" and _at(words, index - 2) in _YOUNG:
        before = _at(words, index - 2)  # "my daughter of 5 weeks"
    if before in _YOUNG | {"he", "she"} and _at(words, index + 1) in _MONTHS_IN:
        return True
    return before in _BE or before == "("
