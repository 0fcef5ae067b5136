"""How well intents are understood: ``python -m benchmarks.understanding [--json FILE]``.

Five-fold cross-validation on ``data/nlu``; each fold also learns the claims' sample questions, as
training does. Weights and thresholds are those of ``config.yml``. The held-back test split is not
read: the thresholds are chosen here.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from sklearn.model_selection import StratifiedKFold

from guide.language.encoder import Vector, shared_encoder
from guide.language.pack_claims import read_claims
from guide.language.scope import EMERGENCY, OTHER_LANGUAGE, OUTSIDE, Thresholds, decide
from guide.language.topic_model import Blend, TopicModel

FOLDS = 5
LIMITS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
EMERGENCY_LIMITS = (0.5, 0.6, 0.7, 0.8, 0.9)
Shares = dict[str, float]


@dataclass(frozen=True)
class Sentences:
    """Sentences with their intents and embeddings."""

    texts: list[str]
    intents: list[str]
    vectors: Vector

    @classmethod
    def embed(cls, pairs: list[tuple[str, str]]) -> Sentences:
        """Return ``pairs`` of text and intent with their embeddings."""
        texts = [text for text, _ in pairs]
        return cls(texts, [intent for _, intent in pairs], shared_encoder().encode_all(texts))

    def at(self, rows: Any) -> Sentences:
        """Return the sentences in ``rows``."""
        return Sentences([self.texts[i] for i in rows], [self.intents[i] for i in rows], self.vectors[rows])

    def with_all(self, other: Sentences) -> Sentences:
        """Return these and the ``other`` sentences."""
        vectors = np.vstack([self.vectors, other.vectors])
        return Sentences(self.texts + other.texts, self.intents + other.intents, vectors)


def nlu_pairs(folder: Path) -> list[tuple[str, str]]:
    """Return each sentence that is learnt with its intent."""
    rows = [row for path in sorted(folder.glob("*.yml")) for row in YAML(typ="safe").load(path)["nlu"]]
    rows = [row for row in rows if row["intent"] != OTHER_LANGUAGE]
    lines = ((line.strip(), row["intent"]) for row in rows for line in row["examples"].splitlines())
    return [(line.removeprefix("- "), intent) for line, intent in lines if line]


def cross_validate(said: Sentences, asked: Sentences, blend: Blend) -> Iterator[tuple[int, Shares]]:
    """Yield each sentence's row and its probabilities from a model that has not seen it."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(said.texts, said.intents)
    for number, (learned, held) in enumerate(folds, 1):
        print(f"fold {number} of {FOLDS}", flush=True)
        known = said.at(learned).with_all(asked)
        model = TopicModel.train(known.texts, known.intents, known.vectors, blend)
        yield from ((int(i), model.probabilities(said.texts[i], said.vectors[i])) for i in held)


def summary(intents: list[str], found: list[Shares], limits: Thresholds) -> dict[str, Any]:
    """Return the figures of the report."""
    inside = [i for i, intent in enumerate(intents) if intent not in OUTSIDE]
    top = [max((s, n) for n, s in found[i].items() if n not in OUTSIDE)[1] == intents[i] for i in inside]
    decided = [decide("", shares, limits).intent for shares in found]
    return {
        "sentences": len(intents),
        "accuracy_in_scope_before_refusal": float(np.mean(top)),
        "accuracy_as_decided": float(np.mean([a == b for a, b in zip(decided, intents, strict=True)])),
        "refusal": [_refusal(intents, found, limit) for limit in LIMITS],
        "emergency": [_emergency(intents, found, limit) for limit in EMERGENCY_LIMITS],
        "per_intent": {name: _share_right(intents, decided, name) for name in sorted(set(intents))},
        "confusions": _confusions(intents, decided),
    }


def _refusal(intents: list[str], found: list[Shares], limit: float) -> dict[str, float]:
    refused = np.array([sum(shares[name] for name in OUTSIDE) > limit for shares in found])
    questions = np.array([intent.startswith("ask_") for intent in intents])
    outside = np.isin(intents, OUTSIDE)
    groups = {
        "outside_refused": outside,
        "far_refused": np.isin(intents, OUTSIDE[0]),
        "near_refused": np.isin(intents, OUTSIDE[1]),
        "questions_refused": questions,
        "acts_refused": ~outside & ~questions,
    }
    return {"limit": limit, **{name: float(refused[rows].mean()) for name, rows in groups.items()}}


def _emergency(intents: list[str], found: list[Shares], limit: float) -> dict[str, float]:
    alarm = np.array([shares[EMERGENCY] >= limit for shares in found])
    truth = np.isin(intents, EMERGENCY)
    questions = np.array([intent.startswith("ask_") for intent in intents])
    return {
        "limit": limit,
        "recall": float(alarm[truth].mean()),
        "false_on_questions": int(alarm[questions].sum()),
        "false_on_others": int(alarm[~truth & ~questions].sum()),
    }


def _share_right(intents: list[str], decided: list[str], name: str) -> float:
    return float(np.mean([said == name for true, said in zip(intents, decided, strict=True) if true == name]))


def _confusions(intents: list[str], decided: list[str]) -> list[tuple[str, str, int]]:
    wrong = Counter(pair for pair in zip(intents, decided, strict=True) if pair[0] != pair[1])
    return [(true, said, count) for (true, said), count in wrong.most_common(25)]


def show(report: dict[str, Any]) -> None:
    """Print the report as tables."""
    print(f"sentences                              {report['sentences']}")
    print(f"in scope, before any refusal           {report['accuracy_in_scope_before_refusal']:.1%}")
    print(f"all, as decided                        {report['accuracy_as_decided']:.1%}")
    for name in ("refusal", "emergency"):
        print("\n" + "  ".join(f"{key:>18}" for key in report[name][0]))
        for row in report[name]:
            print("  ".join(f"{value:>18.3f}" for value in row.values()))
    print("\nmost frequent confusions (true, decided, count)")
    for true, said, count in report["confusions"]:
        print(f"{true:>36}  {said:<36} {count}")


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--config", type=Path, default=Path("config.yml"))
    arguments.add_argument("--json", type=Path, default=Path("results/understanding.json"))
    chosen = arguments.parse_args()
    started = time.perf_counter()
    config = YAML(typ="safe").load(chosen.config)["pipeline"][0]
    blend = Blend(config["strength"], config["spelling"], config["nearest"])
    limits = Thresholds(config["outside"], config["emergency"], config["question"])
    said = Sentences.embed(nlu_pairs(Path("data/nlu")))
    claims = read_claims(Path(config["pack_dir"]))
    asked = Sentences.embed([(ask, claim.intent) for claim in claims for ask in claim.asks])
    found = dict(cross_validate(said, asked, blend))
    report = summary(said.intents, [found[row] for row in range(len(said.texts))], limits)
    show(report)
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps({**report, "seconds": time.perf_counter() - started}, indent=1) + "\n")


if __name__ == "__main__":
    main()
