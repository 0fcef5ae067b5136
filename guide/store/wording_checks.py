"""What the sentences of a pack must be: easy to read, the same in both wordings, complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product as every_pair

from guide.advice.vocabulary import Verdict
from guide.store.errors import PackError
from guide.store.figures import figure_conflicts
from guide.store.pack_files import Entry, PackFiles
from guide.store.reading_grade import MAX_GRADE, reading_grade
from guide.store.records import ClaimRecord, ProductRecord, TopicRecord, WordingRecord

SLOT_SAMPLES = {"{person}": "you", "{condition}": "milk allergy", "{product}": "milk kefir"}
"""The only slots a sentence may have, with what stands for them when its grade is measured."""

_SLOT = re.compile(r"\{[^{}]*\}")


def check_wordings(files: PackFiles) -> Iterator[PackError]:
    """Refuse plain wording that is hard to read and figures that differ between the two wordings."""
    same_as = {entry.record.id: entry.record.same_as for entry in files.of(ClaimRecord)}
    for claim in files.of(ClaimRecord):
        yield from _two_wordings(claim, claim.record.same_as)
        yield from _same_as(claim)
    for topic in files.of(TopicRecord):
        named = [*topic.record.bottom_line_claims, *topic.record.claims]
        yield from _two_wordings(topic, [equal for claim in named for equal in same_as.get(claim, [])])
    for entry in files.of(WordingRecord):
        named = entry.record.claims
        yield from _two_wordings(entry, [equal for claim in named for equal in same_as.get(claim, [])])


def check_slots(files: PackFiles) -> Iterator[PackError]:
    """Refuse slots that nothing fills, and any slot where none is filled at all."""
    for entry in files.of(WordingRecord):
        for field in ("plain", "clinical"):
            yield from _unknown_slots(entry, field, set(SLOT_SAMPLES))
    fixed: list[TwoWordings] = [*files.of(ClaimRecord), *files.of(TopicRecord)]
    for other in fixed:
        for field in ("plain", "clinical"):
            yield from _unknown_slots(other, field, set())


def check_wording_complete(files: PackFiles) -> Iterator[PackError]:
    """Refuse a pack that has no sentence for some verdict on some product group, or one without claims."""
    for entry in files.of(WordingRecord):
        if not entry.record.claims:
            yield entry.error("claims", "needs at least one claim")
    if "wording" in files.unread:
        return
    groups = dict.fromkeys(entry.record.group for entry in files.of(ProductRecord))
    for verdict, group in every_pair(Verdict, groups):
        key = f"verdict.{verdict.label}.{group}"
        if key not in files.ids["wording"]:
            yield PackError(
                f"{files.pack}/wording.yml",
                1,
                key,
                "missing: every verdict needs a sentence for every product group",
            )


TwoWordings = Entry[ClaimRecord] | Entry[TopicRecord] | Entry[WordingRecord]


def _two_wordings(entry: TwoWordings, same_as: list[str]) -> Iterator[PackError]:
    record = entry.record
    shown = record.plain
    for slot, sample in SLOT_SAMPLES.items():
        shown = shown.replace(slot, sample)
    grade = reading_grade(shown)
    if grade > MAX_GRADE:
        yield entry.error(
            "plain", f"reading grade {grade:.1f}, at most {MAX_GRADE:.0f}: use shorter sentences and words"
        )
    for reason in figure_conflicts(record.plain, record.clinical, same_as):
        yield entry.error("plain", reason)


def _same_as(entry: Entry[ClaimRecord]) -> Iterator[PackError]:
    for equal in entry.record.same_as:
        plain, sign, clinical = (part.strip() for part in equal.partition("="))
        if not (plain and sign and clinical):
            yield entry.error("same_as", f"{equal!r} must have the form 'plain = clinical'")


def _unknown_slots(entry: TwoWordings, field: str, allowed: set[str]) -> Iterator[PackError]:
    text = getattr(entry.record, field)
    for slot in _SLOT.findall(text):
        if slot not in allowed:
            yield entry.error(field, f"unknown slot {slot}")
    if set("{}") & set(_SLOT.sub("", text)):
        yield entry.error(field, "a curly bracket without its partner")
