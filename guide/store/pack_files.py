"""Reading a content pack from its files, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from guide.store.decoding import Decoder
from guide.store.errors import PackError
from guide.store.located_yaml import Document, read_document
from guide.store.records import (
    ClaimRecord,
    ConditionRecord,
    CorrectionRecord,
    MedicineRecord,
    ModifierRecord,
    PackRecord,
    ProductRecord,
    Record,
    ReferenceRecord,
    TopicRecord,
    VerdictRecord,
    WordingRecord,
)

COMMON = "common"
R = TypeVar("R", bound=Record)

PACK_FILES: tuple[tuple[type[Record], str, str], ...] = (
    (TopicRecord, "topics.yml", "topics"),
    (ReferenceRecord, "references.yml", "references"),
    (ProductRecord, "products.yml", "products"),
    (VerdictRecord, "verdicts.yml", "conditions"),
    (ModifierRecord, "modifiers.yml", "modifiers"),
    (WordingRecord, "wording.yml", "wording"),
    (CorrectionRecord, "corrections.yml", "corrections"),
)
COMMON_FILES: tuple[tuple[type[Record], str, str], ...] = (
    (ConditionRecord, "conditions.yml", "conditions"),
    (MedicineRecord, "medicines.yml", "medicines"),
)
READ_BY_OTHERS = ("persons.yml", "red_flags.yml", "emergency.yml", "languages.yml")
"""Common files whose inner form their own readers check; here they only have to be YAML, if present."""


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record and where it was written."""

    record: R
    document: Document
    place: str

    def error(self, field: str, reason: str) -> PackError:
        """Return an error about ``field`` of this record."""
        return PackError(self.document.file, self.line(field), field, reason)

    def line(self, field: str) -> int:
        """Return the line that ``field`` stands on, or that of the record if it is not written."""
        return self.document.line(f"{self.place}.{field}")


@dataclass
class PackFiles:
    """What the files of one pack hold, with the errors met so far.

    ``ids`` also names the items that could not be decoded, and ``unread`` the kinds with a file
    that could not be read, so that one mistake is not reported again by all that points to it.
    """

    pack: str
    meta: PackRecord | None = None
    meta_document: Document = field(default_factory=lambda: Document("", None))
    entries: list[Entry[Any]] = field(default_factory=list)
    ids: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    errors: list[PackError] = field(default_factory=list)

    def of(self, record: type[R]) -> Iterator[Entry[R]]:
        """Yield the entries of one kind in the order of the files."""
        return (entry for entry in self.entries if isinstance(entry.record, record))


def read_files(root: Path, pack: str) -> PackFiles:
    """Read all files of ``root/pack`` and ``root/common``. Mistakes are in the result's ``errors``."""
    files = PackFiles(pack)
    _read_meta(files, root)
    for record, name, top in COMMON_FILES:
        _read_list(files, root, f"{COMMON}/{name}", record, top)
    for record, name, top in PACK_FILES:
        _read_list(files, root, f"{pack}/{name}", record, top)
    _read_claims(files, root)
    for name in READ_BY_OTHERS:
        if (root / COMMON / name).exists():
            read_document(root / COMMON / name, f"{COMMON}/{name}", files.errors)
    return files


def _read_meta(files: PackFiles, root: Path) -> None:
    name = f"{files.pack}/pack.yml"
    files.meta_document = document = read_document(root / name, name, files.errors)
    if document.value is None:
        return
    files.meta = Decoder(document, files.errors).struct(document.value, PackRecord, "")
    if files.meta and files.meta.id != files.pack:
        reason = f"must be the name of the folder, {files.pack!r}"
        files.errors.append(PackError(name, document.line("id"), "id", reason))


def _read_claims(files: PackFiles, root: Path) -> None:
    folder = root / files.pack / "claims"
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        files.unread.add(ClaimRecord.item_kind)
        files.errors.append(PackError(f"{files.pack}/claims", 1, "", "no claim files"))
    for path in paths:
        for entry in _read_list(files, root, path.relative_to(root).as_posix(), ClaimRecord, "claims"):
            if entry.record.topic != path.stem:
                reason = f"a claim of this file must have topic {path.stem!r}"
                files.errors.append(entry.error("topic", reason))


def _read_list(files: PackFiles, root: Path, name: str, record: type[R], top: str) -> list[Entry[R]]:
    """Read the list under the key ``top`` of one file; return and keep what could be decoded."""
    document = read_document(root / name, name, files.errors)
    items = _items(files, document, top)
    if items is None:
        files.unread.add(record.item_kind)
        return []
    ids = files.ids.setdefault(record.item_kind, set())
    decoder = Decoder(document, files.errors)
    entries = []
    for index, item in enumerate(items):
        place = f"{top}.{index}"
        if isinstance(item, dict) and isinstance(item.get(record.key_field), str):
            ids.add(item[record.key_field])
        decoded = decoder.struct(item, record, place)
        if decoded is not None:
            entries.append(Entry(decoded, document, place))
    files.entries.extend(entries)
    return entries


def _items(files: PackFiles, document: Document, top: str) -> list[Any] | None:
    """Return the list under ``top``; None, after reporting it, if there is none."""
    if document.value is None:
        return None
    if not isinstance(document.value, dict) or not isinstance(document.value.get(top), list):
        files.errors.append(PackError(document.file, 1, top, f"expected a list under the key {top!r}"))
        return None
    for key in document.value.keys() - {top}:
        files.errors.append(PackError(document.file, document.line(key), key, "unknown field"))
    return list(document.value[top])
