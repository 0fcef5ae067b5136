"""How Rasa calls the action server, without what costs time and changes nothing.

At each call Rasa checks that its own constant JSON schema is a schema (12 ms of a turn of 30) and sends
all that the bot ever said. It also asks how to start the first session of somebody it does not know.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from rasa.core.actions.action import ActionSessionStart, RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# All that an action reads besides the slots (actions.understanding). The rest grows with every answer.
_SENT_EVENTS = (UserUttered.type_name, SessionStarted.type_name)


class ActionCall(RemoteAction):
    """A call that sends what actions read, and checks the answer against a schema that is prepared once."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        call: dict[str, Any] = super()._action_call_format(tracker, domain)
        state = call["tracker"]
        state["events"] = [event for event in state["events"] if event["event"] in _SENT_EVENTS]
        return call

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        error = best_match(_answer_format().iter_errors(result))
        if error is not None:
            raise error
        return True


@cache
def _answer_format() -> Draft202012Validator:
    return Draft202012Validator(RemoteAction.action_response_format_spec())


class Processor(MessageProcessor):
    """Rasa's processor, with the same model and stores, that makes such calls."""

    def __init__(self, loaded: MessageProcessor) -> None:
        self.__dict__.update(loaded.__dict__)

    async def _run_action(
        self, action: Any, tracker: DialogueStateTracker, *arguments: Any, **named: Any
    ) -> bool:
        action = _brief(action, tracker) if type(action) is RemoteAction else action
        done: bool = await super()._run_action(action, tracker, *arguments, **named)
        return done


def _brief(action: RemoteAction, tracker: DialogueStateTracker) -> Any:
    if action.name() == ACTION_SESSION_START_NAME and tracker.get_last_event_for(UserUttered) is None:
        return ActionSessionStart()  # nobody to tell that facts were forgotten: ours would return the same
    return ActionCall(action.name(), action.action_endpoint)


def shorten_calls(agent: Any) -> None:
    """Let the agent call the action server briefly. Cheap, so done on each turn: agents are reloaded."""
    processor = getattr(agent, "processor", None)
    if type(processor) is MessageProcessor:
        agent.processor = Processor(processor)
