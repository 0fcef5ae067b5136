"""Several told of in one message: "pt 1 ..., pt 2 ...", "one of my ladies ... and another ...".

Where the words mark them off, each is a person of its own, so that no fact of one reaches the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guide.language.conditions.findings import OTHER
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

PATIENT = "patient"
_NUMBERS = {"1": 1, "2": 2, "3": 3, "first": 1, "second": 2, "third": 3}
ORDERS = {1: "first", 2: "second", 3: "third"}
IRREGULAR = {
    "women": "woman",
    "men": "man",
    "gentlemen": "gentleman",
    "people": "person",
    "children": "child",
}
_TELLS = frozenset({"is", "has", "takes", "had", "'s", "on", "with", "gets", "uses", ":", "who"})
_ARTICLES = frozenset({"the", "my", "our"})
_FAR = 4

_Place = tuple[int, int, int]


def several(message: Message, named: Sequence[Mention], sets: Mapping[str, frozenset[str]]) -> list[Mention]:
    """Return ``named`` with those that the message marks off from each other as different people."""
    places, who = list(_numbered(message, sets["patient_words"])), (PATIENT, OTHER)
    if len({number for *_, number in places}) < 2:
        places, who = _one_and_another(message, named, sets["patient_words"])
    if len({number for *_, number in places}) < 2:
        return list(named)
    covered = {p for start, end, _ in places for p in range(start, end)}
    kept = [m for m in named if not covered & set(range(m.start, m.end))]
    stage = next((m.stage for m in named if covered & set(range(m.start, m.end))), ())
    added = [Mention(s, e, ((called(who[0], n), who[1]),), named=True, stage=stage) for s, e, n in places]
    return sorted([*kept, *added], key=lambda m: m.start)


def called(kind: str, number: int) -> str:
    """Return the id of the first, second or third of a kind."""
    if kind == PATIENT:
        return kind if number == 1 else f"{kind}_{number}"
    return f"{kind}_{ORDERS[number]}"


def _numbered(message: Message, patients: frozenset[str]) -> Iterator[_Place]:
    """ "Pt 1", "the second patient", and "the second is" after a word for patients."""
    words = message.words
    if not patients & {word.removesuffix("s") for word in words}:
        return
    for place, word in enumerate(words[:-1]):
        following = words[place + 1]
        start = place - 1 if place and words[place - 1] in _ARTICLES else place
        if word in patients and following in ("1", "2", "3"):
            yield start, place + 2, _NUMBERS[following]
        elif word in ("first", "second", "third") and (following in patients or following in _TELLS):
            yield start, place + 1 + (following in patients), _NUMBERS[word]


def _one_and_another(
    message: Message, named: Sequence[Mention], patients: frozenset[str]
) -> tuple[list[_Place], tuple[str, str]]:
    words = message.words
    for place, word in enumerate(words):
        if (
            word != "one"
            or words[place + 1 : place + 2] != ["of"]
            or (place and words[place - 1] in _ARTICLES)
        ):
            continue
        end, who = _of_whom(message, place + 2, named, patients)
        others = list(_others(message, end)) if end else []
        if others:
            return [(place, end, 1), *others], who
    return [], (PATIENT, OTHER)


def _of_whom(
    message: Message, start: int, named: Sequence[Mention], patients: frozenset[str]
) -> tuple[int, tuple[str, str]]:
    """One past "my ladies", and who one of them is; 0 where no people are named."""
    for place in range(start, min(start + _FAR, len(message.words))):
        word = message.words[place]
        if word.removesuffix("s") in patients and word not in patients:
            return place + 1, (PATIENT, OTHER)
        found = next((m for m in named if m.end == place + 1 and m.who), None)
        if found and word[-1] in "sn" and not found.possessive:
            kind, subject = found.who[0]
            return place + 1, (singular(kind), subject)
    return 0, (PATIENT, OTHER)


def _others(message: Message, start: int) -> Iterator[_Place]:
    for place in range(start, len(message.words) - 1):
        word, before = message.words[place], message.words[place - 1]
        if word != "another" and not (word == "other" and before == "the"):
            continue
        end = place + 1 + (message.words[place + 1] == "one")
        if message.words[end : end + 1] and message.words[end] in _TELLS:
            yield place - (word == "other"), end, 2


def singular(word: str) -> str:
    """Return what one of several is called: "lady" of "ladies"."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men"):
        return word.removesuffix("men") + "man"
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
