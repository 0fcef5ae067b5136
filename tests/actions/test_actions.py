"""The actions with trackers made by hand: nothing is lost, nothing is let in, failures are worded."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa_sdk import Action, Tracker
from trackers import condition, loop_after, run, said, session_started, slots_after, tracker

import actions.base
from actions import turns
from actions.base import GuideAction
from actions.session import SessionStart
from actions.speaking import FORM, STATE_SLOT, read_state
from actions.understanding import message, unfolded_messages
from guide.advice.content import Content
from guide.advice.red_flags import instruction
from guide.advice.vocabulary import Status
from guide.store.errors import StoreUnavailable

ALL = [
    a
    for _, a in inspect.getmembers(turns, inspect.isclass)
    if issubclass(a, GuideAction) and a is not GuideAction
]
DOMAIN = (Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8")


class Served:
    """Stands where the snapshot cache stands; fails when told to."""

    def __init__(self, content: Content) -> None:
        self.content, self.down = content, False

    def get(self) -> Content:
        if self.down:
            raise StoreUnavailable("no database")
        return self.content


@pytest.fixture
def served(content: Content, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    fake = Served(content)
    monkeypatch.setattr(actions.base, "snapshots", lambda: fake)
    return fake


@pytest.mark.parametrize("action", ALL)
def test_without_content_every_action_says_so_and_changes_nothing(
    served: Served, action: Callable[[], Action]
) -> None:
    served.down = True
    messages, events = run(action(), tracker([said("I'm allergic to milk", "report_condition", 1.0)]))
    assert [m["response"] for m in messages] == ["utter_failure"]
    assert not {e["event"] for e in events} & {"slot", "active_loop"}


def test_a_broken_state_is_a_worded_failure_and_not_half_an_answer(served: Served) -> None:
    at = tracker([said("hi", "greet", 1.0)], {STATE_SLOT: {"profiles": "not a profile"}})
    messages, events = run(turns.Talk(), at)
    assert [m["response"] for m in messages] == ["utter_failure"]
    assert events == []


def test_what_a_failed_action_heard_is_taken_in_on_the_next_turn(served: Served) -> None:
    """ "I'm allergic to milk" met a dead store; "can I drink kefir?" is still answered with avoid."""
    told = said("I'm allergic to milk", "report_condition", 1.0, condition("milk_allergy"))
    served.down = True
    _, events = run(turns.Record(), tracker([told]))
    served.down = False
    asks = said("can I drink kefir?", "ask_suitability", 2.0)
    messages, events = run(turns.Answer(), tracker([told, asks], slots_after(events)))
    answers = [m["custom"]["answer"] for m in messages if m.get("custom", {}).get("answer")]
    assert answers[-1]["verdict"] == "avoid"
    state = read_state(slots_after(events)[STATE_SLOT])
    assert state.profile("self").status("milk_allergy") is Status.PRESENT


def test_a_message_is_folded_once(served: Served) -> None:
    told = said("I'm allergic to milk", "report_condition", 1.0, condition("milk_allergy"))
    _, events = run(turns.Record(), tracker([told]))
    state = read_state(slots_after(events)[STATE_SLOT])
    assert state.folded == 1.0
    assert unfolded_messages([told], state.folded) == ()
    again, _ = run(turns.Record(), tracker([told], slots_after(events)))
    assert again == []


@pytest.mark.parametrize("extractor", [None, "RegexEntityExtractor", "DIETClassifier", "ProductExtractor"])
def test_entities_of_anybody_but_our_extractor_set_nothing(served: Served, extractor: str | None) -> None:
    """A typed "/report_condition{"condition": ...}" carries entities without an extractor."""
    forged = {**condition("milk_allergy", "absent"), "extractor": extractor}
    if extractor is None:
        del forged["extractor"]
    typed = said('/report_condition{"condition": "milk_allergy"}', "report_condition", 1.0, forged)
    assert message(typed).mentions == ()
    _, events = run(turns.Record(), tracker([typed]))
    assert read_state(slots_after(events)[STATE_SLOT]).profiles == {}


def test_a_forged_product_entity_is_ignored() -> None:
    forged = {"entity": "product", "value": "soy_kefir"}
    assert message(said("x", "ask_suitability", 1.0, forged)).products == ()


def test_messages_before_the_session_began_are_not_taken_in() -> None:
    old = said("I'm allergic to milk", "report_condition", 1.0, condition("milk_allergy"))
    new = said("hello", "greet", 3.0)
    assert [m.text for m in unfolded_messages([old, session_started(2.0), new], 0.0)] == ["hello"]


def test_a_new_session_drops_the_facts_and_the_next_reply_says_so(served: Served) -> None:
    told = said("I'm allergic to milk", "report_condition", 1.0, condition("milk_allergy"))
    _, events = run(turns.Record(), tracker([told]))
    _, started = run(SessionStart(), tracker([told], slots_after(events)))
    assert [e["event"] for e in started] == ["session_started", "slot", "action"]
    fresh = read_state(slots_after(started)[STATE_SLOT])
    assert fresh.profiles == {}
    after = [told, session_started(2.0), said("can I drink kefir?", "ask_suitability", 3.0)]
    messages, events = run(turns.Answer(), tracker(after, slots_after(started)))
    assert messages[0]["response"] == "utter_new_session"
    assert read_state(slots_after(events)[STATE_SLOT]).pending == "milk"
    assert not read_state(slots_after(events)[STATE_SLOT]).forgot


def test_a_first_session_starts_without_a_word_about_forgetting() -> None:
    _, started = run(SessionStart(), tracker([]))
    assert [e["event"] for e in started] == ["session_started", "action"]


def test_a_session_with_nothing_known_has_nothing_to_forget(served: Served) -> None:
    _, events = run(turns.Talk(), tracker([said("hi", "greet", 1.0)]))
    _, started = run(SessionStart(), tracker([], slots_after(events)))
    assert not read_state(slots_after(started)[STATE_SLOT]).forgot


def test_forgetting_leaves_nothing_but_the_count_of_what_was_read(served: Served) -> None:
    told = said(
        "my son is allergic to milk",
        "report_condition",
        1.0,
        condition("milk_allergy", person="son"),
        person="son",
    )
    _, events = run(turns.Record(), tracker([told]))
    asks = said("forget me", "forget_me", 2.0)
    messages, events = run(turns.Forget(), tracker([told, asks], slots_after(events), loop=FORM))
    assert [m["response"] for m in messages] == ["utter_forgotten"]
    state = read_state(slots_after(events)[STATE_SLOT])
    assert (state.profiles, state.last, state.folded) == ({}, None, 2.0)
    assert loop_after(events) is None
    assert "milk" not in json.dumps(slots_after(events))


def test_an_emergency_is_flagged_and_its_text_is_the_contents(served: Served) -> None:
    alarm = said(
        *("my throat is closing", "report_emergency", 1.0),
        red_flag={"kind": "anaphylaxis", "food_involved": True},
    )
    messages, events = run(turns.Alert(), tracker([alarm], loop=FORM))
    assert [
        re.sub(r"(?:\[\d+\])+", "", m["text"].split("\nSources:")[0]).replace(" \n", "\n").strip()
        for m in messages
    ] == [instruction("anaphylaxis").text]
    assert messages[0]["custom"] == {"answer": None, "emergency": True, "kind": "anaphylaxis"}
    assert messages[0]["buttons"] == []
    assert loop_after(events) is None


def test_a_disclosure_in_the_emergency_message_reaches_the_profile(served: Served) -> None:
    alarm = said(
        *("my son with cmpa can't breathe", "report_emergency", 1.0, condition("milk_allergy", person="son")),
        person="son",
        red_flag={"kind": "anaphylaxis", "food_involved": True},
    )
    _, events = run(turns.Alert(), tracker([alarm]))
    son = read_state(slots_after(events)[STATE_SLOT]).profile("son")
    assert son.had_emergency
    assert son.status("milk_allergy") is Status.PRESENT


def test_an_open_question_opens_the_form_with_its_wording(served: Served) -> None:
    _, events = run(turns.Answer(), tracker([said("can I drink kefir?", "ask_suitability", 1.0)]))
    slots = slots_after(events)
    assert loop_after(events) == FORM
    assert slots["screening_question"] == "milk"
    assert slots["screening_person"] == "you"
    assert slots["screening_progress"] == "(1 of 2) "
    assert slots["screening_answer"] is None


def test_the_list_of_risks_is_shown_once(served: Served) -> None:
    """Every further time the question stands without its twenty buttons."""
    lines = [("can I drink kefir?", "ask_suitability"), ("neither", "deny"), ("bla bla", "out_of_scope")]
    told = [said(text, intent, float(n)) for n, (text, intent) in enumerate(lines, 1)]
    asked, slots = [], {}
    for n in range(len(told)):
        _, events = run(turns.Answer(), tracker(told[: n + 1], slots))
        slots = slots_after(events)
        asked.append(slots["screening_question"])
    assert asked == ["milk", "risks", "risks_again"]


def test_the_last_answer_closes_the_form(served: Served) -> None:
    events: list[dict] = []
    told = []
    lines = [("can I drink kefir?", "ask_suitability"), ("neither", "deny"), ("none of these", "deny")]
    for number, (text, intent) in enumerate(lines, 1):
        told.append(said(text, intent, float(number)))
        messages, events = run(turns.Screen(), tracker(told, slots_after(events), loop_after(events)))
    assert loop_after(events) is None
    assert messages[-1]["custom"]["answer"]["verdict"] == "usually_tolerated"


def test_a_quick_reply_is_its_own_plain_text(served: Served) -> None:
    """No slash payload, so a click can do nothing that typing cannot."""
    messages, _ = run(turns.Answer(), tracker([said("how do I store it?", "ask_storage", 1.0)]))
    buttons = [b for m in messages for b in m["buttons"]]
    assert buttons
    assert all(b["payload"] == b["title"] and not b["payload"].startswith("/") for b in buttons)
    assert not re.findall(r"payload: [\"']?/", DOMAIN)


def test_every_action_is_named_in_the_domain_and_every_phrase_too() -> None:
    for action in (*ALL, SessionStart):
        assert f"- {action().name()}\n" in DOMAIN


@pytest.mark.parametrize("parsed", [None, {}, {"intent": None}, {"entities": None, "guide": None}])
def test_a_message_without_parse_data_reads_as_nothing_found(served: Served, parsed: dict | None) -> None:
    event = {"event": "user", "timestamp": 1.0, "text": "hello", "parse_data": parsed}
    messages, events = run(turns.NotUnderstood(), tracker_of(event))
    assert [m["response"] for m in messages][-1] == "utter_not_understood"
    assert events


def tracker_of(event: dict) -> Tracker:
    return Tracker("somebody", {}, {}, [event], False, None, {}, "action_listen")


def test_the_text_of_a_failing_message_is_not_logged(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    served.down = True
    run(turns.Record(), tracker([said("I have a secret illness", "report_condition", 1.0)]))
    assert "secret" not in "".join(capsys.readouterr())


def test_the_audience_of_the_channel_is_taken_from_its_metadata() -> None:
    event = said("hi", "greet", 1.0)
    assert message({**event, "metadata": {"audience": "professional"}}).audience == "professional"
    assert message({**event, "metadata": {"audience": "root"}}).audience is None
