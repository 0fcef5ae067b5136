"""What is said in reply to an event of a platform."""

from __future__ import annotations

import asyncio

import structlog

from guide.advice.content import Content
from guide.gateway.channels.channel import Channel, Incoming, Kind, Message, Part, Payload
from guide.gateway.channels.choices import chosen
from guide.gateway.channels.keeping import ChannelKeeping
from guide.gateway.channels.rendering import render
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

# The gateway's own words for what the bot cannot read; said unless an emergency in it was answered.
_LINES = {Kind.UNREADABLE: "unreadable", Kind.EDITED: "edited", Kind.TOO_MANY: "too_many"}

# People in front of the web page do not wait behind a burst of messages that a platform held back.
AT_ONCE = 2


class Responder:
    """Replies for one gateway: the bot's words for what somebody wrote, the gateway's own for the rest."""

    def __init__(self, replies: Replies, keeping: ChannelKeeping, snapshots: SnapshotCache) -> None:
        self._replies, self._keeping, self._snapshots = replies, keeping, snapshots
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def respond(
        self, channel: Channel, incoming: Incoming, event: str, conversation: str, is_answered: bool
    ) -> list[Payload]:
        """Return the calls that reply to an event. ``is_answered`` tells that the instruction for an
        emergency in it was given already.

        Raises:
            LogDown: if the database does not answer; the event is then worked on again.
        """
        if incoming.kind is Kind.OVERHEARD:
            return []
        if incoming.kind is Kind.GROUP:
            return [] if is_answered else [self._invitation(channel, incoming)]
        known = await self._keeping.ask(self._keeping.people.known, channel.name, conversation)
        if incoming.kind is Kind.OPT_OUT:
            return await self._opt_out(known, event, conversation)
        if known.opted_out and incoming.kind is not Kind.OPT_IN:
            return []
        try:
            messages, erased = await self._messages(incoming, known, event, conversation, is_answered)
        except LogDown:
            raise
        except Exception as error:
            log.error("channel_reply_failed", channel=channel.name, error=type(error).__name__)
            messages, erased = [_plain(worded("unanswered"))], False
        if not known.greeted and not erased:
            messages = self._with_notice(channel, messages, is_answered)
            await self._keeping.ask(self._keeping.people.note_greeted, conversation)
        return [channel.payload(part, incoming.address) for part in render(messages, channel.limits)]

    async def _messages(
        self, incoming: Incoming, known: Known, event: str, conversation: str, is_answered: bool
    ) -> tuple[list[Message], bool]:
        """Return what is said, and whether that was a receipt after which nothing is known any more."""
        if incoming.kind is Kind.OPT_IN:
            await self._keeping.ask(self._keeping.people.note_opted_out, conversation, False)
            return [_plain(worded("opted_in").format(food=self._food()))], False
        if incoming.kind in _LINES:
            return ([] if is_answered else [_plain(worded(_LINES[incoming.kind]))]), False
        text = await self._text(incoming, known.sender)
        if text is None:
            return [_plain(worded("old_button"))], False
        return await self._reply(text, known, event, conversation, is_answered)

    async def _text(self, incoming: Incoming, sender: str) -> str | None:
        """Return what somebody says by a button or a mark, or wrote; None for a button offered no more."""
        if incoming.kind is Kind.ARRIVED:
            return HELLO
        if incoming.kind is Kind.TEXT and incoming.text.strip(" /.!").lower() in STOP_WORDS:
            return FORGET
        newest = await self._replies.newest_messages(sender)
        offered = next((m for m in reversed(newest) if m["buttons"]), None)
        buttons = offered["buttons"] if offered else []
        if incoming.kind is Kind.BUTTON:
            return next((b["title"] for b in buttons if b["id"] == incoming.text), None)
        titles = [b["title"] for b in buttons]
        many = bool(offered and offered["choice"] == "many")
        return chosen(incoming.text, titles, many) or incoming.text

    async def _reply(
        self, text: str, known: Known, event: str, conversation: str, is_answered: bool
    ) -> tuple[list[Message], bool]:
        live = await self._ended(Said(known.sender, event, text, event))
        given = [m for m in live.messages if not m.get("introduces")]
        messages = [m for m in given if not (is_answered and m["emergency"])]
        last = live.events[-1]
        if last["event"] == "error" and not is_answered:
            messages.append(_plain(last["data"]["text"]))
        if live.erases:
            await self._keeping.ask(self._keeping.people.forget, conversation)
            await self._keeping.ask(self._keeping.log.drop_queued, conversation)
        return messages, live.erases

    async def _ended(self, said: Said) -> LiveReply:
        """Return the whole reply."""
        async with self._slots:
            live, _ = await self._replies.reply_to(said)
            async for _ in live.follow():
                pass
        return live

    async def _opt_out(self, known: Known, event: str, conversation: str) -> list[Payload]:
        """Erase the conversation and say nothing more: the platform confirms it in its own words."""
        await self._ended(Said(known.sender, event, FORGET, event))
        await self._keeping.ask(self._keeping.people.note_opted_out, conversation, True)
        await self._keeping.ask(self._keeping.people.forget, conversation)
        await self._keeping.ask(self._keeping.log.drop_queued, conversation)
        return []

    def _with_notice(self, channel: Channel, messages: list[Message], is_answered: bool) -> list[Message]:
        """Say first what this is and what is kept, but behind an emergency."""
        notice = worded("channel_notice").format(guide=self._guide(), platform=channel.title)
        if is_answered or any(m["emergency"] for m in messages):
            return [*messages, _plain(notice)]
        return [_plain(notice), *messages]

    def _invitation(self, channel: Channel, incoming: Incoming) -> Payload:
        text = worded("group").format(private=channel.private_chat or worded("private_chat"))
        return channel.payload(Part(text), incoming.address, private=True)

    def _guide(self) -> str:
        return worded("title").format(food=self._food().title())

    def _food(self) -> str:
        content: Content | None = self._snapshots.loaded
        return content.food if content else ""


def _plain(text: str) -> Message:
    return web_message({"text": text})
