"""A message in another language: what of it may be believed, and what is said to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message, Say, Turn
from guide.advice.listening import UNNAMED, Learned
from guide.advice.other_languages import languages, person_in
from guide.advice.profile import CHILD
from guide.advice.render import review_text
from guide.advice.talking import noted
from guide.advice.vocabulary import ReviewStatus, Status


def cautiously(message: Message, focus: str) -> Message:
    """Return a message with only what English rules may read in it; one in English is returned as it is.

    A condition is kept as uncertain, since a denial would not have been understood, for whom the talk
    is about: "son" is a Spanish verb. Everything else could be a chance likeness of words.
    """
    if not message.language:
        return _put_on(message, message.red_flag_language)

    def doubted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        named = (each for each in mentions if each.condition != CHILD)
        return tuple(replace(each, status=Status.UNCERTAIN, person=focus) for each in named)

    cautious = Message(
        message.number,
        message.text,
        message.intent,
        mentions=doubted(message.mentions),
        unlisted=doubted(message.unlisted),
        person=None if focus in UNNAMED else focus,
        red_flag=message.red_flag,
        food_involved=message.food_involved,
        audience=message.audience,
        language=message.language,
        red_flag_language=message.red_flag_language,
    )
    return _put_on(cautious, message.language)


def _put_on(message: Message, language: str) -> Message:
    """Return an emergency told in ``language`` with the person that it names; without one as it is."""
    person = person_in(message.text, language) if message.red_flag and language else None
    return replace(message, person=person) if person else message


def guidance_in_english(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say in the language of the message that guidance is in English, and what was taken in."""
    entry = languages()[message.language]
    notice = review_text(ReviewStatus(entry["review"]), full=False)
    line = Say(text=f"{entry['guidance_in_english']}\n{notice}")
    return Turn(state, (line, *noted(learned, content)))
