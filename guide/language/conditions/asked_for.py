"""Food that a message only asks for: "can I have kefir, I'm 15 and get spots" blames nothing on it."""

from __future__ import annotations

from guide.language.conditions.matching import Mark, Message

_ASKING = frozenset({"can", "could", "may", "should", "shall", "might"})
_BE = frozenset({"is", "was", "would", "will", "does"})
_OPENING = frozenset({",", "and", "but", "so", "then", "–", ":"})
_PEOPLE = frozenset({"i", "he", "she", "we", "they", "you", "my", "our"})
_CAUSE = frozenset(
    {
        "after", "from", "because", "when", "whenever", "if", "following", "makes", "made", "gives", "gave",
        "give", "causes", "caused", "cause", "brings", "brought", "sets", "leaves", "left", "sends",
        "sent", "with"
    }
)  # fmt: skip
_REACH = 7
_NEAR = 3


def only_asked_for(message: Message, sign: Mark, dairy: Mark) -> bool:
    """Whether ``dairy`` is asked for, and no word beside it makes it the cause of ``sign``."""
    start, _ = message.sentence_range(dairy.start)
    before = list(message.between(max(start, dairy.start - _REACH), dairy.start))
    asked = any(w in _ASKING and set(before[i + 1 : i + 2]) & _PEOPLE for i, w in enumerate(before))
    asked = asked or (bool(before) and before[-1] in _BE and set(before[-2:-1]) <= _OPENING)
    if sign.start < dairy.start:
        beside = before[-_NEAR:]
    else:
        beside = list(message.between(dairy.end, min(dairy.end + _NEAR, sign.start)))
        asked = asked and message.clause[dairy.start] != message.clause[sign.start]
    return asked and not _CAUSE & set(beside)
