"""Writing a pack back to files, so that an edit made elsewhere can be reviewed as a change of text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from guide.store.loading import cited_references, live_versions
from guide.store.pack_checks import EXPERT_OPINION
from guide.store.pack_files import COMMON, COMMON_FILES, PACK_FILES
from guide.store.records import ClaimRecord, ConditionRecord, Record
from guide.store.selection import select_served
from guide.store.trail import meta_of
from guide.store.versioning import PackRow

LINE_WIDTH = 110


def write_pack(session: Session, pack: PackRow, root: Path) -> None:
    """Write the served versions of ``pack`` under ``root``, in the form that an import reads."""
    folder = root / pack.id
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    (root / COMMON).mkdir(exist_ok=True)
    _write(folder / "pack.yml", meta_of(pack))
    claims = _served(session, pack.id, ClaimRecord)
    for topic in dict.fromkeys(claim.topic for claim in claims):
        _write_list(folder / "claims" / f"{topic}.yml", "claims", (c for c in claims if c.topic == topic))
    for record, name, top in COMMON_FILES:
        _write_list(root / COMMON / name, top, _served(session, pack.id, record))
    for record, name, top in PACK_FILES:
        _write_list(folder / name, top, _served(session, pack.id, record))


def _served(session: Session, pack: str, record: type[Record]) -> list[Any]:
    if record.item_kind == "reference":
        rows: Iterable[Any] = cited_references(session, pack, _cited(session, pack))
    else:
        rows = select_served(record.item_kind, live_versions(session, pack, record.item_kind), True)
    return [row.to_record() for row in rows]


def _cited(session: Session, pack: str) -> set[str]:
    claims = _served(session, pack, ClaimRecord)
    sources = {condition.historical_source for condition in _served(session, pack, ConditionRecord)}
    return {reference for claim in claims for reference in claim.references} | sources - {EXPERT_OPINION}


def _write_list(path: Path, top: str, records: Iterable[Record]) -> None:
    _write(path, {top: [msgspec.to_builtins(record) for record in records]})


def _write(path: Path, value: Any) -> None:
    yaml: Any = YAML()
    yaml.width = LINE_WIDTH
    yaml.allow_unicode = True
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(value, file)
