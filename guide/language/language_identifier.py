"""Rasa component that tells messages in other languages from English ones."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from guide.language.conditions_abroad import add_conditions
from guide.language.identification import Identified, Identifier, Limits
from guide.language.scope import EMERGENCY, OTHER_LANGUAGE

GUIDE = "guide"


# Registered as an extractor: of Rasa's kinds this is the one for "reads a message and adds to it".
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Writes ``guide["language"]`` and sets ``other_language`` where a message is clearly not English.

    What the English classifier took for an emergency stays one. Questions it read are dropped: it
    cannot read them. Entities stay; ``guide.advice`` takes them in with doubt.
    """

    def __init__(self, identifier: Identifier) -> None:
        self._identifier = identifier

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults. How they were tuned: docs/decisions/0005-language-identification.md."""
        return {"score": 0.45, "margin": 7.0, "words": 4}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Load the language models."""
        return cls(Identifier(Limits(config["score"], config["margin"], config["words"])))

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message that is in another language."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = self._identifier.identify(text)
            if found is not None:
                _mark(message, found)
            add_conditions(message, text, found.language if found else "")
        return messages


def _mark(message: Message, found: Identified) -> None:
    guide = {**(message.get(GUIDE) or {}), "language": found.language, "questions": []}
    message.set(GUIDE, guide, add_to_output=True)
    if (message.get(INTENT) or {}).get("name") == EMERGENCY:
        return
    intent = {"name": OTHER_LANGUAGE, "confidence": found.score}
    message.set(INTENT, intent, add_to_output=True)
    message.set("intent_ranking", [intent], add_to_output=True)
