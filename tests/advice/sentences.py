"""Says where each sentence of an answer comes from, and whether it is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guide.advice.answer import Answer, Cited
from guide.advice.content import Content
from guide.advice.phrases import phrases

_SLOTS = {"person", "condition", "product"}
_NUMBER = re.compile(r"\[(\d+)\]")


class Sentences:
    """Every sentence that the content allows, slots open."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.fixed = {t for c in content.claims.values() for t in (c.plain, c.clinical)}
        self.fixed |= {t for topic in content.topics.values() for t in (topic.plain, topic.clinical)}
        cells = [cell for row in content.rows.values() for cell in row.cells.values()]
        self.fixed |= {cell.note for cell in cells if cell.note}
        wordings = [w for entry in content.wording.values() for w in (entry.plain, entry.clinical)]
        self.patterns = [re.compile(_pattern(w), re.IGNORECASE) for w in dict.fromkeys(wordings)]
        self._known: dict[str, bool] = {}

    def allows(self, text: str) -> bool:
        """Whether the whole of ``text`` is one sentence of the content."""
        if text not in self._known:
            self._known[text] = text in self.fixed or any(p.fullmatch(text) for p in self.patterns)
        return self._known[text]


def _pattern(wording: str) -> str:
    parts = re.split(r"\{(\w+)\}", wording)
    assert set(parts[1::2]) <= _SLOTS, f"a slot that is not allowed: {wording}"
    return "".join(re.escape(p) if i % 2 == 0 else r"[^.!?]+" for i, p in enumerate(parts))


def cited_parts(answer: Answer) -> Iterable[Cited]:
    """Return every cited sentence of an answer."""
    yield answer.bottom_line
    yield from answer.statements
    yield from answer.cautions
    yield from answer.alternative_lines
    yield from (Cited(a.text, a.citations) for a in answer.alternatives)


def check_only_claims(answer: Answer, sentences: Sentences) -> None:
    """Fail unless every sentence is the content's own, cited, and its numbers lead to a reference."""
    numbered = dict(answer.references)
    for part in cited_parts(answer):
        assert sentences.allows(part.text), f"not from the content: {part.text}"
        assert part.citations, f"no citation: {part.text}"
        assert set(part.citations) <= set(numbered), f"a number without a source: {part.text}"
    for reference in numbered.values():
        assert reference.id in sentences.content.references
        assert reference.url.startswith("http"), f"nothing to open: {reference.id}"
    assert list(numbered) == list(range(1, len(numbered) + 1))


def numbers_in(text: str) -> tuple[set[int], set[int]]:
    """Return the citation numbers used in the body of a rendered answer and those in its source list."""
    body, _, sources = text.partition("Sources:")
    return {int(n) for n in _NUMBER.findall(body)}, {int(n) for n in re.findall(r"^\[(\d+)\]", sources, re.M)}


def without_sources(text: str) -> str:
    """The words of a message: no numbers, no list of sources, no word that there is none."""
    words = re.sub(r"(?: ?\[\d+\])+", "", text.split("\nSources:")[0])
    return words.removesuffix(phrases()["expert_opinion"]).strip()
