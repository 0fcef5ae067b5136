"""Browser tests: the built widget in a real Chromium, against the pretended gateway."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright

WIDGET = Path(__file__).parents[2]
SHOTS = Path(__file__).parent / "shots"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def free_port() -> int:
    """Two in a row: the hostile page lives on the one behind."""
    with socket.socket() as first:
        first.bind(("127.0.0.1", 0))
        return first.getsockname()[1]


@pytest.fixture(scope="session")
def gateway():
    port = free_port()
    process = subprocess.Popen([sys.executable, str(WIDGET / "dev/fake_gateway.py"), str(port)])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port + 1)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM")
        browser = playwright.chromium.launch(args=ARGS, **({"executable_path": path} if path else {}))
        yield browser
        browser.close()


class Guide:
    """The widget on a page, the way a person uses it."""

    def __init__(self, page: Page, gateway: str) -> None:
        self.page, self.gateway = page, gateway
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on(
            "console",
            lambda m: (
                self.problems.append(m.text)
                if "Security Policy" in m.text or "TrustedHTML" in m.text
                else None
            ),
        )

    def open(self, path: str = "/", start: bool = True) -> Guide:
        self.page.goto(self.gateway + path)
        if path != "/" and not path.startswith(("/?", "/rtl")):
            self.page.locator("#launcher").click()
        if start:
            self.button("Start").click()
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def send(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> None:
        """Sends and waits for the whole reply."""
        self.send(text)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(
            "() => { const root = document.querySelector('kefir-guide').shadowRoot;"
            "return !root.querySelector('.typing .dots') && root.querySelector('.log').children.length }"
        )
        self.page.wait_for_timeout(60)

    @property
    def input(self) -> Locator:
        return self.page.locator("#input")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def focused(self) -> str:
        return self.page.evaluate(
            "(() => { const at = document.querySelector('kefir-guide').shadowRoot.activeElement;"
            "if (!at) return document.activeElement.localName;"
            "return at.id || at.getAttribute('aria-label') || at.textContent.trim() })()"
        )

    def calls(self, path: str = "messages") -> list[dict]:
        """Asked from outside of the page: it may be offline."""
        every = self.page.context.request.get(self.gateway + "/called").json()
        return [call for call in every if call["path"] == path]

    def look(self, name: str) -> None:
        """Takes a picture and lets axe judge what is to be seen."""
        SHOTS.mkdir(exist_ok=True)
        self.page.wait_for_timeout(60)
        self.page.screenshot(path=SHOTS / f"{name}.png")
        found = Axe().run(self.page, options=RULES)
        nodes = [
            (v["id"], n["target"], n.get("failureSummary"))
            for v in found.response["violations"]
            for n in v["nodes"]
        ]
        assert not nodes, nodes
        assert not self.problems, self.problems
        sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(sideways), "the page scrolls sideways"
        inside = (
            "[...document.querySelector('kefir-guide').shadowRoot.querySelectorAll('.scroll,.side-body,.consent,.panel')]"
            ".some((box) => box.scrollWidth > box.clientWidth + 1)"
        )
        assert not self.page.evaluate(inside), "the widget scrolls sideways"


@pytest.fixture
def make(browser: Browser, gateway: str):
    """Makes a widget on a page of its own; options as of a browser context."""
    contexts = []

    def make_guide(**options: object) -> Guide:
        options.setdefault("viewport", {"width": 1280, "height": 860})
        options.setdefault("locale", "en-GB")
        # What moves is looked at where it stands still, so that nobody has to wait for it.
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**options)
        contexts.append(context)
        return Guide(context.new_page(), gateway)

    yield make_guide
    for context in contexts:
        context.close()


@pytest.fixture
def guide(make) -> Guide:
    return make()
