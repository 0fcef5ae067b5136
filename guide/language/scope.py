"""From probabilities to one intent: whether it is ours to answer, and never an emergency on a weak guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EMERGENCY = "report_emergency"
# Never learnt: the language identifier alone sets it.
OTHER_LANGUAGE = "other_language"
OUTSIDE = ("out_of_scope", "near_scope")
RANKING_LENGTH = 10


@dataclass(frozen=True)
class Thresholds:
    """Operating points. The values in use and where they come from stand in ``config.yml``.

    ``outside``: a message is refused when the classes outside our scope hold more than this.
    ``emergency``: from this on, the classifier alone reports an emergency, likelier intents or not;
    with 0 only where it is the likeliest.
    ``question``: below this, a part of a longer message is not taken for a question of its own.
    """

    outside: float
    emergency: float
    question: float


@dataclass(frozen=True)
class Reading:
    """The intent of a text, how sure it is, and the runners-up (the intent itself first)."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]

    @property
    def is_question(self) -> bool:
        """Whether it asks about a topic of the pack or whether somebody may have a product."""
        return self.intent.startswith("ask_") and self.intent not in TALK


# Questions about the talk itself: they have no claims.
TALK = frozenset(
    {
        "ask_sources",
        "ask_why",
        "ask_simpler",
        "ask_more",
        "ask_what_you_know",
        "ask_human",
        "ask_bot_identity",
    }
)


def decide(text: str, shares: Mapping[str, float], thresholds: Thresholds) -> Reading:
    """Return the reading of ``text`` from the probability of each label."""
    left = dict(shares)
    if 0 < thresholds.emergency <= left.get(EMERGENCY, 0.0):
        return _reading(text, EMERGENCY, left[EMERGENCY], shares)
    if thresholds.emergency:
        left.pop(EMERGENCY, None)
    outside = {name: left[name] for name in OUTSIDE if name in left}
    inside = {name: share for name, share in left.items() if name not in OUTSIDE}
    refused = sum(outside.values())
    best = max(inside, key=inside.__getitem__)
    if refused > thresholds.outside and best != EMERGENCY:
        return _reading(text, max(outside, key=outside.__getitem__), max(refused, 1 - inside[best]), shares)
    return _reading(text, best, inside[best], shares)


def nothing_said(text: str) -> Reading:
    """Return the reading of a message without words: emoji, punctuation, blanks."""
    return Reading(text, OUTSIDE[0], 1.0, ((OUTSIDE[0], 1.0),))


def _reading(text: str, intent: str, confidence: float, shares: Mapping[str, float]) -> Reading:
    others = sorted(((share, name) for name, share in shares.items() if name != intent), reverse=True)
    ranking = [(intent, confidence)] + [(name, min(share, confidence)) for share, name in others]
    return Reading(text, intent, confidence, tuple(ranking[:RANKING_LENGTH]))
