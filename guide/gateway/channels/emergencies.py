"""An emergency on a platform: the instruction, before anything is asked of anybody."""

from __future__ import annotations

from guide.advice import red_flags
from guide.advice.content import Content
from guide.gateway.channels.channel import Channel, Incoming, Kind, Payload
from guide.gateway.channels.rendering import render
from guide.gateway.replies import READ_CHARACTERS
from guide.gateway.web_messages import emergency_message

# What is a button's id, or nobody's words, is not read.
_WORDS = (Kind.TEXT, Kind.ARRIVED, Kind.EDITED, Kind.GROUP, Kind.OVERHEARD, Kind.UNREADABLE)


def urgent_parts(channel: Channel, incoming: Incoming, content: Content | None) -> list[Payload]:
    """Return the calls that give the instruction, none if there is no emergency.

    It is given in a group, too: there it may help whoever reads it first.
    """
    if incoming.kind not in _WORDS:
        return []
    flag = red_flags.detect_at_ends(incoming.text, READ_CHARACTERS)
    if flag is None:
        return []
    message = emergency_message(flag, content)
    return [channel.payload(part, incoming.address) for part in render([message], channel.limits)]
