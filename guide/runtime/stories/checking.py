"""Plays test stories against the trained model and names the first wrong line of each.

``rasa test core`` prints the whole failed story; this says which line it is, what the line expects
and what the bot would do instead. The prediction itself is Rasa's own.
"""

from __future__ import annotations

import asyncio
import difflib
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.test import _form_might_have_been_rejected, emulate_loop_rejection
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.log_utils import configure_structlog
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

LISTEN = "action_listen"


@dataclass(frozen=True)
class Mistake:
    """The first wrong line of a story."""

    path: Path
    line: int
    story: str
    expected: str
    instead: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: in {self.story!r}"
        return f"{where}\n  expected: {self.expected}\n  instead:  {self.instead}"


class StoryChecker:
    """Checks stories against one trained model."""

    def __init__(self, model: Path, *, read_messages: bool = False) -> None:
        """Load the model. With ``read_messages`` the text of each message must be read as its intent."""
        configure_structlog(logging.WARNING)  # else Rasa prints its whole reasoning
        logging.getLogger("rasa").setLevel(logging.WARNING)
        self._agent = Agent.load(str(model))
        self._read_messages = read_messages

    def check(self, path: Path) -> tuple[int, list[Mistake]]:
        """Return how many stories the file has and the first mistake of each that is wrong."""
        try:
            with path.open(encoding="utf-8") as lines:
                stories = (YAML(typ="rt").load(lines) or {}).get("stories") or []
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            return 0, [Mistake(path, line, path.name, "a YAML file", str(getattr(error, "problem", error)))]
        found = (self._check_story(path, story) for story in stories)
        return len(stories), [mistake for mistake in found if mistake]

    def _check_story(self, path: Path, story: Any) -> Mistake | None:
        name, domain = str(story.get("story")), self._agent.domain
        tracker = DialogueStateTracker(f"check {name}", domain.slots)
        tracker.update(ActionExecuted(LISTEN))
        steps = story.get("steps") or []
        wrong: tuple[str, str] | None = None
        for number, step in enumerate(steps):
            wrong = self._wrong(tracker, step)
            if wrong:
                return Mistake(path, _line(steps, number), name, *wrong)
        wrong = self._wrong_action(tracker, LISTEN)
        if wrong:
            return Mistake(path, _line(steps, len(steps) - 1), name, "the end of the turn here", wrong[1])
        return None

    def _wrong(self, tracker: DialogueStateTracker, step: Mapping[str, Any]) -> tuple[str, str] | None:
        """Play one step; return what it expects and what is so instead, ``None`` if it is right."""
        if "user" in step or "intent" in step:
            return self._wrong_message(tracker, str(step.get("user") or "").strip(), str(step.get("intent")))
        if "action" in step:
            return self._wrong_action(tracker, str(step["action"]))
        events = list(_stated_events(step))
        for event in events:
            tracker.update(event)
        return None if events else ("a step that can be checked", f"{dict(step)}")

    def _wrong_message(self, tracker: DialogueStateTracker, text: str, intent: str) -> tuple[str, str] | None:
        if intent not in self._agent.domain.intents:
            return f"an intent of domain.yml, not {intent!r}", _nearest(intent, self._agent.domain.intents)
        last = tracker.latest_action_name
        if last != LISTEN:
            wrong = self._wrong_action(tracker, LISTEN)
            if wrong:
                return "a message of the user here, so the bot would be waiting", wrong[1]
        if self._read_messages and text:
            read = asyncio.run(self._agent.parse_message(text))["intent"]["name"]
            if read != intent:
                return f"intent {intent}", f"the bot reads {text!r} as {read}"
        tracker.update(UserUttered(text or None, {"name": intent, "confidence": 1.0}))
        return None

    def _wrong_action(self, tracker: DialogueStateTracker, expected: str) -> tuple[str, str] | None:
        if expected not in self._agent.domain.action_names_or_texts:
            return f"an action of domain.yml, not {expected!r}", _nearest(
                expected, self._agent.domain.action_names_or_texts
            )
        predicted = self._predict(tracker)
        if self._form_leaves_it(tracker, predicted):
            emulate_loop_rejection(tracker)
            predicted = self._predict(tracker)
        if predicted != expected:
            return f"action {expected}", f"the bot would play {predicted}"
        tracker.update(ActionExecuted(expected))
        return None

    def _form_leaves_it(self, tracker: DialogueStateTracker, predicted: str) -> bool:
        """Whether the open form would reject the message. Rasa's own test takes either for right."""
        asked_anew = tracker.latest_action_name != LISTEN
        if asked_anew or not _form_might_have_been_rejected(self._agent.domain, tracker, predicted):
            return False
        message, form = tracker.latest_message, self._agent.domain.forms.get(predicted) or {}
        return message is not None and message.intent.get("name") in form.get("ignored_intents", [])

    def _predict(self, tracker: DialogueStateTracker) -> str:
        processor = self._agent.processor
        assert processor is not None
        action, _ = processor.predict_next_with_tracker_if_should(tracker)
        return str(action.name())


def _line(steps: Any, number: int) -> int:
    return int(steps.lc.item(number)[0]) + 1


def _stated_events(step: Mapping[str, Any]) -> Iterator[Event]:
    """What a story states because no action runs while it is checked."""
    if "active_loop" in step:
        yield ActiveLoop(step["active_loop"])
    for entry in step.get("slot_was_set") or []:
        for name, value in entry.items() if isinstance(entry, Mapping) else [(entry, None)]:
            yield SlotSet(name, value)


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"there is no such name; the nearest is {near[0]}" if near else "there is no such name"
