"""Works on messages: once each, apart from any connection, an emergency before everything else."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import structlog

from guide.advice import red_flags
from guide.advice.red_flags import RedFlag
from guide.gateway.errors import ApiError
from guide.gateway.live_reply import LiveReply
from guide.gateway.metrics import Metrics
from guide.gateway.rasa import Rasa, RasaUnavailable
from guide.gateway.reply_keeping import ReplyKeeping
from guide.gateway.web_messages import emergency_message, repeats, web_message
from guide.gateway.wording import worded
from guide.store import Reply, SnapshotCache

log = structlog.get_logger()

# Rasa works on one message in 30 ms of one core; more at once would only make all of them wait.
AT_ONCE = 8
QUEUE_SECONDS = 15.0
# A person sees a worded message within 5 s of asking, whatever has stopped behind the gateway.
TURN_SECONDS = 4.5
# Another gateway's reply that has not ended by then never will: that gateway has stopped.
LOST_SECONDS = 30.0
_POLL_SECONDS = 0.25
# As Rasa's channel does, which says of a longer text that it is too long.
READ_CHARACTERS = 4_000
# So long, and so many, are remembered here, in case the log is down.
MEMORY_SECONDS = 600.0
_REMEMBERED = 2_000


@dataclass(frozen=True)
class Said:
    """What a person sent. ``digest`` tells two uses of one ``client_id`` apart."""

    sender: str
    client_id: str
    text: str
    digest: str
    audience: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it."""
        return self.sender, self.client_id


