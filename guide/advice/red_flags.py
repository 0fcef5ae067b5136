"""Emergencies found in plain text, before and apart from any other understanding.

Works with everything else down: standard library only, rules and texts from two data files beside
it. ``content/common/red_flags.yml`` and ``emergency.yml`` are the sources of both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from guide.advice import other_languages
from guide.advice.red_flag_phrases import Hit, PhraseIndex
from guide.advice.red_flag_reading import Meaning, Reading, Tone
from guide.advice.red_flag_rules import ALLERGIC_KINDS, Rule
from guide.advice.red_flag_text import Message, Speller, read

__all__ = [
    "UNSPECIFIED",
    "EmergencyText",
    "RedFlag",
    "Tone",
    "detect",
    "detect_at_ends",
    "instruction",
    "past_reaction",
    "tone",
]

UNSPECIFIED = "unspecified"
"""The kind of an alarm that no rule raised, only the classifier. It asks whether anybody is in danger."""

SELF = "self"
_PERSON_REACH = 14
_MASK = "_"
_LIST_NAMES = (
    "not_negating not_past unsure past recent present not_present here_now present_forms looking_back turn "
    "qualifying habit_every habit_adverb habit_opener habit_causes habit_question not_habit ongoing "
    "not_ongoing to_another to_milk"
)
_LISTS = tuple(_LIST_NAMES.split())
_PAST_ONLY = ("told", "rescued", "chest_after_food")


@dataclass(frozen=True)
class RedFlag:
    """An emergency told in a message.

    ``person`` is ``"self"``, a person's canonical name ("son"), or None when the message does not
    say. ``food_involved``: an allergic kind of emergency, and food or drink is named. ``language``: the
    code of the language it is told in, "" for English; then food counts as involved where it may be.
    """

    kind: str
    person: str | None
    food_involved: bool
    language: str = ""


@dataclass(frozen=True)
class EmergencyText:
    """What is said at once and the claims it rests on, then on each later turn, then at the end."""

    text: str
    claims: tuple[str, ...]
    followup: str
    references: tuple[str, ...] = ()
    basis: str = ""
    after: str = ""
    after_claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rules:
    data: dict[str, Any]
    speller: Speller
    masks: PhraseIndex
    index: PhraseIndex
    excuses: PhraseIndex
    rules: tuple[Rule, ...]
    persons: dict[str, str]


def detect(text: str) -> RedFlag | None:
    """Return the emergency that a message tells of, or None.

    Past accounts, habits ("milk makes my lips swell"), denials, "what if" and general questions are
    none. In doubt it is one.
    """
    reading = _read(text)
    told = other_languages.find(text)
    for match, meaning in reading.matches(_rules().rules):
        if meaning is Meaning.NOW:
            food = match.rule.kind in ALLERGIC_KINDS and "food" in reading.hits
            language = told.language if told else ""
            return RedFlag(match.rule.kind, _person(reading, match.span), food, language)
    return RedFlag(told.kind, None, told.may_be_food, told.language) if told else None


def detect_at_ends(text: str, characters: int) -> RedFlag | None:
    """Return the emergency told at the beginning or the end of a text that is too long to be read whole."""
    parts = (text,) if len(text) <= characters else (text[:characters], text[-characters:])
    return next(filter(None, map(detect, parts)), None)


def tone(text: str) -> Tone:
    """Return how a message is told, for a classifier that goes by its words alone.

    ``Tone.ASIDE``, for which it must not raise the alarm, only if signs are named, all of them past,
    habitual, imagined or asked about in general, if that holds for every sentence, and if nothing
    speaks of the present.
    """
    return _read(text).tone(_rules().rules)


def past_reaction(text: str) -> bool:
    """Return whether a severe reaction in the past, a habitual one, or a tendency to one is told.

    Such a message is no emergency but makes an allergy possible. Reactions to a medicine or a
    sting do not count unless a food is named too, nor those said to be to another food.
    """
    reading = _read(text)
    if "other_cause" in reading.hits and "food_named" not in reading.hits:
        return False
    rules = _rules()
    allergic = [rule for rule in rules.rules if rule.kind in ALLERGIC_KINDS]
    allergic += [Rule.from_data(rules.data[name]) for name in _PAST_ONLY]
    told = [match for match, meaning in reading.matches(allergic) if meaning in (Meaning.PAST, Meaning.HABIT)]
    tendency = Rule.from_data(rules.data["tendency"])
    meant = {Meaning.NOW, Meaning.PAST}
    told += [match for match, meaning in reading.matches([tendency]) if meaning in meant]
    return any(not reading.is_to_another(match) for match in told)


def instruction(kind: str, language: str = "") -> EmergencyText:
    """Return the emergency text of a kind, after the lines in the other ``language`` if one is given.

    Raises:
        KeyError: if there is no such kind or language.
    """
    entry = _load("emergency.json")["emergency"][kind]
    before = other_languages.instruction_in(language, kind) if language else ""
    return EmergencyText(
        text=before + entry["text"],
        claims=tuple(entry["claims"]),
        followup=before + entry["followup"],
        references=tuple(entry["references"]),
        basis=entry["basis"],
        after=entry["after"],
        after_claims=tuple(entry["after_claims"]),
    )


@lru_cache(maxsize=8)
def _read(text: str) -> Reading:
    """Return the reading of a message; its tone, present and past are asked in turn."""
    rules = _rules()
    message = read(text, rules.speller)
    words = list(message.words)
    for hits in rules.masks.find(message).values():
        for hit in hits:
            words[hit.start : hit.end] = [_MASK] * (hit.end - hit.start)
    masked = Message(tuple(words), message.sentences)
    return Reading(masked, rules.index.find(masked), rules.excuses.find(message), rules.data)


def _person(reading: Reading, span: Hit) -> str | None:
    """Return who has the signs: the nearest word for a person before them, else anywhere."""
    rules = _rules()
    words = reading.message.words
    for position in range(span.end - 1, max(-1, span.start - _PERSON_REACH), -1):
        if words[position] in rules.persons:
            return rules.persons[words[position]]
        if words[position] in rules.data["other_words"]:
            return _named(words, position)
        if words[position] in rules.data["self_words"] and not _belongs(words, position):
            return SELF
    return _named(words, len(words))


def _belongs(words: tuple[str, ...], position: int) -> bool:
    """Whether "my" at ``position`` only introduces another person ("my little boy")."""
    following = words[position + 1 : position + 4]
    return words[position] == "my" and any(word in _rules().persons for word in following)


def _named(words: tuple[str, ...], position: int) -> str | None:
    """Return the person last named before ``position``, else the first named after it."""
    persons = _rules().persons
    before = [persons[word] for word in words[:position] if word in persons]
    after = [persons[word] for word in words[position:] if word in persons]
    return before[-1] if before else (after[0] if after else None)


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = _load("red_flags.json")
    return _Rules(
        data=data,
        speller=Speller(data["typo_words"], data["spelling"], _known_words(data), data["swapped_words"]),
        masks=PhraseIndex({"masks": data["masks"]}),
        index=_index(data),
        excuses=_excuses(data),
        rules=tuple(Rule.from_data(rule) for rule in data["rules"]),
        persons={word: name for name, words in data["persons"].items() for word in words},
    )


def _excuses(data: dict[str, Any]) -> PhraseIndex:
    """Return the index of what excuses a sign. It is looked up before idioms are blanked out."""
    names = {
        name
        for rule in (*data["rules"], data["tendency"], *(data[name] for name in _PAST_ONLY))
        for name in rule.get("unless", ())
    }
    return PhraseIndex({name: data["concepts"][name] for name in sorted(names)})


def _index(data: dict[str, Any]) -> PhraseIndex:
    """Return the index of every phrase in the rules file."""
    groups: dict[str, list[str]] = dict(data["concepts"])
    for name in _LISTS:
        groups[name] = data[name]
    for name, context in data["context"].items():
        groups[f"{name}:phrases"] = context["phrases"]
        groups[f"{name}:stop"] = context["stop"]
    return PhraseIndex(groups)


def _known_words(data: dict[str, Any]) -> set[str]:
    """Return the words that are right as typed: those of all phrases, and the listed look-alikes."""
    phrases = [phrase for group in data["concepts"].values() for phrase in group] + data["masks"]
    phrases += [phrase for context in data["context"].values() for phrase in context["phrases"]]
    words = {word for phrase in phrases for word in phrase.split() if not word.endswith("*")}
    return words | set(data["keep_words"])


@lru_cache(maxsize=2)
def _load(name: str) -> dict[str, Any]:
    file = resources.files("guide.advice").joinpath("data", name)
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded
