"""Finds "may this person have it?" by its wording alone, where the classifier read something else."""

from __future__ import annotations

import re

from guide.advice.clauses import asks_suitability, clauses
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.identity import impersonal
from guide.advice.listening import Learned
from guide.advice.reading import ACTS
from guide.advice.replies import is_wholly
from guide.advice.unsure import REFUSED, is_guess

# "he gets hives from cheese can he have kefir": told and asked in one breath, but no "how much can he have".
_RUN_ON = re.compile(
    r"(?!.*\b(?:how|when|wen|what|wat|why|which|where|if|much|often|long)\b).+?\s"
    r"((?:can|could|may) (?:i|he|she|they|we) .*)",
    re.IGNORECASE,
)


# "When can she have it?" asks for more than whether she may.
_ASKS_MORE = re.compile(r"\b(?:how|when|wen|what|wat|why|which|where|much|often|long)\b", re.IGNORECASE)


def _asks_for_it(text: str, message: Message) -> bool:
    """Whether a message that may be about several topics asks "can dad take it for his gut?"."""
    asked = [clause for clause in clauses(text) if not _ASKS_MORE.search(clause)]
    return not message.questions[1:] and any(asks_suitability(clause) for clause in asked)


def plainly_asks(state: Conversation, message: Message, learned: Learned, content: Content) -> bool:
    """Whether the wording alone asks "may this person have it?", however the classifier read it."""
    text = impersonal(message.text, learned.person)
    unclear = message.intent in REFUSED or is_guess(message, content)
    run_on = _RUN_ON.fullmatch(text) if unclear else None
    sentences = [*clauses(text), text.rpartition(",")[2], *([run_on[1]] if run_on else [])]
    plain = ("plain_suitability", "plain_product") if message.products else ("plain_suitability",)
    if any(is_wholly(name, s) for name in plain for s in sentences) and not message.questions[1:]:
        return True
    if learned.facts and unclear and any(is_wholly("food_asked", s) for s in sentences):
        return True  # "taking a blood thinner. kefir?"
    if is_guess(message, content) and message.intent not in REFUSED and _asks_for_it(text, message):
        return True
    recent = state.goal is not None or (state.last is not None and state.last.verdict)
    if recent and message.products and is_guess(message, content):
        return True
    unread = message.intent not in ACTS - {"ask_more"} and not learned.facts and learned.switched
    return recent and unread and is_wholly("and_person", text)
