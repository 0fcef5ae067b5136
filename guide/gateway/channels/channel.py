"""What a messaging platform has to be able to do. A further platform is one module with one such class."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

Payload = dict[str, Any]
"""What one call to a platform is made of, and where it goes."""

Message = dict[str, Any]
"""One message of the public contract (``openapi.yml``)."""


class Kind(StrEnum):
    """What somebody did."""

    TEXT = "text"
    BUTTON = "button"
    UNREADABLE = "unreadable"
    """A picture, a sticker, a voice message: answered with a courteous line."""
    EDITED = "edited"
    """A message changed afterwards; only an emergency in it is answered."""
    ARRIVED = "arrived"
    """Opened the chat, or joined."""
    GROUP = "group"
    """Spoke to the bot where others read along: nothing about health is asked or said there."""
    OVERHEARD = "overheard"
    """Spoke to others where the bot reads along: only an emergency is answered."""
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    TOO_MANY = "too_many"
    """One more of a flood."""


@dataclass(frozen=True)
class Incoming:
    """Something somebody did. ``event`` is the platform's id of it, ``user`` its id of them, ``address``
    where a reply goes; ``text`` what they wrote, or, for a button, its id."""

    event: str
    user: str
    address: Payload
    kind: Kind = Kind.TEXT
    text: str = ""


@dataclass(frozen=True)
class Call:
    """A call to our webhook, as it came."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Heard:
    """What a call says, and what the platform wants to hear at once."""

    incoming: tuple[Incoming, ...] = ()
    response: str = ""
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Limits:
    """What a platform takes in one message: characters of text, buttons, characters on a button.

    ``per_second`` is how many messages a second it takes from us.
    """

    characters: int
    buttons: int = 0
    title: int = 0
    per_second: float = 20.0


@dataclass(frozen=True)
class Part:
    """What fits in one message of a platform. ``buttons`` are pairs of id and title."""

    text: str
    buttons: tuple[tuple[str, str], ...] = field(default=())


class Forged(Exception):
    """The call is not from the platform. ``status`` is 401 without a signature, 403 with a wrong one."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Malformed(Exception):
    """The call is from the platform, and cannot be read."""


class TryLater(Exception):
    """The platform cannot take a message now. ``seconds`` is how long it wants to be left alone, if it said
    so; ``everywhere`` tells that this holds for every conversation."""

    def __init__(self, reason: str, seconds: float | None = None, everywhere: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.seconds, self.everywhere = reason, seconds, everywhere


class Undeliverable(Exception):
    """The platform will never take this message: blocked, gone, or not allowed."""


class Channel(ABC):
    """A platform: reads what it sends us, and sends what we say. Nothing is connected to before ``send``."""

    name: str
    title: str
    """What people call the platform."""
    limits: Limits
    private_chat: str = ""
    """Where one can write to the bot alone, if there is an address for it."""
    most_bytes: int = 64 * 1024
    """How large a call of the platform may be."""

    @abstractmethod
    def hear(self, call: Call) -> Heard:
        """Return what a call says.

        Raises:
            Forged: if the platform did not make it; checked in constant time, before anything is read.
            Malformed: if it cannot be read.
        """

    @abstractmethod
    def payload(self, part: Part, address: Payload, *, private: bool = False) -> Payload:
        """Return the call that says ``part`` there; ``private`` shows it to one person of a group only,
        where the platform can do that."""

    @abstractmethod
    async def send(self, payload: Payload) -> None:
        """Make the call.

        Raises:
            TryLater: if the platform is down, slow or wants fewer calls.
            Undeliverable: if it refuses for good.
        """

    async def acknowledge(self, incoming: Incoming) -> None:
        """Tell the platform that a click was seen, where it waits for that. A failure is of no account."""
        return

    @abstractmethod
    async def check(self) -> str:
        """Return as whom the platform knows us.

        Raises:
            TryLater, Undeliverable: if the credentials do not work.
        """

    async def register(self, url: str) -> str:
        """Tell the platform to call ``url``; return what was done, or what is left to do by hand."""
        return f"Set {url} as the webhook in the settings of {self.title}."

    async def close(self) -> None:
        """Close all connections."""
        return


@dataclass(frozen=True)
class Platform:
    """How a channel is set up: the variables it needs and may have, with where each comes from, and what
    makes it of their values. ``PUBLIC_URL`` is among the values of every platform."""

    name: str
    title: str
    needed: Mapping[str, str]
    optional: Mapping[str, str]
    make: Callable[[Mapping[str, str]], Channel]


Form = TypeVar("Form")


def decoded(body: bytes, form: type[Form]) -> Form:
    """Return a JSON body in the form that we read of it; what else stands there is passed over.

    Raises:
        Malformed: if it has another form.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None
