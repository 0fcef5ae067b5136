"""Whether a condition goes on: "still", "since", an ending that is denied ("never outgrew it")."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.reach import DENIALS, OWN

_STILL_REACH = 14
_STILL_AHEAD = 4
_LASTED = frozenset({"anymore", "any more", "any longer", "no more"})
_WELL_SINCE = frozenset(
    {"fine", "well", "clear", "ok", "okay", "good", "nothing", "none", "never", "healthy", "better", "great"}
)
_MILKS = frozenset({"milk", "milk_protein", "lactose"})
_BACK_AGAIN = frozenset(
    {
        "is back", "came back", "come back", "again", "has returned", "lifelong"
    }
)  # fmt: skip
ENDING_REACH = 4
_DURATION = 6
_UNITS = frozenset({"years", "year", "months", "month", "weeks", "week", "days", "decades", "ages", "long"})
_OVER = frozenset({"ago", "until", "till", "but", "before", "then", "once", "last"})


def goes_on(message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
    """ "never outgrew", "haven't stopped taking": an ending denied."""
    endings = [
        c
        for c in cues
        if c.value == "historical"
        and c.entry.direction == "forward"
        and (c.entry.chain != "tight" or c.text == "off")
    ]
    endings += [c for c in message.of("cue") if _ending_after(message, concept, c)]
    return any(DENIALS & set(message.between(max(0, c.start - ENDING_REACH), c.start)) for c in endings)


def still(message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
    """Whether it goes on: "still", or "since" after the condition."""
    ended = any(c.value == "historical" and (c.entry.chain != "tight" or c.text == "off") for c in cues)
    current = [c for c in cues if c.value == "current" and c.text != "still"]
    current = [c for c in current if c.text != "since" or _goes_on_since(message, concept, c)]
    current = [c for c in current if c.text in _BACK_AGAIN or not ended]
    return bool(current) or _said_still(message, concept) or _lasts(message, concept, cues)


def _lasts(message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
    """ "Been on warfarin 12 years" goes on; "been on it 12 years ago" does not."""
    began = [c for c in cues if c.value == "historical"]
    if not began or any(c.text != "been on" for c in began):
        return False
    after = list(message.between(concept.end, concept.end + _DURATION))
    units = [place for place, word in enumerate(after) if word in _UNITS]
    return bool(units) and not _OVER & set(after)


def _ending_after(message: Message, concept: Concept, cue: Mark) -> bool:
    """Whether the cue speaks of an ending later in the sentence: "... and it never went away"."""
    if not concept.end <= cue.start <= concept.end + _STILL_REACH:
        return False
    backward = cue.value == "historical" and cue.entry.direction == "backward" and cue.text not in _LASTED
    denied = message.words[cue.start - 1] in DENIALS
    return backward and denied and message.sentence[cue.start] == message.sentence[concept.start]


def _goes_on_since(message: Message, concept: Concept, cue: Mark) -> bool:
    """ "Asthma since 2009" goes on; "chemo in 2009, all fine since" is over."""
    between = message.between(concept.end, cue.start)
    return cue.start >= concept.end and not _WELL_SINCE & set(between)


def _said_still(message: Message, concept: Concept) -> bool:
    """Whether a later "still" speaks of it: not in "outgrew egg, still allergic to milk"."""
    for place in range(concept.end, min(len(message.words), concept.end + _STILL_REACH)):
        if message.words[place] == "still":
            return not _of_another(message, concept.end, place)
    return False


def _of_another(message: Message, end: int, still: int) -> bool:
    """Whether the word at ``still`` speaks of another condition, food or person than before ``end``."""
    ahead = range(still + 1, still + _STILL_AHEAD)
    if any(message.starting(p, kind) for p in ahead for kind in ("condition", "head")):
        return True
    if "one" in message.between(end, still):
        return True
    foods = any(message.starting(p, "allergen") for p in range(end, still))
    foods = foods or any(m.value not in _MILKS for p in ahead for m in message.starting(p, "allergen"))
    owned = (p for p in range(end + 1, still) if message.words[p - 1] in OWN)
    return foods or any(message.starting(p, "person") for p in owned)
