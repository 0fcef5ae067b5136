"""What became of the article that the pack started from: each of its statements, and what was changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guide.advice.content import Content, Correction

_NAMED = re.compile(r"((?:S\d+/?)+):\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"S(\d+)")


@dataclass(frozen=True)
class ArticleStatement:
    """One numbered statement of the source article: its gist as each claim gives it, and those claims."""

    number: int
    gists: tuple[str, ...]
    claims: tuple[str, ...]


def article_statements(content: Content) -> tuple[ArticleStatement, ...]:
    """Return the statements of the source article in their order, each with the claims that took it up."""
    found: dict[int, list[tuple[str, str]]] = {}
    for claim in content.claims.values():
        numbers, gist = split_statement(claim.article_statement)
        for number in numbers:
            found.setdefault(number, []).append((gist, claim.id))
    return tuple(
        ArticleStatement(n, tuple(dict.fromkeys(g for g, _ in took)), tuple(c for _, c in took))
        for n, took in sorted(found.items())
    )


def split_statement(written: str | None) -> tuple[tuple[int, ...], str]:
    """Split "S6/S35: grains hold a stable mix" into its numbers and its gist."""
    match = _NAMED.fullmatch(written or "")
    if match is None:
        return (), written or ""
    return tuple(int(n) for n in _NUMBER.findall(match[1])), match[2]


def corrections_of(claim: str, content: Content) -> tuple[Correction, ...]:
    """Return the corrections that a claim carries."""
    return tuple(c for c in content.corrections.values() if claim in c.claims)
