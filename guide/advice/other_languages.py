"""Emergencies told in another language than English, and what is said to them in that language.

Standard library only, and one data file beside it: works with everything else down. The source is
``content/common/languages.yml``, which says how its phrases are written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Any

from guide.advice.red_flag_phrases import GAP, Hit, PhraseIndex
from guide.advice.red_flag_rules import ALLERGIC_KINDS
from guide.advice.red_flag_text import MAX_CHARACTERS, Message

_UNSPECIFIED = "unspecified"
_NOW, _NOT_NOW = "now", "not_now"
_OVER, _NOT_OVER = "over", "not_over"
_SIGN = "sign:"
_QUESTION = re.compile("[?？؟]")
HAN = "\u3400-\u9fff\uf900-\ufaff"
# Vowel signs of Hindi and Bengali belong to their word; Python does not count them as letters.
_SIGNS = "\u0900-\u0903\u093a-\u094f\u0955-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09cd\u09d7"
_PIECES = re.compile(rf"[{HAN}]|(?:[^\W\d_{HAN}]|[{_SIGNS}])+|[.!?;\n。।۔؟]")
_SENTENCE_END = frozenset(".!?;\n。।۔؟")
# What people leave out when they type: accents, Arabic vowels, nasal and dot signs, joiners.
_LEFT_OUT = re.compile("[\u0300-\u036f\u0640\u064b-\u0655\u0670\u093c\u0981\u09bc\u200b-\u200f]")
# The commonest slip: one letter for two, or two for one ("bekomt", "respirrar").
_DOUBLED = re.compile(r"([a-zа-я])\1+")
# Letters that people or keyboards take for one another: Turkish, Polish, Arabic and Urdu, Hindi.
_ALIKE = str.maketrans({"ı": "i", "ł": "l", "ں": "ن", "\u0901": "\u0902"})
_ALIKE |= str.maketrans(dict.fromkeys("ىیے", "ي") | dict.fromkeys("ہھۃة", "ه") | {"ک": "ك"})


@dataclass(frozen=True)
class Told:
    """An emergency in another language: its kind, and the code of the language."""

    kind: str
    language: str

    @property
    def may_be_food(self) -> bool:
        """Whether food can be the cause: an allergic kind, or one that nobody named."""
        return self.kind in ALLERGIC_KINDS or self.kind == _UNSPECIFIED


def find(text: str) -> Told | None:
    """Return the emergency that a message tells of in another language, or None.

    A sentence that tells of the past or asks what a word means is none. Words that several languages
    share are given to the language with the most of them.
    """
    message = read(text)
    hits = _index().find(message)
    aside = _sentences(message, hits.pop(_NOT_NOW, [])) - _sentences(message, hits.pop(_NOW, []))
    _join_signs(message, hits)
    kinds: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    for name, found in hits.items():
        happening = [hit for hit in found if message.sentences[hit.start] not in aside]
        if happening:
            language, kind = name.split(":")
            kinds.setdefault(language, set()).add(kind)
            counts[language] += len({place for hit in happening for place in range(*hit)})
    if not kinds:
        return None
    language = max(languages(), key=counts.__getitem__)
    return Told(next(kind for kind in _phrases(language) if kind in kinds[language]), language)


def _join_signs(message: Message, hits: dict[str, list[Hit]]) -> None:
    """Put hits of the kinds in place of those of single signs, where the signs of a rule stand together."""
    signs = {name: hits.pop(name) for name in list(hits) if name.startswith(_SIGN)}
    for language in {name.split(":")[1] for name in signs}:
        for rule in word_list("sign_rules"):
            told = [signs.get(f"{_SIGN}{language}:{need}", []) for need in rule["needs"]]
            for chain in _together(message, told, rule["within"]):
                hits.setdefault(f"{language}:{rule['kind']}", []).extend(chain)


def _together(message: Message, told: list[list[Hit]], within: int) -> Iterator[tuple[Hit, ...]]:
    """Yield a hit of each sign, none overlapping, in one sentence and at most ``within`` words apart."""
    for chain in product(*told):
        first, last = min(hit.start for hit in chain), max(hit.end for hit in chain)
        covered = sum(hit.end - hit.start for hit in chain)
        distinct = len({place for hit in chain for place in range(*hit)}) == covered
        if distinct and last - first - covered <= within and len(_sentences(message, [*chain])) == 1:
            yield chain


def says_it_is_over(text: str) -> bool:
    """Whether a message says in another language that it is over or that help is there.

    A question does not, nor does a sentence in which that is denied or doubted ("no está mejor").
    """
    if _QUESTION.search(text):
        return False
    message = read(text)
    hits = _ends().find(message)
    over = _sentences(message, hits.get(_OVER, []))
    return bool(over) and over.isdisjoint(_sentences(message, hits.get(_NOT_OVER, [])))


def doubts_end(text: str) -> bool:
    """Whether a message says in another language that it is not over."""
    return _NOT_OVER in _ends().find(read(text))


@lru_cache(maxsize=1)
def _ends() -> PhraseIndex:
    entries = languages().values()
    groups = {name: [each for entry in entries for each in entry[name]] for name in (_OVER, _NOT_OVER)}
    return PhraseIndex({name: map(as_read, phrases) for name, phrases in groups.items()})


def person_in(text: str, language: str) -> str | None:
    """Return whom a message in that language tells of: the first of the speaker's people that it names."""
    found = _persons(language).find(read(text))
    places = {
        person: (min(h.start for h in hits), -max(h.end - h.start for h in hits))
        for person, hits in found.items()
    }
    return min(places, key=places.__getitem__) if places else None


