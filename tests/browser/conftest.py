"""A real Chromium before the real guide: pages, widget, gateway, Rasa, actions and store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bot_processes import Bot
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from visit import Visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=ARGUMENTS
        )
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, bot: Bot) -> Iterator[Callable[..., Visit]]:
    """Opens tabs: ``visit()`` as somebody new, ``visit(beside=other)`` as a second tab of the same person."""
    contexts: list[BrowserContext] = []

    def opened(beside: Visit | None = None, **options: Any) -> Visit:
        if beside is not None:
            return Visit(beside.page.context.new_page(), bot)
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("locale", "en-GB")
        contexts.append(browser.new_context(**options))
        return Visit(contexts[-1].new_page(), bot)

    yield opened
    for context in contexts:
        context.close()
