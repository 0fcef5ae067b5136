"""No message text in logs."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from rasa.core.channels.channel import UserMessage
from rasa.utils.log_utils import configure_structlog

from guide.runtime.logging import WITHHELD, keep_messages_out_of_logs, withhold_private
from guide.runtime.watch import TurnNotes, turn_notes

TEXT = 'My "son" has a milk allergy, né?'


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """Everything logged at debug, by Rasa's own configuration of structlog."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    factory, configuration = logging.getLogRecordFactory(), structlog.get_config()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    configure_structlog(logging.DEBUG)
    keep_messages_out_of_logs()
    yield written
    root.removeHandler(handler)
    root.setLevel(level)
    logging.setLogRecordFactory(factory)
    structlog.configure(**configuration)


@pytest.mark.asyncio
@pytest.mark.parametrize("stream", [False, True])
async def test_a_failing_turn_logs_none_of_the_text(logs: io.StringIO, bot: Any, stream: bool) -> None:
    async def fail(message: UserMessage) -> None:
        text = message.text
        structlog.get_logger().debug("rest.message.received", text=text, rasa_events=[text])
        logging.getLogger("rasa").debug(f"parsing {text!r}")
        try:
            raise ValueError(f"cannot parse {text}")
        except ValueError:
            structlog.get_logger().exception("rest.message.received.failure", user_text=text)
            logging.getLogger("rasa").exception("Encountered an exception")
            raise

    bot.rasa.before = fail
    await (bot.stream(TEXT) if stream else bot.say(TEXT))
    written = logs.getvalue()
    assert "milk" not in written
    assert "ValueError" in written, "an operator needs the kind"
    assert "test_private_logs.py" in written, "and the place"


def test_private_fields_are_withheld_outside_a_turn_too() -> None:
    event = {"event": "parsed", "text": TEXT, "parse_data_entities": [TEXT], "intent": "greet"}
    assert withhold_private(None, "debug", event) == {
        "event": "parsed",
        "text": WITHHELD,
        "parse_data_entities": WITHHELD,
        "intent": "greet",
    }


def test_a_logger_that_was_used_before_is_covered(logs: io.StringIO) -> None:
    logger = structlog.get_logger()
    logger.info("first use", text=TEXT)
    assert "milk" not in logs.getvalue()


def test_errors_at_start_keep_their_message(logs: io.StringIO) -> None:
    try:
        raise OSError("no such model")
    except OSError:
        logging.getLogger("rasa").exception("start failed")
    assert "no such model" in logs.getvalue()


def test_short_answers_do_not_blot_out_other_words(logs: io.StringIO) -> None:
    token = turn_notes.set(TurnNotes("no"))
    logging.getLogger("rasa").info("nothing is known")
    turn_notes.reset(token)
    assert "nothing is known" in logs.getvalue()


def test_repeating_it_changes_nothing(logs: io.StringIO) -> None:
    keep_messages_out_of_logs()
    assert structlog.get_config()["processors"].count(withhold_private) == 1
