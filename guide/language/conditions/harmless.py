"""Dairy said to do no harm: "no problems with milk", "milk's fine", "milk never bothers me".

Read only where nothing in the sentence takes it back, because it answers a question about allergy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_LONGEST = 6
_AMONG = frozenset(
    {"any", "the", "having", "drinking", "with", "from", "after", "normal", "regular", "a", "glass", "of"}
)
_WHOM = (["me"], ["us"], ["him"], ["her"], ["them"])
_TURNS = frozenset({",", "but"})
_CLOSED: tuple[list[str], ...] = ([], ["."], [","], ["!"], [";"], ["\n"], ["–"])
_NOTED = ([":"], ["–"])
_WELL = frozenset({"well", "fine", "ok", "okay", "perfectly"})


def _until_another(message: Message, place: int, end: int) -> int:
    """Where "but my husband ..." begins to speak of somebody else, else ``end``."""
    for but in range(place, end):
        if message.words[but] not in ("but", "although", "while", "whereas"):
            continue
        owned = message.words[but + 1 : but + 2] in (["my"], ["our"], ["his"], ["her"], ["the"])
        if message.starting(but + 1 + owned, "person"):
            return but
    return end


class HarmlessReader:
    """Finds trouble with dairy that is denied in so many words."""

    def __init__(self, lexicon: Lexicon) -> None:
        rules: Mapping[str, Sequence[str]] = lexicon.rules["dairy"]["harmless"]
        self._sets = {name: frozenset(str(word) for word in words) for name, words in rules.items()}
        names = ("names_m", "names_f", "names_written_large")
        self._names = frozenset(name for kind in names for name in lexicon.sets[kind])

    def read(self, message: Message) -> list[Concept]:
        """Return a denied ``dairy_problem`` for each dairy word that does no harm."""
        return [concept for mark in message.of("allergen") for concept in self._denied(message, mark)]

    def _denied(self, message: Message, dairy: Mark) -> Iterator[Concept]:
        if dairy.text not in self._sets["dairy"] or self._taken_back(message, dairy):
            return
        span = self._before(message, dairy) or self._around(message, dairy) or self._after(message, dairy)
        if span and set(self._lead(message, span[0])) <= self._sets["lead"] | self._names:
            denied = "lactose_intolerance" if dairy.value == "lactose" else "dairy_problem"
            yield Concept(denied, span[0], span[1], denied=True, told=True, text="harmless")

    def _taken_back(self, message: Message, dairy: Mark) -> bool:
        start, end = message.sentence_range(dairy.start)
        commas = [
            p for p in range(start, dairy.start) if message.words[p] in _TURNS and dairy.start - p <= _LONGEST
        ]
        first = commas[-1] + 1 if commas else start
        words = message.between(first, _until_another(message, dairy.end, end))
        return bool(set(words) & self._sets["taken_back"])

    def _lead(self, message: Message, place: int) -> Sequence[str]:
        """The words of the sentence before ``place``, from the last comma or "but" on."""
        start, _ = message.sentence_range(place)
        lead = list(message.between(start, place))
        turns = [place for place, word in enumerate(lead) if word in _TURNS]
        return lead[turns[-1] + 1 :] if turns else lead

    def _before(self, message: Message, dairy: Mark) -> tuple[int, int] | None:
        """ "no problems with milk", "I tolerate milk well"."""
        place = dairy.start
        while place > 0 and message.words[place - 1] in _AMONG and place > dairy.start - 3:
            place -= 1
        for end in range(place, dairy.start + 1):
            for length in range(min(_LONGEST, end), 0, -1):
                phrase = " ".join(message.between(end - length, end))
                if phrase not in self._sets["before"]:
                    continue
                well = bool(_WELL & set(message.between(dairy.end, dairy.end + 2)))
                if phrase not in self._sets["well_only"] or well:
                    return end - length, dairy.end
        return None

    def _around(self, message: Message, dairy: Mark) -> tuple[int, int] | None:
        """ "no dairy trouble", "no milk problems"."""
        if message.words[dairy.end : dairy.end + 1] and message.words[dairy.end] in self._sets["nouns"]:
            for length in (2, 1):
                start = dairy.start - length
                if start >= 0 and " ".join(message.between(start, dairy.start)) in self._sets["bare"]:
                    return start, dairy.end + 1
        return None

    def _after(self, message: Message, dairy: Mark) -> tuple[int, int] | None:
        """ "milk's fine", "milk never bothers me"."""
        for length in range(_LONGEST, 1, -1):
            words = message.between(dairy.end, dairy.end + length)
            if " ".join(words) in self._sets["after"]:
                end = dairy.end + len(words)
                return dairy.start, end + (message.words[end : end + 1] in _WHOM)
        place = dairy.end + (message.words[dairy.end : dairy.end + 1] in _NOTED)
        said, after = message.words[place : place + 1], message.words[place + 1 : place + 2]
        if after in _CLOSED and said and said[0] in self._sets["bare_after"]:
            return dairy.start, place + 1
        return None
