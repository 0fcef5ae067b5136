"""Telegram, by its Bot API (https://core.telegram.org/bots/api).

Calls are known by the secret that we gave when we registered the webhook. In a group the bot speaks only
when spoken to, and only to invite to a private chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from guide.gateway.channels.channel import (
    Call,
    Channel,
    Forged,
    Heard,
    Incoming,
    Kind,
    Limits,
    Part,
    Payload,
    Platform,
    TryLater,
    Undeliverable,
    decoded,
)
from guide.gateway.channels.signing import read_own_secret, same

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATES = ("message", "edited_message", "callback_query")
API = "https://api.telegram.org"

_TIMEOUT_SECONDS = 20.0
_ROW_CHARACTERS = 32


_Id = Annotated[int, Meta(ge=-(2**52), le=2**52)]
"""Telegram's ids have at most 52 significant bits."""


class _User(msgspec.Struct):
    id: _Id
    is_bot: bool = False
    username: str = ""


class _Chat(msgspec.Struct):
    id: _Id
    type: str


class _Message(msgspec.Struct, rename={"sender": "from"}):
    chat: _Chat
    sender: _User | None = None
    text: str = ""
    caption: str = ""
    reply_to_message: _Message | None = None


class _Click(msgspec.Struct, rename={"sender": "from"}):
    id: str
    sender: _User
    data: str = ""
    message: _Message | None = None


class _Update(msgspec.Struct):
    update_id: _Id
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Click | None = None


