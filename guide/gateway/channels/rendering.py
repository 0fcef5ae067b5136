"""Makes the parts of a reply that fit a platform. Nothing is ever cut off: what is too long is split, with
verdict, cautions and review notice in front."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from guide.advice.phrases import phrases
from guide.gateway.channels.channel import Limits, Message, Part
from guide.gateway.channels.choices import listed
from guide.gateway.wording import worded

_ITEM = "- "
LEAD_CHARACTERS = 90
_SENTENCE = re.compile(r"(?<=[.!?\]])\s+")


def render(messages: Sequence[Message], limits: Limits) -> list[Part]:
    """Return the parts of a reply in order. Choices stand at the end of it: those of the last message that
    offers any, because only what is asked last can be answered by a tap or a number."""
    offering = next((m for m in reversed(messages) if m["buttons"]), None)
    parts: list[Part] = []
    lead: list[str] = []
    for message in messages:
        if _leads_in(message) and message is not messages[-1]:
            lead += message_lines(message)
            continue
        lines, lead = [*lead, *message_lines(message)], []
        buttons: tuple[tuple[str, str], ...] = ()
        choices: list[str] = []
        if message is offering:
            is_list = is_listed(message, limits)
            buttons = () if is_list else tuple((b["id"], b["title"]) for b in message["buttons"])
            choices = _choices(message) if is_list else []
        chunks = list(split(lines, limits.characters))
        chunks = _with_choices(chunks, choices, limits.characters)
        parts += [Part(chunk) for chunk in chunks[:-1]]
        parts += [Part(chunk, buttons) for chunk in chunks[-1:]]
    return parts


def _leads_in(message: Message) -> bool:
    """Whether the message only leads over to the next ("This is now about your son."): no bubble of its
    own, which on SMS would cost one."""
    short = len(message["text"]) <= LEAD_CHARACTERS
    return short and not message["answer"] and not message["buttons"] and not message["emergency"]


def message_lines(message: Message) -> list[str]:
    """Return the lines of a message; of an answer the review notice comes before its statements."""
    lines = [line for line in str(message["text"]).split("\n") if line.strip()]
    answer = message["answer"]
    notice = answer["review"]["text"] if answer else ""
    if notice not in lines:
        return lines
    lines.remove(notice)
    words = phrases()
    behind = (_ITEM, words["instead"], words["sources"])
    at = next((i for i, line in enumerate(lines) if line.startswith(behind)), len(lines))
    return [*lines[:at], notice, *lines[at:]]


def split(lines: Iterable[str], characters: int) -> Iterator[str]:
    """Yield texts of at most so many characters, broken between lines where possible, else between
    sentences, else between words."""
    chunk = ""
    for piece in (piece for line in lines for piece in _pieces(line, characters)):
        if chunk and len(chunk) + 1 + len(piece) > characters:
            yield chunk
            chunk = piece
        else:
            chunk = f"{chunk}\n{piece}" if chunk else piece
    if chunk:
        yield chunk


def _pieces(line: str, characters: int) -> Iterator[str]:
    """Yield a line whole if it fits, else in pieces that do."""
    if len(line) <= characters:
        yield line
        return
    piece = ""
    for part in (p for sentence in _SENTENCE.split(line) for p in _words(sentence, characters)):
        if piece and len(piece) + 1 + len(part) > characters:
            yield piece
            piece = part
        else:
            piece = f"{piece} {part}" if piece else part
    yield piece


def _words(sentence: str, characters: int) -> list[str]:
    if len(sentence) <= characters:
        return [sentence]
    words = sentence.split(" ")
    return [word[at : at + characters] for word in words for at in range(0, len(word), characters)]


def is_listed(message: Message, limits: Limits) -> bool:
    """Whether choices are a list with marks: the platform cannot show all of them whole as buttons, or
    several may hold, of which a button would send each alone."""
    buttons = message["buttons"]
    fits = len(buttons) <= limits.buttons and all(len(b["title"]) <= limits.title for b in buttons)
    return message["choice"] == "many" or not fits


def _choices(message: Message) -> list[str]:
    lines = listed([b["title"] for b in message["buttons"]])
    if message["choice"] == "many":
        return [worded("choose_many").format(example="1, 3"), *lines]
    return [worded("choose_next" if message["answer"] else "choose_one"), *lines]


def _with_choices(chunks: list[str], choices: list[str], characters: int) -> list[str]:
    """Add a list of choices, which stays together: in the last text if there is room, else behind it."""
    if not choices:
        return chunks
    together = "\n".join([*chunks[-1:], *choices])
    if len(together) <= characters:
        return [*chunks[:-1], together]
    return [*chunks, *split(choices, characters)]
