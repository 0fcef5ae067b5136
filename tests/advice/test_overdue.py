"""A statement that is overdue for review says so wherever it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guide.advice.answer import Citations
from guide.advice.content import Content, Review
from guide.advice.vocabulary import Audience, ReviewStatus


@pytest.mark.parametrize("audience", list(Audience))
def test_an_overdue_warning_carries_a_note(content: Content, audience: Audience) -> None:
    claim = next(c for c in content.claims.values() if c.is_warning)
    overdue = replace(claim, review=Review(ReviewStatus.APPROVED, overdue=True))
    assert "overdue for review" in Citations(content, audience).claim(overdue).text
    assert "overdue" not in Citations(content, audience).claim(claim).text
