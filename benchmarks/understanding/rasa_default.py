"""Rasa's default pipeline, trained on the same sentences, in a process of its own."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from benchmarks.understanding.chain import Answer
from benchmarks.understanding.heads import Shares
from benchmarks.understanding.sentences import FALLBACK, REFUSALS, Pair
from benchmarks.understanding.servers import PYTHON, ParseServer
from benchmarks.understanding.store import Store, digest
from guide.runtime.processes import Child, Problem, wait_for_end

NAME = "rasa-default"
EPOCHS = 100


def pipeline(epochs: int) -> list[dict[str, Any]]:
    """Return what ``rasa init`` suggests for intents, with its own settings."""
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]


@dataclass(frozen=True)
class RasaDefault:
    """The trained model, and how long training took."""

    model: Path
    key: str
    seconds: float

    @classmethod
    def train(cls, folder: Path, known: Sequence[Pair], epochs: int, console: Console) -> RasaDefault:
        """Train on ``known``, or return the model of an earlier run if it would come out the same.

        Raises:
            Problem: if training fails.
        """
        key = digest(pipeline(epochs), list(known), version("rasa"))
        model, record = folder / f"{NAME}-{key}.tar.gz", folder / f"{NAME}-{key}.json"
        if not record.exists():
            with console.status(f"Training Rasa's default pipeline, {epochs} epochs ..."):
                seconds = _train(folder / key, known, epochs)
            shutil.move(folder / key / "models" / "model.tar.gz", model)
            shutil.rmtree(folder / key)
            record.write_text(json.dumps({"seconds": seconds}))
        return cls(model, key, json.loads(record.read_text())["seconds"])

    def server(self, root: Path) -> ParseServer:
        """Return a server for the model; Rasa's own settings for threads."""
        return ParseServer(NAME, root, self.model)

    def read(self, store: Store, root: Path, texts: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return intent and ranking of each of ``texts``, or those of an earlier run."""
        wanted = sorted(set(texts))
        return dict(store.record("parsed", digest(self.key, wanted), lambda: self._parse(root, wanted)))

    def _parse(self, root: Path, texts: Sequence[str]) -> dict[str, dict[str, Any]]:
        with self.server(root) as server:
            return {text: _kept(server.parse(text)[1]) for text in track(texts, "reading, Rasa's default")}


def as_answer(parsed: Mapping[str, Any]) -> Answer:
    """Return the pipeline's own decision."""
    ranking = [row["name"] for row in parsed["ranking"] if row["name"] not in REFUSALS]
    intent = parsed["intent"]
    return Answer(intent["name"] or "", intent["confidence"], ranking[0] if ranking else "")


def as_shares(parsed: Mapping[str, Any]) -> Shares:
    """Return the ten largest probabilities, which are all that DIET gives."""
    return {row["name"]: row["confidence"] for row in parsed["ranking"] if row["name"] != FALLBACK}


def _kept(parsed: Mapping[str, Any]) -> dict[str, Any]:
    return {"intent": parsed["intent"], "ranking": parsed["intent_ranking"]}


def _train(folder: Path, known: Sequence[Pair], epochs: int) -> float:
    folder.mkdir(parents=True, exist_ok=True)
    config = {"recipe": "default.v1", "language": "en", "assistant_id": NAME, "pipeline": pipeline(epochs)}
    YAML().dump(config, folder / "config.yml")
    YAML().dump({"version": "3.1", "nlu": _as_nlu(known)}, folder / "nlu.yml")
    options = ["--config", "config.yml", "--nlu", "nlu.yml", "--out", "models", "--fixed-model-name", "model"]
    child = Child(f"bench-{NAME}", [*PYTHON, "rasa", "train", "nlu", *options], folder)
    begun = time.monotonic()
    if wait_for_end(child, threading.Event()) != 0:
        raise Problem(f"Rasa's default pipeline could not be trained.\n{child.tail()}")
    return time.monotonic() - begun


def _as_nlu(known: Sequence[Pair]) -> list[dict[str, Any]]:
    texts: dict[str, list[str]] = {}
    for text, intent in known:
        texts.setdefault(intent, []).append(f"- {text}\n")
    return [
        {"intent": intent, "examples": LiteralScalarString("".join(lines))} for intent, lines in texts.items()
    ]
