"""Understands a message that carries on the talk: "and me?", "how strong is it?", "how many hours apart?".

What such a message is about stands in the last answer, not in its words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from guide.advice.carried import follow_up
from guide.advice.clauses import asks, clauses
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, TopicAsked
from guide.advice.identity import impersonal
from guide.advice.listening import Learned
from guide.advice.profile import SELF
from guide.advice.replies import is_wholly, mentions, speaks_of_self
from guide.advice.unsure import REFUSED, SUITABILITY, question_intents

MOST_WORDS = 10
MAX_ELLIPTIC_WORDS = 7
MAX_MARKED_WORDS = 4
MOST_IDLE = 2
"""Turns of small talk after which a message is no longer taken to carry on what was said before them."""

NEAR_ENOUGH = 0.35
VERY_NEAR = 0.45
SHARE_ENOUGH = 0.2
PLAINLY_READ = 0.6
SURELY_READ = 0.9
DOUBTFUL = 0.5
TELLS = frozenset({"report_condition", "correct_condition", ""})
DANGER_SIGNS = "ask_emergency_symptoms"
REPLIES = frozenset({"affirm", "deny", "unsure", "skip", "greet", "goodbye", "thank"})


def lately(state: Conversation) -> bool:
    """Whether something was answered or asked so recently that a few words may carry it on."""
    return state.idle < MOST_IDLE and (state.goal is not None or state.last is not None)


def elliptic(state: Conversation, message: Message) -> bool:
    """Whether "and goat?" carries on a question about what suits somebody."""
    recent = state.goal is not None or (state.last is not None and state.last.verdict)
    # "And goat?" and "the water one then?" go back to the verdict also past an answer on something else.
    marked = len(message.text.split()) <= MAX_MARKED_WORDS and is_wholly("elliptic_marked", message.text)
    recent = recent or (marked and state.decided is not None and state.decided.person == state.focus)
    named = bool(message.products) or mentions("shop_bought", message.text)
    follows = recent and lately(state) and named
    short = len(message.text.split()) <= MAX_ELLIPTIC_WORDS
    return follows and short and is_wholly("elliptic", message.text)


def about_another(state: Conversation, message: Message, content: Content) -> tuple[Conversation, Message]:
    """Read "and me?" and "is that also true for my son?" as the last question, asked for that person.

    Where the answer would be about having it ("how much?"), whether the person may is asked first.
    """
    named = message.person == SELF and speaks_of_self(message.text)
    named = named or (message.person is not None and message.person != SELF)
    case = _states_case(message)
    text = impersonal(message.text, message.person or SELF)
    carries = any(is_wholly("and_person", clause) for clause in clauses(text))
    carries = carries or is_wholly("and_person_told", text)
    told_of_another = state.focus != SELF and message.person == SELF and state.idle < MOST_IDLE
    if not (named and (case or (carries and (lately(state) or told_of_another)))):
        return state, message
    known = state.last is not None and not state.last.verdict and state.goal is None
    topic = content.topics.get((state.last.topic or "") if state.last and known else "")
    anew = case and not mentions("same_question", message.text)
    general = topic is not None and not topic.consumption and not topic.conditions and not anew
    intent = f"ask_{topic.id}" if topic and general else SUITABILITY
    asked = TopicAsked(intent, confidence=1.0)
    if message.person == SELF:
        state = replace(state, focus=SELF)
    return state, replace(message, intent=intent, questions=(asked,), confidence=1.0)


def _states_case(message: Message) -> bool:
    """Whether somebody is described and "ok?" or "same question" stands behind it."""
    *told, last = [part.strip() for part in re.split(r"(?<=[.!?;\n])\s|[,\u2013]\s", message.text.strip())]
    known = message.mentions or message.unlisted or message.age_months is not None
    return bool(told and known) and is_wholly("case_asked", last)


def in_context(state: Conversation, message: Message, content: Content) -> Message:
    """Return the message with the question that it asks in this place of the talk."""
    if _asks_for_strength(state, message) or _asks_for_reasons(state, message):
        return replace(message, intent="ask_why", questions=())
    follows = follow_up(state, message, content) if lately(state) else None
    if follows is not None:
        return replace(_asked(message, follows), ranking=())
    if message.signs == {"gut_only"} and message.intent == DANGER_SIGNS:
        return _instead(message, content)
    message = _not_on_danger_signs(message, content)
    if _doubtful(message) and not message.products and not message.modifiers:
        carried = _topic_in_context(state, message, content)
        if carried is not None:
            return _asked(message, carried)
    return _misread(message, content) if _is_misread(message) else message


def _is_misread(message: Message) -> bool:
    """Whether it is worded as a question and read as something else, which "how are you?" may well be."""
    doubtful = message.intent in REPLIES and message.confidence < PLAINLY_READ
    return (doubtful or message.intent in TELLS) and asks(message.text) and not message.mentions


def _asks_for_strength(state: Conversation, message: Message) -> bool:
    """Whether it asks how good the evidence is for what was just said."""
    last = state.last
    about_evidence = last is not None and bool(last.claims) and not last.verdict and lately(state)
    same = last is not None and message.intent == f"ask_{last.topic}"
    return about_evidence and not same and is_wholly("strength_asked", message.text)


def _asks_for_reasons(state: Conversation, message: Message) -> bool:
    """Whether it asks for the danger that the verdict just given warns of."""
    warned = state.last is not None and state.last.verdict and state.goal is None and lately(state)
    return warned and not message.mentions and is_wholly("danger_asked", message.text)


def _not_on_danger_signs(message: Message, content: Content) -> Message:
    """What names no reaction and no sign is not about danger signs, unless that is beyond doubt.

    A pen for adrenaline is no answer to "how long between the two?", however near the words may be.
    """
    sure = message.confidence >= SURELY_READ or mentions("speaks_of_signs", message.text)
    if message.intent != DANGER_SIGNS or sure:
        return message
    message = replace(message, ranking=tuple(pair for pair in message.ranking if pair[0] != DANGER_SIGNS))
    intent, share = next(iter(question_intents(message, content)), ("", 0.0))
    return _asked(message, TopicAsked(intent, _near(intent, message, content), share, message.text))


def _doubtful(message: Message) -> bool:
    if len(message.text.split()) > MOST_WORDS or len(message.questions) > 1:
        return False
    if message.intent in REFUSED:
        return message.intent == "out_of_scope" or message.confidence < PLAINLY_READ
    if message.intent in TELLS | REPLIES:
        return _is_misread(message)
    return message.confidence < DOUBTFUL


def _topic_in_context(state: Conversation, message: Message, content: Content) -> TopicAsked | None:
    """Return the topic that the words are near to: the last one, or one about the person's conditions."""
    if not lately(state):
        return None
    last = (state.goal.topic if state.goal else "", (state.last.topic if state.last else None) or "")
    profile = state.profile(state.focus)
    own = [t.id for t in content.topics.values() if any(profile.counts(c, content) for c in t.conditions)]
    topics = [topic for topic in dict.fromkeys((*last, *own)) if topic in content.topics]
    return next(filter(None, (_if_near(topic, message, content) for topic in topics)), None)


