"""Reference numbers of a page: in the order in which its sentences first cite them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from guide.advice.content import Claim, Content, Reference
from guide.gateway.pages.words import words


@dataclass(frozen=True)
class SourceView:
    """One reference as a page shows it. ``url`` is "" when it is no address that a browser may open."""

    number: int
    id: str
    title: str
    authors: str
    container: str
    year: str
    url: str
    doi: str
    doi_url: str
    pmid: str
    pmid_url: str
    kind: str
    verified: bool
    note: str


class Numbering:
    """Gives each reference its number when it is first cited."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._numbers: dict[str, int] = {}

    def cite(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """Return the numbers of what the claims cite together, each once, in the order of citation."""
        known = self._content.references
        cited = dict.fromkeys(r for claim in claims for r in claim.references if r in known)
        return tuple(self._numbers.setdefault(ref, len(self._numbers) + 1) for ref in cited)

    def sources(self) -> tuple[SourceView, ...]:
        """Return everything cited so far, in the order of its numbers."""
        return tuple(source_view(self._content.references[ref], n) for ref, n in self._numbers.items())


def source_view(reference: Reference, number: int = 0) -> SourceView:
    """Return what is shown of a reference."""
    pmid = reference.pmid or ""
    return SourceView(
        number=number,
        id=reference.id,
        title=reference.title,
        authors=reference.authors,
        # An organisation that publishes its own page would stand there twice.
        container="" if reference.container == reference.authors else reference.container,
        year=str(reference.year) if reference.year else "",
        url=safe_url(reference.url),
        doi=reference.doi or "",
        doi_url=f"https://doi.org/{quote(reference.doi)}" if reference.doi else "",
        pmid=pmid,
        pmid_url=f"https://pubmed.ncbi.nlm.nih.gov/{quote(pmid, safe='')}/" if pmid else "",
        kind=kind_of(reference)["words"],
        verified=reference.verified,
        note=reference.note,
    )


def kind_of(reference: Reference) -> dict[str, str]:
    """Return how the kind of a source is called, here and by schema.org."""
    found: dict[str, str] = words()["kinds"].get(reference.kind) or words()["other_kind"]
    return found


def safe_url(url: str) -> str:
    """Return ``url`` if it is a web address, else "": a link must not run script (``javascript:``)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
