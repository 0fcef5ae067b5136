"""Takes a message apart: what in it asks, and what it only states."""

from __future__ import annotations

import re

from guide.advice.replies import mentions, plain

_ALWAYS_ASKS = frozenset(["what", "whats", "wat", "wht", "why", "how", "hows", "hw", "which", "wich", "who"])
_ASKS_BEFORE_A_VERB = frozenset(["when", "wen", "whn", "where", "wher", "y"])
_VERB_WORDS = (
    "can cn could cud should shud shld would wud will may shall"
    " am is isnt are arent was do does did dont doesnt"
)
_SUBJECT_WORDS = (
    "i we you u he she it they that this these those there one my our the a an any"
    " kefir milk water goat someone people"
)
_OPENING_WORDS = "and so but also ok okay then well oh or pls please hi"
_VERBS = frozenset(_VERB_WORDS.split())
_SUBJECTS = frozenset(_SUBJECT_WORDS.split())
_OPENERS = frozenset(_OPENING_WORDS.split())
_START = "|".join(sorted(_ALWAYS_ASKS | _ASKS_BEFORE_A_VERB | _VERBS, key=len, reverse=True))
_CUT = re.compile(
    rf"(?<=[.?!;])\s+|\n+|\s*[,;]\s*(?=(?:(?:and|but|so|also|then)\s+)*(?:{_START})\b)"
    rf"|\s+(?:and|but|also|plus)\s+(?=(?:{_START})\s+(?:{'|'.join(sorted(_SUBJECTS))})\b)",
    re.IGNORECASE,
)


def clauses(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text``, cut also where a question follows a comma or an "and"."""
    return tuple(part.strip() for part in _CUT.split(text) if part.strip())


def asks(text: str) -> bool:
    """Whether one of the sentences of a message is worded as a question, with or without its mark."""
    return any(_asks(clause) for clause in clauses(text))


def asks_in_general(text: str) -> bool:
    """Whether every sentence is worded as a question that names nobody ("does it cause hives?").

    "Hives after milk?" is not: it leaves out whose they are.
    """
    said = [_words(clause) for clause in clauses(text)]
    opened = all(words and words[0] in _ALWAYS_ASKS | _VERBS for words in said)
    return bool(said) and opened and not mentions("somebody", text)


def asked_part(text: str) -> str:
    """Return the sentences that ask, "" if none does."""
    return " ".join(clause for clause in clauses(text) if _asks(clause))


def stated_part(text: str) -> str:
    """Return the sentences that ask nothing."""
    return " ".join(clause for clause in clauses(text) if not _asks(clause))


def asks_suitability(text: str) -> bool:
    """Whether one sentence alone asks "may this person have it?"."""
    return any(mentions("suitability_clause", clause) for clause in clauses(text) if _asks(clause))


def _asks(clause: str) -> bool:
    if "?" in clause:
        return True
    words = _words(clause)
    if not words:
        return False
    first, rest = words[0], words[1:]
    if first in _ALWAYS_ASKS:
        return True
    if first in _ASKS_BEFORE_A_VERB:
        return bool(rest) and rest[0] in _VERBS
    return first in _VERBS and bool(rest) and rest[0] in _SUBJECTS


def _words(clause: str) -> list[str]:
    """Return the words of a sentence from the first that may tell whether it asks."""
    words = plain(clause).replace(",", " ").replace("'", "").split()
    while words and words[0] in _OPENERS:
        words = words[1:]
    return words
