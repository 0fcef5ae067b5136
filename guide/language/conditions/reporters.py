"""Who only reports: "his dad says it's an allergy" speaks of him, not of his dad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guide.language.conditions.findings import SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

_THEIRS = frozenset({"his", "her", "their"})
_BEFORE_VERB = frozenset({"also", "just", "now", "still", "has", "have", "always", "keeps", "is", "was", ","})
_MOST_APPOSED = 6
_ASKED = frozenset({"can", "could", "should", "may", "for", "about", "does", "is"})
_GIVES = frozenset({"give", "gives", "gave", "giving", "offer", "offers", "offered", "offering"})
_TO_WHOM = (["my"], ["our"], ["him"], ["her"], ["them"], ["his"])
_SURE = frozenset({"convinced", "certain", "sure"})


def with_reporters(message: Message, named: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Mark those of ``named`` who say or think something; "his dad" then stands for him."""
    return [_reporter(message, mention, lexicon) for mention in named]


def _reporter(message: Message, mention: Mention, lexicon: Lexicon) -> Mention:
    if mention.possessive or not mention.who or mention.who[0][0] == SELF:
        return mention
    reports = _reports(message, mention.end, lexicon.sets["reporting"] | _SURE)
    asked = mention.start and message.words[mention.start - 1] in _ASKED
    if not reports and (asked or not _provides(message, mention.end, lexicon)):
        return mention
    if message.words[mention.start] in _THEIRS:
        return Mention(mention.start, mention.end, ())
    return replace(mention, reporter=True)


def _reports(message: Message, place: int, verbs: frozenset[str]) -> bool:
    words = message.words
    if place < len(words) and words[place] in ("who", ","):
        ahead = range(place, min(len(words), place + _MOST_APPOSED))
        place = next((p for p in ahead if words[p] in verbs), place)
    while place < len(words) and words[place] in _BEFORE_VERB:
        place += 1
    return place < len(words) and words[place] in verbs


def _provides(message: Message, place: int, lexicon: Lexicon) -> bool:
    """Whether the verb at ``place`` tells who made or brought what somebody else asks about."""
    words = message.words
    while place < len(words) and words[place] in lexicon.sets["before_providing"]:
        place += 1
    verb = place < len(words) and words[place] in lexicon.sets["providing"]
    if words[place : place + 1] and words[place] in _GIVES and words[place + 1 : place + 2] in _TO_WHOM:
        return True
    tried = bool({"try", "go"} & set(words[place + 2 : place + 5]))
    return verb and place + 1 < len(words) and words[place + 1] in lexicon.sets["provided"] and not tried


def reports_of_child(message: Message, place: int, lexicon: Lexicon) -> bool:
    """Return whether somebody who looks after children reports: "the school nurse thinks"."""
    start, _ = message.sentence_range(place)
    before = set(message.between(start, place))
    return bool(before & lexicon.sets["child_reporters"]) and bool(before & lexicon.sets["reporting"])
