"""In which order the topics stand on the page, and under which headings."""

from __future__ import annotations

from dataclasses import dataclass

from guide.advice.content import Content
from guide.gateway.pages.words import read_data


@dataclass(frozen=True)
class Group:
    """A heading with the ids of its topics."""

    id: str
    title: str
    topics: tuple[str, ...]


def grouped(content: Content) -> tuple[Group, ...]:
    """Return every topic under exactly one heading.

    A topic that the list does not know (another food's, or a new one) still stands on the page: under
    those that concern somebody in particular, or at the end.
    """
    data = read_data("groups")
    placed = {t for group in data["groups"] for t in group["topics"]}
    rest = [t for t in content.topics.values() if t.id not in placed]
    groups = [Group(g["id"], g["title"], _served(g["topics"], content)) for g in data["groups"]]
    for key, topics in (
        ("concerning", [t.id for t in rest if t.conditions]),
        ("other", [t.id for t in rest if not t.conditions]),
    ):
        groups.append(Group(data[key]["id"], data[key]["title"], tuple(topics)))
    return tuple(group for group in groups if group.topics)


def _served(topics: list[str], content: Content) -> tuple[str, ...]:
    return tuple(topic for topic in topics if topic in content.topics)
