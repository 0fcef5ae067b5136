"""What somebody wants to know of whom: a verdict on a product, or what to have instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guide.advice.clauses import clauses
from guide.advice.content import Claim, Content
from guide.advice.conversation import Conversation, Message, TopicAsked
from guide.advice.followups import lately
from guide.advice.listening import Learned
from guide.advice.meaning import surely
from guide.advice.profile import MILK, SELF
from guide.advice.replies import is_wholly, mentions
from guide.advice.screening import Aim, Goal
from guide.advice.statements import applies, rows_of
from guide.advice.vocabulary import Status

UNSURE = 0.6
"""Classifier confidence below which the wording may overrule the intent."""


def keep_goal(state: Conversation, message: Message, content: Content) -> Conversation:
    """Return the state with the message's question kept as the goal, while something else goes first."""
    topic = content.topics.get(message.intent.removeprefix("ask_"))
    asks = message.intent == "ask_suitability" or (topic is not None and bool(topic.conditions))
    return replace(state, goal=suitability_goal(state, message, content)) if asks else state


def wants_instead(state: Conversation, message: Message, learned: Learned) -> bool:
    """Whether the message asks for something else to have, however the classifier read it."""
    if message.products or message.questions[1:]:
        return False
    if asks_for_options(state, message) or asks_which_suits(state, message, learned):
        return True
    unread = message.intent in (
        "near_scope",
        "out_of_scope",
        "ask_suitability",
        "ask_more",
        "ask_what_you_know",
    )
    unread = unread or message.confidence < UNSURE
    about = state.last is not None or state.goal is not None or not state.profile(learned.person).is_empty
    return unread and about and mentions("wants_instead", message.text)


def asks_which_suits(state: Conversation, message: Message, learned: Learned) -> bool:
    """Whether somebody with a milk allergy asks which kefir it may be, or what else: one without milk."""
    warned = state.profile(learned.person).status(MILK) in (Status.PRESENT, Status.UNCERTAIN)
    which = message.intent == "ask_suitability" and mentions("which_kefir", message.text)
    return warned and (which or any(is_wholly("options_asked", clause) for clause in clauses(message.text)))


def asks_for_options(state: Conversation, message: Message) -> bool:
    """Whether "what can he have then?" follows talk of what suits somebody; at first it asks for no more."""
    told = state.decided is not None or state.goal is not None
    if told and surely(message.reply, "wants_instead"):
        return True
    return told and any(is_wholly("options_asked", clause) for clause in clauses(message.text))


def wants_alternatives(
    state: Conversation, message: Message, asked: TopicAsked, learned: Learned, content: Content
) -> bool:
    """Whether to look for what fits this person, or to say what they asked of their own condition.

    "Is it gluten free?" of somebody with coeliac disease is no request for something else.
    """
    profile, topic = state.profile(learned.person), content.topics[content.alternatives_topic]
    if profile.is_empty and learned.person == SELF:
        return False
    if message.products or asks_for_options(state, message) or not mentions("property_asked", message.text):
        return True
    nearest = max(asked.nearness, key=lambda c: asked.nearness[c], default="")
    own = nearest in content.claims and applies(content.claims[nearest], rows_of(profile, content))
    return not own or nearest in topic.bottom_line_claims


def for_the_person_meant(state: Conversation, message: Message, learned: Learned) -> Conversation:
    """ "Sorry, I mean my son": what was asked was meant for him, and is asked for him from here on."""
    if state.goal is None or not learned.switched or not mentions("corrects", message.text):
        return state
    return replace(state, goal=replace(state.goal, person=learned.person), later=(), pending=None, asked=0)


def suitability_goal(
    state: Conversation, message: Message, content: Content, topic: str = "", nearest: Sequence[Claim] = ()
) -> Goal:
    """Return the goal "may this person have what the message names?"."""
    product = message.products[0] if message.products else _product_meant(state, message, content)
    return Goal(Aim.SUITABILITY, state.focus, product, message.modifiers, topic, tuple(c.id for c in nearest))


def _product_meant(state: Conversation, message: Message, content: Content) -> str:
    """ "It" is what was talked of last; the food's own name is its main product."""
    if content.food in message.text.lower():
        return content.main_product
    if state.goal is not None:
        return state.goal.product
    return (state.last.product if state.last else None) or content.main_product


def alternatives_goal(state: Conversation, message: Message, content: Content) -> Goal:
    """Return the goal "what instead?", or the verdict on the product without milk that was named."""
    named = [p for p in message.products if p in content.products and not content.products[p].dairy]
    if named:
        return Goal(Aim.SUITABILITY, state.focus, named[0], message.modifiers)
    return Goal(Aim.ALTERNATIVES, state.focus, content.main_product)


def just_decided(state: Conversation, message: Message, learned: Learned) -> bool:
    """Whether the verdict was just given: a further question then gets what is known on it.

    A fact told again ("should I lower my warfarin then?") is nothing new.
    """
    if state.decided is None or state.goal is not None or message.signs or not lately(state):
        return False
    known, now = state.last.facts if state.last else (), state.profile(learned.person)
    told = [fact.condition for person, fact in learned.facts if person == learned.person]
    if len(told) < len(learned.facts) or any(f"{c}:{now.status(c).value}" not in known for c in told):
        return False
    return state.decided.person == learned.person and not message.products and not message.modifiers
