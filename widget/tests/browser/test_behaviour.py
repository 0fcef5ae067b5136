"""What a person does with the widget, and what comes of it."""

from __future__ import annotations

import re

from playwright.sync_api import expect


def sent(guide) -> list[str]:
    return [call.get("text") or call["button"] for call in guide.calls()]


def test_nothing_is_sent_before_the_start(guide) -> None:
    requests: list[str] = []
    guide.page.on("request", lambda request: requests.append(request.url))
    guide.open("/?ask=Can%20I%20drink%20kefir%3F", start=False)
    guide.page.get_by_text("Your question is ready to send").wait_for()
    paths = {url.removeprefix(guide.gateway) for url in requests}
    assert not {path for path in paths if path.startswith("/api") and path != "/api/guide"}
    assert all(url.startswith((guide.gateway, "data:")) for url in requests), "a third party was asked"
    guide.button("Start").click()
    expect(guide.input).to_have_value("Can I drink kefir?")
    assert guide.focused() == "input"
    assert guide.page.context.cookies() == []
    assert guide.page.evaluate("localStorage.length") == 0


def test_focus_returns_to_the_input_after_a_message_and_after_a_choice(guide) -> None:
    guide.open()
    guide.ask("hello")
    assert guide.focused() == "input"
    guide.button("Ask me many").click()
    guide.settle()
    assert guide.focused() == "input"
    assert guide.calls()[-1]["button"].startswith("b")
    expect(guide.log).to_contain_text("Options offered: Can I drink kefir?, Ask me many, Emergency")
    expect(guide.button("Can I drink kefir?")).to_have_count(0)


def test_several_choices_are_sent_as_a_text_and_one_as_a_button(guide) -> None:
    guide.open()
    guide.ask("many")
    guide.button("Transplant").click()
    expect(guide.button("Transplant")).to_have_attribute("aria-pressed", "true")
    guide.button("Diabetes").click()
    guide.button("Send 2 choices").click()
    guide.settle()
    assert sent(guide)[-1] == "Transplant, Diabetes"
    guide.ask("many")
    guide.button("Pregnancy").click()
    guide.button("Send 1 choice").click()
    guide.settle()
    assert "button" in guide.calls()[-1]
    guide.ask("many")
    guide.button("Not sure").click()
    guide.settle()
    assert "button" in guide.calls()[-1]


def test_markup_is_shown_and_never_run(guide) -> None:
    guide.open()
    guide.ask("html")
    expect(guide.log).to_contain_text("<img src=x onerror=alert(1)> <b>bold?</b>")
    assert guide.page.locator(".plain img, .plain b").count() == 0


def test_escape_leads_back_to_the_source_that_was_clicked(guide) -> None:
    guide.open("/embed")
    guide.ask("answer")
    chip = guide.page.locator(".cite").nth(2)
    name = chip.get_attribute("aria-label")
    chip.click()
    assert guide.focused() == "side-heading"
    hrefs = guide.page.locator(".reference a").evaluate_all(
        "links => links.map((each) => each.href + ' ' + each.rel + ' ' + each.target)"
    )
    assert f"{guide.gateway}/references/odd%2Fid%3F noopener noreferrer _blank" in hrefs
    assert not [href for href in hrefs if "javascript" in href]
    guide.page.keyboard.press("Escape")
    assert guide.focused() == name
    guide.page.keyboard.press("Escape")
    expect(guide.page.locator("dialog.panel")).to_be_hidden()
    assert guide.focused() == "launcher"


def test_why_and_sources_stand_under_the_answer(guide) -> None:
    guide.open()
    guide.ask("answer")
    guide.button("Sources (3)").click()
    guide.page.keyboard.press("Escape")
    assert guide.focused() == "Sources (3)"
    guide.button("Why?").click()
    guide.settle()
    assert sent(guide)[-1] == "why?"


def test_an_emergency_stays_until_a_reply_that_is_none(guide) -> None:
    guide.open("/embed")
    guide.ask("emergency")
    alert = guide.page.get_by_role("alert")
    expect(alert).to_contain_text("Do what it says, now.")
    expect(alert.get_by_role("link")).to_have_attribute("href", "tel:999")  # as the page says
    guide.ask("error")
    expect(alert).to_contain_text("Do what it says, now.")
    guide.ask("still")
    expect(alert).to_contain_text("If this is still happening")
    guide.ask("over")
    expect(alert).to_be_empty()
    expect(guide.log).to_contain_text("Do what it says, now.")


