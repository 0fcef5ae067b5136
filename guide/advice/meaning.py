"""What a reply means in a person's own words, by the probabilities that the language component gives.

The meanings are those of ``data/replies/replies.yml``. What could relax advice needs a surer reading than
what could not; what a reply states (a sign, a condition, a red flag) is read by rules and goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping

LIKELY = 0.55
SURE = 0.85
TROUBLE = 0.35
"""From here on a reply may tell of trouble with milk, and is not taken for a "no"."""

Meanings = Mapping[str, float]


def likely(reply: Meanings, *meanings: str) -> bool:
    """Whether the reply probably means one of ``meanings``."""
    return sum(reply.get(name, 0.0) for name in meanings) >= LIKELY


def surely(reply: Meanings, *meanings: str) -> bool:
    """Whether the reply means one of ``meanings`` beyond reasonable doubt."""
    return sum(reply.get(name, 0.0) for name in meanings) >= SURE


def may_tell_of_trouble(reply: Meanings) -> bool:
    """Whether it may say that milk is no good for the person, of whatever kind the trouble is."""
    return sum(reply.get(name, 0.0) for name in ("milk_trouble", "says_allergy")) >= TROUBLE


def tells_of_trouble_besides(reply: Meanings) -> bool:
    """Whether it may say so beside the word "allergic", which may be denied in it."""
    return reply.get("milk_trouble", 0.0) >= TROUBLE
