"""Whose a condition is when the person comes later: "coeliac disease - it's for my dad", "my wife has it"."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.findings import SELF
from guide.language.conditions.fragments import MYSELF, Who
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

_WINDOW = 25
_TAKING = frozenset({"take", "takes", "taking", "use", "uses"})
_HAVING = frozenset({"has", "have", "got", "gets"}) | _TAKING
_IT = frozenset({"it", "this", "that", "them", "one", "these", "those"})
_THAT_IS = (["it", "is"], ["that", "is"], ["this", "is"], ["that", "'s"], ["would", "be"])


def later_owner(
    message: Message, concept: Concept, mentions: Sequence[Mention], lexicon: Lexicon
) -> Who | None:
    """Return the people named after ``concept`` as those who have it, ``None`` if nobody is."""
    for mention in mentions:
        near = concept.end <= mention.start <= concept.end + _WINDOW
        if not near or mention.generic or not mention.who or mention.possessive:
            continue
        if mention.named and (_asked_for(message, mention) or _that_is(message, mention, lexicon)):
            return mention.who
        if _taken_by(message, concept, mention) or _has_it(message, concept, mention, lexicon):
            return mention.who if mention.who[0][0] != SELF else MYSELF
    return None


def _asked_for(message: Message, mention: Mention) -> bool:
    """ "it's for my dad", "asking for a friend"."""
    before = list(message.between(max(0, mention.start - 3), mention.start))
    return before[-1:] in (["for"], ["about"]) and (before[:2] in _THAT_IS or before[-2:-1] == ["asking"])


def _that_is(message: Message, mention: Mention, lexicon: Lexicon) -> bool:
    """ "that's my son", "it's my husband who has it"."""
    following = message.words[mention.end] if mention.end < len(message.words) else "."
    before = list(message.between(max(0, mention.start - 2), mention.start))
    return before in _THAT_IS and following in lexicon.sets["ellipsis_ends"] | {"who", "that"}


def _taken_by(message: Message, concept: Concept, mention: Mention) -> bool:
    """ "the Eliquis I take", "the lupus she has": a relative clause without its pronoun."""
    verb = message.words[mention.end] if mention.end < len(message.words) else ""
    if mention.start != concept.end or verb not in _TAKING | {"have", "has", "am", "is"}:
        return False
    after = message.words[mention.end + 1] if mention.end + 1 < len(message.words) else "."
    return after in ("on", ".", "?", ",", "!", "for", "every") if verb in ("am", "is") else True


def _has_it(message: Message, concept: Concept, mention: Mention, lexicon: Lexicon) -> bool:
    """ "my wife has it", "I take it on Fridays"; what somebody "has every day" may be the product."""
    verb, *rest = [*message.between(mention.end, mention.end + 3), "", ""][:3]
    if verb in _TAKING and concept.condition in lexicon.sets["taken"]:
        relative = message.words[mention.start - 1] in ("which", "that") and mention.start <= concept.end + 2
        return rest[0] in _IT or relative
    if mention.who[0][0] == SELF or verb not in _HAVING:
        return False
    return rest[0] in _IT and (not rest[1] or rest[1] in lexicon.sets["ellipsis_ends"])
