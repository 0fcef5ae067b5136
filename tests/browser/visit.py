"""One tab of one person, the way they use it, and everything in it that should not happen."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from bot_processes import Bot
from playwright.sync_api import Locator, Page, expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Visit:
    """One tab of one person, and everything in it that should not happen."""

    def __init__(self, page: Page, bot: Bot) -> None:
        self.page, self.base = page, bot.web
        self.problems: list[str] = []
        self.requested: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("request", lambda request: self.requested.append(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind == "error" or "Security Policy" in text:
            self.problems.append(text)

    def open(self, path: str = "/") -> Visit:
        """Go to a page of the guide."""
        self.page.goto(self.base + path)
        return self

    def start(self) -> Visit:
        """Open the chat and agree to the notice."""
        self.open().button("Start").click()
        return self

    def button(self, name: str) -> Locator:
        """Return the button of that name."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def input(self) -> Locator:
        """Where one types."""
        return self.page.get_by_role("textbox", name="Your message")

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log")

    def say(self, text: str) -> None:
        """Type a message and send it."""
        self.input.fill(text)
        self.input.press("Enter")

    def reads(self, text: str) -> None:
        """Wait until ``text`` stands in the conversation."""
        expect(self.log).to_contain_text(text, timeout=10_000)

    def is_clean(self) -> None:
        """Check that nothing was blocked, failed, or asked of anybody else."""
        assert not self.problems, self.problems
        own = (self.base, "data:", "blob:" + self.base)
        others = [url for url in self.requested if not url.startswith(own)]
        assert not others, others

    def is_accessible(self) -> None:
        """Check the page as it is with axe, and that it does not scroll sideways."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        nodes = [(v["id"], n["target"], n.get("failureSummary")) for v in found for n in v["nodes"]]
        assert not nodes, nodes
        assert not self.page.evaluate(SIDEWAYS), "the page scrolls sideways"
