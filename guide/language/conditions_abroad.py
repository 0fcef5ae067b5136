"""Conditions told in another language, as entities beside those that English rules read."""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from guide.advice.other_languages import as_read, languages, read, word_list
from guide.advice.red_flag_phrases import PhraseIndex
from guide.advice.vocabulary import Status
from guide.language.condition_extractor import ConditionExtractor
from guide.language.conditions.findings import SELF


def add_conditions(message: Message, text: str, language: str) -> None:
    """Add what ``text`` tells in ``language`` as uncertain; take away what it only seems to tell in English.

    Said of the speaker: whom the talk is about is known to ``guide.advice``, which puts it on them.
    """
    told = _told(text, language)
    seeming = _seeming(text, language, bool(told))
    kept = [row for row in message.get(ENTITIES, []) if row.get("value") not in seeming]
    known = {row.get("value") for row in kept}
    added = [_entity(condition, len(text)) for condition in told if condition not in known]
    if added or seeming:
        message.set(ENTITIES, [*kept, *added], add_to_output=True)


def _told(text: str, language: str) -> tuple[str, ...]:
    """Return the conditions that ``text`` tells of; those of all languages count, for near ones share words.

    With no ``language`` only what no English message says, and none where an English word stands.
    """
    message = read(text)
    if not language and not frozenset(message.words).isdisjoint(word_list("english_words")):
        return ()
    found = _phrases().find(message)
    return tuple(name for name in found if language or name in word_list("said_in_any"))


def _seeming(text: str, language: str, told: bool) -> frozenset[str]:
    """Return the conditions that English rules read into words of another meaning in that language.

    Where none was identified but something is ``told`` in one, the words of each may be meant.
    """
    words = frozenset(read(text).words)
    meant = [languages()[language]] if language in languages() else list(languages().values())
    friends = [entry.get("false_friends", {}) for entry in (meant if language or told else ())]
    return frozenset(name for each in friends for name, like in each.items() if not words.isdisjoint(like))


@lru_cache(maxsize=1)
def _phrases() -> PhraseIndex:
    told: dict[str, list[str]] = {}
    for entry in languages().values():
        for condition, phrases in entry["conditions"].items():
            told.setdefault(condition, []).extend(map(as_read, phrases))
    return PhraseIndex(told)


def _entity(condition: str, end: int) -> dict[str, object]:
    return {
        "entity": "condition",
        "value": condition,
        "status": Status.UNCERTAIN.value,
        "subject": SELF,
        "person": SELF,
        "start": 0,
        "end": end,
        "extractor": ConditionExtractor.__name__,
    }
