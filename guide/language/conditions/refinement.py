"""A finer condition replaces a coarser one: colitis in remission, a severe flare, a named antibiotic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.findings import Finding
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_NOT = frozenset({"not", "no", "never", "without"})


class Refiner:
    """Applies the refinement tables of ``context.yml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._refinements = lexicon.rules["context"]["refinements"]
        self._finer = {key: frozenset(value) for key, value in lexicon.rules["context"]["finer_than"].items()}

    def refine(self, message: Message, concepts: Sequence[Concept]) -> list[Concept]:
        """Return ``concepts`` with those renamed that have a refining cue close by."""
        return [self._refined(message, concept) for concept in concepts]

    def _refined(self, message: Message, concept: Concept) -> Concept:
        for index, refinement in enumerate(self._refinements):
            if concept.condition not in refinement["from"]:
                continue
            cue = self._cue(message, concept, str(index), refinement["reach"])
            if cue:
                start, end = min(concept.start, cue.start), max(concept.end, cue.end)
                return replace(
                    concept,
                    condition=refinement["to"],
                    start=start,
                    end=end,
                    ceiling=Status.PRESENT,
                    lasting=True,
                )
        return concept

    def _cue(self, message: Message, concept: Concept, index: str, reach: int) -> Mark | None:
        def near(mark: Mark) -> bool:
            gap = max(mark.start - concept.end, concept.start - mark.end)
            return message.sentence[mark.start] == message.sentence[concept.start] and gap <= reach

        cues = [mark for mark in message.of("refine") if mark.value == index]
        against = (mark for mark in message.of("refine_not") if mark.value == index and near(mark))
        if any(not any(c.start <= mark.start and mark.end <= c.end for c in cues) for mark in against):
            return None
        for mark in message.of("refine"):
            denied = _NOT & set(message.between(max(0, mark.start - 2), mark.start))
            if (
                mark.value == index
                and near(mark)
                and (not denied or mark.text.startswith(("no ", "not ", "has not ", "have not ")))
            ):
                return mark
        return None

    def finest(self, findings: Iterable[Finding]) -> list[Finding]:
        """Drop what a finer finding of the same person makes redundant."""
        kept = list(findings)
        stated = {(f.condition, f.person): f.status for f in kept if f.status is not Status.ABSENT}

        def redundant(finding: Finding) -> bool:
            """A finer one that is over leaves the present coarser one: "doxy before, amoxicillin now"."""
            others = (stated.get((c, finding.person)) for c in self._finer.get(finding.condition, ()))
            return any(
                status and (status is not Status.HISTORICAL or finding.status is not Status.PRESENT)
                for status in others
            )

        return [f for f in kept if not redundant(f)]
