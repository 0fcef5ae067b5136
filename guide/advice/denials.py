"""Whether a "no" answers what was asked, or belongs to something else that the message says.

"Sorry no, she's four", "no, not on steroids", "what? no, the corner shop": each objects to something or sets
it right. Taken for "no milk allergy" it would end in leave to drink, so the question is put again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from guide.advice.profile import Fact
from guide.advice.replies import (
    asking_words,
    begins_with,
    in_digits,
    is_wholly,
    mentions,
    plain,
    reply_vocabulary,
)

_PARTS = re.compile(r"[,;.!]+|\b(?:and|but)\b", re.IGNORECASE)
_OBJECTS = re.compile(
    r"^\W*(?:what|huh|eh|pardon|wait|hang on|hold on)\b\s*[?!,.]"
    r"|(?<!what )\b(?:i|we) (?:said|meant|told (?:you|u)|wrote|typed)\b"
    r"(?! (?:no|none|neither|nothing|nope|not|it|that)\b)"
    r"|\bno,? (?:wait|hang on|hold on)\b|\b(?:wait|hang on|hold on),? no\b",
    re.IGNORECASE,
)

_NO_AND_MORE = re.compile(r"(?:(?:oh|sorry|um+|er+m*|well|uh+),? )*(?:no+|nope|nah+|na)\b,? (.+)")


def objects(text: str) -> bool:
    """Whether a message takes something up that was said or misheard before."""
    return _OBJECTS.search(text.replace("’", "'")) is not None


def belongs_elsewhere(text: str, others: Iterable[Fact], *, aged: bool, objecting: bool) -> bool:
    """Whether the "no" of a message may be about what it says besides.

    ``others`` are the facts it states that the question did not ask for, ``aged`` that it tells an age.
    Words that name what was asked ("neither", "no allergies") leave no doubt; a mere "no" does.
    """
    if mentions("absent_person", text) or _goes_on_elsewhere(text):
        return True
    if is_wholly("bare_no", text) or not is_wholly("no", text):
        return (
            bool(tuple(others)) or aged or objecting or bool(words_left(text) and not is_wholly("no", text))
        )
    return False


def _goes_on_elsewhere(text: str) -> bool:
    """Whether a "no" is followed by words that are about no trouble and no food: "no she's at school"."""
    opened = _NO_AND_MORE.fullmatch(plain(text))
    if opened is None or is_wholly("no", text):
        return False
    return not (mentions("about_trouble", opened[1]) or is_wholly("no", opened[1]))


def opens_unsure(text: str) -> bool:
    """Whether a message begins with not knowing, whatever follows: "no clue, ask my mum"."""
    return begins_with("opens_unsure", text)


def opens_with_neither(text: str) -> bool:
    """Whether a message begins with an answer in plain words and then tells of something else than food."""
    first, *rest = (part.strip() for part in _PARTS.split(text) if part.strip()) if text.strip() else ("",)
    answered = is_wholly("no", first) and not is_wholly("bare_no", first)
    return answered and bool(rest) and not mentions("about_food", " ".join(rest))


def words_left(text: str) -> set[str]:
    """Return the words that a mere yes, no or age does not need: of what else the message speaks."""
    words = {word.strip(",.'").replace("'", "") for word in plain(in_digits(text)).split()}
    known = asking_words() | reply_vocabulary()
    return {word for word in words if word and not word.isdigit() and word not in known}
