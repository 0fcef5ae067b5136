"""From the offer to the database, through the actions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action
from trackers import Event, run, said, session_started, slots_after, tracker

import actions.base
import actions.keeping
from actions import turns
from actions.keeping import Keeper
from actions.speaking import STATE_SLOT, read_state
from guide.advice.content import Content
from guide.store import Store, StoreUnavailable, open_store

ROOT = Path(__file__).parents[2]
YES = "You may keep that question"
QUESTION = "My name is Rose. Who won the world cup in 1998, and did Warfarin help?"


class Served:
    """Stands where the snapshot cache stands."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def get(self) -> Content:
        return self.content


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('kept')}/c.db")
    store.import_pack(ROOT / "content", "kefir")
    return store


@pytest.fixture
def store(imported: Store, content: Content, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(actions.base, "snapshots", lambda: Served(content))
    keeper = Keeper(imported, "kefir", 90)
    monkeypatch.setattr(actions.base, "keeper", lambda: keeper)
    yield imported
    imported.erase_unknown()


def talk(*steps: tuple[Action, str, str], before: list[Event] | None = None) -> list[tuple[list[Any], Any]]:
    """Play the steps as one conversation; return what each said and the state after it."""
    told, events, played = before or [], [], []
    for at, (action, text, intent) in enumerate(steps, 1):
        told.append(said(text, intent, float(at)))
        messages, events = run(action, tracker(told, slots_after(events)))
        played.append(([m.get("response") for m in messages], read_state(slots_after(events)[STATE_SLOT])))
    return played


def test_a_question_is_kept_once_the_person_agrees(store: Store) -> None:
    asked, agreed = talk((turns.Decline(), QUESTION, "out_of_scope"), (turns.Talk(), YES, "affirm"))
    assert asked[0][-1] == "utter_may_keep"
    assert agreed[0] == ["utter_question_kept"]
    (kept,) = store.unknown_messages()
    assert kept.text == "my name is _ who won the world cup in # and did warfarin help"
    assert (kept.intent, kept.confidence) == ("out_of_scope", 0.9)


@pytest.mark.parametrize(
    "action", [turns.Talk, turns.Decline, turns.NotUnderstood, turns.Explain, turns.Screen]
)
def test_whichever_action_hears_the_yes(store: Store, action: type[Action]) -> None:
    """The classifier was never taught the sentence."""
    talk((turns.Decline(), QUESTION, "out_of_scope"), (action(), YES, "ask_more"))
    assert len(store.unknown_messages()) == 1


@pytest.mark.parametrize("reply", ["yes", "no thanks", "what is kefir?", "don't keep that question"])
def test_anything_else_keeps_nothing_and_ends_the_offer(store: Store, reply: str) -> None:
    talk(
        (turns.Decline(), QUESTION, "out_of_scope"),
        (turns.Talk(), reply, "greet"),
        (turns.Talk(), YES, "affirm"),
    )
    assert store.unknown_messages() == []


def test_it_is_kept_once(store: Store) -> None:
    yes = (turns.Talk(), YES, "affirm")
    talk((turns.Decline(), QUESTION, "out_of_scope"), yes, yes)
    assert len(store.unknown_messages()) == 1


def test_an_open_question_stays_open(store: Store) -> None:
    *_, (_, before), (_, after) = talk(
        (turns.Answer(), "can I drink kefir?", "ask_suitability"),
        (turns.NotUnderstood(), "purple dogs sing loudly on top of the old hill today", "nlu_fallback"),
        (turns.Screen(), YES, "affirm"),
    )
    assert before.offered
    assert (before.pending, before.goal) == (after.pending, after.goal)


def test_a_message_of_an_earlier_session_is_not_kept(store: Store) -> None:
    first = said(QUESTION, "out_of_scope", 1.0)
    _, events = run(turns.Decline(), tracker([first]))
    at = tracker([first, session_started(2.0), said(YES, "affirm", 3.0)], slots_after(events))
    messages, _ = run(turns.Talk(), at)
    assert [m["response"] for m in messages] == ["utter_question_not_kept"]
    assert store.unknown_messages() == []


def test_of_gibberish_nothing_is_left_to_keep(store: Store) -> None:
    _, agreed = talk((turns.Decline(), "asdkjh qwe 12", "out_of_scope"), (turns.Talk(), YES, "affirm"))
    assert agreed[0] == ["utter_question_not_kept"]
    assert store.unknown_messages() == []


def test_a_store_that_fails_is_worded_and_breaks_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(store, "keep_unknown", fail)
    monkeypatch.setattr(store, "expire_unknown", fail)
    _, agreed = talk((turns.Decline(), QUESTION, "out_of_scope"), (turns.Talk(), YES, "affirm"))
    assert agreed[0] == ["utter_question_not_kept"]
    assert "world cup" not in "".join(capsys.readouterr())


def test_switched_off_there_is_no_offer_and_the_sentence_means_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.base, "keeper", lambda: None)
    asked, answered = talk((turns.Decline(), QUESTION, "out_of_scope"), (turns.Talk(), YES, "affirm"))
    assert asked[0] == ["utter_intro", "utter_out_of_scope"]
    assert answered[0] == ["utter_anything_else"]
    assert store.unknown_messages() == []


@pytest.mark.parametrize(("written", "on"), [("", False), ("false", False), ("true", True)])
def test_the_operator_switches_it_on(monkeypatch: pytest.MonkeyPatch, written: str, on: bool) -> None:
    monkeypatch.setenv("KEEP_UNKNOWN", written)
    actions.keeping.keeper.cache_clear()
    try:
        assert (actions.keeping.keeper() is not None) is on
    finally:
        actions.keeping.keeper.cache_clear()


def test_the_first_turn_of_a_day_deletes_what_is_due(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expired: list[int] = []
    monkeypatch.setattr(store, "expire_unknown", expired.append)
    talk((turns.Talk(), "hi", "greet"), (turns.Talk(), "hello", "greet"))
    assert expired == [90]
