"""The claims of a content pack as texts: what the classifier and the claim index learn from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML


class PackError(Exception):
    """The content pack has no claims that could be read."""


@dataclass(frozen=True)
class ClaimTexts:
    """A claim's two wordings and the questions it answers."""

    id: str
    topic: str
    wordings: tuple[str, ...]
    asks: tuple[str, ...]

    @property
    def intent(self) -> str:
        """The intent that asks for the claim's topic."""
        return f"ask_{self.topic}"


def read_claims(pack: Path) -> list[ClaimTexts]:
    """Return the claims of the pack in the folder ``pack``, in editorial order.

    Raises:
        PackError: if there are none, or a claim lacks its id, topic or wording.
    """
    claims: list[ClaimTexts] = []
    for path in claim_files(pack):
        for row in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["claims"]:
            try:
                wordings = (row["plain"], row["clinical"])
                claims.append(ClaimTexts(row["id"], row["topic"], wordings, tuple(row.get("asks") or ())))
            except KeyError as missing:
                raise PackError(f"{path}: claim {row.get('id', '?')} has no {missing}") from missing
    return claims


def claim_files(pack: Path) -> list[Path]:
    """Return the claim files of ``pack``.

    Raises:
        PackError: if there are none.
    """
    found = sorted((pack / "claims").glob("*.yml"))
    if not found:
        raise PackError(
            f"no claims in {pack / 'claims'}: the model cannot be trained without the content pack"
        )
    return found


def digest(paths: list[Path]) -> str:
    """Return a hash of the files' names and contents, for Rasa's cache of trained components."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
