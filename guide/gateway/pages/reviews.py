"""How far the medical review has come, of one statement and of the whole article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guide.advice.content import Content, Review
from guide.advice.vocabulary import ReviewStatus
from guide.gateway.pages.words import words


@dataclass(frozen=True)
class ReviewView:
    """The review of one statement in words. ``overdue``: its next review was due before today."""

    status: str
    words: str
    reviewer: str
    reviewed_on: date | None
    next_review_due: date | None
    overdue: bool


@dataclass(frozen=True)
class Step:
    """One step of review with the number of statements that stand there now."""

    words: str
    count: int
    current: bool
    done: bool


@dataclass(frozen=True)
class ProgressView:
    """Where the whole article stands: at the step of the statement that is furthest behind."""

    steps: tuple[Step, ...]
    status: str
    total: int
    approved: int
    last_reviewed: date | None
    updated_on: date | None
    reviewers: tuple[str, ...]


def review_view(review: Review, today: date) -> ReviewView:
    """Return the review of one statement in words."""
    due = review.next_review_due
    return ReviewView(
        status=review.status.value,
        words=words()["review"][review.status.value],
        reviewer=review.reviewer,
        reviewed_on=review.reviewed_on,
        next_review_due=due,
        overdue=due is not None and due < today,
    )


def progress_view(content: Content) -> ProgressView:
    """Return where the article stands. One pending statement keeps the whole from counting as approved."""
    reviews = [claim.review for claim in content.claims.values()]
    order = [ReviewStatus(step["status"]) for step in words()["steps"]]
    places = [order.index(r.status) if r.status in order else 0 for r in reviews]
    now = min(places, default=0)
    return ProgressView(
        steps=tuple(
            Step(step["words"], places.count(i), current=i == now, done=i < now)
            for i, step in enumerate(words()["steps"])
        ),
        status=order[now].value,
        total=len(reviews),
        approved=places.count(len(order) - 1),
        last_reviewed=last_reviewed(reviews),
        updated_on=content.updated_on,
        reviewers=tuple(sorted({r.reviewer for r in reviews if r.reviewer and r.reviewed_on})),
    )


def last_reviewed(reviews: Iterable[Review]) -> date | None:
    """Return the day of the newest review, ``None`` if nobody reviewed anything."""
    return max((r.reviewed_on for r in reviews if r.reviewed_on), default=None)
