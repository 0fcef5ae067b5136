"""The contestants: one encoder under several heads, and Rasa's default pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.progress import track

from benchmarks.understanding.chain import CLASSIFIER, Answer, Chain, pipeline, texts_read, topic
from benchmarks.understanding.choosing import (
    OUTSIDES,
    START,
    STRENGTHS,
    Choice,
    Trial,
    best,
    refused,
    thresholds,
)
from benchmarks.understanding.heads import Heads, Signals
from benchmarks.understanding.rasa_default import as_answer, as_shares
from benchmarks.understanding.refusal import choose
from benchmarks.understanding.sentences import Case
from guide.language.scope import Thresholds, decide
from guide.language.topic_model import Blend

Parsed = Mapping[str, Mapping[str, Any]]
"""By text what Rasa's default pipeline says of it."""
Answers = Callable[[Sequence[Case]], list[Answer]]


@dataclass(frozen=True)
class Contestant:
    """A way to understand messages. ``head`` is ``None`` for Rasa's own."""

    name: str
    answers: Answers
    head: Head | None = None


@dataclass(frozen=True)
class Head:
    """An encoder's heads with one blend, and the thresholds chosen for it."""

    heads: Heads
    blend: Blend
    choice: Choice

    def signals(self, cases: Sequence[Case]) -> Signals:
        """Return what the model says of the cases and of their parts."""
        return self.heads.signals(texts_read([case.text for case in cases]), self.blend)

    def answers(self, cases: Sequence[Case], config: Path) -> list[Answer]:
        """Return what the whole chain of components makes of each case."""
        shares = self.signals(cases).shares(self.blend.nearest)
        chain = Chain(config, shares, self.choice.limits)
        return [chain.answer(case.text) for case in cases]


def configured(config: Path) -> tuple[Blend, Thresholds]:
    """Return the weights and thresholds of ``config.yml``."""
    row = next(row for row in pipeline(config) if row["name"].endswith(f".{CLASSIFIER}"))
    blend = Blend(*(float(row[name]) for name in ("strength", "spelling", "nearest")))
    return blend, Thresholds(*(float(row[name]) for name in ("outside", "emergency", "question")))


def of_encoder(
    heads: Heads, trials: Sequence[Trial], cases: Sequence[Case], config: Path
) -> list[Contestant]:
    """Return the contestants on one encoder, each with thresholds of its own from ``cases``."""
    start = configured(config)[1]
    made = []
    for what, blend in track(_blends(trials), f"thresholds, {heads.embedder.name} encoder"):
        shares = heads.signals(texts_read([case.text for case in cases]), blend).shares(blend.nearest)
        head = Head(heads, blend, thresholds(shares, cases, config, start))
        made.append(_contestant(f"{heads.embedder.name} {what}", head, config))
    return made


def as_configured(heads: Heads, config: Path) -> Contestant:
    """Return what is served: the shipped encoder with the values of ``config.yml``."""
    blend, limits = configured(config)
    return _contestant("as config.yml has it", Head(heads, blend, Choice(limits, {})), config)


def of_rasa(parsed: Parsed, cases: Sequence[Case]) -> list[Contestant]:
    """Return Rasa's default pipeline as it comes, and with a limit to refuse chosen as for ours."""
    intents = {limit: [_decided(parsed[case.text], limit).intent for case in cases] for limit in OUTSIDES}
    points = [refused(cases, intents[limit], limit) for limit in OUTSIDES]
    limit = choose(points[::-1]).limit

    def plain(asked: Sequence[Case]) -> list[Answer]:
        return [as_answer(parsed[case.text]) for case in asked]

    def tuned(asked: Sequence[Case]) -> list[Answer]:
        return [_decided(parsed[case.text], limit) for case in asked]

    return [Contestant("Rasa default (DIET)", plain), Contestant(f"DIET, refuses above {limit:g}", tuned)]


def _decided(parsed: Mapping[str, Any], limit: float) -> Answer:
    shares = as_shares(parsed)
    reading = decide("", shares, Thresholds(outside=limit, emergency=0.0, question=1.0))
    return Answer(reading.intent, reading.confidence, topic(shares))


def _contestant(name: str, head: Head, config: Path) -> Contestant:
    return Contestant(name, lambda cases: head.answers(cases, config), head)


def _blends(trials: Sequence[Trial]) -> list[tuple[str, Blend]]:
    """Return the settings worth a row: without n-grams, at each strength, and each weight of the nearest."""
    tried = {trial.blend: trial for trial in trials}
    flat = best([trial for trial in trials if not trial.blend.spelling and not trial.blend.nearest])
    rows = [("+ regression", flat.blend)]
    rows += [(f"+ n-grams, strength {s:g}", replace(START, strength=s)) for s in STRENGTHS]
    top = best(trials).blend
    rows += [
        (f"+ nearest x {blend.nearest:g}", blend)
        for blend in tried
        if blend.nearest and (blend.strength, blend.spelling) == (top.strength, top.spelling)
    ]
    return rows