def _if_near(topic: str, message: Message, content: Content) -> TopicAsked | None:
    intent = f"ask_{topic}"
    likeliest, share = next(iter(question_intents(message, content)), ("", 0.0))
    near = {c: n for c, n in message.near.items() if c in content.topics[topic].claims}
    nearest = max(message.near.values(), default=0.0)
    on_topic = bool(near) and max(near.values()) >= max(NEAR_ENOUGH, nearest)
    if not (on_topic or (likeliest == intent and share >= SHARE_ENOUGH)):
        return None
    return TopicAsked(intent, near, 1.0, message.text)


def _misread(message: Message, content: Content) -> Message:
    """A question read as something else ("so when can she start?" as a fact) is the nearest question."""
    ranked = question_intents(message, content)
    if not ranked:
        return message
    intent, share = ranked[0]
    near = _near(intent, message, content)
    # That it is a question stands in its wording, so only the questions share the probability.
    likely = share >= SHARE_ENOUGH or max(near.values(), default=0.0) >= VERY_NEAR
    sure = share / sum(other for _, other in ranked) if likely else share
    return _asked(message, TopicAsked(intent, near, sure))


def _instead(message: Message, content: Content) -> Message:
    """Wind and bloating are no danger signs, however the classifier read them."""
    ranked = question_intents(message, content)
    intent = next((i for i, _ in ranked if i not in (message.intent, SUITABILITY)), "")
    return _asked(message, TopicAsked(intent, _near(intent, message, content), 1.0)) if intent else message


def _near(intent: str, message: Message, content: Content) -> dict[str, float]:
    topic = content.topics.get(intent.removeprefix("ask_"))
    return {c: n for c, n in message.near.items() if topic is not None and c in topic.claims}


def asked_of_the_wrong_one(state: Conversation, message: Message, learned: Learned) -> Message:
    """ "No, it's for me": what was answered for somebody else is asked for the person meant."""
    last = state.last
    if not learned.redirected or last is None or last.verdict or last.person == learned.person:
        return message
    asked = TopicAsked(f"ask_{last.topic}", confidence=1.0)
    return replace(_asked(message, asked), modifiers=last.modifiers) if last.topic else message


def _asked(message: Message, asked: TopicAsked) -> Message:
    return replace(message, intent=asked.intent, questions=(asked,), confidence=asked.confidence)
