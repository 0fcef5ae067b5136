"""Each statement of the source article can be asked about, and its claim comes back."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from bot_processes import Bot

from guide.advice.content import Content

STATEMENTS = [f"S{number}" for number in range(1, 49)]


def claims_of(content: Content) -> dict[str, list[str]]:
    """Return the claims that say of themselves which statement they come from."""
    found = defaultdict(list)
    for claim in content.claims.values():
        for number in re.findall(r"S\d+", claim.article_statement or ""):
            found[number].append(claim.id)
    return found


@pytest.mark.parametrize("bot", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_question_beside_a_statement_returns_its_claim(
    bot: Bot, content: Content, statement: str
) -> None:
    """As the article offers it: the claim's first sample question, in a new conversation."""
    wanted = claims_of(content)[statement]
    asked = {claim: bot.say(f"{statement}-{claim}", content.claims[claim].asks[0]) for claim in wanted}
    returned = {
        claim
        for claim, replies in asked.items()
        if any(claim in ((r["custom"].get("answer") or {}).get("claims") or []) for r in replies)
    }
    assert returned, {claim: [r["text"][:200] for r in replies] for claim, replies in asked.items()}
