"""Whole conversations in a browser, the way people hold them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visit import Visit

pytestmark = pytest.mark.parametrize("bot", ["sqlite"], indirect=True)

Open = Callable[..., Visit]
CHILD = "can my son have kefir? he's 4 and lactose intolerant"


def test_a_conversation_by_mouse_ends_in_a_cited_answer(visit: Open) -> None:
    tab = visit().start()
    tab.input.click()
    tab.page.keyboard.type(CHILD)
    tab.button("Send").click()
    tab.reads("Does any of these hold for your son?")
    tab.button("None of these").click()
    tab.reads("usually tolerated")
    tab.reads("Take care")
    tab.page.get_by_role("button", name="Source 1:").last.click()
    expect(tab.page.get_by_role("heading", name="Sources")).to_be_focused()
    link = (
        tab.page.get_by_role("link", name="https").or_(tab.page.locator("a[href^='https://doi.org']")).first
    )
    assert "noopener" in (link.get_attribute("rel") or "")
    tab.page.keyboard.press("Escape")
    tab.page.get_by_role("button", name="helped", exact=False).first.click()
    tab.is_clean()
    tab.is_accessible()


def test_a_conversation_without_a_mouse(visit: Open) -> None:
    tab = visit().open()
    for _ in range(12):
        tab.page.keyboard.press("Tab")
        if tab.button("Start").evaluate("b => b.getRootNode().activeElement === b"):
            break
    tab.page.keyboard.press("Enter")
    expect(tab.input).to_be_focused()
    tab.page.keyboard.type("I have a milk allergy. Can I drink kefir?")
    tab.page.keyboard.press("Enter")
    tab.reads("best avoided")
    expect(tab.input).to_be_focused()
    tab.page.keyboard.type("what can I have instead?")
    tab.page.keyboard.press("Enter")
    tab.reads("(1 of 2)")
    tab.is_clean()


def test_several_risks_are_picked_and_all_of_them_count(visit: Open) -> None:
    tab = visit().start()
    tab.say("I have no milk allergy and no lactose intolerance. can I drink kefir?")
    tab.button("Transplant").click()
    tab.button("Pregnancy").click()
    tab.button("Send 2 choices").click()
    tab.reads("Transplant, Pregnancy")
    tab.reads("best avoided")
    tab.reads("For: you")
    tab.is_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(visit: Open, scheme: str) -> None:
    tab = visit(viewport={"width": 320, "height": 640}, color_scheme=scheme, has_touch=True, is_mobile=True)
    tab.start()
    tab.say(CHILD)
    tab.reads("Does any of these hold for your son?")
    tab.button("None of these").tap()
    tab.reads("usually tolerated")
    tab.is_clean()
    tab.is_accessible()


def test_a_reload_keeps_what_was_said_and_what_is_known(visit: Open) -> None:
    tab = visit().start()
    tab.say("my daughter has a milk allergy, can she have kefir?")
    tab.reads("best avoided")
    tab.page.reload()
    tab.reads("best avoided")
    tab.say("what do you know about me?")
    tab.reads("your daughter: milk allergy")
    tab.is_clean()


def test_what_is_said_offline_is_sent_later(visit: Open) -> None:
    tab = visit().start()
    tab.say("hello")
    tab.reads("automated guide")
    tab.page.context.set_offline(True)
    tab.say("how do I store it?")
    expect(tab.log.get_by_text("how do I store it?")).to_be_visible()
    tab.page.context.set_offline(False)
    tab.reads("fridge")


def test_two_tabs_are_two_conversations(visit: Open) -> None:
    first = visit().start()
    second = visit(beside=first).start()
    first.say("I have a milk allergy. can I drink kefir?")
    first.reads("best avoided")
    second.say("what do you know about me?")
    second.reads("nothing")
    expect(second.log).not_to_contain_text("milk allergy")


def test_an_emergency_comes_first_and_offers_the_number(visit: Open) -> None:
    tab = visit(locale="en-US").start()
    tab.say("help, my son can't breathe after kefir, his lips are swelling")
    expect(tab.page.get_by_role("alert")).to_contain_text("Call your emergency number now")
    assert tab.page.locator("a[href='tel:911']").count() == 1
    tab.is_clean()
    tab.is_accessible()


def test_what_is_known_is_shown_corrected_and_erased(visit: Open) -> None:
    tab = visit().start()
    tab.say("my son is 4 and lactose intolerant")
    tab.reads("Noted for your son")
    tab.button("Menu").click()
    tab.page.get_by_text("What the guide knows", exact=True).click()
    tab.page.get_by_role("button", name="lactose intolerance (you said)").click()
    expect(tab.input).to_have_value("Correction: my son does not have lactose intolerance.")
    tab.is_accessible()
    tab.input.press("Enter")
    tab.reads("shall I note: no lactose intolerance?")
    tab.button("Menu").click()
    tab.page.get_by_text("Forget me", exact=True).click()
    tab.button("Erase everything").click()
    tab.page.get_by_text("Nothing on this server is linked to you any more").wait_for()
    tab.is_clean()


def test_a_question_on_the_article_opens_the_chat_with_it_unsent(visit: Open) -> None:
    tab = visit().open("/articles/kefir")
    tab.page.locator("[data-kefir-ask]:visible").first.click()
    tab.page.get_by_text("Your question is ready to send").wait_for()
    tab.is_clean()
