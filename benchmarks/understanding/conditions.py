"""What the condition extractor of ``config.yml`` reads in the held-back profiles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rich.progress import track

from benchmarks.understanding.chain import pipeline
from benchmarks.understanding.sentences import Profile, Statement
from guide.language.condition_extractor import ConditionExtractor

_LIFE_STAGES = {"child", "infant_under_12_months"}


def read(profiles: Sequence[Profile], config: Path) -> list[tuple[Profile, frozenset[Statement]]]:
    """Return each profile with what is read in it."""
    row = next(row for row in pipeline(config) if row["name"].endswith(f".{ConditionExtractor.__name__}"))
    nothing = cast(Any, None)
    extractor = ConditionExtractor.create(row, nothing, nothing, nothing)
    return [(each, _stated(extractor, each)) for each in track(profiles, "reading conditions")]


def _stated(extractor: ConditionExtractor, profile: Profile) -> frozenset[Statement]:
    """Return what is read, less the life stages that a word like "son" or "toddler" implies by itself."""
    entities = extractor.process([Message({TEXT: profile.text})])[0].get(ENTITIES, [])
    found = {(row["value"], row["status"], row["subject"]) for row in entities}
    named = {condition for condition, _, _ in profile.expect}
    return frozenset(f for f in found if f[0] in named or f[0] not in _LIFE_STAGES or f[2] == "self")
