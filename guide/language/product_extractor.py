"""Rasa component that adds the products and modifiers of a message as entities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from guide.language.pack_claims import digest
from guide.language.products import FILES, Mention, ProductFinder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ProductExtractor(GraphComponent):
    """Appends one entity per product and modifier; comes after the condition extractor."""

    def __init__(self, finder: ProductFinder) -> None:
        self._finder = finder

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default: the kefir pack."""
        return {"pack_dir": "content/kefir"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProductExtractor:
        """Build the component from the pack that ``config`` names."""
        return cls(ProductFinder.from_pack(Path(config["pack_dir"])))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the pack's terms and of the code that reads them."""
        pack = Path(config.get("pack_dir", cls.get_default_config()["pack_dir"]))
        return digest([*(pack / name for name in FILES.values()), Path(__file__).with_name("products.py")])

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what each message names."""
        for message in messages:
            if message.get(TEXT):
                self._add(message)
        return messages

    def _add(self, message: Message) -> None:
        entities = message.get(ENTITIES, [])
        conditions = [(each["start"], each["end"]) for each in entities if each["entity"] == "condition"]
        found = [_entity(mention) for mention in self._finder.find(message.get(TEXT), conditions)]
        if found:
            message.set(ENTITIES, [*entities, *found], add_to_output=True)


def _entity(mention: Mention) -> dict[str, Any]:
    return {
        "entity": mention.kind,
        "value": mention.id,
        "start": mention.start,
        "end": mention.end,
        "extractor": ProductExtractor.__name__,
    }
