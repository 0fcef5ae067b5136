"""Things that belong to somebody who is not spoken of: "my daughter drank my kefir"."""

from __future__ import annotations

from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message

_MOST_WORDS = 4
_CONDITIONS = ("condition", "head", "blocked")


def of_a_thing(message: Message, index: int, lexicon: Lexicon) -> bool:
    """Return whether the "my" at ``index`` belongs to food, a drink or what holds them.

    Not where the words name a condition: "my milk allergy" is the speaker's own.
    """
    things, places = lexicon.sets["possessions"], range(index + 1, index + 1 + _MOST_WORDS)
    end = next((p for p in places if message.words[p : p + 1] and message.words[p] in things), None)
    if end is None or any(not word.isalpha() for word in message.between(index + 1, end)):
        return False
    if any(word in _NOT_WITHIN for word in message.between(index + 1, end)):
        return False
    named = range(index + 1, end + 2)
    return not any(message.starting(place, kind) for place in named for kind in _CONDITIONS)


_NOT_WITHIN = frozenset(
    {
        "is", "has", "have", "had", "was", "and", "or", "with", "from", "to", "for", "in", "on", "of", "can",
        "drank", "drinks", "drink", "ate", "eats", "eat", "finished", "took", "likes", "loves", "reacts",
        "want", "wants", "tried", "tries", "stole", "spilled", "'s"
    }
)  # fmt: skip
