"""The reviewed content as immutable values: what the store serves and the rules read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from guide.advice.vocabulary import Directness, ReviewStatus, Status, Strength, Verdict


@dataclass(frozen=True)
class Reference:
    """A bibliographic record. ``url`` is what a reader can open (DOI or the organisation's page)."""

    id: str
    title: str
    authors: str
    container: str
    year: int | None
    url: str
    kind: str
    verified: bool
    note: str = ""
    doi: str | None = None
    pmid: str | None = None


@dataclass(frozen=True)
class Review:
    """Review state of one piece of content. ``reviewer`` is empty until somebody reviewed it.

    ``overdue``: the next review was due before today. Only warnings are served then.
    """

    status: ReviewStatus = ReviewStatus.SUBMITTED
    reviewer: str = ""
    reviewed_on: date | None = None
    next_review_due: date | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Claim:
    """One statement in two wordings, with what supports it.

    ``applies_to`` holds condition ids (empty: everyone). ``verdict`` speaks of the claim's own
    subject only; a claim with ``AVOID``, ``ASK_CLINICIAN`` or ``CAUTION`` counts as a warning.
    ``same_as`` lists figures that are equal in the two wordings ("10 million = 1e7").
    """

    id: str
    topic: str
    about: str
    plain: str
    clinical: str
    strength: Strength
    directness: Directness
    references: tuple[str, ...]
    applies_to: tuple[str, ...] = ()
    verdict: Verdict | None = None
    asks: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    article_statement: str | None = None
    correction: str | None = None
    version: int = 1
    review: Review = field(default_factory=Review)

    @property
    def is_warning(self) -> bool:
        """Whether the claim tells somebody to hold back."""
        return self.verdict is not None and self.verdict >= Verdict.CAUTION


@dataclass(frozen=True)
class Topic:
    """Something that can be asked about.

    ``claims`` are in editorial order; the bottom line rests on ``bottom_line_claims``.
    ``conditions`` are the conditions the topic is about. ``consumption`` marks a topic whose
    answer could be read as leave to drink a dairy product.
    """

    id: str
    title: str
    plain: str
    clinical: str
    claims: tuple[str, ...]
    bottom_line_claims: tuple[str, ...]
    followups: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    consumption: bool = False
    review: Review = field(default_factory=Review)


@dataclass(frozen=True)
class Condition:
    """Something about a person that changes the advice.

    ``rows`` maps a status to the verdict row that is read (absent key: the condition's own id).
    ``historical_as`` is the status that a past condition counts as. ``question`` names the
    screening question that asks for it ("" if none does); ``chips`` are its quick-reply
    labels there. ``relax_needs_clinician``: once stated, only a clinician's word relaxes it.
    """

    id: str
    label: str
    question: str
    historical_as: Status
    historical_source: str
    rows: Mapping[Status, str] = field(default_factory=dict)
    chips: tuple[str, ...] = ()
    relax_needs_clinician: bool = False

    def row(self, status: Status) -> str:
        """Return the id of the verdict row to read for this condition at ``status``."""
        return self.rows.get(status, self.id)


@dataclass(frozen=True)
class Product:
    """A product advice is given on. ``group`` picks the wording; ``dairy`` the milk rules."""

    id: str
    label: str
    group: str
    dairy: bool
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class VerdictCell:
    """What one condition row says about one product."""

    verdict: Verdict
    claims: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class VerdictRow:
    """One condition's advice on every product."""

    condition: str
    label: str
    cells: Mapping[str, VerdictCell]
    note: str = ""


@dataclass(frozen=True)
class Modifier:
    """Something about a product as it is served that can only make its verdict stricter.

    ``applies_to`` holds verdict row ids (empty: everyone). With ``treat_as`` the product is read
    as that other product; otherwise ``at_least`` is the floor.
    """

    id: str
    label: str
    claims: tuple[str, ...]
    at_least: Verdict | None = None
    treat_as: str | None = None
    applies_to: tuple[str, ...] = ()
    product_groups: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """One reviewed sentence with only the slots {person}, {condition} and {product}."""

    key: str
    plain: str
    clinical: str
    claims: tuple[str, ...]
    review: Review = field(default_factory=Review)


@dataclass(frozen=True)
class Correction:
    """What the source article said, what is said here, and why."""

    id: str
    article_says: str
    here: str
    why: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything that may be said about one food: the snapshot the bot answers from.

    ``main_product`` is what is meant when no product is named; ``alternatives_topic`` is the topic
    that is about what to have instead; ``suggestions`` are follow-up questions after a verdict.
    ``updated_on`` is the day on which anything was last added, changed, or decided on in review.
    """

    pack: str
    food: str
    version: str
    main_product: str
    alternatives_topic: str
    topics: Mapping[str, Topic]
    claims: Mapping[str, Claim]
    references: Mapping[str, Reference]
    conditions: Mapping[str, Condition]
    products: Mapping[str, Product]
    rows: Mapping[str, VerdictRow]
    modifiers: Mapping[str, Modifier]
    wording: Mapping[str, Wording]
    suggestions: Mapping[Verdict, tuple[str, ...]] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    updated_on: date | None = None