class Telegram(Channel):
    """One bot on Telegram. ``name`` is the bot's own, as in t.me/<name>."""

    name = "telegram"
    title = "Telegram"
    # 4,096 characters, 64 bytes of data on a button, 30 messages a second in all.
    limits = Limits(characters=4_000, buttons=12, title=60, per_second=25.0)

    def __init__(self, token: str, secret: str, bot_name: str, api: str = API) -> None:
        self._secret, self._bot_name = secret, bot_name.lstrip("@")
        self.private_chat = f"https://t.me/{self._bot_name}"
        request = HTTPXRequest(
            connection_pool_size=64, read_timeout=_TIMEOUT_SECONDS, pool_timeout=_TIMEOUT_SECONDS
        )
        self._bot = Bot(token, base_url=f"{api}/bot", request=request)

    def hear(self, call: Call) -> Heard:
        """Return what an update says; one of a kind that we do not know says nothing."""
        given = call.headers.get(SECRET_HEADER, "")
        if not given:
            raise Forged(401, f"{SECRET_HEADER} is missing")
        if not same(given, self._secret):
            raise Forged(403, f"{SECRET_HEADER} is wrong")
        incoming = self._incoming(decoded(call.body, _Update))
        return Heard((incoming,) if incoming else ())

    def payload(self, part: Part, address: Payload, *, private: bool = False) -> Payload:
        """Return a message to a chat. Telegram cannot show it to one person of a group only."""
        return {"chat": address["chat"], "text": part.text, "buttons": [list(b) for b in part.buttons]}

    async def send(self, payload: Payload) -> None:
        """Send it, without previews of the sources."""
        try:
            await self._bot.send_message(
                payload["chat"],
                payload["text"],
                reply_markup=_keyboard(payload["buttons"]),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            raise _problem(error) from error

    async def acknowledge(self, incoming: Incoming) -> None:
        """End the waiting sign on a button that was clicked."""
        if "click" in incoming.address:
            await self._bot.answer_callback_query(incoming.address["click"])

    async def check(self) -> str:
        """Return the name of the bot that the token belongs to."""
        try:
            return f"@{(await self._bot.get_me()).username}"
        except TelegramError as error:
            raise _problem(error) from error

    async def register(self, url: str) -> str:
        """Have updates sent to ``url``, with the secret."""
        try:
            await self._bot.set_webhook(
                url, secret_token=self._secret, allowed_updates=UPDATES, drop_pending_updates=False
            )
        except TelegramError as error:
            raise _problem(error) from error
        return f"Telegram calls {url} now."

    async def close(self) -> None:
        """Close all connections."""
        await self._bot.request.shutdown()

    def _incoming(self, update: _Update) -> Incoming | None:
        event = str(update.update_id)
        if update.callback_query is not None:
            return self._click(event, update.callback_query)
        message = update.edited_message or update.message
        if message is None or message.sender is None or message.sender.is_bot:
            return None
        chat, user = message.chat, message.sender.id
        text = message.text or message.caption
        if chat.type != "private":
            is_asked = self._is_addressed(message, text) and update.edited_message is None
            kind = Kind.GROUP if is_asked else Kind.OVERHEARD
            return Incoming(event, f"{chat.id}:{user}", {"chat": chat.id}, kind, text)
        kind = Kind.EDITED if update.edited_message else _kind(text)
        return Incoming(event, str(user), {"chat": chat.id}, kind, self._without_name(text))

    def _click(self, event: str, click: _Click) -> Incoming | None:
        if click.message is None or click.message.chat.type != "private":
            return None
        address = {"chat": click.message.chat.id, "click": click.id}
        return Incoming(event, str(click.sender.id), address, Kind.BUTTON, click.data)

    def _is_addressed(self, message: _Message, text: str) -> bool:
        replied = message.reply_to_message.sender if message.reply_to_message else None
        to_us = replied is not None and replied.username.lower() == self._bot_name.lower()
        return to_us or text.startswith("/") or f"@{self._bot_name}".lower() in text.lower()

    def _without_name(self, text: str) -> str:
        """Return "/help" for "/help@name", as Telegram writes a command that is picked from its list."""
        return text.replace(f"@{self._bot_name}", "", 1) if text.startswith("/") else text


def _kind(text: str) -> Kind:
    if not text.strip():
        return Kind.UNREADABLE
    return Kind.ARRIVED if text.split()[0].partition("@")[0] == "/start" else Kind.TEXT


def _keyboard(buttons: list[list[str]]) -> InlineKeyboardMarkup | None:
    """Return the buttons, two beside each other where both are short."""
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for id_, title in buttons:
        button = InlineKeyboardButton(title, callback_data=id_)
        if rows and len(rows[-1]) == 1 and width + len(title) <= _ROW_CHARACTERS:
            rows[-1].append(button)
        else:
            rows.append([button])
        width = len(title)
    return InlineKeyboardMarkup(rows) if rows else None


def _problem(error: TelegramError) -> TryLater | Undeliverable:
    if isinstance(error, RetryAfter):
        return TryLater("too many messages", _seconds(error.retry_after), everywhere=True)
    if isinstance(error, ChatMigrated):
        return Undeliverable("the group has another id now")
    if isinstance(error, Forbidden | BadRequest):
        return Undeliverable(error.message)
    return TryLater(type(error).__name__)  # also a wrong token: put right, what waits is sent


def _seconds(asked: Any) -> float:
    return float(asked.total_seconds() if hasattr(asked, "total_seconds") else asked)


def _make(values: Mapping[str, str]) -> Channel:
    return Telegram(
        values["TELEGRAM_TOKEN"],
        read_own_secret(values, "TELEGRAM_SECRET"),
        values["TELEGRAM_BOT_NAME"],
        values.get("TELEGRAM_API_URL") or API,
    )


PLATFORM = Platform(
    name="telegram",
    title="Telegram",
    needed={
        "TELEGRAM_TOKEN": "the token that @BotFather gave",
        "TELEGRAM_SECRET": "a secret of your own: 16 to 256 of A-Z a-z 0-9 _ -",
        "TELEGRAM_BOT_NAME": "the bot's name, as in t.me/<name>",
    },
    optional={"TELEGRAM_API_URL": "a Bot API server of your own"},
    make=_make,
)
