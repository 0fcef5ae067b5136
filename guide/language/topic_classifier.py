"""Rasa component that names the intent of a message and the questions in it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guide.advice import red_flags
from guide.advice.red_flags import Tone
from guide.language.component import TrainedComponent
from guide.language.dictionary import shared_dictionary
from guide.language.encoder import DEFAULT_FOLDER, SentenceEncoder, shared_encoder
from guide.language.pack_claims import claim_files, digest, read_claims
from guide.language.questions import understand
from guide.language.scope import OTHER_LANGUAGE, Reading, Thresholds, decide, nothing_said
from guide.language.text import has_words
from guide.language.topic_model import Blend, TopicModel
from guide.language.typos import as_read

# For the components after this one; not part of a parse result.
QUESTIONS = "readings"
CODE = (
    "component",
    "topic_model",
    "regression",
    "ngrams",
    "text",
    "blanks",
    "typos",
    "dictionary",
    "encoder",
    "scope",
    "questions",
    "segments",
    "pack_claims",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(TrainedComponent[TopicModel]):
    """Sets ``intent``, ``intent_ranking`` and, for the question reader, the questions of the message.

    It learns from the NLU data and from the sample questions of the pack's claims.
    """

    model_type = TopicModel

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: TopicModel | None = None,
    ) -> None:
        super().__init__(config, storage, resource, model)
        if model is not None:
            shared_dictionary()  # read at the start, not while the first person waits
        self._thresholds = Thresholds(config["outside"], config["emergency"], config["question"])
        self._limits = {
            Tone.ASIDE: replace(self._thresholds, emergency=math.inf),
            Tone.QUALIFIED: self._thresholds,
            Tone.PLAIN: replace(self._thresholds, emergency=config["plain_emergency"]),
        }

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults. Weights and thresholds were tuned by ``benchmarks/understanding``."""
        return {
            "pack_dir": "content/kefir",
            "strength": 10.0,
            "spelling": 1.0,
            "nearest": 20.0,
            "outside": 0.22,
            "emergency": 0.86,
            "plain_emergency": 0.75,
            "question": 0.6,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of what the model is made from besides NLU data: claims, encoder and code."""
        pack = Path(config.get("pack_dir", cls.get_default_config()["pack_dir"]))
        code = [Path(__file__).with_name(f"{name}.py") for name in CODE]
        return digest([*claim_files(pack), *code, DEFAULT_FOLDER / "SHA256SUMS"])

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model and store it.

        Raises:
            PackError: if the pack has no claims.
            EncoderError: if the encoder's files are not those that were shipped.
        """
        pairs = [
            (each.get(TEXT), each.get(INTENT))
            for each in training_data.intent_examples
            if each.get(TEXT) and each.get(INTENT) != OTHER_LANGUAGE
        ]
        pairs += [
            (ask, claim.intent) for claim in read_claims(Path(self._config["pack_dir"])) for ask in claim.asks
        ]
        texts, names = [text for text, _ in pairs], [name for _, name in pairs]
        blend = Blend(*(float(self._config[name]) for name in ("strength", "spelling", "nearest")))
        return self.keep(TopicModel.train(texts, names, self._encoder.encode_all(texts), blend))

    def process(self, messages: list[Message]) -> list[Message]:
        """Read each message that has a text."""
        for message in messages:
            if message.get(TEXT) is not None:
                self._read(message)
        return messages

    def classify(self, text: str, thresholds: Thresholds | None = None) -> Reading:
        """Return the reading of one text, taken as one sentence."""
        if not has_words(text):
            return nothing_said(text)
        shares = self.model.probabilities(text, self._encoder.encode(text))
        return decide(text, shares, thresholds or self._thresholds)

    @property
    def _encoder(self) -> SentenceEncoder:
        return shared_encoder()

    def _read(self, message: Message) -> None:
        text = as_read(message.get(TEXT))
        # What the rules read as past, imagined or general is not made an alarm by its words alone; what is
        # told with no such word, no denial and no excuse needs fewer of them.
        limits = self._limits[red_flags.tone(text)]
        understood = understand(text, lambda part: self.classify(part, limits), limits.question)
        reading = understood.reading
        ranking = [{"name": name, "confidence": share} for name, share in reading.ranking]
        message.set(INTENT, {"name": reading.intent, "confidence": reading.confidence}, add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set(QUESTIONS, understood.questions)
