"""Rasa component that lets the red-flag rules overrule the classifier."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from guide.advice import red_flags
from guide.language.blanks import with_blanks
from guide.language.scope import EMERGENCY
from guide.language.typos import as_read

GUIDE = "guide"
UNSPECIFIED = {"kind": red_flags.UNSPECIFIED, "person": None, "food_involved": True}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RedFlagDetector(GraphComponent):
    """Sets ``report_emergency`` at confidence 1.0 where the rules find one; writes ``guide["red_flag"]``.

    An emergency that only the classifier sees stands too: it passed a threshold of its own, and an
    alarm too many costs less than one too few. What is asked in the message stays in it: nothing is
    answered beside an alarm, but afterwards if it was none.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagDetector:
        """Return the component; it has nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Check each message that has a text."""
        for message in messages:
            if message.get(TEXT):
                _check(message)
        return messages


def _check(message: Message) -> None:
    text = message.get(TEXT)
    flag = next(filter(None, map(red_flags.detect, _readings(text))), None)
    found: dict[str, Any] | None = None
    if flag:
        found = {"kind": flag.kind, "person": flag.person, "food_involved": flag.food_involved}
        found["language"] = flag.language
        _overrule(message)
    elif (message.get(INTENT) or {}).get("name") == EMERGENCY:
        found = dict(UNSPECIFIED)
    guide = {**(message.get(GUIDE) or {}), "red_flag": found, "past_reaction": red_flags.past_reaction(text)}
    message.set(GUIDE, guide, add_to_output=True)


def _readings(text: str) -> list[str]:
    """Return the text as typed, and as it was probably meant where more than its capitals differ."""
    readings = {text.casefold(): text}
    for meant in (with_blanks(text), as_read(text)):
        readings.setdefault(meant.casefold(), meant)
    return list(readings.values())


def _overrule(message: Message) -> None:
    certain = {"name": EMERGENCY, "confidence": 1.0}
    others = [each for each in message.get("intent_ranking") or [] if each["name"] != EMERGENCY]
    message.set(INTENT, certain, add_to_output=True)
    message.set("intent_ranking", [certain, *others], add_to_output=True)
