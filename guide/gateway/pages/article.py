"""What the article page shows: content in, immutable values out. Nothing here knows of HTTP or HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guide.advice.content import Claim, Content, Correction, Topic
from guide.advice.vocabulary import Audience
from guide.gateway.pages.citing import Numbering, SourceView
from guide.gateway.pages.grouping import grouped
from guide.gateway.pages.people import Reader, ask_url, readers, who_words
from guide.gateway.pages.reviews import ProgressView, ReviewView, progress_view, review_view
from guide.gateway.pages.source_article import (
    ArticleStatement,
    article_statements,
    corrections_of,
    split_statement,
)
from guide.gateway.pages.words import words


@dataclass(frozen=True)
class Ask:
    """A question that the chat can be opened with."""

    question: str
    url: str


@dataclass(frozen=True)
class ClaimView:
    """One statement with everything a reader needs to judge it. ``warning`` is "" for what is none."""

    id: str
    text: str
    citations: tuple[int, ...]
    warning: str
    verdict: str
    strength: str
    level: int
    directness: str
    who: tuple[str, ...]
    everyone: bool
    review: ReviewView
    article_numbers: tuple[int, ...]
    article_gist: str
    correction: str
    corrections: tuple[Correction, ...]
    ask: Ask | None


@dataclass(frozen=True)
class TopicView:
    """One topic. ``also`` are statements that stand in full under another topic."""

    id: str
    title: str
    bottom_line: str
    citations: tuple[int, ...]
    claims: tuple[ClaimView, ...]
    also: tuple[ClaimView, ...]
    ask: Ask | None


@dataclass(frozen=True)
class GroupView:
    """Topics that are read together."""

    id: str
    title: str
    topics: tuple[TopicView, ...]


@dataclass(frozen=True)
class ArticleView:
    """The whole page. ``claims`` and ``topics`` are what stands on it, by id."""

    pack: str
    food: str
    version: str
    audience: str
    professional: bool
    groups: tuple[GroupView, ...]
    topics: dict[str, TopicView]
    claims: dict[str, ClaimView]
    sources: tuple[SourceView, ...]
    progress: ProgressView
    readers: tuple[tuple[Reader, Ask], ...]
    corrections: tuple[Correction, ...]
    statements: tuple[ArticleStatement, ...]


def article_view(content: Content, audience: Audience, today: date) -> ArticleView:
    """Return everything that the article page shows to ``audience``."""
    views = _Views(content, audience, today)
    groups = tuple(
        GroupView(group.id, group.title, tuple(views.topic(content.topics[t]) for t in group.topics))
        for group in grouped(content)
    )
    topics = {topic.id: topic for group in groups for topic in group.topics}
    return ArticleView(
        pack=content.pack,
        food=content.food,
        version=content.version[:12],
        audience=audience.value,
        professional=audience is Audience.PROFESSIONAL,
        groups=groups,
        topics=topics,
        claims={claim.id: claim for topic in topics.values() for claim in topic.claims},
        sources=views.numbering.sources(),
        progress=progress_view(content),
        readers=tuple((reader, ask(reader.ask)) for reader in readers(content)),
        corrections=tuple(content.corrections.values()),
        statements=article_statements(content),
    )


def ask(question: str) -> Ask:
    """Return a question with the address that asks it."""
    return Ask(question, ask_url(question))


def home_topic(claim: Claim, content: Content) -> str:
    """Return the one topic that a claim stands under in full, "" if no served topic lists it."""
    listing = [t.id for t in content.topics.values() if claim.id in t.claims]
    return claim.topic if claim.topic in listing else next(iter(listing), "")


def wording(part: Claim | Topic, audience: Audience) -> str:
    """Return the wording for ``audience``."""
    return part.clinical if audience is Audience.PROFESSIONAL else part.plain


class _Views:
    """Builds views in reading order, which is the order in which sources get their numbers."""

    def __init__(self, content: Content, audience: Audience, today: date) -> None:
        self._content, self._audience, self._today = content, audience, today
        self.numbering = Numbering(content)

    def topic(self, topic: Topic) -> TopicView:
        known = self._content.claims
        rests_on = [known[c] for c in topic.bottom_line_claims if c in known]
        citations = self.numbering.cite(rests_on)
        claims = [known[c] for c in topic.claims if c in known]
        here = [c for c in claims if home_topic(c, self._content) == topic.id]
        return TopicView(
            id=topic.id,
            title=topic.title,
            bottom_line=wording(topic, self._audience),
            citations=citations,
            claims=tuple(self.claim(c) for c in here),
            also=tuple(self.claim(c) for c in claims if c not in here),
            ask=_first_question(rests_on),
        )

    def claim(self, claim: Claim) -> ClaimView:
        verdict = claim.verdict.label if claim.verdict is not None else ""
        strength = words()["strength"][claim.strength.value]
        directness: str = words()["directness"][claim.directness.value]
        numbers, gist = split_statement(claim.article_statement)
        return ClaimView(
            id=claim.id,
            text=wording(claim, self._audience),
            citations=self.numbering.cite([claim]),
            warning=words()["warning"][verdict] if claim.is_warning else "",
            verdict=verdict,
            strength=strength["words"],
            level=strength["level"],
            directness=directness.format(food=self._content.food),
            who=who_words(claim, self._content),
            everyone=not claim.applies_to,
            review=review_view(claim.review, self._today),
            article_numbers=numbers,
            article_gist=gist,
            correction=claim.correction or "",
            corrections=corrections_of(claim.id, self._content),
            ask=_first_question([claim]),
        )


def _first_question(claims: list[Claim]) -> Ask | None:
    questions = (question for claim in claims for question in claim.asks)
    return next((ask(question) for question in questions), None)
