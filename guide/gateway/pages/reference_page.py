"""What the page of one reference shows."""

from __future__ import annotations

from dataclasses import dataclass

from guide.advice.content import Content
from guide.advice.vocabulary import Audience
from guide.gateway.pages.article import wording
from guide.gateway.pages.citing import SourceView, source_view


@dataclass(frozen=True)
class CitingClaim:
    """A statement that rests on the reference."""

    id: str
    text: str
    topic: str
    warning: bool


@dataclass(frozen=True)
class ReferencePageView:
    """The reference and the statements that cite it, in the order of their topics."""

    source: SourceView
    pack: str
    food: str
    claims: tuple[CitingClaim, ...]


def reference_page_view(reference: str, content: Content) -> ReferencePageView | None:
    """Return what is shown of ``reference``, ``None`` if no such reference is served."""
    found = content.references.get(reference)
    if found is None:
        return None
    citing = (c for c in content.claims.values() if reference in c.references)
    return ReferencePageView(
        source=source_view(found),
        pack=content.pack,
        food=content.food,
        claims=tuple(
            CitingClaim(c.id, wording(c, Audience.PUBLIC), _topic_title(c.topic, content), c.is_warning)
            for c in citing
        ),
    )


def _topic_title(topic: str, content: Content) -> str:
    return content.topics[topic].title if topic in content.topics else ""
