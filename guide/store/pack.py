"""A valid pack: read, checked by every rule, or refused with every mistake found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.store import pack_checks, wording_checks
from guide.store.errors import InvalidPack, PackError
from guide.store.pack_files import PackFiles, read_files
from guide.store.records import PackRecord, Record

RULES: tuple[Callable[[PackFiles], Iterator[PackError]], ...] = (
    pack_checks.check_meta,
    pack_checks.check_duplicates,
    pack_checks.check_links,
    pack_checks.check_claims,
    pack_checks.check_references,
    pack_checks.check_topics,
    pack_checks.check_verdict_table,
    pack_checks.check_modifiers,
    wording_checks.check_wordings,
    wording_checks.check_slots,
    wording_checks.check_wording_complete,
)


@dataclass(frozen=True)
class Pack:
    """A pack that every rule accepts. ``records`` holds its items by kind, in editorial order."""

    meta: PackRecord
    records: Mapping[str, tuple[Record, ...]]


def read_pack(root: Path, pack: str) -> Pack:
    """Return the pack ``root/pack`` with what it shares in ``root/common``.

    Raises:
        InvalidPack: if any rule is broken; its ``errors`` name every mistake.
    """
    files = read_files(root, pack)
    errors = [*files.errors, *(error for rule in RULES for error in rule(files))]
    if errors or files.meta is None:
        raise InvalidPack(pack, errors)
    kinds: dict[str, list[Record]] = {}
    for entry in files.entries:
        kinds.setdefault(entry.record.item_kind, []).append(entry.record)
    return Pack(files.meta, {kind: tuple(records) for kind, records in kinds.items()})
