"""Every page in a browser: allowed by its own policy, asking nobody else, and usable by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from visit import Visit

pytestmark = pytest.mark.parametrize("bot", ["sqlite"], indirect=True)

PAGES = [
    "/",
    "/articles/kefir",
    "/articles/kefir?audience=professional",
    "/references/codex-243",
    "/about",
    "/privacy",
    "/api/docs",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_clean_and_accessible(
    visit: Callable[..., Visit], path: str, width: int, scheme: str
) -> None:
    tab = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab.open(path)
    tab.page.wait_for_load_state("networkidle")
    tab.is_accessible()
    tab.is_clean()


def test_a_page_that_is_not_there_says_so_in_the_same_dress(visit: Callable[..., Visit]) -> None:
    tab = visit()
    response = tab.page.goto(tab.base + "/articles/unknown")
    assert response is not None
    assert response.status == 404
    tab.is_accessible()


@pytest.mark.parametrize("path", PAGES[1:])
def test_a_page_is_readable_without_script(visit: Callable[..., Visit], path: str) -> None:
    tab = visit(java_script_enabled=False)
    tab.open(path)
    assert len(tab.page.get_by_role("main").inner_text()) > 500
