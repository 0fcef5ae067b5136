"""Every view in every dress: seen by axe, and pictured for whoever wants to look."""

from __future__ import annotations

import pytest
from conftest import SHOTS

PHONE = {"width": 320, "height": 640}
DRESSES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark"},
    "zoomed": {"viewport": {"width": 320, "height": 256}},  # 1280 by 1024 at 400 %
    "forced": {"forced_colors": "active"},
}
EVERY = pytest.mark.parametrize("dress", DRESSES)
PLACES = pytest.mark.parametrize("place", ["/", "/embed", "/rtl"])


def talk(guide, *texts: str) -> None:
    for text in texts:
        guide.ask(text)


def test_closed(guide) -> None:
    guide.page.goto(guide.gateway + "/embed")
    guide.page.locator("#launcher").wait_for()
    guide.look("closed")


@EVERY
@PLACES
def test_every_view(make, dress: str, place: str) -> None:
    guide = make(**DRESSES[dress])
    name = f"{dress}-{place.strip('/') or 'full'}"
    guide.open(place, start=False)
    guide.look(f"{name}-1-consent")
    guide.button("Start").click()
    guide.look(f"{name}-2-empty")
    talk(guide, "hello")
    guide.look(f"{name}-3-talk")
    talk(guide, "an answer please")
    guide.look(f"{name}-4-answer")
    guide.page.locator(".scroll").evaluate("box => box.scrollTop = 1e6")
    guide.page.locator(".panel").evaluate("box => box.scrollTop = 1e6")
    guide.button("This did not help").click()
    guide.look(f"{name}-5-reasons")
    guide.button("Too long").click()
    guide.look(f"{name}-6-thanks")
    guide.page.locator(".cite").nth(1).click()
    guide.look(f"{name}-7-sources")
    guide.page.keyboard.press("Escape")
    guide.button("Menu").click()
    guide.look(f"{name}-8-menu")
    guide.button("What the guide knows").click()
    guide.look(f"{name}-9-profile")
    guide.page.keyboard.press("Escape")
    talk(guide, "ask me many")
    guide.button("Transplant").click()
    guide.button("Diabetes").click()
    guide.look(f"{name}-10-many")
    talk(guide, "error")
    guide.look(f"{name}-11-error")
    talk(guide, "emergency")
    guide.look(f"{name}-12-emergency")
    talk(guide, "still here")
    guide.look(f"{name}-13-emergency-goes-on")
    talk(guide, "it is over")
    guide.look(f"{name}-14-over")
    guide.button("Menu").click()
    guide.button("Forget me").click()
    guide.look(f"{name}-15-confirm")
    guide.button("Erase everything").click()
    guide.look(f"{name}-16-forgotten")


@pytest.mark.parametrize("verdict", ["ask_clinician", "caution", "usually_tolerated", "ok"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_verdict(make, verdict: str, scheme: str) -> None:
    guide = make(color_scheme=scheme).open()
    guide.ask(f"answer {verdict}")
    guide.look(f"verdict-{verdict}-{scheme}")


def test_empty_profile_and_failed_one(guide) -> None:
    guide.open()
    guide.button("Menu").click()
    guide.button("What the guide knows").click()
    guide.look("profile-empty")
    guide.page.keyboard.press("Escape")
    guide.ask("hello")
    guide.page.route("**/api/profile", lambda route: route.abort())
    guide.button("Menu").click()
    guide.button("What the guide knows").click()
    guide.look("profile-failed")


def test_typing_and_waiting(guide) -> None:
    guide.open()
    guide.send("a slow answer")
    guide.look("typing")
    guide.page.get_by_text("This is now about your son.").wait_for()
    guide.page.context.set_offline(True)
    guide.send("said offline")
    guide.page.get_by_text("Waiting for the connection").first.wait_for(timeout=15_000)
    guide.look("offline")


def test_hostile_page_spoils_nothing(guide) -> None:
    guide.page.goto(guide.gateway.rsplit(":", 1)[0] + f":{int(guide.gateway.rsplit(':', 1)[1]) + 1}")
    guide.button("Start").click()
    guide.ask("answer")
    box = guide.page.locator("dialog.panel").bounding_box()
    assert box["width"] == pytest.approx(424, abs=2)
    size = guide.page.locator(".bottom-line").evaluate(
        "node => getComputedStyle(node).fontSize + getComputedStyle(node).textTransform"
    )
    assert size == "17.6pxnone"
    guide.page.screenshot(path=SHOTS / "hostile.png")
    assert not guide.problems
