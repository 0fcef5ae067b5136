"""Whom a statement concerns, in words; and the choice "which best describes you"."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from guide.advice.content import Claim, Content, Topic
from guide.gateway.pages.words import read_data, words


@dataclass(frozen=True)
class Reader:
    """One entry of the choice: the topics and warnings that concern such a reader, and what to ask."""

    id: str
    label: str
    ask: str
    topics: tuple[str, ...]
    warnings: tuple[str, ...]


def who_words(claim: Claim, content: Content) -> tuple[str, ...]:
    """Return to whom a claim applies, in words."""
    return tuple(dict.fromkeys(condition_label(c, content) for c in claim.applies_to)) or (
        words()["everyone"],
    )


def condition_label(condition: str, content: Content) -> str:
    """Return the words for a condition: those of its verdict row, which are the more exact ones."""
    if condition in content.rows:
        return content.rows[condition].label
    return content.conditions[condition].label if condition in content.conditions else condition


def ask_url(question: str) -> str:
    """Return the address at which the chat opens with ``question``."""
    return f"/?ask={quote(question, safe='')}"


def readers(content: Content) -> tuple[Reader, ...]:
    """Return the choice. What concerns whom is read from the content, nothing is advised here."""
    return tuple(_reader(entry, content) for entry in read_data("readers"))


def _reader(entry: dict[str, object], content: Content) -> Reader:
    conditions = {str(c) for c in _listed(entry, "conditions")}
    concerned = (t for t in content.topics.values() if _concerns(t, conditions))
    # What is most about such a reader stands first.
    topics = sorted(concerned, key=lambda topic: -len(conditions & set(topic.conditions)))
    topics += [content.topics[t] for t in _listed(entry, "topics") if t in content.topics]
    shown = {topic.id: topic for topic in topics}
    rows = conditions | {row for c in conditions for row in _rows(c, content)}
    warnings = (c for c in content.claims.values() if c.is_warning and rows & set(c.applies_to))
    return Reader(
        id=str(entry["id"]),
        label=str(entry["label"]),
        ask=str(entry["ask"]).format(food=content.food),
        topics=tuple(shown),
        warnings=tuple(claim.id for claim in warnings if claim.topic not in shown),
    )


def _listed(entry: dict[str, object], key: str) -> list[str]:
    listed = entry.get(key, [])
    assert isinstance(listed, list)
    return listed


def _concerns(topic: Topic, conditions: set[str]) -> bool:
    """Whether a topic is about one of the conditions; about eating and nobody in particular, if none."""
    if conditions:
        return bool(conditions & set(topic.conditions))
    return topic.consumption and not topic.conditions


def _rows(condition: str, content: Content) -> set[str]:
    """Return the rows that a condition is read from: claims name those where they differ by status."""
    known = content.conditions.get(condition)
    return set(known.rows.values()) if known else set()
