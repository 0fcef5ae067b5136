"""Illness and medicine that the content has no verdict for: said openly, never an entity.

They are found as two internal conditions, so that denial, doubt, the past and the person are read as for
any other. Some of them raise the question of weak immunity, which then stands as uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from guide.advice.vocabulary import Status
from guide.language.conditions.findings import Finding

UNLISTED = "unlisted"
UNLISTED_WEAK = "unlisted_weak"
WEAK_IMMUNITY = "immunocompromised"


def terms(content: Mapping[str, Any], listed: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each term of ``unlisted.yml`` that is no ``listed`` one, with its internal condition."""
    weak = frozenset(content["perhaps_immunocompromised"])
    for term in content["terms"]:
        if term not in listed:
            yield term, UNLISTED_WEAK if term in weak else UNLISTED


def weigh(stated: Sequence[Finding]) -> list[Finding]:
    """Make weak immunity uncertain where an unlisted illness suggests it; treatment named settles it."""
    settled = {f.person for f in stated if f.condition == WEAK_IMMUNITY and f.status is not Status.ABSENT}
    weighed: list[Finding] = []
    for finding in stated:
        if finding.condition != UNLISTED_WEAK:
            weighed.append(finding)
        elif finding.person not in settled:
            weighed += _perhaps_weak(finding)
    return weighed


def _perhaps_weak(finding: Finding) -> Iterator[Finding]:
    yield replace(finding, condition=UNLISTED)
    if finding.status is Status.HISTORICAL:
        yield replace(finding, condition=WEAK_IMMUNITY)
    elif finding.status is not Status.ABSENT:
        yield replace(finding, condition=WEAK_IMMUNITY, status=Status.UNCERTAIN)


def part(found: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the listed findings, and the unlisted ones that were not denied."""
    listed = tuple(f for f in found if f.condition != UNLISTED)
    unlisted = (f for f in found if f.condition == UNLISTED and f.status is not Status.ABSENT)
    return listed, tuple(unlisted)
