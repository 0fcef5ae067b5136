"""What is only asked about is no fact about the person now: a later age or state, a medicine.

"When she turns one, can I give it?" is about a baby. Read as a fact it would make the baby a toddler.
"""

from __future__ import annotations

import re
from dataclasses import replace

from guide.advice.answer import Answer, Citations
from guide.advice.answering import asker, noted_of_others, say_answer
from guide.advice.clauses import asked_part, asks, clauses, stated_part
from guide.advice.compose import verdict_line
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message, Turn
from guide.advice.life_stages import LIFE_STAGES, with_age
from guide.advice.listening import Learned
from guide.advice.profile import CHILD, DAIRY_PROBLEM, INFANT, LACTOSE, MILK, Profile
from guide.advice.replies import INFANT_MONTHS, age_in_months, ages_with_unit, in_digits, mentions
from guide.advice.verdicts import advise, age_unknown
from guide.advice.vocabulary import Status, Verdict

MOST_WORDS = 12
_UNIT = r"(?:months?|mths?|mo|years?|yrs?|yo|weeks?)"
_BECOMES = (
    r"(?:[\w-]+'?s|is|are|am|turns?|turning|hits?|reach(?:es)?|gets?(?: to)?|becomes?|will be|would be|were)"
)
_IMAGINED = re.compile(
    rf"\b(?:when|once|if|until|till|as soon as|by the time)(?: [\w'-]+){{0,4}}? {_BECOMES}"
    rf"(?: (?:about|around|nearly|over|at least|past))? (\d{{1,3}}(?: ?{_UNIT})?)(?: old)?(?=[ ,.]|$)"
    rf"|\b(?:from|at|after|by|until|till|since)(?: (?:the )?age(?: of)?)?(?: about| around)?"
    rf" (\d{{1,2}} ?{_UNIT})\b"
    rf"|\b(?:from|at|by|until|till) (?:the )?age (?:of )?(\d{{1,2}})\b"
)
_STATED = re.compile(
    r"\b(?:is|[a-z]+'?s|turned|aged|i'?m|am|are|they'?re|my|our)"
    r" (?:only |just |now |nearly |almost |already |about )*\d"
)


def as_things_are(state: Conversation, message: Message) -> Message:
    """Return the message without ages, endings and medicines that are asked about and do not hold now."""
    text = in_digits(message.text)
    found = [next(filter(None, match.groups())) for match in _IMAGINED.finditer(text)]
    rest = _IMAGINED.sub(" ", text)
    if not found and _asked_age(state, message):
        found, rest = [text], ""
    if found:
        stated = ages_with_unit(rest) or ((message.age_months,) if _STATED.search(rest) else (None,))
        asked = age_in_months(found[-1])
        message = replace(message, age_months=stated[-1], imagined=True, imagined_months=asked)
    wondered = _which_of_two(message)
    told = (replace(m, status=Status.UNCERTAIN) if m in wondered else m for m in message.mentions)
    kept = (_as_known(state, mention, message) for mention in told)
    unlisted = () if _only_wondered(message) else message.unlisted
    return replace(message, mentions=tuple(m for m in kept if m is not None), unlisted=unlisted)


def _which_of_two(message: Message) -> tuple[Mention, ...]:
    """ "Is it lactose or an allergy?" tells of neither; until it is known either may be."""
    if not mentions("which_of_two", asked_part(message.text)) or _tells_kind(message):
        return ()
    present = (m for m in message.mentions if m.status is Status.PRESENT)
    return tuple(m for m in present if m.condition in (MILK, LACTOSE, DAIRY_PROBLEM))


def _tells_kind(message: Message) -> bool:
    """Whether what the message states names an allergy as well ("I have a milk allergy, is it ...")."""
    return mentions("about_allergy", stated_part(message.text))


def _only_wondered(message: Message) -> bool:
    """Whether a medicine alone is asked about ("should I give her ...?"), and not beside the food."""
    alone = not (message.products or stated_part(message.text) or mentions("beside_food", message.text))
    return alone and mentions("asks_to_take", message.text)


