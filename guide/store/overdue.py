"""What happens to a statement whose next review is overdue (design §4.9).

A benefit is withdrawn: nobody stands by it any more. A warning stays, and says that it is overdue:
without it the advice would be milder.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guide.advice.vocabulary import ReviewStatus, Verdict
from guide.store.tables import ClaimVersion
from guide.store.versioning import PackRow


def is_overdue(row: Any, today: date) -> bool:
    """Whether the version should have been reviewed again by now."""
    return row.next_review_due is not None and row.next_review_due < today


def is_withdrawn(claim: Any, today: date) -> bool:
    """Whether a version of a claim is overdue and warns nobody."""
    warns = claim.verdict is not None and Verdict.from_label(claim.verdict) >= Verdict.CAUTION
    return is_overdue(claim, today) and not warns


def served_version(session: Session, pack: PackRow, today: date) -> str:
    """Return what changes whenever anything that may be served changes, be it only because a day has come."""
    query = select(func.count()).where(
        ClaimVersion.pack_id == pack.id,
        ClaimVersion.status != ReviewStatus.RETIRED,
        ClaimVersion.next_review_due < today,
    )
    overdue = session.execute(query).scalar_one()
    return f"{pack.version}+{overdue}" if overdue else str(pack.version)
