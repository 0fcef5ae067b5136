"""What can go wrong in the content store, for callers that know nothing of SQL or YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class PackError:
    """One mistake in a pack: where it stands and why it is one. ``line`` is 1 for a whole file."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.reason}"


class InvalidPack(Exception):
    """The pack was refused whole. ``errors`` holds every mistake found, in file order."""

    def __init__(self, pack: str, errors: Sequence[PackError]) -> None:
        self.pack = pack
        self.errors = tuple(sorted(errors))
        super().__init__(f"the pack {pack} has {len(self.errors)} error(s)")


class StoreUnavailable(Exception):
    """The content database is missing, empty or does not answer."""


class ReviewRefused(Exception):
    """The version to review does not exist, or somebody changed its status first."""
