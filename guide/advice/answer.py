"""The channel-free answer, and the numbering of its references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from guide.advice.content import Claim, Content, Reference, Topic, Wording
from guide.advice.phrases import phrases
from guide.advice.vocabulary import Audience, ReviewStatus


@dataclass(frozen=True)
class Cited:
    """One sentence and the numbers of its references in this answer."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Alternative:
    """A product offered instead, with its own verdict and sentence."""

    product: str
    label: str
    verdict: str
    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True)
class Exclusion:
    """A product left out, and because of what."""

    product: str
    label: str
    why: str


@dataclass(frozen=True)
class Answer:
    """What is said to one question. Every sentence of it is cited; nothing in it knows a channel."""

    topic: str | None
    person: str
    about: str
    bottom_line: Cited
    verdict: str | None = None
    product: str | None = None
    statements: tuple[Cited, ...] = ()
    cautions: tuple[Cited, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    alternative_lines: tuple[Cited, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    references: tuple[tuple[int, Reference], ...] = ()
    review_status: ReviewStatus = ReviewStatus.SUBMITTED
    followups: tuple[str, ...] = ()
    nearest_only: bool = False
    claim_ids: tuple[str, ...] = field(default=())


class NotServed(LookupError):
    """What would have to be said is not there to be served: then nothing is said in its place."""


class Citations:
    """Numbers references in the order in which they are first cited, and remembers what was said."""

    def __init__(self, content: Content, audience: Audience) -> None:
        self._content = content
        self._audience = audience
        self._numbers: dict[str, int] = {}
        self._statuses: list[ReviewStatus] = []
        self.claim_ids: list[str] = []

    def claim(self, claim: Claim, note: str = "") -> Cited:
        """Return the claim in the wording of the audience, with numbers."""
        text = claim.clinical if self._audience is Audience.PROFESSIONAL else claim.plain
        if claim.review.overdue:
            note = f"{note} {phrases()['overdue']}".strip()
        self._statuses.append(claim.review.status)
        self.claim_ids.append(claim.id)
        return Cited(f"{text} {note}".strip(), self._number(claim.references))

    def bottom_line(self, topic: Topic) -> Cited:
        """Return the topic's bottom line, cited by the claims that it rests on."""
        text = topic.clinical if self._audience is Audience.PROFESSIONAL else topic.plain
        self._statuses.append(topic.review.status)
        return Cited(text, self.of_claims(topic.bottom_line_claims))

    def wording(self, key: str, claims: Iterable[str] = (), **slots: str) -> Cited:
        """Return the pack's sentence ``key`` with its slots filled; ``claims`` add to its own.

        Raises:
            NotServed: if no such sentence may be served, as when only approved content is.
        """
        wording: Wording | None = self._content.wording.get(key)
        if wording is None:
            raise NotServed(key)
        text = wording.clinical if self._audience is Audience.PROFESSIONAL else wording.plain
        self._statuses.append(wording.review.status)
        sentence = capitalised(text.format(**slots))
        return Cited(sentence, self.of_claims((*claims, *wording.claims)[:4]))

    def of_claims(self, claims: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the leading references of ``claims``, at most four."""
        ids = [r for c in claims if c in self._content.claims for r in self._content.claims[c].references[:2]]
        return self._number(tuple(dict.fromkeys(ids))[:4])

    def _number(self, reference_ids: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted(self._numbers.setdefault(r, len(self._numbers) + 1) for r in reference_ids))

    @property
    def references(self) -> tuple[tuple[int, Reference], ...]:
        """Everything cited so far, by number."""
        return tuple((n, self._content.references[r]) for r, n in self._numbers.items())

    @property
    def review_status(self) -> ReviewStatus:
        """*Approved* only if all that was cited is; otherwise *submitted*."""
        approved = all(s is ReviewStatus.APPROVED for s in self._statuses)
        return ReviewStatus.APPROVED if self._statuses and approved else ReviewStatus.SUBMITTED


def capitalised(sentence: str) -> str:
    """Return ``sentence`` with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]


def as_json(answer: Answer, review_text: str) -> dict[str, Any]:
    """Return the answer as the JSON object of the public contract (design §9)."""
    return {
        "topic": answer.topic,
        "person": answer.person,
        "about": answer.about,
        "bottom_line": _cited(answer.bottom_line),
        "verdict": answer.verdict,
        "product": answer.product,
        "statements": [_cited(s) for s in answer.statements],
        "cautions": [_cited(c) for c in answer.cautions],
        "alternatives": [
            {
                "product": a.product,
                "label": a.label,
                "verdict": a.verdict,
                "text": a.text,
                "citations": list(a.citations),
            }
            for a in answer.alternatives
        ],
        "excluded": [{"product": e.product, "label": e.label, "why": e.why} for e in answer.excluded],
        "references": [_reference(n, r) for n, r in answer.references],
        "review": {"status": answer.review_status.value, "text": review_text},
        "followups": list(answer.followups),
        "claims": list(dict.fromkeys(answer.claim_ids)),
    }


def _cited(cited: Cited) -> dict[str, Any]:
    return {"text": cited.text, "citations": list(cited.citations)}


def _reference(number: int, reference: Reference) -> dict[str, Any]:
    return {
        "number": number,
        "id": reference.id,
        "title": reference.title,
        "year": reference.year,
        "url": reference.url,
        "verified": reference.verified,
    }
