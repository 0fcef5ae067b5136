"""The snapshot: what may be served of a pack, as the immutable values that ``advice`` reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from guide.advice.content import (
    Claim,
    Condition,
    Content,
    Correction,
    Modifier,
    Product,
    Reference,
    Topic,
    VerdictCell,
    VerdictRow,
    Wording,
)
from guide.advice.vocabulary import Directness, ReviewStatus, Status, Strength, Verdict
from guide.store import tables
from guide.store.overdue import is_overdue, is_withdrawn, served_version
from guide.store.selection import is_unproven, select_served
from guide.store.versioning import PackRow, ReviewEventRow

PARTS = {
    "claim": tables.ClaimVersion.citations,
    "condition": tables.ConditionVersion.synonyms,
    "verdict": tables.VerdictVersion.cells,
}
"""The child rows that a kind keeps, read along with it in one query."""


def load_content(session: Session, pack: PackRow, serve_pending: bool, today: date) -> Content:
    """Return everything that may be said about the food of ``pack``.

    Ids are cut down to what is served: a topic or sentence that is left without a claim is left out,
    a verdict stays (without it the advice would be milder than the table says).
    """
    rows = {
        kind: select_served(kind, live_versions(session, pack.id, kind), serve_pending)
        for kind in tables.VERSIONS
        if kind != "reference"
    }
    standing = [row for row in rows["claim"] if not is_withdrawn(row, today)]
    claims = {row.item_key: _claim(row, is_overdue(row, today)) for row in standing}
    conditions = {row.item_key: _condition(row) for row in rows["condition"]}
    products = {row.item_key: _product(row) for row in rows["product"]}
    topics = (_topic(row, claims.keys()) for row in rows["topic"])
    wording = (_wording(row, claims.keys()) for row in rows["wording"])
    table = (
        _verdict_row(row, products, claims.keys(), is_unproven(row, serve_pending)) for row in rows["verdict"]
    )
    return Content(
        pack=pack.id,
        food=pack.food,
        version=served_version(session, pack, today),
        main_product=pack.main_product,
        alternatives_topic=pack.alternatives_topic,
        topics={topic.id: topic for topic in topics if topic.bottom_line_claims},
        claims=claims,
        references=_references(session, pack.id, claims, conditions),
        conditions=conditions,
        products=products,
        rows={row.condition: row for row in table},
        modifiers={row.item_key: _modifier(row, claims.keys()) for row in rows["modifier"]},
        wording={each.key: each for each in wording if each.claims},
        suggestions={Verdict.from_label(label): tuple(said) for label, said in pack.suggestions.items()},
        corrections={row.item_key: _correction(row, claims.keys()) for row in rows["correction"]},
        updated_on=_updated_on(session, pack.id),
    )


def _updated_on(session: Session, pack: str) -> date | None:
    """Return the day of the pack's last event: every import that changed something left one."""
    last = session.execute(select(func.max(ReviewEventRow.at)).where(ReviewEventRow.pack_id == pack)).scalar()
    return last.date() if last else None


def live_versions(session: Session, pack: str, kind: str) -> Iterable[Any]:
    """Return the versions of one kind that are not retired, with their parts."""
    table = tables.VERSIONS[kind]
    query = select(table).where(table.pack_id == pack, table.status != ReviewStatus.RETIRED)
    return session.execute(_with_parts(query, kind)).scalars()


def cited_references(session: Session, pack: str, cited: Set[str]) -> list[Any]:
    """Return a version of each cited reference, in editorial order.

    An approved claim may still cite what has left the pack; its reference stays to be read, retired
    or not.
    """
    table = tables.ReferenceVersion
    query = select(table).where(table.pack_id == pack).order_by(table.version)
    found = [row for row in session.execute(query).scalars() if row.item_key in cited]
    live = select_served("reference", (row for row in found if row.status is not ReviewStatus.RETIRED), True)
    missing = cited - {row.item_key for row in live}
    newest = {row.item_key: row for row in found if row.item_key in missing}
    return [*live, *newest.values()]


