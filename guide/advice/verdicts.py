"""Which products suit a profile: the strictest row wins, and what is unknown counts as risk.

The rows come from the content pack (``verdicts.yml``). Nothing here knows a food or a condition
by name except the reaction to milk, the life stages and the screening questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from guide.advice.content import Content, Product, VerdictCell
from guide.advice.profile import INFANT, Profile, milk_settled
from guide.advice.vocabulary import Status, Verdict

BASE_ROW = "healthy_adult"
UNKNOWN_MILK = "unknown.milk"
UNKNOWN_RISKS = "unknown.risks"
UNKNOWN_AGE = "unknown.age"
AFTER_EMERGENCY = "after.emergency"
NO_ROW = "unknown.condition"


@dataclass(frozen=True)
class Reason:
    """One thing that makes a verdict at least this strict.

    ``condition`` names the profile condition, or is "" for the base row. ``wording`` names the
    sentence of the pack for a floor (an unknown, an emergency); then there is no row.
    """

    verdict: Verdict
    row: str = ""
    condition: str = ""
    status: Status = Status.PRESENT
    claims: tuple[str, ...] = ()
    note: str = ""
    wording: str = ""
    modifier: str = ""


@dataclass(frozen=True)
class ProductAdvice:
    """The verdict on one product with every reason for it, strictest first."""

    product: Product
    verdict: Verdict
    reasons: tuple[Reason, ...]
    modifiers: tuple[str, ...] = ()

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons as strict as the verdict itself; conditions before floors before the base."""
        return tuple(r for r in self.reasons if r.verdict is self.verdict)

    @property
    def known_strict(self) -> bool:
        """Whether what is known, not what is unknown, already advises against the product."""
        return self.verdict >= Verdict.ASK_CLINICIAN and not self.conditional

    def of_what_is_known(self) -> ProductAdvice:
        """Return the advice by what was said alone: as if nothing unknown counted as risk."""
        known = tuple(r for r in self.reasons if not r.wording.startswith("unknown."))
        return replace(self, verdict=known[0].verdict, reasons=known)

    @property
    def conditional(self) -> bool:
        """Whether only something unknown makes the verdict this strict."""
        return all(r.wording.startswith("unknown.") for r in self.deciding)


def advise(
    profile: Profile, product_id: str, content: Content, modifiers: Iterable[str] = ()
) -> ProductAdvice:
    """Return the advice on one product for one person.

    Args:
        profile: what is known; what is not known counts as risk.
        product_id: an id of the pack; an unknown one counts as *ask a clinician*.
        content: the snapshot.
        modifiers: ids of modifiers that are known to hold ("home_made").
    """
    product = content.products.get(product_id)
    if product is None:
        unknown = Product(product_id, product_id.replace("_", " "), "plant", True)
        return ProductAdvice(unknown, Verdict.ASK_CLINICIAN, (Reason(Verdict.ASK_CLINICIAN, wording=NO_ROW),))
    modifiers = tuple(modifiers)
    rows = list(_row_reasons(profile, product_id, content))
    reasons = rows + list(_floors(profile, product, content))
    reasons += _modifier_reasons(profile, product, content, modifiers)
    ordered = tuple(sorted(reasons, key=lambda r: (-r.verdict, bool(r.wording), not r.condition)))
    return ProductAdvice(product, ordered[0].verdict, ordered, modifiers)


def active_rows(profile: Profile, content: Content) -> Mapping[str, tuple[str, Status]]:
    """Return the row ids that apply to this person, each with its condition and status."""
    rows: dict[str, tuple[str, Status]] = {}
    for condition in profile.facts:
        if profile.counts(condition, content):
            status = profile.effective(condition, content)
            rows[content.conditions[condition].row(status)] = (condition, status)
    return rows


def _row_reasons(profile: Profile, product_id: str, content: Content) -> Iterable[Reason]:
    yield _cell_reason(content.rows[BASE_ROW].cells[product_id], BASE_ROW)
    for row_id, (condition, status) in active_rows(profile, content).items():
        row = content.rows.get(row_id)
        if row is None or product_id not in row.cells:
            yield Reason(Verdict.ASK_CLINICIAN, condition=condition, status=status, wording=NO_ROW)
        else:
            yield _cell_reason(row.cells[product_id], row_id, condition, status)


def _cell_reason(cell: VerdictCell, row: str, condition: str = "", status: Status = Status.PRESENT) -> Reason:
    return Reason(cell.verdict, row, condition, status, cell.claims, cell.note)


def _floors(profile: Profile, product: Product, content: Content) -> Iterable[Reason]:
    """Unknown counts as risk for what the screening asks; an emergency counts for good."""
    if product.dairy and not milk_settled(profile, content):
        yield Reason(Verdict.AVOID, wording=UNKNOWN_MILK)
    if product.dairy and profile.had_emergency:
        yield Reason(Verdict.AVOID, wording=AFTER_EMERGENCY)
    if "risks" not in profile.answered:
        yield Reason(Verdict.ASK_CLINICIAN, wording=UNKNOWN_RISKS)
    if age_unknown(profile, content):
        cell = content.rows[INFANT].cells[product.id]
        yield Reason(cell.verdict, claims=cell.claims, wording=UNKNOWN_AGE)


def age_unknown(profile: Profile, content: Content) -> bool:
    """Whether this person is a minor whose age was not said."""
    known = (Status.PRESENT, Status.HISTORICAL)
    return profile.minor and not any(profile.status(c) in known for c in (INFANT, "child", "preterm_infant"))


def _modifier_reasons(
    profile: Profile, product: Product, content: Content, modifiers: tuple[str, ...]
) -> list[Reason]:
    reasons = []
    rows = active_rows(profile, content)
    for name in modifiers:
        modifier = content.modifiers.get(name)
        if modifier is None or (modifier.product_groups and product.group not in modifier.product_groups):
            continue
        hit = [r for r in rows if r in modifier.applies_to]
        if modifier.applies_to and not hit:
            continue
        reasons += _apply(modifier.treat_as, modifier.at_least, hit, rows, content, modifier.claims, name)
    return reasons


def _apply(
    treat_as: str | None,
    at_least: Verdict | None,
    hit: list[str],
    rows: Mapping[str, tuple[str, Status]],
    content: Content,
    claims: tuple[str, ...],
    name: str,
) -> list[Reason]:
    if treat_as is None:
        condition = rows[hit[0]][0] if hit else ""
        floor = Verdict.AVOID if at_least is None else at_least
        return [Reason(floor, condition=condition, claims=claims, modifier=name)]
    return [
        Reason(content.rows[r].cells[treat_as].verdict, r, rows[r][0], rows[r][1], claims, modifier=name)
        for r in hit
        if r in content.rows
    ]


def alternatives(profile: Profile, content: Content, instead_of: str) -> tuple[ProductAdvice, ...]:
    """Return advice on every other product, best first: what suits, and what must be left out."""
    others = [advise(profile, p, content) for p in content.products if p != instead_of]
    return tuple(sorted(others, key=lambda a: (a.verdict, a.product.dairy)))