def test_the_number_to_call_is_that_of_the_region(make) -> None:
    for locale, number in {"en-US": "911", "de-DE": "112", "en": "112"}.items():
        guide = make(locale=locale).open()
        guide.ask("emergency")
        expect(guide.page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", f"tel:{number}")


def test_a_reload_keeps_the_conversation_and_its_buttons(guide) -> None:
    guide.open("/embed")
    guide.ask("hello")
    guide.page.reload()
    expect(guide.page.locator("dialog.panel")).to_be_visible()
    assert guide.focused() != "input", "the reload took the focus"
    guide.button("Ask me many").click()
    expect(guide.log).to_contain_text("2 of 3")
    assert "button" in guide.calls()[-1]


def test_an_unfinished_reply_is_resumed_after_a_reload(guide) -> None:
    guide.open()
    guide.send("slow answer")
    guide.page.get_by_text("This is now about your son.").wait_for()
    guide.page.reload()
    expect(guide.page.locator(".bottom-line")).to_be_visible(timeout=10_000)
    first, second = guide.calls()[-2:]
    assert first["client_id"] == second["client_id"]
    assert (first["last"], second["last"]) == (None, "1")
    expect(guide.page.get_by_text("This is now about your son.")).to_have_count(1)


def test_a_dropped_connection_is_resumed(guide) -> None:
    guide.open()
    guide.ask("drop the answer")
    expect(guide.page.locator(".bottom-line")).to_be_visible()
    first, second = guide.calls()[-2:]
    assert first["client_id"] == second["client_id"]
    assert second["last"] == "1"


def test_without_names_and_links_the_guide_still_works_and_is_not_pestered(guide) -> None:
    asked = []
    guide.page.route("**/api/guide", lambda route: (asked.append(1), route.abort()))
    guide.open("/embed")
    guide.ask("hello")
    guide.ask("emergency")
    expect(guide.page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "tel:999")
    assert len(asked) <= 4


def test_what_is_said_offline_is_sent_once_and_in_order(guide) -> None:
    guide.open()
    guide.ask("hello")
    guide.page.context.set_offline(True)
    guide.send("first")
    guide.send("second")
    expect(guide.page.get_by_text("Waiting for the connection. It is sent by itself.")).to_have_count(2)
    before = len(guide.calls())
    guide.page.context.set_offline(False)
    expect(guide.log).to_contain_text("You said: second", timeout=10_000)
    assert sent(guide)[before:] == ["first", "second"]
    order = guide.page.locator(".said p, .plain").all_inner_texts()
    assert order.index("You said: first") < order.index("second")


def test_a_failure_is_worded_and_can_be_tried_again(guide) -> None:
    guide.open()
    guide.ask("the guide is down")
    expect(guide.log).to_contain_text("The guide is not there at the moment.")
    guide.button("Try again").click()
    expect(guide.log).to_contain_text("You said: the guide is down")
    first, second = guide.calls()[-2:]
    assert first["client_id"] == second["client_id"]
    guide.ask("failure")
    expect(guide.log).to_contain_text("I say nothing rather than half of it.")
    expect(guide.button("Try again")).to_have_count(1)


def test_a_busy_guide_is_waited_for(guide) -> None:
    guide.open()
    guide.send("busy")
    expect(guide.log).to_contain_text("It is sent by itself in 2 seconds.")
    expect(guide.log).to_contain_text("You said: busy", timeout=5_000)


def test_a_lost_session_is_said(guide) -> None:
    guide.open()
    guide.ask("hello")
    guide.ask("expire")
    expect(guide.log).to_contain_text("what you told the guide is no longer known to it")
    expect(guide.log).to_contain_text("You said: expire")


def test_the_wording_is_sent_and_shown(guide) -> None:
    guide.open()
    guide.button("Menu").click()
    guide.page.locator(".menu").get_by_label("Professional").check()
    expect(guide.page.locator(".header")).to_contain_text("Professional wording")
    guide.page.keyboard.press("Escape")
    assert guide.focused() == "menu-button"
    guide.ask("hello")
    assert guide.calls()[-1]["audience"] == "professional"


def test_a_fact_is_corrected_in_words(guide) -> None:
    guide.open()
    guide.ask("answer")
    guide.button("Menu").click()
    guide.button("What the guide knows").click()
    guide.button("Correct or remove: milk allergy (you said)").click()
    expect(guide.input).to_have_value("My son has no milk allergy.")
    assert guide.focused() == "input"


def test_a_rating_is_kept_with_its_reason_and_after_a_reload(guide) -> None:
    guide.open()
    guide.ask("answer")
    guide.button("This did not help").click()
    guide.button("Hard to understand").click()
    expect(guide.log).to_contain_text("Thank you.")
    assert [(c["rating"], c.get("reason")) for c in guide.calls("feedback")[-2:]] == [
        ("down", None),
        ("down", "unclear"),
    ]
    guide.page.reload()
    expect(guide.button("This did not help")).to_have_attribute("aria-pressed", "true")


def test_the_transcript_is_copied_and_downloaded(make) -> None:
    guide = make(permissions=["clipboard-read", "clipboard-write"]).open()
    guide.ask("answer")
    guide.button("Menu").click()
    guide.button("Copy the transcript").click()
    expect(guide.page.get_by_text("The transcript is copied.")).to_be_visible()
    copied = guide.page.evaluate("navigator.clipboard.readText()")
    assert "You:\nanswer\n\nGuide:\nThis is now about your son." in copied
    assert "[1] Placeholder" in copied
    guide.button("Menu").click()
    with guide.page.expect_download() as download:
        guide.button("Download as text").click()
    assert re.fullmatch(r"kefir-guide-\d{4}-\d\d-\d\d\.txt", download.value.suggested_filename)
    assert download.value.path().read_text().splitlines()[2:] == copied.splitlines()[2:]


def test_the_transcript_is_printed_and_nothing_else(guide) -> None:
    guide.page.add_init_script("window.print = () => { window.printed = true }")
    guide.open("/embed")
    guide.ask("answer")
    guide.button("Menu").click()
    guide.button("Print").click()
    assert guide.page.evaluate("window.printed")
    guide.page.emulate_media(media="print")
    copy = guide.page.locator("kefir-guide-print")
    expect(copy).to_be_visible()
    expect(guide.page.locator("main")).to_be_hidden()
    assert "This is now about your son." in copy.evaluate("node => node.shadowRoot.textContent")
    guide.page.emulate_media(media="screen")
    expect(copy).to_be_hidden()
    guide.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(copy).to_have_count(0)
    assert not guide.problems


def test_clearing_empties_the_tab_only(guide) -> None:
    guide.open()
    guide.ask("hello")
    guide.button("Menu").click()
    guide.button("Clear the transcript").click()
    guide.button("Clear it").click()
    expect(guide.page.get_by_text("What would you like to know?")).to_be_visible()
    guide.ask("hello")
    guide.button("Menu").click()
    guide.button("Forget me").click()
    guide.button("Erase everything").click()
    expect(
        guide.page.get_by_text("Erased: this conversation with everything you told me (12 records).")
    ).to_be_visible()
    assert guide.page.evaluate("sessionStorage.length") == 0
    expect(guide.button("Start")).to_be_visible()


def test_a_button_of_the_page_asks_without_sending(guide) -> None:
    guide.page.goto(guide.gateway + "/embed")
    guide.page.get_by_text("a question to ask").click()
    guide.button("Start").click()
    expect(guide.input).to_have_value("How do I store it?")
    expect(guide.log).to_be_empty()


def test_all_of_it_works_by_keyboard(guide) -> None:
    guide.page.goto(guide.gateway + "/embed")
    press = guide.page.keyboard.press
    press("Tab")  # the page's own button
    press("Tab")
    assert guide.focused() == "launcher"
    press("Enter")
    assert guide.focused() == "consent-heading"
    press("Tab")
    assert guide.focused() == "Start"
    press("Enter")
    guide.page.keyboard.type("hello")
    press("Shift+Enter")
    guide.page.keyboard.type("there")
    press("Enter")
    guide.settle()
    assert sent(guide)[-1] == "hello\nthere"
    press("Shift+Tab")
    assert guide.focused() == "Emergency"
    press("Escape")
    assert guide.focused() == "launcher"


def test_on_a_phone_nothing_behind_takes_the_focus(make) -> None:
    guide = make(viewport={"width": 320, "height": 640}).open("/embed")
    for _ in range(12):
        guide.page.keyboard.press("Tab")
        assert guide.page.evaluate("document.activeElement.localName") in ("kefir-guide", "body")
    guide.page.keyboard.press("Escape")
    assert guide.focused() == "launcher"


def test_targets_are_large_enough(make) -> None:
    guide = make(viewport={"width": 320, "height": 640}).open()
    guide.ask("answer")
    small = guide.page.evaluate(
        """() => {
        const root = document.querySelector('kefir-guide').shadowRoot
        return [...root.querySelectorAll('button, a, textarea, input')]
          .map((node) => [node.className, node.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
          .map(([name, box]) => `${name} ${box.width} x ${box.height}`)
        }"""
    )
    assert not small


def test_nothing_moves_for_whoever_wants_it_so(make) -> None:
    guide = make(reduced_motion="reduce").open()
    guide.send("slow answer")
    guide.page.locator(".dots").wait_for()
    assert guide.page.evaluate("document.getAnimations().length") == 0


def test_with_little_height_the_emergency_comes_into_view(make) -> None:
    guide = make(viewport={"width": 320, "height": 256}).open()
    guide.ask("answer")
    guide.ask("emergency")
    expect(guide.page.get_by_role("link", name="Call 112")).to_be_in_viewport()


def test_an_emergency_is_seen_whatever_lies_over_it(guide) -> None:
    guide.open("/embed")
    guide.ask("answer")
    guide.send("slow emergency")
    guide.page.locator(".cite").first.click()
    expect(guide.page.get_by_role("alert")).to_contain_text("Do what it says, now.", timeout=10_000)
    expect(guide.page.locator(".side")).to_have_count(0)
    guide.send("slow, but still")
    guide.page.keyboard.press("Escape")
    expect(guide.page.locator("dialog.panel")).to_be_hidden()
    expect(guide.page.get_by_role("alert")).to_contain_text("If this is still happening", timeout=10_000)
