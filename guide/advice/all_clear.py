"""Reads in a message that an emergency is over, that help was reached, or that it never was one.

Word lists (``data/replies.json``, ``languages.yml``) and the learned meaning of the message are read
together. A question, a doubt, or a sign still told keeps the alarm, however sure either is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from guide.advice import other_languages, red_flags
from guide.advice.clauses import asks, clauses
from guide.advice.conversation import Message
from guide.advice.meaning import Meanings, likely, surely
from guide.advice.red_flags import UNSPECIFIED
from guide.advice.replies import Reply, mentions, reply_kind, says_help_was_reached, says_it_is_over

_PARTS = re.compile(r"[,;.!?\n]+|\b(?:and|but|because)\b", re.IGNORECASE)


class AllClear(StrEnum):
    """Why an alarm ends.

    ``NO_EMERGENCY``: nothing is happening now; what was told (the past, a habit) holds. ``NOT_MEANT``: a
    figure of speech, nothing of it was meant. ``JOKE``: it was none, and no more is known.
    """

    OVER = "over"
    HELP_THERE = "help_there"
    HELP_COMING = "help_coming"
    NO_EMERGENCY = "no_emergency"
    NOT_MEANT = "not_meant"
    JOKE = "joke"


TAKEN_BACK = frozenset({AllClear.NO_EMERGENCY, AllClear.NOT_MEANT, AllClear.JOKE})


def all_clear(message: Message, kind: str) -> AllClear | None:
    """Return why the alarm of this kind ends with the message, or ``None`` if it goes on."""
    said = " ".join(part for part in _sentences(message.text) if not _asks(part))
    if not said:
        return None
    end = _meant(said, _reply(said, message))
    if end is None and kind == UNSPECIFIED:
        end = _nobody_in_danger(said, message)
    if end is AllClear.HELP_THERE or end is None:
        return end
    return None if _still_told(message, kind) or _turns(said, message, end) else end


def denies_danger(message: Message) -> bool:
    """Whether the message is a mere "no", or "none of these", and tells of nothing that is going on."""
    if message.red_flag or message.signs or message.language or asks(message.text):
        return False
    denied = reply_kind(message.text) is Reply.NO or likely(message.reply, "no_emergency", "nothing_listed")
    return denied and not any(mentions(name, message.text) for name in ("not_none", "no_help"))


def asked_beside(message: Message) -> str:
    """Return what the message asks beside what it tells, "" if nothing."""
    return " ".join(part for part in _sentences(message.text) if _asks(part))


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences; a question that follows without a stop ("its better now can i ...") is its own."""
    for clause in clauses(text):
        yield from (part for part in _RUN_ON.split(clause, maxsplit=1) if part)


_RUN_ON = re.compile(
    r"(?<=\w)\s+(?=(?:can|cn|could|may|should|shall|would|is|does|will)\s+"
    r"(?:i|we|he|she|they|it|this|that|my|our|kefir)\b)",
    re.IGNORECASE,
)


def _asks(sentence: str) -> bool:
    return asks(sentence) or mentions("asks_indirectly", sentence)


def _reply(said: str, message: Message) -> Meanings:
    """Return what the model read. It knows English only, and nothing ends by a bare "yes" or "no"."""
    foreign = message.language or other_languages.doubts_end(said)
    if foreign or reply_kind(said) is not None or mentions("no_help", said):
        return {}
    return message.stated_reply or message.reply


def _meant(said: str, reply: Meanings) -> AllClear | None:
    if not mentions("not_none", said):
        for end in (AllClear.NOT_MEANT, AllClear.NO_EMERGENCY):
            if mentions(end.value, said):
                return end
        if mentions("never_was", said) and not mentions("doubted", said):
            return AllClear.JOKE
    return _help(said, reply) or _over(said, reply)


def _help(said: str, reply: Meanings) -> AllClear | None:
    on_its_way = mentions("help_coming", said)
    if says_help_was_reached(said) and not on_its_way:
        return AllClear.HELP_THERE
    if mentions("not_over", said) or mentions("no_help", said):
        return None
    return AllClear.HELP_COMING if on_its_way or surely(reply, "help_reached") else None


def _over(said: str, reply: Meanings) -> AllClear | None:
    if surely(reply, "no_emergency") and not mentions("not_none", said):
        return AllClear.NO_EMERGENCY
    sure = surely(reply, "over", "no_emergency", "help_reached") and not mentions("not_over", said)
    over = says_it_is_over(said) or other_languages.says_it_is_over(said)
    return AllClear.OVER if over or sure else None


def _nobody_in_danger(said: str, message: Message) -> AllClear | None:
    """Read the answer to "Is somebody in danger now?"."""
    if mentions("not_none", said):
        return None
    denied = reply_kind(said) is Reply.NO or mentions("nobody_in_danger", said)
    read = likely(_reply(said, message), "over", "no_emergency", "help_reached")
    return AllClear.NO_EMERGENCY if denied or read else None


def _turns(said: str, message: Message, end: AllClear) -> bool:
    """Whether "she is fine" goes on with a "but" in what the classifier takes for an emergency."""
    guessed = message.red_flag == UNSPECIFIED and end not in TAKEN_BACK
    return guessed and mentions("turns", said)


def _still_told(message: Message, kind: str) -> bool:
    """Whether the message tells of a sign that is going on, beside what it says is over or was."""
    if message.red_flag in (None, UNSPECIFIED):
        return False
    if message.red_flag != kind or red_flags.detect(message.text) is None:
        return True  # something else, or a sign that is found only once the spelling is put right
    rest = [part for part in _PARTS.split(message.text) if not _is_account(part)]
    return red_flags.detect(". ".join(rest)) is not None


def _is_account(part: str) -> bool:
    """Whether a part of a sentence says what was, or that help is coming or it is over."""
    if mentions("going_on", part):
        return False
    was = mentions("told_as_past", part)
    return was or mentions("help_coming", part) or says_help_was_reached(part) or says_it_is_over(part)
