"""What the items of a pack must be to each other. Every rule yields all its errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guide.advice.verdicts import BASE_ROW
from guide.advice.vocabulary import Status, Verdict
from guide.store.errors import PackError
from guide.store.pack_files import Entry, PackFiles
from guide.store.records import (
    ClaimRecord,
    ConditionRecord,
    CorrectionRecord,
    MedicineRecord,
    ModifierRecord,
    ProductRecord,
    Record,
    ReferenceRecord,
    TopicRecord,
    VerdictRecord,
    WordingRecord,
)

EXPERT_OPINION = "expert opinion"
"""What ``historical_source`` says where no reference supports the rule."""
MIN_ASKS = 2
SECONDARY_SUMMARIES = {"narrative-review"}
"""Kinds of reference that cannot carry a warning alone. A narrative review picks its sources by no
stated method, so a warning that rests on it alone cannot be traced to a finding or to a body that
answers for it. Patient information counts: it is published by an organisation that does answer for it."""

CONDITION_OR_ROW = "condition or verdict row"
LINKS: tuple[tuple[type[Record], str, str], ...] = (
    (TopicRecord, "claims", "claim"),
    (TopicRecord, "bottom_line_claims", "claim"),
    (TopicRecord, "conditions", CONDITION_OR_ROW),
    (ClaimRecord, "topic", "topic"),
    (ClaimRecord, "references", "reference"),
    (ClaimRecord, "applies_to", CONDITION_OR_ROW),
    (ConditionRecord, "implies", "condition"),
    (MedicineRecord, "conditions", "condition"),
    (ModifierRecord, "treat_as", "product"),
    (ModifierRecord, "applies_to", "verdict"),
    (ModifierRecord, "product_groups", "product group"),
    (ModifierRecord, "claims", "claim"),
    (WordingRecord, "claims", "claim"),
    (CorrectionRecord, "claims", "claim"),
)
"""Which field names items of which kind."""


def check_links(files: PackFiles) -> Iterator[PackError]:
    """Refuse ids that name nothing, and ids listed twice in one field."""
    known = _known_ids(files)
    for record, field, target in LINKS:
        for entry in files.of(record):
            yield from _unknown(entry, field, getattr(entry.record, field), target, known)
    for row in files.of(VerdictRecord):
        for product, cell in row.record.products.items():
            yield from _unknown(row, f"products.{product}", [product], "product", known)
            yield from _unknown(row, f"products.{product}.claims", cell.claims, "claim", known)


def check_meta(files: PackFiles) -> Iterator[PackError]:
    """Refuse a pack whose main product or topic of alternatives does not exist."""
    if files.meta is None:
        return
    document = files.meta_document
    for field, kind in (("main_product", "product"), ("alternatives_topic", "topic")):
        name = getattr(files.meta, field)
        if kind not in files.unread and name not in files.ids[kind]:
            yield PackError(document.file, document.line(field), field, f"unknown {kind} {name!r}")


def check_duplicates(files: PackFiles) -> Iterator[PackError]:
    """Refuse two items of one kind with the same id."""
    first: dict[tuple[str, str], Entry[Any]] = {}
    for entry in files.entries:
        record = entry.record
        other = first.setdefault((record.item_kind, record.item_key), entry)
        if other is not entry:
            field = "names" if isinstance(record, MedicineRecord) else record.key_field
            reason = f"duplicate id {record.item_key!r}, first in {other.document.file}:{other.line(field)}"
            yield entry.error(field, reason)


def check_claims(files: PackFiles) -> Iterator[PackError]:
    """Refuse a claim that nothing supports, that nobody would find, or a warning on weak ground."""
    kinds = {entry.record.id: entry.record.kind for entry in files.of(ReferenceRecord)}
    listed = {claim for entry in files.of(TopicRecord) for claim in entry.record.claims}
    for entry in files.of(ClaimRecord):
        claim = entry.record
        cited = {kinds[reference] for reference in claim.references if reference in kinds}
        if not claim.references:
            yield entry.error("references", "a claim needs at least one reference")
        if _is_warning(claim) and cited and cited <= SECONDARY_SUMMARIES:
            yield entry.error("references", "a warning cannot rest on narrative reviews alone")
        if len(set(claim.asks)) < MIN_ASKS:
            yield entry.error("asks", f"needs at least {MIN_ASKS} different sample questions")
        if claim.id not in listed and "topic" not in files.unread and claim.topic in files.ids["topic"]:
            yield entry.error("id", f"not among the claims of the topic {claim.topic!r}")


def check_references(files: PackFiles) -> Iterator[PackError]:
    """Refuse a reference that nothing cites, and a historical rule with an unknown source."""
    known = files.ids.get("reference", set())
    sources = set()
    for entry in files.of(ConditionRecord):
        source = entry.record.historical_source
        sources.add(source)
        if source != EXPERT_OPINION and source not in known and "reference" not in files.unread:
            yield entry.error("historical_source", f"unknown reference {source!r}")
    cited = {reference for entry in files.of(ClaimRecord) for reference in entry.record.references}
    for reference in files.of(ReferenceRecord):
        if reference.record.id not in cited | sources and "claim" not in files.unread:
            yield reference.error("id", "no claim cites this reference")


def check_topics(files: PackFiles) -> Iterator[PackError]:
    """Refuse a topic without claims or with a bottom line that rests on none."""
    for entry in files.of(TopicRecord):
        for field in ("claims", "bottom_line_claims"):
            if not getattr(entry.record, field):
                yield entry.error(field, "needs at least one claim")


def check_verdict_table(files: PackFiles) -> Iterator[PackError]:
    """Refuse holes: a row without a cell per product, a cell without claims, a condition without row."""
    products = sorted(files.ids.get("product", set()))
    for entry in files.of(VerdictRecord):
        for product in products:
            if product not in entry.record.products:
                yield entry.error(f"products.{product}", "missing verdict cell")
        for product, cell in entry.record.products.items():
            if not cell.claims:
                yield entry.error(f"products.{product}.claims", "needs at least one claim")
    if "verdict" in files.unread or "condition" in files.unread:
        return
    yield from _rows_and_conditions(files)


def check_modifiers(files: PackFiles) -> Iterator[PackError]:
    """Refuse a modifier that changes nothing or cites nothing."""
    for entry in files.of(ModifierRecord):
        if entry.record.at_least is None and entry.record.treat_as is None:
            yield entry.error("at_least", "needs at_least or treat_as")
        if not entry.record.claims:
            yield entry.error("claims", "needs at least one claim")


def _rows_and_conditions(files: PackFiles) -> Iterator[PackError]:
    rows = files.ids["verdict"]
    read = {BASE_ROW}
    for entry in files.of(ConditionRecord):
        for status in (Status.PRESENT, Status.UNCERTAIN):
            row = entry.record.row(status)
            read.add(row)
            if row not in rows:
                yield entry.error("rows", f"no verdict row {row!r} for status {status.value}")
    for verdict in files.of(VerdictRecord):
        if verdict.record.condition not in read | files.ids["condition"]:
            yield verdict.error("condition", f"unknown condition {verdict.record.condition!r}")
    if BASE_ROW not in rows:
        yield PackError(f"{files.pack}/verdicts.yml", 1, "conditions", f"no verdict row {BASE_ROW!r}")


def _is_warning(claim: ClaimRecord) -> bool:
    return claim.verdict is not None and Verdict.from_label(claim.verdict) >= Verdict.CAUTION


def _known_ids(files: PackFiles) -> Mapping[str, set[str] | None]:
    """Return the ids of each kind that can be named; None where a file could not be read."""
    known: dict[str, set[str] | None] = {
        kind: None if kind in files.unread else ids for kind, ids in files.ids.items()
    }
    conditions, rows = known.get("condition"), known.get("verdict")
    known[CONDITION_OR_ROW] = None if conditions is None or rows is None else conditions | rows
    groups = {entry.record.group for entry in files.of(ProductRecord)}
    known["product group"] = None if known.get("product") is None else groups
    return known


def _unknown(
    entry: Entry[Any],
    field: str,
    value: str | Iterable[str] | None,
    target: str,
    known: Mapping[str, set[str] | None],
) -> Iterator[PackError]:
    named = [] if value is None else [value] if isinstance(value, str) else list(value)
    ids = known.get(target)
    name = "verdict row" if target == "verdict" else target
    for position, item in enumerate(named):
        if ids is not None and item not in ids:
            yield entry.error(field, f"unknown {name} {item!r}")
        if item in named[:position]:
            yield entry.error(field, f"{item!r} is listed twice")
