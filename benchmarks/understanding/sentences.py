"""Reads the training sentences and the held-back ones. Nothing here shows a held-back sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from guide.language.pack_claims import read_claims
from guide.language.scope import EMERGENCY, OTHER_LANGUAGE, OUTSIDE

FALLBACK = "nlu_fallback"
"""What Rasa's own pipeline says when it refuses."""

REFUSALS = frozenset({*OUTSIDE, FALLBACK})
QUESTION, ACT, ALARM, LOOKALIKE = "question", "act", "emergency", "lookalike"

Pair = tuple[str, str]
Statement = tuple[str, str, str]
"""A condition, its status and whose it is."""


@dataclass(frozen=True)
class Case:
    """A held-back sentence, its group, and the intents that are right for it (none for a look-alike)."""

    text: str
    group: str
    intent: str
    accept: frozenset[str]
    hard: bool = False


@dataclass(frozen=True)
class Profile:
    """A held-back sentence and the conditions that it states."""

    text: str
    expect: frozenset[Statement]


@dataclass(frozen=True)
class Split:
    """All held-back sentences of one kind: for choosing (validation) or for the report (test)."""

    name: str
    cases: tuple[Case, ...]
    profiles: tuple[Profile, ...]

    def sample(self, most: int) -> Split:
        """Return about so many sentences of each group."""
        return Split(self.name, tuple(_spread(self.cases, most)), self.profiles[:most])


def nlu_pairs(folder: Path) -> list[Pair]:
    """Return each sentence that is learnt with its intent."""
    rows = [row for path in sorted(folder.glob("*.yml")) for row in _load(path)["nlu"]]
    rows = [row for row in rows if row["intent"] != OTHER_LANGUAGE]
    lines = ((line.strip(), row["intent"]) for row in rows for line in row["examples"].splitlines())
    return [(line.removeprefix("- "), intent) for line, intent in lines if line]


def asked_pairs(pack: Path) -> list[Pair]:
    """Return each sample question of a claim with its intent: training learns them too."""
    return [(ask, claim.intent) for claim in read_claims(pack) for ask in claim.asks]


def read_split(folder: Path) -> Split:
    """Return the held-back sentences in ``folder``."""
    rows = {name: _load(folder / f"{name}.yml") for name in ("questions", "acts", "scope", "emergencies")}
    cases = [_case(row, QUESTION) for row in rows["questions"]["questions"]]
    cases += [_case(row, ACT) for row in rows["acts"]["acts"]]
    cases += [Case(text, name, name, REFUSALS) for name in OUTSIDE for text in rows["scope"][name]]
    alarm, none = frozenset({EMERGENCY}), frozenset[str]()
    cases += [Case(text, ALARM, EMERGENCY, alarm) for text in rows["emergencies"]["emergencies"]]
    cases += [Case(text, LOOKALIKE, "", none) for text in rows["emergencies"]["lookalikes"]]
    profiles = _load(folder / "profiles.yml")["profiles"]
    return Split(folder.name, tuple(cases), tuple(_profile(row) for row in profiles))


def sample_pairs(pairs: Iterable[Pair], most: int) -> list[Pair]:
    """Return at most so many sentences of each intent."""
    seen: Counter[str] = Counter()
    kept = []
    for text, intent in pairs:
        seen[intent] += 1
        if seen[intent] <= most:
            kept.append((text, intent))
    return kept


def _case(row: dict[str, Any], group: str) -> Case:
    accept = frozenset({row["intent"], *(row.get("accept") or ())})
    return Case(row["text"], group, row["intent"], accept, bool(row.get("hard")))


def _profile(row: dict[str, Any]) -> Profile:
    return Profile(row["text"], frozenset((str(c), str(s), str(w)) for c, s, w in row["expect"]))


def _spread(cases: Sequence[Case], most: int) -> list[Case]:
    """Keep about so many of each group, spread over it: neighbours are of one intent."""
    sizes, seen = Counter(case.group for case in cases), Counter[str]()
    kept = []
    for case in cases:
        step = max(1, sizes[case.group] // most)
        if seen[case.group] % step == 0:
            kept.append(case)
        seen[case.group] += 1
    return kept


def _load(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
