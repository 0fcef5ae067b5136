"""Finds the settings of every contestant and the one to be served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from benchmarks.understanding import choosing
from benchmarks.understanding.chain import texts_read
from benchmarks.understanding.choosing import Trial
from benchmarks.understanding.contestants import Contestant, Head, of_encoder
from benchmarks.understanding.embedder import Embedder
from benchmarks.understanding.figures import figures
from benchmarks.understanding.heads import Heads
from benchmarks.understanding.sentences import Case, Pair
from benchmarks.understanding.store import Store
from guide.language.encoder import DEFAULT_FOLDER

PUBLISHED = Path(__file__).parent / "published_encoder"


@dataclass(frozen=True)
class Selection:
    """The contestants on our encoders, what was tried for each encoder, and the best contestant."""

    contestants: list[Contestant]
    trials: dict[str, Sequence[Trial]]
    chosen: Contestant
    shipped: Heads

    @property
    def head(self) -> Head:
        """The settings of the best contestant."""
        if self.chosen.head is None:
            raise ValueError(f"{self.chosen.name} has no settings of ours")
        return self.chosen.head

    def as_config(self) -> str:
        """Return the chosen values as lines for ``config.yml``."""
        values = vars(self.head.blend) | vars(self.head.choice.limits)
        return "\n".join(f"{name}: {value:g}" for name, value in values.items())


def select(
    store: Store,
    said: Sequence[Pair],
    asked: Sequence[Pair],
    cases: Sequence[Case],
    config: Path,
    console: Console,
) -> Selection:
    """Choose weights and thresholds for each encoder, then between the contestants, on ``cases``."""
    contestants: list[Contestant] = []
    trials: dict[str, Sequence[Trial]] = {}
    known = [*said, *asked]
    for embedder in _embedders(store):
        console.rule(f"{embedder.name} encoder")
        texts = texts_read([case.text for case in cases])
        embedder.rows([*(text for text, _ in known), *texts])
        heads = Heads(store, embedder, known)
        if embedder.name == "published":
            judge = choosing.on_folds(store, embedder, said, asked)
        else:
            judge = choosing.on_cases(partial(heads.signals, texts), cases)
        trials[embedder.name] = choosing.search(judge)
        contestants += of_encoder(heads, trials[embedder.name], cases, config)
    return Selection(contestants, trials, _best(contestants, cases), heads)


def _best(contestants: Sequence[Contestant], cases: Sequence[Case]) -> Contestant:
    """Return the contestant that serves best on ``cases``: emergencies come first, then all errors count."""

    def cost(each: Contestant) -> tuple[float, bool, float]:
        found = figures(list(zip(cases, each.answers(cases), strict=True)))
        too_many = found["lookalike_alarms"] > choosing.MOST_LOOKALIKES
        return -found["emergency_recall"], too_many, found["errors"]

    return min(contestants, key=cost)


def _embedders(store: Store) -> list[Embedder]:
    """Return the published encoder and, if the shipped one is another, that: it comes last."""
    published = Embedder("published", PUBLISHED, store.folder)
    shipped = Embedder("fine-tuned", DEFAULT_FOLDER, store.folder)
    return [published] if published.key == shipped.key else [published, shipped]
