"""Rasa component that finds, for each question of a message, the claims nearest to its words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guide.language.claim_index import ClaimIndex
from guide.language.component import TrainedComponent
from guide.language.encoder import DEFAULT_FOLDER, shared_encoder
from guide.language.pack_claims import claim_files, digest, read_claims
from guide.language.scope import Reading
from guide.language.text import has_words
from guide.language.topic_classifier import QUESTIONS
from guide.language.typos import as_read

GUIDE = "guide"
CODE = ("component", "claim_index", "text", "encoder", "pack_claims")
MOST_FOLLOWUP_WORDS = 20


# Registered as an extractor: of Rasa's kinds this is the one for "reads a message and adds to it".
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class QuestionReader(TrainedComponent[ClaimIndex]):
    """Writes ``guide["questions"]``: intent, confidence, text and the nearest claims of each question.

    ``guide["near"]`` holds the claims nearest to a short message whatever it is about: one that carries on
    the talk ("how many hours apart?") often has no topic of its own.
    """

    model_type = ClaimIndex

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults. ``whole_message`` weighs the message against the question alone."""
        return {"pack_dir": "content/kefir", "whole_message": 0.9}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the claims, the encoder and the code that embeds them."""
        pack = Path(config.get("pack_dir", cls.get_default_config()["pack_dir"]))
        code = [Path(__file__).with_name(f"{name}.py") for name in CODE]
        return digest([*claim_files(pack), *code, DEFAULT_FOLDER / "SHA256SUMS"])

    def train(self, training_data: TrainingData) -> Resource:
        """Embed the pack's claims and store them.

        Raises:
            PackError: if the pack has no claims.
        """
        return self.keep(ClaimIndex.build(read_claims(Path(self._config["pack_dir"])), shared_encoder()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the questions of each message that the classifier has read."""
        for message in messages:
            readings = message.get(QUESTIONS)
            if readings is not None:
                text = as_read(message.get(TEXT))
                found = [self._question(text, reading) for reading in readings]
                added = {"questions": found, "near": self._near_in_all(text)}
                message.set(GUIDE, {**(message.get(GUIDE) or {}), **added}, add_to_output=True)
        return messages

    def _question(self, whole: str, reading: Reading) -> dict[str, Any]:
        return {
            "intent": reading.intent,
            "confidence": reading.confidence,
            "text": reading.text,
            "claims": [list(pair) for pair in self._nearest(whole, reading)],
        }

    def _near_in_all(self, text: str) -> list[list[Any]]:
        if len(text.split()) > MOST_FOLLOWUP_WORDS or not has_words(text):
            return []
        return [list(pair) for pair in self.model.nearest_of_all(shared_encoder().encode(text))]

    def _nearest(self, whole: str, reading: Reading) -> list[tuple[str, float]]:
        encode = shared_encoder().encode
        said = [(encode(reading.text), 1.0), (encode(whole), float(self._config["whole_message"]))]
        return self.model.nearest(reading.intent, said)