@lru_cache(maxsize=16)
def _persons(language: str) -> PhraseIndex:
    words: dict[str, list[str]] = languages().get(language, {}).get("persons", {})
    return PhraseIndex({person: map(as_read, phrases) for person, phrases in words.items()})


def instruction_in(language: str, kind: str) -> str:
    """Return the lines in ``language`` that stand before the English instruction.

    Raises:
        KeyError: if nothing is kept for that language.
    """
    entry = languages()[language]
    pen = f"{entry['adrenaline']}\n" if Told(kind, language).may_be_food else ""
    return f"{entry['emergency']}\n{pen}"


@lru_cache(maxsize=1)
def languages() -> dict[str, dict[str, Any]]:
    """Return what is kept for each language, by its code, in the order of the file."""
    return {entry["id"]: entry for entry in _data()["languages"]}


def identified_codes() -> tuple[str, ...]:
    """Return the codes of all languages to be told from English: ours and their neighbours."""
    return (*languages(), *word_list("neighbours"))


def word_list(name: str) -> list[Any]:
    """Return a list of the data file: ``english_words``, ``neighbours``, ``sign_rules``, ..."""
    words: list[Any] = _data()[name]
    return words


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    file = resources.files("guide.advice").joinpath("data", "languages.json")
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def read(text: str) -> Message:
    """Return the words of a message in any script, each with the number of its sentence."""
    words: list[str] = []
    sentences: list[int] = []
    sentence = 0
    for piece in _PIECES.findall(_plain(text[:MAX_CHARACTERS])):
        if piece in _SENTENCE_END:
            sentence += 1
        else:
            words.append(piece)
            sentences.append(sentence)
    return Message(tuple(words), tuple(sentences))


def _plain(text: str) -> str:
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _DOUBLED.sub(r"\1", bare.translate(_ALIKE))


def _sentences(message: Message, hits: list[Hit]) -> set[int]:
    return {message.sentences[hit.start] for hit in hits}


@lru_cache(maxsize=1)
def _index() -> PhraseIndex:
    groups = {
        f"{language}:{kind}": phrases
        for language in languages()
        for kind, phrases in _phrases(language).items()
    }
    for language, entry in languages().items():
        groups |= {f"{_SIGN}{language}:{sign}": phrases for sign, phrases in entry["signs"].items()}
    for name in (_NOW, _NOT_NOW):
        groups[name] = [phrase for entry in languages().values() for phrase in entry[name]]
    return PhraseIndex({name: map(as_read, phrases) for name, phrases in groups.items()})


def _phrases(language: str) -> dict[str, list[str]]:
    phrases: dict[str, list[str]] = languages()[language]["emergency_phrases"]
    return phrases


def as_read(phrase: str) -> str:
    """Return a phrase in the form in which a message is read."""
    return " ".join(_atoms(phrase))


def _atoms(phrase: str) -> Iterator[str]:
    for word in phrase.split():
        if word == GAP:
            yield word
        else:
            *before, last = read(word).words
            yield from (*before, f"{last}*" if word.endswith("*") else last)
