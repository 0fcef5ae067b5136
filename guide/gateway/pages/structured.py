"""What the article says of itself to machines (schema.org, JSON-LD)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from guide.advice.content import Content, Reference
from guide.advice.vocabulary import Audience
from guide.gateway.pages.citing import kind_of, safe_url
from guide.gateway.pages.reviews import progress_view
from guide.gateway.pages.words import words


def medical_web_page(content: Content, audience: Audience) -> dict[str, Any]:
    """Return the page as a MedicalWebPage. A review is claimed only where somebody reviewed something."""
    progress = progress_view(content)
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": f"{content.food.capitalize()}, statement by statement",
        "inLanguage": "en",
        "about": {"@type": "Thing", "name": content.food},
        "audience": {
            "@type": "MedicalAudience",
            "audienceType": words()["audience"][audience.value]["schema"],
        },
        "creativeWorkStatus": progress.status,
        "version": content.version[:12],
        "citation": [_cited(content.references[r]) for r in _citations(content)],
    }
    if progress.updated_on:
        page["dateModified"] = progress.updated_on.isoformat()
    if progress.last_reviewed:
        page["lastReviewed"] = progress.last_reviewed.isoformat()
        page["reviewedBy"] = [{"@type": "Person", "name": name} for name in progress.reviewers]
    return page


def script_json(data: Any) -> Markup:
    """Return JSON that may stand in a script element.

    Content is untrusted: as escapes, ``<``, ``>`` and ``&`` can neither close the element nor open a comment.
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)


def _citations(content: Content) -> list[str]:
    cited = dict.fromkeys(r for claim in content.claims.values() for r in claim.references)
    return [ref for ref in cited if ref in content.references]


def _cited(reference: Reference) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": kind_of(reference)["schema"],
        "name": reference.title,
        "author": reference.authors,
        "isPartOf": {"@type": "CreativeWork", "name": reference.container},
    }
    if reference.year:
        work["datePublished"] = str(reference.year)
    if safe_url(reference.url):
        work["url"] = reference.url
    identifiers = [f"doi:{reference.doi}"] * bool(reference.doi)
    identifiers += [f"pmid:{reference.pmid}"] * bool(reference.pmid)
    if identifiers:
        work["identifier"] = identifiers
    return work
