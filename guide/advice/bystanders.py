"""Somebody who only makes, buys, brings or praises the food is not the one who is asked about.

"What if she boils the milk?" keeps the talk on whoever is to drink it. Read as a new person, the cook would
be asked about from nothing, and what is known of the drinker would no longer warn.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from guide.advice.conversation import Conversation, Message
from guide.advice.identity import CHILDREN, OF, PATIENT, UNNAMED, antecedent, split
from guide.advice.life_stages import LIFE_STAGES
from guide.advice.profile import CHILD, SELF
from guide.advice.replies import any_of, plain, speaks_of_self
from guide.advice.vocabulary import Status

_GENDERS = {"he": ("he", "him", "his"), "she": ("she", "her", "hers"), "they": ("they", "them", "their")}
_HELPERS = r"\w*n'?t|not|will|would|had|has|have|is|are|was|can|could|might|who|that"
_ADVERBS = rf"(?:'s|'ll|'d|'ve|'re|ll)?(?: (?:[a-z]+ly|just|also|often|still|now|then|never|{_HELPERS}))*"
_OWNED = r"(?:my|our|his|her|their|a|an|the|some)"


def with_bystander(state: Conversation, message: Message) -> Message:
    """Return the message as one about whom the talk is about, if it tells only what a bystander does."""
    if _may_be_young(state, message):
        return message
    told = [m for m in (*message.mentions, *message.unlisted) if not _mere_word(m.condition, m.status)]
    grave = message.red_flag or message.signs or message.past_reaction or message.cleared_by
    of_them = any(m.person in UNNAMED or m.person == message.person != SELF for m in told)
    if grave or of_them or message.age_months is not None or message.asked_of or message.language:
        return message
    text = plain(message.text)
    acts = list(_acts().finditer(text))
    if not acts or (message.person == SELF and not message.pronoun):
        return message
    rest = _acts().sub(" ", text)
    gender = _gender([act["pronoun"] or "" for act in acts], message)
    if _is_to_have(gender, rest) or _names_somebody(rest, kin=OF in (message.person or "")):
        return message
    return _of_the_drinker(message, rest, gender)


def _may_be_young(state: Conversation, message: Message) -> bool:
    """Whether a child or a patient may be meant: "my toddler brought some home" is about the toddler."""
    if message.person and message.person not in UNNAMED | {SELF}:
        return OF not in message.person and split(message.person)[0] in CHILDREN | {PATIENT}
    meant, _ = antecedent(state, message)
    return meant is not None and meant != state.focus and state.profile(meant).minor


def _mere_word(condition: str, status: Status) -> bool:
    """ "Her kids" names children and tells nothing of them."""
    return condition == CHILD and status is Status.UNCERTAIN


@lru_cache(maxsize=1)
def _acts() -> re.Pattern[str]:
    """Return what finds a bystander and what they do: "she boils", "my aunt brings", "from a friend"."""
    who, does, source = any_of("people"), any_of("bystander_does"), any_of("bystander_source")
    noun = rf"(?:{_OWNED} )?(?:[\w'-]+ ){{0,2}}?(?:{who})"
    return re.compile(
        rf"\b(?:(?:(?P<pronoun>he|she|they)|{noun}){_ADVERBS} (?:{does})"
        rf"|(?:{source}) (?:{_OWNED} )?(?:[\w'-]+ ){{0,2}}?(?:{who}))\b(?!'s)"
    )


def _gender(pronouns: list[str], message: Message) -> str:
    """Return whether the bystander is a "he" or a "she", "" if that is not said."""
    said = [p for p in pronouns if p] or [g for p, g in message.genders.items() if p == message.person]
    return said[0] if said else ""


def _is_to_have(gender: str, rest: str) -> bool:
    """Whether it is asked or told that the bystander has the food too: "she wants to drink it as well"."""
    subject = "|".join([gender] if gender else _GENDERS)
    takes = r"(?:has|have|having|drinks?|drinking|eats?|eating|takes?|taking|tries|try|tolerates?|consumes?)"
    allowed = r"(?:can|could|may|should|is it (?:ok|okay|safe|fine|alright) (?:for|if)|ok for|safe for)"
    wants = rf"\b(?:wants?|likes?|asks?|hopes?|wishes) (?:\w+ ){{0,3}}(?:to )?{takes}\b"
    alone = rf"\b(?:{subject})(?:'s|'d)?(?: \w+){{0,3}} {takes}\b|\b{allowed} (?:{subject}|her|him|them)\b"
    too = r"\b(?:and|also|then|who) (?:\w+ly )?(?:has|drinks|eats|takes|tries|consumes)\b"
    return re.search(f"{alone}|{wants}|{too}", rest) is not None


def _names_somebody(rest: str, *, kin: bool) -> bool:
    """Whether the message names somebody besides the bystander, who is then the one it is about.

    ``kin``: people of the bystander are spoken of ("she gave it to all her kids"), who are bystanders too.
    """
    owned = r"(?<!her )(?<!his )(?<!their )" if kin else ""
    return re.search(rf"\b{owned}(?:{any_of('people')})\b(?!'s)", rest) is not None


def _of_the_drinker(message: Message, rest: str, gender: str) -> Message:
    """Point the message at another "he" or "she" in it, at the speaker, or at whom the talk is about."""
    others = {g: forms for g, forms in _GENDERS.items() if g != gender} if gender else {}
    found = (g for g, forms in others.items() if re.search(rf"\b(?:{'|'.join(forms)})\b", rest))
    pronoun = next(found, None)
    own = pronoun is None and speaks_of_self(rest)
    kept = tuple(
        m for m in message.mentions if not (m.condition in LIFE_STAGES and _of_kin(m.person, message))
    )
    return replace(message, person=SELF if own else None, pronoun=pronoun, bystander=True, mentions=kept)


def _of_kin(person: str, message: Message) -> bool:
    return person == message.person or OF in person or split(person)[0] in UNNAMED
