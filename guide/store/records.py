"""The items of a content pack as they are written in its files.

One class per kind; the field names are the keys of the YAML. The classes say what a single item
must look like; what items must be to each other is in ``pack_checks``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta, Struct

from guide.advice.vocabulary import Directness, Status, Strength

NOT_BLANK = r"\S"
PLAIN_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$"
WEB_ADDRESS = r"^https?://\S+$"
Text = Annotated[str, Meta(pattern=NOT_BLANK)]
Id = Annotated[str, Meta(pattern=PLAIN_ID)]
"""What an item is called. A topic's id is also the name of a file and part of an intent's name."""
VerdictLabel = Literal["avoid", "ask_clinician", "caution", "usually_tolerated", "ok"]
StatusLabel = Literal["present", "absent", "uncertain", "historical"]
ReferenceKind = Literal[
    "case-report",
    "clinical-trial",
    "cohort",
    "consensus",
    "database",
    "guideline",
    "lab-study",
    "meta-analysis",
    "narrative-review",
    "patient-information",
    "rct",
    "regulator-page",
    "systematic-review",
]
"""Closed, so that a misspelt kind cannot slip past the rule on secondary summaries."""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item of a pack. ``item_key`` is its name within its kind and pack, for good.

    Defaults are left out when it is encoded, so that a field added later changes no digest.
    """

    item_kind: ClassVar[str]
    key_field: ClassVar[str] = "id"

    @property
    def item_key(self) -> str:
        """The item's id."""
        return str(getattr(self, self.key_field))

    def digest(self) -> str:
        """Return a hash of the content: equal records have equal digests, in any process."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


class PackRecord(Struct, frozen=True, kw_only=True):
    """``pack.yml``: which food the pack is about, and what is said or meant when nothing is named."""

    id: Id
    food: Text
    title: Text
    main_product: Text
    alternatives_topic: Text
    suggestions: dict[VerdictLabel, list[Text]] = {}


class TopicRecord(Record, frozen=True, kw_only=True):
    """Something that can be asked about, with its bottom line in two wordings."""

    item_kind = "topic"
    id: Id
    title: Text
    plain: Text
    clinical: Text
    claims: list[Text]
    bottom_line_claims: list[Text]
    followups: list[Text] = []
    conditions: list[Text] = []
    consumption: bool


class ClaimRecord(Record, frozen=True, kw_only=True):
    """One statement with what supports it."""

    item_kind = "claim"
    id: Id
    topic: Text
    about: Text
    plain: Text
    clinical: Text
    applies_to: list[Text] = []
    verdict: VerdictLabel | None = None
    strength: Strength
    directness: Directness
    asks: list[Text]
    same_as: list[Text] = []
    references: list[Text]
    article_statement: Text | None = None
    correction: Text | None = None


class ReferenceRecord(Record, frozen=True, kw_only=True):
    """A source. ``seen_at`` is the page it was checked on; an identifier not seen is null."""

    item_kind = "reference"
    id: Id
    kind: ReferenceKind
    authors: Text
    title: Text
    container: Text
    year: int | None
    doi: Text | None = None
    pmid: Text | None = None
    url: Annotated[str, Meta(pattern=WEB_ADDRESS)]
    verified: bool
    seen_at: Text | None = None
    note: Text | None = None


class ConditionRecord(Record, frozen=True, kw_only=True):
    """Something about a person that changes the advice, and the phrases people use for it."""

    item_kind = "condition"
    id: Id
    label: Text
    question: Literal["milk", "risks", "age", "other_allergies", ""]
    chip: list[Text] | str = ""
    rows: Mapping[StatusLabel, Text] = {}
    historical: Literal["present", "uncertain", "absent"]
    historical_source: Text
    relax_needs: Literal["", "clinician"] = ""
    implies: list[Text] = []
    terms: list[Text] = []

    @property
    def chips(self) -> tuple[str, ...]:
        """The quick-reply labels; a single one may be written without the list."""
        labels = [self.chip] if isinstance(self.chip, str) else self.chip
        return tuple(label for label in labels if label)

    def row(self, status: Status) -> str:
        """Return the id of the verdict row that is read for this condition at ``status``."""
        return self.rows.get(status.value, self.id)  # type: ignore[call-overload]


class MedicineRecord(Record, frozen=True, kw_only=True):
    """Names of a medicine, the generic one first, and what taking it means."""

    item_kind = "medicine"
    names: Annotated[list[Text], Meta(min_length=1)]
    conditions: Annotated[list[Text], Meta(min_length=1)]

    @property
    def item_key(self) -> str:
        """The first name."""
        return self.names[0]


class ProductRecord(Record, frozen=True, kw_only=True):
    """A product that advice is given on."""

    item_kind = "product"
    id: Id
    label: Text
    group: Id
    dairy: bool
    terms: list[Text] = []


class CellRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one row says about one product."""

    verdict: VerdictLabel
    claims: list[Text]
    note: Text | None = None


class VerdictRecord(Record, frozen=True, kw_only=True):
    """One condition's row of the verdict table."""

    item_kind = "verdict"
    key_field = "condition"
    condition: Id
    label: Text
    includes: list[Text] = []
    note: Text | None = None
    products: dict[str, CellRecord]


class ModifierRecord(Record, frozen=True, kw_only=True):
    """What can be special about a product as it is served."""

    item_kind = "modifier"
    id: Id
    label: Text
    at_least: VerdictLabel | None = None
    treat_as: Text | None = None
    applies_to: list[Text] = []
    product_groups: list[Text] = []
    claims: list[Text]
    terms: list[Text] = []


class WordingRecord(Record, frozen=True, kw_only=True):
    """A reviewed sentence with only the slots {person}, {condition} and {product}."""

    item_kind = "wording"
    key_field = "key"
    key: Id
    plain: Text
    clinical: Text
    claims: list[Text]


class CorrectionRecord(Record, frozen=True, kw_only=True):
    """Where the pack departs from the article it started from."""

    item_kind = "correction"
    id: Id
    article_says: Text
    here: Text
    why: Text
    claims: list[Text] = []


RECORDS: tuple[type[Record], ...] = (
    TopicRecord,
    ClaimRecord,
    ReferenceRecord,
    ConditionRecord,
    MedicineRecord,
    ProductRecord,
    VerdictRecord,
    ModifierRecord,
    WordingRecord,
    CorrectionRecord,
)