class Replies:
    """The replies that grow in this process, and those just ended, in case the log is down."""

    def __init__(self, rasa: Rasa, keeping: ReplyKeeping, snapshots: SnapshotCache, metrics: Metrics) -> None:
        self._rasa, self._keeping, self._snapshots, self._metrics = rasa, keeping, snapshots, metrics
        self._live: OrderedDict[tuple[str, str], LiveReply] = OrderedDict()
        self._working: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def reply_to(self, said: Said) -> tuple[LiveReply, bool]:
        """Return the reply to a message, which is worked on once, and whether it had begun before.

        Raises:
            ApiError: 409, if its ``client_id`` was used for something else. An emergency is answered
                even then.
        """
        known = self._live.get(said.key)
        if known is not None and known.digest == said.digest:
            return known, True
        flag = red_flags.detect_at_ends(said.text, READ_CHARACTERS)
        if flag is not None:
            return self._answer_emergency(said, flag), False
        if known is not None:
            raise _used()
        live = self._remember(said)
        begun = await self._begin(said)
        if begun is not None and begun.digest != said.digest:
            self._fail(said, live, "unanswered")  # for whoever sent the same meanwhile, and follows it
            raise _used()
        self._start(self._work(said, live, None, begun))
        return live, begun is not None

    def _answer_emergency(self, said: Said, flag: RedFlag) -> LiveReply:
        """Answer at once, before anybody is asked whether the message is new."""
        instruction = emergency_message(flag, self._snapshots.loaded)
        live = self._remember(said)
        live.add("message", instruction)
        self._metrics.emergencies.inc()
        self._start(self._work(said, live, flag, None))
        return live

    def expire(self) -> None:
        """Forget what ended a while ago: the log has it."""
        now = asyncio.get_running_loop().time()
        for key in [
            k for k, live in self._live.items() if live.is_over and now - live.begun > MEMORY_SECONDS
        ]:
            del self._live[key]

    def knows(self, sender: str, client_id: str) -> bool:
        """Whether that message is, or was a moment ago, worked on here."""
        return (sender, client_id) in self._live

    def is_replying(self, sender: str) -> bool:
        """Whether a reply to that person grows here: what was offered before it is offered no more."""
        newest = self._newest(sender)
        return newest is not None and not newest.is_over

    def offered(self, sender: str, button: str) -> str | None:
        """Return the title of a button of the newest reply, if that is remembered here."""
        newest = self._newest(sender)
        buttons = [b for m in (newest.messages if newest else []) for b in m["buttons"]]
        return next((b["title"] for b in buttons if b["id"] == button), None)

    async def newest_messages(self, sender: str) -> list[dict[str, Any]]:
        """Return what was said last to that person, by whichever gateway: what it offers can be chosen.

        While a reply grows nothing is offered. Without the log, what was said here counts.
        """
        newest = self._newest(sender)
        if newest is not None and not newest.is_over:
            return []
        kept = await self._keeping.ask_or(None, self._keeping.replies.newest_messages, sender)
        return kept if kept is not None else newest.messages if newest else []

    async def has_reply(self, sender: str, client_id: str) -> bool:
        """Whether that message was, or is being, replied to."""
        if self.knows(sender, client_id):
            return True
        return await self._keeping.ask_or(None, self._keeping.replies.find, sender, client_id) is not None

    def forget(self, sender: str) -> None:
        """Forget the replies to one person that are kept in memory."""
        for key in [key for key in self._live if key[0] == sender]:
            del self._live[key]

    async def settle(self) -> None:
        """Wait for the replies that are being worked on."""
        if self._working:
            await asyncio.wait(self._working, timeout=QUEUE_SECONDS + TURN_SECONDS)

    def _newest(self, sender: str) -> LiveReply | None:
        return next((live for key, live in reversed(self._live.items()) if key[0] == sender), None)

    def _remember(self, said: Said) -> LiveReply:
        live = self._live[said.key] = LiveReply(said.digest, asyncio.get_running_loop().time())
        self._live.move_to_end(said.key)
        while len(self._live) > _REMEMBERED:
            self._live.popitem(last=False)
        return live

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._working.add(task)  # the event loop itself keeps no strong reference
        task.add_done_callback(self._working.discard)

    async def _begin(self, said: Said) -> Reply | None:
        return await self._keeping.ask_or(None, self._keeping.replies.begin, *said.key, said.digest)

    async def _work(self, said: Said, live: LiveReply, flag: RedFlag | None, begun: Reply | None) -> None:
        """Work on a message to the end of its reply."""
        try:
            begun = await self._begin(said) if flag else begun
            if begun is not None and begun.digest == said.digest:
                failure = await self._repeat(said, live, begun)
            else:
                # A log that has another message under this id keeps that one; an emergency is passed on.
                failure = await self._play(said, live, flag)
                await self._keep_or_drop(said, live, failure, is_new=begun is None)
        except Exception as error:
            log.error("reply_failed", error=type(error).__name__)
            failure = "unanswered"
        if failure:
            self._fail(said, live, failure)
        else:
            live.add("done", {})

    async def _play(self, said: Said, live: LiveReply, flag: RedFlag | None) -> str:
        """Let Rasa reply; return what went wrong, as a key of the words, or "".

        Where it breaks off, what it said is no whole answer.
        """
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await self._slots.acquire()
        except TimeoutError:
            return "busy"
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._ask_rasa(said, live, flag)
            is_whole = bool(live.events)
        except Exception as error:  # also what cannot be read: a message of Rasa that has another form
            reason = str(error) if isinstance(error, RasaUnavailable) else type(error).__name__
            log.warning("rasa_unavailable", error=reason)
            self._metrics.upstream_failures.inc()
            is_whole = flag is not None
        finally:
            self._slots.release()
        return "" if is_whole else "unanswered"

    async def _ask_rasa(self, said: Said, live: LiveReply, flag: RedFlag | None) -> None:
        """Add what Rasa says. Beside an emergency, what repeats it or failed is left out.

        A conversation that was erased while its message waited must not begin anew behind the receipt.
        """
        if await self._keeping.ask_or(False, self._keeping.replies.is_erased, said.sender):
            return
        async for each in self._rasa.reply(said.sender, said.text, said.audience):
            custom = each.get("custom") or {}
            if custom.get("forget_me") is True and not custom.get("failure"):
                live.erases = True
                await self._forget_earlier(said)
            elif flag is not None and (repeats(each, flag) or custom.get("failure")):
                continue
            live.add("message", web_message(each))

    async def _forget_earlier(self, said: Said) -> None:
        kept = self._live.get(said.key)
        self.forget(said.sender)
        if kept is not None:
            self._live[said.key] = kept
        await self._keeping.ask_or(0, self._keeping.replies.erase, *said.key)

    async def _repeat(self, said: Said, live: LiveReply, begun: Reply) -> str:
        """Repeat a reply that another process, or this one before a restart, has worked on.

        Return what went wrong, as a key of the words, or "".
        """
        loop = asyncio.get_running_loop()
        given_up = loop.time() + LOST_SECONDS
        while begun.events is None:
            if loop.time() >= given_up:
                await self._keeping.ask_or(None, self._keeping.replies.drop, *said.key)
                return "interrupted"
            await asyncio.sleep(_POLL_SECONDS)
            found = await self._keeping.ask(self._keeping.replies.find, *said.key)
            if found is None:  # it failed there, and was forgotten
                return "unanswered"
            begun = found
        *messages, _ = begun.events
        for event in messages[len(live.events) :]:
            live.add(event["event"], event["data"])
        return ""

    async def _keep_or_drop(self, said: Said, live: LiveReply, failure: str, is_new: bool) -> None:
        """Keep a reply, and forget one that failed, so that the same message can be sent again.

        This comes before anybody is told that it is over: what they do next may reach another gateway.
        """
        replies = self._keeping.replies
        if is_new and failure:
            await self._keeping.ask_or(None, replies.drop, *said.key)
        elif is_new:
            done = {"event": "done", "data": {}}
            await self._keeping.ask_or(None, replies.finish, *said.key, [*live.events, done])

    def _fail(self, said: Said, live: LiveReply, words: str) -> None:
        """End a reply with an error, and forget it here."""
        if self._live.get(said.key) is live:
            del self._live[said.key]
        live.add("error", {"text": worded(words), "retry": True})
        self._metrics.failed_replies.inc()


def _used() -> ApiError:
    return ApiError(409, "client_id_used", "this client_id was used for another message")
