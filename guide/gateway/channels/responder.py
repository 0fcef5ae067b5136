"""What is said in reply to an event of a platform."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from guide.advice.content import Content
from guide.gateway.channels.channel import Channel, Incoming, Kind, Message, Part, Payload
from guide.gateway.channels.choices import chosen
from guide.gateway.channels.keeping import ChannelKeeping
from guide.gateway.channels.rendering import is_listed, render
from guide.gateway.live_reply import LiveReply
from guide.gateway.replies import Replies, Said
from guide.gateway.reply_keeping import LogDown
from guide.gateway.web_messages import web_message
from guide.gateway.wording import worded
from guide.store import Known, SnapshotCache

log = structlog.get_logger()

# What a person would type: the bot has no other way to erase.
FORGET = "forget me"

# Where the platform itself does not end the conversation by these, they erase it.
STOP_WORDS = ("stop", "unsubscribe")

# Whoever opens a chat is greeted as if they had said this.
HELLO = "hello"

# The gateway's own words for what the bot is not asked; of an emergency in it the bot must know.
_LINES = {Kind.UNREADABLE: "unreadable", Kind.EDITED: "edited", Kind.TOO_MANY: "too_many"}

# People in front of the web page do not wait behind a burst of messages that a platform held back.
AT_ONCE = 2


@dataclass(frozen=True)
class Event:
    """Something to reply to: who did what where. ``is_answered`` tells that the instruction for an emergency
    in it was given already."""

    id: str
    channel: Channel
    incoming: Incoming
    conversation: str
    is_answered: bool


@dataclass(frozen=True)
class Response:
    """The calls that reply to an event. ``greets`` tells that what is kept is said in them."""

    payloads: list[Payload]
    greets: bool = False


class Responder:
    """Replies for one gateway: the bot's words for what somebody wrote, the gateway's own for the rest."""

    def __init__(self, replies: Replies, keeping: ChannelKeeping, snapshots: SnapshotCache) -> None:
        self._replies, self._keeping, self._snapshots = replies, keeping, snapshots
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def respond(self, event: Event) -> Response:
        """Return the calls that reply to an event.

        Raises:
            LogDown: if the database does not answer, or something could not be erased; the event is then
                worked on again.
        """
        channel, incoming = event.channel, event.incoming
        if incoming.kind is Kind.OVERHEARD:
            return Response([])
        if incoming.kind is Kind.GROUP:
            return Response([] if event.is_answered else [self._invitation(event)])
        known = await self._keeping.ask(self._keeping.people.known, channel.name, event.conversation)
        if incoming.kind is Kind.OPT_OUT:
            return Response(await self._opt_out(event, known))
        if known.opted_out and incoming.kind is not Kind.OPT_IN:
            return Response([])
        try:
            messages, erased = await self._messages(event, known)
        except LogDown:
            raise
        except Exception as error:
            log.error("channel_reply_failed", channel=channel.name, error=type(error).__name__)
            messages, erased = [_plain(worded("unanswered"))], False
        greets = not known.greeted and not erased
        messages = self._with_notice(event, messages) if greets else messages
        parts = render(messages, channel.limits)
        return Response([channel.payload(part, incoming.address) for part in parts], greets)

    async def _messages(self, event: Event, known: Known) -> tuple[list[Message], bool]:
        """Return what is said, and whether that was a receipt after which nothing is known any more."""
        kind = event.incoming.kind
        if kind is Kind.OPT_IN:
            await self._keeping.ask(self._keeping.people.note_opted_out, event.conversation, False)
            return [_plain(worded("opted_in").format(food=self._food()))], False
        if kind in _LINES and not event.is_answered:
            return [_plain(worded(_LINES[kind]))], False
        text = await self._text(event, known.sender)
        if text is None:
            return [_plain(worded("old_button"))], False
        return await self._reply(event, known, text)

    async def _text(self, event: Event, sender: str) -> str | None:
        """Return what somebody says by a button or a mark, or wrote; None for a button offered no more.

        Marks count only where they were shown.
        """
        kind, text = event.incoming.kind, event.incoming.text
        if await self._replies.has_reply(sender, event.id):
            return ""  # worked on before, and broken off: its reply is repeated
        if kind is Kind.ARRIVED and not event.is_answered:
            return HELLO
        if kind is Kind.TEXT and text.strip(" /.!").lower() in STOP_WORDS:
            return FORGET
        newest = await self._replies.newest_messages(sender)
        offered = next((m for m in reversed(newest) if m["buttons"]), None)
        buttons = offered["buttons"] if offered else []
        if kind is Kind.BUTTON:
            return next((b["title"] for b in buttons if b["id"] == text), None)
        if offered is None or not is_listed(offered, event.channel.limits):
            return text
        titles = [b["title"] for b in buttons]
        return chosen(text, titles, offered["choice"] == "many") or text

    async def _reply(self, event: Event, known: Known, text: str) -> tuple[list[Message], bool]:
        live = await self._ended(Said(known.sender, event.id, text, event.id))
        given = [m for m in live.messages if not m.get("introduces")]
        messages = [m for m in given if not (event.is_answered and m["emergency"])]
        last = live.events[-1]
        if last["event"] == "error" and not event.is_answered:
            messages.append(_plain(last["data"]["text"]))
        if live.erases:
            await self._forget(event)
        return messages, live.erases

    async def _ended(self, said: Said) -> LiveReply:
        """Return the whole reply."""
        async with self._slots:
            live, _ = await self._replies.reply_to(said)
            async for _ in live.follow():
                pass
        return live

    async def _opt_out(self, event: Event, known: Known) -> list[Payload]:
        """Erase the conversation and say nothing more: the platform confirms it in its own words."""
        await self._keeping.ask(self._keeping.people.note_opted_out, event.conversation, True)
        live = await self._ended(Said(known.sender, event.id, FORGET, event.id))
        if not live.erases:
            raise LogDown  # what is not erased must stay findable: it is tried again
        await self._forget(event)
        return []

    async def _forget(self, event: Event) -> None:
        await self._keeping.ask(self._keeping.people.forget, event.conversation)
        await self._keeping.ask(self._keeping.log.drop_queued, event.conversation)

    def _with_notice(self, event: Event, messages: list[Message]) -> list[Message]:
        """Say first what this is and what is kept, but behind an emergency."""
        notice = worded("channel_notice").format(guide=self._guide(), platform=event.channel.title)
        if event.is_answered or any(m["emergency"] for m in messages):
            return [*messages, _plain(notice)]
        return [_plain(notice), *messages]

    def _invitation(self, event: Event) -> Payload:
        channel = event.channel
        text = worded("group").format(private=channel.private_chat or worded("private_chat"))
        return channel.payload(Part(text), event.incoming.address, private=True)

    def _guide(self) -> str:
        return worded("title").format(food=self._food().title())

    def _food(self) -> str:
        content: Content | None = self._snapshots.loaded
        return content.food if content else ""


def _plain(text: str) -> Message:
    return web_message({"text": text})
