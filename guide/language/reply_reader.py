"""Rasa component that reads what a message would mean as a reply: "no trouble with milk", "only with a lot".

People answer a question in their own words and not in those of its buttons. Which meanings there are
and how they are put stands in ``data/replies/replies.yml``; which of them answers which question is
decided by ``guide.advice.answers``. Another food needs no other sentences unless its questions differ.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guide.advice.clauses import stated_part
from guide.language.component import TrainedComponent
from guide.language.encoder import DEFAULT_FOLDER, shared_encoder
from guide.language.pack_claims import digest
from guide.language.replies import OTHER, read_replies
from guide.language.text import has_words
from guide.language.topic_model import Blend, TopicModel
from guide.language.typos import as_read

GUIDE = "guide"
CODE = (
    "component",
    "replies",
    "topic_model",
    "regression",
    "ngrams",
    "text",
    "blanks",
    "typos",
    "dictionary",
    "encoder",
)
LEAST_SHARE = 0.2
"""Below this a meaning is not worth passing on."""
EVERY = 12
"""Of the sentences of other intents each so-many-th teaches what is no reply."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ReplyReader(TrainedComponent[TopicModel]):
    """Writes ``guide["reply"]`` and, of a message that asks as well, ``guide["stated_reply"]``.

    Both are the likeliest meanings with their probability; a message that means none of them has none.
    """

    model_type = TopicModel

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: where the sentences are, and the weights of the model."""
        return {"replies": "data/replies/replies.yml", "strength": 10.0, "spelling": 1.0, "nearest": 10.0}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of the sentences, the encoder and the code."""
        replies = Path(config.get("replies", cls.get_default_config()["replies"]))
        code = [Path(__file__).with_name(f"{name}.py") for name in CODE]
        return digest([replies, *code, DEFAULT_FOLDER / "SHA256SUMS"])

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model and store it.

        Raises:
            RepliesError: if the file of replies is missing or has another form.
        """
        pairs = [*read_replies(Path(self._config["replies"])), *_no_replies(training_data)]
        texts, meanings = [text for text, _ in pairs], [meaning for _, meaning in pairs]
        blend = Blend(*(float(self._config[name]) for name in ("strength", "spelling", "nearest")))
        return self.keep(TopicModel.train(texts, meanings, shared_encoder().encode_all(texts), blend))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the meanings of each message that has a text."""
        for message in messages:
            text = message.get(TEXT)
            if text is not None:
                stated = stated_part(text)
                added = {"reply": self._meanings(text)}
                if stated and stated != text:
                    added["stated_reply"] = self._meanings(stated)
                message.set(GUIDE, {**(message.get(GUIDE) or {}), **added}, add_to_output=True)
        return messages

    def _meanings(self, text: str) -> dict[str, float]:
        if not has_words(text):
            return {}
        read = as_read(text)
        shares = self.model.probabilities(read, shared_encoder().encode(read))
        return {name: round(s, 3) for name, s in shares.items() if s >= LEAST_SHARE and name != OTHER}


def _no_replies(training_data: TrainingData) -> list[tuple[str, str]]:
    """Return some sentences of every question and of what is outside our scope: none of them is a reply."""
    rows = [
        each.get(TEXT)
        for each in training_data.intent_examples
        if each.get(TEXT) and _is_no_reply(each.get(INTENT))
    ]
    return [(text, OTHER) for text in rows[::EVERY]]


def _is_no_reply(intent: str) -> bool:
    return intent.startswith("ask_") or intent in ("near_scope", "out_of_scope", "report_emergency", "greet")
