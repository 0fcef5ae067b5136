"""One JSON object for each thing the bot says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from guide.runtime.wording import worded

Message = dict[str, Any]
Emit = Callable[[Message], Awaitable[None]]


def message(recipient_id: str, text: str, **custom: Any) -> Message:
    """Return a message of the channel's own, without buttons."""
    return {"recipient_id": recipient_id, "text": text, "buttons": [], "custom": custom}


def failure_message(recipient_id: str, failure: str) -> Message:
    """Return the worded ``failure``; ``custom.failure`` tells a client that this is no answer."""
    return message(recipient_id, worded(failure), failure=failure)


class TurnChannel(CollectingOutputChannel):
    """Hands on what the bot says, joined and in order.

    Rasa's own channel splits text at blank lines and sends buttons and custom data apart, so that an
    answer could lose its citations. What asks for erasure is kept in ``withheld``: the receipt may
    only be shown once the rows are gone.
    """

    def __init__(self, emit: Emit) -> None:
        super().__init__()
        self.withheld: list[Message] = []
        self._emit = emit

    @classmethod
    def name(cls) -> str:
        """Name under which responses may be worded for this channel."""
        return "rest"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Hand on one utterance as one object."""
        said = _one_object(recipient_id, message)
        if said["custom"].get("forget_me") is True:
            self.withheld.append(said)
        elif said["text"] or said["buttons"] or said["custom"]:
            self.messages.append(said)
            await self._emit(said)


def _one_object(recipient_id: str, utterance: dict[str, Any]) -> Message:
    custom = utterance.get("custom")
    return {
        "recipient_id": recipient_id,
        "text": (utterance.get("text") or "").strip(),
        "buttons": _buttons(utterance.get("buttons") or utterance.get("quick_replies") or []),
        "custom": custom if isinstance(custom, dict) else {},
    }


def _buttons(buttons: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Make a click the same as typing the title: a payload could say what a person cannot."""
    titles = [str(button["title"]) for button in buttons if button.get("title")]
    return [{"title": title, "payload": title} for title in titles]