def _asked_age(state: Conversation, message: Message) -> bool:
    """Whether an age stands in a question alone, of somebody known to be young ("so a 2 year old?")."""
    profile = state.profile(state.focus)
    if not (profile.minor or LIFE_STAGES & set(profile.facts)):
        return False
    aged = [c for c in clauses(message.text) if ages_with_unit(c)]
    return bool(aged) and all(asks(c) and not _STATED.search(in_digits(c)) for c in aged)


def _only_asks(text: str) -> bool:
    """Whether nothing is stated: "how long after the antibiotics?" does not say that they are over."""
    return not stated_part(text) and not mentions("holds_now", text)


def _comes_to_an_end(text: str) -> bool:
    return mentions("comes_to_an_end", text) and not mentions("ended_already", text)


def _as_known(state: Conversation, mention: Mention, message: Message) -> Mention | None:
    """An imagined age leaves somebody young of unknown age; what is yet to end still holds."""
    if message.imagined and mention.condition == CHILD and mention.status is Status.PRESENT:
        return replace(mention, status=Status.UNCERTAIN)
    if mention.status not in (Status.ABSENT, Status.HISTORICAL) or not asks(message.text):
        return mention
    ends = _comes_to_an_end(message.text)
    known = (Status.PRESENT, Status.UNCERTAIN)
    counted = any(profile.status(mention.condition) in known for profile in state.profiles.values())
    if counted and (ends or _only_asks(message.text)):
        return None
    historical = mention.status is Status.HISTORICAL
    return replace(mention, status=Status.UNCERTAIN) if ends and historical else mention


def asks_about_later(state: Conversation, message: Message, learned: Learned, content: Content) -> bool:
    """Whether the message asks what will hold for somebody who should not have it now."""
    profile = state.profile(learned.person)
    young = profile.counts(INFANT, content) or age_unknown(profile, content)
    if (
        message.signs
        or message.cleared_by
        or len(message.text.split()) > MOST_WORDS + 8 * bool(learned.facts)
    ):
        return False
    if young and (message.imagined or mentions("when_allowed", message.text)):
        return True
    advice = advise(profile, _product(state, message, learned.person, content), content)
    held_back = advice.verdict >= Verdict.CAUTION and any(r.condition for r in advice.deciding)
    if learned.facts or not held_back or not _talked_of(state, learned.person):
        return False
    if message.imagined or (asks(message.text) and _comes_to_an_end(message.text)):
        return True
    later = mentions("when_allowed", message.text) or mentions("later_time", message.text)
    return later and advice.known_strict and asks(message.text)


def _talked_of(state: Conversation, person: str) -> bool:
    return any(goal is not None and goal.person == person for goal in (state.goal, state.decided))


def _product(state: Conversation, message: Message, person: str, content: Content) -> str:
    if message.products:
        return message.products[0]
    about = next((g for g in (state.goal, state.decided) if g is not None and g.person == person), None)
    return about.product if about else content.main_product


def answer_later(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say what the content has on that later age, or that the advice is about now. Nothing is noted of it."""
    profile = state.profile(learned.person)
    product = _product(state, message, learned.person, content)
    who, cite = asker(state, learned.person, content), Citations(content, state.audience)
    now = advise(profile, product, content)
    line = verdict_line(now, who, content, cite)
    grown = _only_too_young(profile, product, message.imagined_months, content)
    later = cite.wording("later.infant" if grown else "later.now", person=who.name)
    answer = Answer(
        topic=None,
        person=learned.person,
        about=who.about,
        bottom_line=later if grown else line,
        verdict=now.verdict.label,
        product=product,
        statements=() if grown else (later,),
        cautions=(line,) if grown else (),
        references=cite.references,
        review_status=cite.review_status,
        followups=content.suggestions.get(now.verdict, ()),
    )
    state, say = say_answer(state, answer)
    return Turn(state, (*noted_of_others(learned, content), say))


def _only_too_young(profile: Profile, product: str, months: int | None, content: Content) -> bool:
    """Whether nothing but the age speaks against the food itself, and that age will then be past."""
    young = profile.counts(INFANT, content) or age_unknown(profile, content)
    if not young or product != content.main_product:
        return False
    then = with_age(profile, INFANT_MONTHS if months is None else months)
    return not then.counts(INFANT, content) and not advise(then, product, content).known_strict
