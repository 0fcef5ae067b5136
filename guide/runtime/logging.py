"""No message text in logs.

Rasa logs texts, entities, slots and whole events at debug, and some of them when a turn fails. A
traceback rendered by structlog or rich shows local variables, an error of a database its rows.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from guide.runtime.watch import turn_notes

WITHHELD = "[withheld]"

# Rasa's own list of what may be private (rasa.utils.log_utils), and what it forgot.
PRIVATE_KEYS = frozenset(
    """text response_text user_text message_text slot_values parse_data_text parse_data_entities
    parse_data_intent prediction_events tracker_latest_message prefilled_slots message messages response
    slot_candidates rasa_event rasa_events tracker_states current_states old_states successes
    current_entity next_entity states entity entities token_text user_message json_message
    tracker json_body request_body""".split()  # noqa: SIM905
)

# A shorter text ("no", "yes") says nothing of a person, and stands inside other words.
_SHORTEST_PRIVATE_TEXT = 4


def keep_messages_out_of_logs() -> None:
    """Withhold message text in structlog and in the standard logging of this process. Safe to repeat."""
    processors = structlog.get_config()["processors"]
    if withhold_private not in processors:
        # in place, because Rasa's loggers keep the list they were first used with
        processors.insert(_before_rendering(processors), withhold_private)
    factory = logging.getLogRecordFactory()
    if not isinstance(factory, _WithholdingFactory):
        logging.setLogRecordFactory(_WithholdingFactory(factory))


def withhold_private(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog processor: withhold the values of private keys, and everything but places of an error."""
    for key in PRIVATE_KEYS & event.keys():
        event[key] = WITHHELD
    error = event.get("exc_info")
    if error and turn_notes.get() is not None:
        event.pop("exc_info")
        event["exception"] = _places(error)
    return event


class _WithholdingFactory:
    """Makes log records in which the text of the turn in progress is withheld."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        notes = turn_notes.get()
        if notes is None:
            return record
        said = _without(notes.text, record.getMessage())
        if record.exc_info:
            said += "\n" + _places(record.exc_info)
        record.msg, record.args, record.exc_info = said, None, None
        return record


def _without(text: str, line: str) -> str:
    if len(text) < _SHORTEST_PRIVATE_TEXT:
        return line
    for form in (text, json.dumps(text)[1:-1], repr(text)[1:-1]):
        line = line.replace(form, WITHHELD)
    return line


def _places(error: Any) -> str:
    """Return type and places of an error, without its message, which may quote what the user wrote."""
    error = sys.exc_info() if error is True else error
    exception = error[1] if isinstance(error, tuple) else error
    if exception is None:
        return ""
    frames = traceback.extract_tb(exception.__traceback__)
    lines = [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames]
    return "\n".join(["Traceback, values withheld:", *lines, type(exception).__name__])


def _before_rendering(processors: list[Any]) -> int:
    renders_errors = getattr(structlog.processors, "ExceptionRenderer", ())
    for index, processor in enumerate(processors):
        if isinstance(processor, renders_errors):
            return index
    return len(processors) - 1
