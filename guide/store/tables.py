"""The tables of the items. A row of a ``*_versions`` table is one version of one item.

Every pack holds its own copy of the common conditions and medicines, so that importing one food
never changes what another food's readers are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Text
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from guide.store import records
from guide.store.versioning import ID_LENGTH, Base, VersionMixin


class TopicVersion(VersionMixin, Base):
    __tablename__ = "topic_versions"
    record = records.TopicRecord
    title = Column(Text, nullable=False)
    plain = Column(Text, nullable=False)
    clinical = Column(Text, nullable=False)
    claims = Column(JSON, nullable=False)
    bottom_line_claims = Column(JSON, nullable=False)
    followups = Column(JSON, nullable=False)
    conditions = Column(JSON, nullable=False)
    consumption = Column(Boolean(create_constraint=False), nullable=False)


class ClaimVersion(VersionMixin, Base):
    __tablename__ = "claim_versions"
    record = records.ClaimRecord
    topic = Column(String(ID_LENGTH), nullable=False)
    about = Column(Text, nullable=False)
    plain = Column(Text, nullable=False)
    clinical = Column(Text, nullable=False)
    applies_to = Column(JSON, nullable=False)
    verdict = Column(String(32))
    strength = Column(String(32), nullable=False)
    directness = Column(String(32), nullable=False)
    asks = Column(JSON, nullable=False)
    same_as = Column(JSON, nullable=False)
    article_statement = Column(Text)
    correction = Column(Text)
    citations = relationship(
        "ClaimReference",
        order_by="ClaimReference.position",
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )
    references = association_proxy("citations", "reference")


class ClaimReference(Base):
    """That a version of a claim cites a reference, in the order of citation."""

    __tablename__ = "claim_references"
    claim_version_id = Column(ForeignKey("claim_versions.id"), primary_key=True)
    reference = Column(String(ID_LENGTH), primary_key=True)
    position = Column(Integer, nullable=False)

    def __init__(self, reference: str) -> None:
        self.reference = reference


class ReferenceVersion(VersionMixin, Base):
    __tablename__ = "reference_versions"
    record = records.ReferenceRecord
    kind = Column(String(32), nullable=False)
    authors = Column(Text, nullable=False)
    title = Column(Text, nullable=False)
    container = Column(Text, nullable=False)
    year = Column(Integer)
    doi = Column(Text)
    pmid = Column(Text)
    url = Column(Text, nullable=False)
    verified = Column(Boolean(create_constraint=False), nullable=False)
    seen_at = Column(Text)
    note = Column(Text)


class ConditionVersion(VersionMixin, Base):
    __tablename__ = "condition_versions"
    record = records.ConditionRecord
    label = Column(Text, nullable=False)
    question = Column(String(32), nullable=False)
    chip = Column(JSON, nullable=False)
    rows = Column(JSON, nullable=False)
    historical = Column(String(16), nullable=False)
    historical_source = Column(Text, nullable=False)
    relax_needs = Column(String(32), nullable=False)
    implies = Column(JSON, nullable=False)
    synonyms = relationship(
        "ConditionTerm",
        order_by="ConditionTerm.position",
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )
    terms = association_proxy("synonyms", "term")


class ConditionTerm(Base):
    """A phrase people use for a condition."""

    __tablename__ = "condition_terms"
    condition_version_id = Column(ForeignKey("condition_versions.id"), primary_key=True)
    position = Column(Integer, primary_key=True)
    term = Column(Text, nullable=False)

    def __init__(self, term: str) -> None:
        self.term = term


class MedicineVersion(VersionMixin, Base):
    __tablename__ = "medicine_versions"
    record = records.MedicineRecord
    names = Column(JSON, nullable=False)
    conditions = Column(JSON, nullable=False)


class ProductVersion(VersionMixin, Base):
    __tablename__ = "product_versions"
    record = records.ProductRecord
    label = Column(Text, nullable=False)
    group = Column(String(ID_LENGTH), nullable=False)
    dairy = Column(Boolean(create_constraint=False), nullable=False)
    terms = Column(JSON, nullable=False)


class VerdictVersion(VersionMixin, Base):
    """A row of the verdict table. It is reviewed whole, as a clinician reads it."""

    __tablename__ = "verdict_versions"
    record = records.VerdictRecord
    label = Column(Text, nullable=False)
    includes = Column(JSON, nullable=False)
    note = Column(Text)
    cells = relationship(
        "VerdictCellRow",
        order_by="VerdictCellRow.position",
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
    )

    @property
    def products(self) -> dict[str, dict[str, Any]]:
        """The cells by product, as in the pack."""
        return {
            cell.product: {"verdict": cell.verdict, "claims": cell.claims, "note": cell.note}
            for cell in self.cells
        }

    @products.setter
    def products(self, products: Mapping[str, Mapping[str, Any]]) -> None:
        self.cells = [VerdictCellRow(product=product, **cell) for product, cell in products.items()]


class VerdictCellRow(Base):
    """What one version of a row says about one product."""

    __tablename__ = "verdict_cells"
    verdict_version_id = Column(ForeignKey("verdict_versions.id"), primary_key=True)
    product = Column(String(ID_LENGTH), primary_key=True)
    position = Column(Integer, nullable=False)
    verdict = Column(String(32), nullable=False)
    claims = Column(JSON, nullable=False)
    note = Column(Text)


class ModifierVersion(VersionMixin, Base):
    __tablename__ = "modifier_versions"
    record = records.ModifierRecord
    label = Column(Text, nullable=False)
    at_least = Column(String(32))
    treat_as = Column(String(ID_LENGTH))
    applies_to = Column(JSON, nullable=False)
    product_groups = Column(JSON, nullable=False)
    claims = Column(JSON, nullable=False)
    terms = Column(JSON, nullable=False)


class WordingVersion(VersionMixin, Base):
    __tablename__ = "wording_versions"
    record = records.WordingRecord
    plain = Column(Text, nullable=False)
    clinical = Column(Text, nullable=False)
    claims = Column(JSON, nullable=False)


class CorrectionVersion(VersionMixin, Base):
    __tablename__ = "correction_versions"
    record = records.CorrectionRecord
    article_says = Column(Text, nullable=False)
    here = Column(Text, nullable=False)
    why = Column(Text, nullable=False)
    claims = Column(JSON, nullable=False)


VERSIONS: dict[str, Any] = {
    table.record.item_kind: table
    for table in (
        TopicVersion,
        ClaimVersion,
        ReferenceVersion,
        ConditionVersion,
        MedicineVersion,
        ProductVersion,
        VerdictVersion,
        ModifierVersion,
        WordingVersion,
        CorrectionVersion,
    )
}
"""The table of each kind."""
