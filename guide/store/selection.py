"""Which version of an item is served. The rules of review that every reader depends on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guide.advice.vocabulary import ReviewStatus
from guide.store.trail import PENDING

SENTENCES = frozenset({"topic", "claim", "wording", "correction"})
"""Kinds that are read out. Only these are withheld while they are pending or rejected: dropping a rule
(a condition, a verdict row, a modifier) would not hide it but relax the advice."""


def select_served(kind: str, rows: Iterable[Any], serve_pending: bool) -> list[Any]:
    """Return at most one version per item, in editorial order.

    The approved version is served if there is one; else, where pending content may be served, the
    newest that nobody rejected. Retired versions never are.
    """
    items: dict[str, list[Any]] = {}
    for row in rows:
        items.setdefault(row.item_key, []).append(row)
    chosen = (_choose(kind, versions, serve_pending) for versions in items.values())
    return sorted((row for row in chosen if row is not None), key=lambda row: row.position)


def is_unproven(row: Any, serve_pending: bool) -> bool:
    """Whether a rule in force was rejected, or lacks the approval that is asked for."""
    if row.status is ReviewStatus.APPROVED:
        return False
    return not serve_pending or row.status is ReviewStatus.REJECTED


def _choose(kind: str, versions: list[Any], serve_pending: bool) -> Any | None:
    choices = [{ReviewStatus.APPROVED}]
    if serve_pending or kind not in SENTENCES:
        choices.append(set(PENDING))
    if kind not in SENTENCES:
        choices.append({ReviewStatus.REJECTED})
    for statuses in choices:
        fitting = [row for row in versions if row.status in statuses]
        if fitting:
            return max(fitting, key=lambda row: row.version)
    return None
