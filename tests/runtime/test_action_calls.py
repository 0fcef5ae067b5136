"""Calls of the action server do what Rasa's own do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from guide.runtime.action_calls import ActionCall, Processor, shorten_calls

RIGHT = {
    "events": [{"event": "slot", "timestamp": None, "name": "a", "value": 1}],
    "responses": [{"text": "b"}],
}
WRONG = [
    {"events": [{"name": "no event"}]},
    {"events": {"event": "slot"}},
    {"events": [{"event": "slot", "name": 1, "value": 1}]},
    {"responses": "text"},
    ["not an object"],
    None,
]


def tracker(*events: Event) -> DialogueStateTracker:
    slots = [AnySlot("conversation", mappings=[{"type": "custom"}])]
    return DialogueStateTracker.from_events("ann", list(events), slots)


class Ran(Exception):
    """Instead of running an action: which one it would have been."""


@pytest.fixture
def processor(monkeypatch: pytest.MonkeyPatch) -> Processor:
    async def run(_: Any, action: Any, *__: Any, **___: Any) -> bool:
        raise Ran(action)

    monkeypatch.setattr(MessageProcessor, "_run_action", run)
    agent = SimpleNamespace(processor=object.__new__(MessageProcessor))
    agent.processor.domain = Domain.empty()
    shorten_calls(agent)
    assert isinstance(agent.processor, Processor)
    assert agent.processor.domain is not None
    return agent.processor


async def ran(processor: Processor, name: str, conversation: DialogueStateTracker) -> Any:
    with pytest.raises(Ran) as caught:
        await processor._run_action(action=RemoteAction(name, None), tracker=conversation)
    return caught.value.args[0]


@pytest.mark.parametrize("kind", [RemoteAction, ActionCall])
def test_a_right_answer_is_accepted(kind: type[RemoteAction]) -> None:
    assert kind("action_talk", None)._validate_action_result(RIGHT)


@pytest.mark.parametrize("answer", WRONG)
@pytest.mark.parametrize("kind", [RemoteAction, ActionCall])
def test_a_wrong_answer_is_refused(kind: type[RemoteAction], answer: Any) -> None:
    with pytest.raises(ValidationError):
        kind("action_talk", None)._validate_action_result(answer)


def test_a_call_sends_slots_and_what_people_said() -> None:
    said = tracker(
        SessionStarted(), UserUttered("hello"), BotUttered("hi"), SlotSet("conversation", {"a": 1})
    )
    call = ActionCall("action_talk", None)._action_call_format(said, Domain.empty())
    assert [event["event"] for event in call["tracker"]["events"]] == ["session_started", "user"]
    assert call["tracker"]["slots"]["conversation"] == {"a": 1}


async def test_actions_are_called_briefly(processor: Processor) -> None:
    action = await ran(processor, "action_talk", tracker(UserUttered("hello")))
    assert (type(action), action.name()) == (ActionCall, "action_talk")


async def test_only_the_first_session_starts_without_a_call(processor: Processor) -> None:
    assert type(await ran(processor, "action_session_start", tracker())) is ActionSessionStart
    later = tracker(SessionStarted(), UserUttered("I am allergic to milk"))
    assert type(await ran(processor, "action_session_start", later)) is ActionCall


async def test_another_processor_is_left_alone() -> None:
    for other in (None, object()):
        agent = SimpleNamespace(processor=other)
        shorten_calls(agent)
        assert agent.processor is other
