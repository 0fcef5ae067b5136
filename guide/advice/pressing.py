"""When a message only wants a verdict or a bottom line again: it presses for a yes, or draws its own.

"Great, so that's fine then?" and "I'll pour myself a glass now" after a warning get the warning again.
A friendly word to them would be taken for agreement.
"""

from __future__ import annotations

from guide.advice import screening_turns
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Turn
from guide.advice.listening import Learned
from guide.advice.repeating import pressed, pressed_topic, repeat, repeat_topic


def repeated(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn | None:
    """Return the turn that says again what holds, ``None`` if the message wants something else."""
    topic = None if learned.facts or message.signs else pressed_topic(state, message, content)
    if topic is not None:
        return repeat_topic(state, topic, content)
    again = pressed(state, message, learned)
    if again is None:
        return None
    return screening_turns.resume(repeat(state, again, content), content)
