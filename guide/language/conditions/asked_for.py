"""Food that a message only asks for: "can I have kefir, I'm 15 and get spots" blames nothing on it."""

from __future__ import annotations

from guide.language.conditions.matching import Mark, Message

_ASKING = frozenset({"can", "could", "may", "should", "shall", "might"})
_PEOPLE = frozenset({"i", "he", "she", "we", "they", "you", "my", "our"})
_CAUSE = frozenset(
    {
        "after", "from", "because", "when", "whenever", "if", "following", "makes", "made", "make", "gives",
        "gave", "give", "causes", "caused", "cause", "brings", "brought", "sets", "every", "each", "within",
        "leaves", "left", "sends", "sent", "it", "where", "since", "though", "but", "although"
    }
)  # fmt: skip
_REACH = 7


def only_asked_for(message: Message, sign: Mark, dairy: Mark) -> bool:
    """Whether ``dairy`` is asked for and no word between it and ``sign`` makes it the cause."""
    start, _ = message.sentence_range(dairy.start)
    before = message.between(max(start, dairy.start - _REACH), dairy.start)
    asked = any(w in _ASKING and set(before[i + 1 : i + 2]) & _PEOPLE for i, w in enumerate(before))
    left, right = sorted((sign, dairy), key=lambda mark: mark.start)
    return asked and not _CAUSE & set(message.between(left.end, right.start))
