"""Who is to have it: the one who has or drinks in the sentence, and not whose cup it is.

"Can he have some of mine?" asks for him, "may I have some of his?" for the speaker.
"""

from __future__ import annotations

import re
from dataclasses import replace

from guide.advice.conversation import Message
from guide.advice.profile import SELF
from guide.advice.replies import any_of, plain

_FORMS = {"he": "he", "him": "he", "she": "she", "her": "she", "they": "they", "them": "they", "i": "i"}


def with_consumer(message: Message) -> Message:
    """Return the message about who is to have the food, where only the owner in it is somebody else."""
    if message.asked_of or message.person not in (None, SELF, "he", "she", "they"):
        return message
    found = re.search(
        rf"\b(?:{any_of('may_have')}) (he|she|they|him|her|them|i) (?:\w+ ){{0,2}}?(?:{any_of('consumes')})\b"
        rf"(?:.*)\b(?:{any_of('owned_by_somebody')})",
        plain(message.text),
    )
    if found is None:
        return message
    who = _FORMS[found[1]]
    if who == "i":
        # No "he" is spoken of then: his is only the cup.
        return replace(message, person=SELF, pronoun=None, bystander=True)
    return replace(message, person=who, pronoun=who, bystander=False)
