"""Whether a message asks for several people at once: "can they have it?", "is it safe?" of two children."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from guide.language.conditions.findings import SELF, Finding
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import UNNAMED, Mention

_LEADING_WORDS = "and so but ok okay then well also or , : – -"
_ASKING_WORDS = "can could should is are does do may would will what how"
_BEFORE_ASKING = frozenset(_LEADING_WORDS.split())
_ASKING = frozenset(_ASKING_WORDS.split())
_ON_BEHALF = frozenset({"for", "about"})
_TO_HAVE = frozenset(
    {
        "have",
        "drink",
        "eat",
        "take",
        "try",
        "start",
        "allowed",
        "able",
        "ok",
        "okay",
        "safe",
        "alright",
        "fine",
    }
)
_ADDING = frozenset({"and", "or"})
_AS_WELL = frozenset({",", "?", ".", "too", "also", "who", "as"})
_ALL = frozenset({"they", "them", "both"})
_WE = frozenset({"we", "us", "our"})
_MOST = 3
_TELLING = frozenset({"is", "has", "takes", "had", "gets", "was"})
_AGES = frozenset(
    {
        "and", ",", "who", "is", "aged", "age", "months", "month", "years", "year", "weeks", "old", "yo", "(",
        ")", "m", "mo", "y"
    }
)  # fmt: skip


def asked_of(message: Message, mentions: Sequence[Mention], found: Sequence[Finding]) -> tuple[str, ...]:
    """Return the people whom a question of the message is about if they are several, else ``()``."""
    asking = _asking(message)
    if not asking:
        return ()
    here = [m for m in mentions if m.start in asking and not m.reporter]
    words = {message.words[place] for place in asking}
    pairs = [m for m in here if len(m.who) > 1 and not m.generic]
    people = _people(mentions, found)
    if pairs:
        people = list(dict.fromkeys(person for m in pairs for person, _ in m.who))
    elif _WE & words:
        people = people if SELF in people else []
    elif not _ALL & words:
        alone = any(_single(m) for m in here)
        people = _each_asked_for(message, here) or _joined(message, here) if alone else _told(people, found)
    return tuple(people) if 1 < len(people) <= _MOST else ()


def _asking(message: Message) -> frozenset[int]:
    """The places of the words that ask: from the asking word, else from where its sentence begins."""
    found: set[int] = set()
    for place, word in enumerate(message.words):
        start, end = message.sentence_range(place)
        before = message.words[place - 1] if place > start else ","
        if word in _ASKING and before in _BEFORE_ASKING:
            found.update(range(place, end))
        elif word == "?" and not found & set(range(start, place)):
            found.update(range(start, place))
    return frozenset(found)


def _told(people: Sequence[str], found: Sequence[Finding]) -> list[str]:
    told = {f.person for f in found}
    return [person for person in people if person in told]


def _each_asked_for(message: Message, here: Sequence[Mention]) -> list[str]:
    """ "Can my aunt have it, and can my uncle?", "is it safe for Dad and my niece?": each is asked for.

    Whoever is named elsewhere in the question only belongs to it ("while her son is in the room").
    """
    people: dict[str, None] = {}
    for mention in here:
        if _single(mention) and mention.who[0][0] != UNNAMED and _asked_for(message, mention, bool(people)):
            people.setdefault(mention.who[0][0])
    return list(people) if len(people) > 1 else []


def _asked_for(message: Message, mention: Mention, further: bool) -> bool:
    """Whether it is asked if this person may have it; of a ``further`` one "and my uncle too?" is enough."""
    before = message.words[mention.start - 1] if mention.start else ""
    following = "".join(message.words[mention.end : mention.end + 1]) or "?"
    if before in _ON_BEHALF:
        return True
    asked = before in _ASKING and following in _TO_HAVE | _AS_WELL
    return asked or (further and before in _ADDING and following in _AS_WELL)


def _joined(message: Message, here: Sequence[Mention]) -> list[str]:
    """ "Kefir for Ben 8 months and Zuri 5?": people asked for together, only ages between."""
    named = [m for m in here if m.named and _single(m) and m.who[0][0] != UNNAMED]
    people: dict[str, None] = {}
    for left, right in pairwise(named):
        gap = message.between(left.end, right.start)
        ends = right.end < len(message.words) and message.words[right.end] in _TELLING
        if "and" not in gap or ends or any(w not in _AGES and not w.isdigit() for w in gap):
            return []
        people |= dict.fromkeys((left.who[0][0], right.who[0][0]))
    return list(people)


def _single(mention: Mention) -> bool:
    return bool(mention.who) and not mention.generic


def _people(mentions: Sequence[Mention], found: Sequence[Finding]) -> list[str]:
    """Everybody told apart in the message, in the order they are named; the speaker only with a condition."""
    own = any(f.person == SELF for f in found)
    people: dict[str, None] = {}
    for mention in mentions:
        if mention.generic or mention.reporter or mention.group:
            continue
        for person, _ in mention.who:
            if person != UNNAMED and (person != SELF or own):
                people.setdefault(person)
    return list(people)
