"""The components of ``config.yml`` that decide the intent, around the probabilities of any model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from rasa.engine.graph import GraphComponent
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from benchmarks.understanding.heads import Shares
from guide.language.questions import Understanding, understand
from guide.language.scope import OUTSIDE, Reading, Thresholds, decide, nothing_said
from guide.language.segments import segments
from guide.language.text import has_words
from guide.language.topic_classifier import TopicClassifier
from guide.language.typos import as_read

CLASSIFIER = TopicClassifier.__name__
_SILENT = ("ConditionExtractor", "ProductExtractor", "QuestionReader", "ReplyReader")
"""Components that never change the intent."""

_NOTHING = cast(Any, None)


@dataclass(frozen=True)
class Answer:
    """What was decided on a sentence, and the likeliest intent within scope before any refusal."""

    intent: str
    confidence: float
    topic: str


def texts_read(texts: Sequence[str]) -> list[str]:
    """Return what the classifier reads of ``texts``: each as a whole, and its parts by themselves."""
    wholes = [as_read(text) for text in texts]
    return sorted({part for whole in wholes for part in (whole, *segments(whole))})


def topic(shares: Shares) -> str:
    """Return the likeliest label within scope."""
    return max((label for label in shares if label not in OUTSIDE), key=shares.__getitem__)


def read_alone(text: str, shares: Mapping[str, Shares], limits: Thresholds) -> Understanding:
    """Return what the classifier by itself reads: no rule of another component is heard."""

    def classify(part: str) -> Reading:
        return decide(part, shares[part], limits) if has_words(part) else nothing_said(part)

    return understand(as_read(text), classify, limits.question)


class Chain:
    """Every component that has a say in the intent, in the order of ``config.yml``."""

    def __init__(self, config: Path, shares: Mapping[str, Shares], limits: Thresholds) -> None:
        self._shares = shares
        self._components = [_Classifier(config, shares, limits), *_others(config)]

    def answer(self, text: str) -> Answer:
        """Return what the chain makes of a sentence."""
        messages = [Message({TEXT: text})]
        for component in self._components:
            messages = cast(Any, component).process(messages)
        intent = messages[0].get(INTENT)
        return Answer(intent["name"], float(intent["confidence"]), topic(self._shares[as_read(text)]))


class _Classifier(TopicClassifier):
    """The component as it is, on probabilities that were worked out before."""

    def __init__(self, config: Path, shares: Mapping[str, Shares], limits: Thresholds) -> None:
        settings = TopicClassifier.get_default_config() | vars(limits)
        super().__init__(settings, _NOTHING, _NOTHING)
        self._all = shares

    def classify(self, text: str, thresholds: Thresholds | None = None) -> Reading:
        """Return the reading of one text, taken as one sentence."""
        return (
            decide(text, self._all[text], thresholds or self._thresholds)
            if has_words(text)
            else nothing_said(text)
        )


@lru_cache(maxsize=1)
def _others(config: Path) -> tuple[GraphComponent, ...]:
    """Create the components after the classifier. None of them is trained."""
    made = []
    for row in pipeline(config):
        module, _, name = row["name"].rpartition(".")
        if name in (CLASSIFIER, *_SILENT):
            continue
        component = getattr(import_module(module), name)
        settings = component.get_default_config() | row
        made.append(component.create(settings, _NOTHING, _NOTHING, _NOTHING))
    return tuple(made)


def pipeline(config: Path) -> list[dict[str, Any]]:
    """Return the pipeline of ``config.yml``."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(config.read_text(encoding="utf-8"))["pipeline"]
    return rows
