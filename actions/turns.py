"""The actions that ``domain.yml`` names. What each says is decided in ``guide.advice.dialogue``."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.base import GuideAction


class Answer(GuideAction, Action):
    """Answers a question about a topic or about what suits a person."""

    action_name = "action_answer"


class Screen(GuideAction, Action):
    """Takes the answer to a screening question and asks the next, or gives the verdict."""

    action_name = "action_screen"


class Record(GuideAction, Action):
    """Takes in facts about a person, corrections included."""

    action_name = "action_record"


class Explain(GuideAction, Action):
    """Explains the last answer: why, sources, simpler, more."""

    action_name = "action_explain"


class Recall(GuideAction, Action):
    """Shows what is known about each person."""

    action_name = "action_recall"


class SetAudience(GuideAction, Action):
    """Switches between plain and clinical wording."""

    action_name = "action_set_audience"


class Forget(GuideAction, Action):
    """Forgets everything; the channel then deletes what is stored."""

    action_name = "action_forget"


class Restart(GuideAction, Action):
    """Begins the conversation anew, in place of Rasa's own action of this name, from any state."""

    action_name = "action_restart"


class Alert(GuideAction, Action):
    """Gives the emergency instruction."""

    action_name = "action_alert"


class Decline(GuideAction, Action):
    """Says kindly that something is outside the content."""

    action_name = "action_decline"


class Talk(GuideAction, Action):
    """Greets, thanks, says goodbye, says what the bot is; hears a bare yes or no; meets other languages."""

    action_name = "action_talk"


class NotUnderstood(GuideAction, Action):
    """Acknowledges what was disclosed and offers what can be asked; reverts nothing.

    Rasa's fallback has no rule behind it, so without the explicit listen it would be predicted
    again until the turn is cut.
    """

    action_name = "action_not_understood"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return the events of the turn, then listen."""
        return [*await super().run(dispatcher, tracker, domain), FollowupAction("action_listen")]
