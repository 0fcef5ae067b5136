"""Red flags that take what was said before: a fever is one in somebody who is on chemotherapy.

Source: design rule 3 (fever or chills with chemotherapy, neutropenia, transplant or central line) and
claim emg-infection.
"""

from __future__ import annotations

from dataclasses import replace

from guide.advice import red_flags
from guide.advice.content import Content
from guide.advice.conversation import Message
from guide.advice.profile import Profile

INFECTION = "infection"

# How each is said so that the red-flag rules know it; their reading of tense and denial then holds.
_SAID = {"immunocompromised": "on chemo now", "central_venous_catheter": "with a central line in"}


def with_remembered(message: Message, profile: Profile, content: Content) -> Message:
    """Return the message with a red flag if it tells of fever or chills in somebody at risk of sepsis."""
    if message.red_flag not in (None, red_flags.UNSPECIFIED):
        return message
    for condition, said in _SAID.items():
        if not profile.counts(condition, content):
            continue
        flag = red_flags.detect(f"{message.text.rstrip(' .!?')}, {said}")
        if flag is not None and flag.kind == INFECTION:
            return replace(message, red_flag=INFECTION)
    return message