def _with_parts(query: Any, kind: str) -> Any:
    return query.options(selectinload(PARTS[kind])) if kind in PARTS else query


def _references(
    session: Session, pack: str, claims: Mapping[str, Claim], conditions: Mapping[str, Condition]
) -> dict[str, Reference]:
    cited = {reference for claim in claims.values() for reference in claim.references}
    cited |= {condition.historical_source for condition in conditions.values()}
    return {row.item_key: _reference(row) for row in cited_references(session, pack, cited)}


def _claim(row: Any, overdue: bool) -> Claim:
    return Claim(
        id=row.item_key,
        topic=row.topic,
        about=row.about,
        plain=row.plain,
        clinical=row.clinical,
        strength=Strength(row.strength),
        directness=Directness(row.directness),
        references=tuple(row.references),
        applies_to=tuple(row.applies_to),
        verdict=_verdict(row.verdict),
        asks=tuple(row.asks),
        same_as=tuple(row.same_as),
        article_statement=row.article_statement,
        correction=row.correction,
        version=row.version,
        review=replace(row.review(), overdue=overdue),
    )


def _topic(row: Any, served: Set[str]) -> Topic:
    return Topic(
        id=row.item_key,
        title=row.title,
        plain=row.plain,
        clinical=row.clinical,
        claims=_kept(row.claims, served),
        bottom_line_claims=_kept(row.bottom_line_claims, served),
        followups=tuple(row.followups),
        conditions=tuple(row.conditions),
        consumption=row.consumption,
        review=row.review(),
    )


def _reference(row: Any) -> Reference:
    return Reference(
        id=row.item_key,
        title=row.title,
        authors=row.authors,
        container=row.container,
        year=row.year,
        url=row.url,
        kind=row.kind,
        verified=row.verified,
        note=row.note or "",
        doi=row.doi,
        pmid=row.pmid,
    )


def _condition(row: Any) -> Condition:
    return Condition(
        id=row.item_key,
        label=row.label,
        question=row.question,
        historical_as=Status(row.historical),
        historical_source=row.historical_source,
        rows={Status(status): target for status, target in row.rows.items()},
        chips=row.to_record().chips,
        relax_needs_clinician=row.relax_needs == "clinician",
    )


def _product(row: Any) -> Product:
    return Product(row.item_key, row.label, row.group, row.dairy, tuple(row.terms))


def _verdict_row(row: Any, products: Mapping[str, Product], served: Set[str], unproven: bool) -> VerdictRow:
    """Build a row with a cell for every product. What nobody vouches for is never better than asking."""
    floor = Verdict.ASK_CLINICIAN if unproven else Verdict.OK
    cells = dict.fromkeys(products, VerdictCell(Verdict.ASK_CLINICIAN, ()))
    for product, cell in row.products.items():
        if product in products:
            verdict = max(Verdict.from_label(cell["verdict"]), floor)
            cells[product] = VerdictCell(verdict, _kept(cell["claims"], served), cell["note"] or "")
    return VerdictRow(row.item_key, row.label, cells, row.note or "")


def _modifier(row: Any, served: Set[str]) -> Modifier:
    return Modifier(
        id=row.item_key,
        label=row.label,
        claims=_kept(row.claims, served),
        at_least=_verdict(row.at_least),
        treat_as=row.treat_as,
        applies_to=tuple(row.applies_to),
        product_groups=tuple(row.product_groups),
        terms=tuple(row.terms),
    )


def _wording(row: Any, served: Set[str]) -> Wording:
    return Wording(row.item_key, row.plain, row.clinical, _kept(row.claims, served), row.review())


def _correction(row: Any, served: Set[str]) -> Correction:
    return Correction(row.item_key, row.article_says, row.here, row.why, _kept(row.claims, served))


def _verdict(label: str | None) -> Verdict | None:
    return None if label is None else Verdict.from_label(label)


def _kept(claims: Iterable[str], served: Set[str]) -> tuple[str, ...]:
    return tuple(claim for claim in claims if claim in served)
