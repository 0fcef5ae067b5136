"""Turns that answer questions about topics, and what is remembered of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guide.advice.answer import Answer, Citations
from guide.advice.compose import Asker, topic_answer
from guide.advice.content import Claim, Content
from guide.advice.conversation import Conversation, LastAnswer, Message, Say, TopicAsked, Turn
from guide.advice.life_stages import LIFE_STAGES
from guide.advice.listening import Learned
from guide.advice.profile import SELF
from guide.advice.render import about_line, person_name
from guide.advice.replies import is_wholly, mentions
from guide.advice.screening import Aim, Goal, open_questions
from guide.advice.statements import choose, withheld
from guide.advice.talking import noted
from guide.advice.vocabulary import Audience

MAX_QUESTIONS = 2
MAX_ELLIPTIC_WORDS = 7
SURE = 0.8
UNSURE = 0.6
"""Classifier confidence below which the wording may overrule the intent."""


def asker(state: Conversation, person: str, content: Content) -> Asker:
    """Return who is answered, from the state."""
    profile = state.profile(person)
    return Asker(profile, person_name(person), about_line(profile, content), state.audience)


def say_answer(
    state: Conversation, answer: Answer, modifiers: tuple[str, ...] = ()
) -> tuple[Conversation, Say]:
    """Remember what is said, and show the full review notice the first time only."""
    say = Say(answer=answer, full_notice=not state.notice_shown)
    said = dict(state.said)
    if answer.topic:
        said[answer.topic] = tuple(dict.fromkeys((*said.get(answer.topic, ()), *answer.claim_ids)))
    last = LastAnswer(
        topic=answer.topic,
        person=answer.person,
        product=answer.product,
        verdict=answer.verdict is not None,
        claims=answer.claim_ids,
        references=tuple(r.id for _, r in answer.references),
        modifiers=modifiers,
        facts=tuple(f"{f.condition}:{f.status.value}" for f in state.profile(answer.person).facts.values()),
    )
    return replace(state, said=said, last=last, notice_shown=True), say


def say_wording(
    state: Conversation, person: str, content: Content, key: str, *further: str
) -> tuple[Conversation, Say]:
    """Say reviewed sentences of the pack. They are no answer that "why?" would be about."""
    who, cite, last = asker(state, person, content), Citations(content, state.audience), state.last
    lines = [cite.wording(k, person=who.name) for k in (key, *further)]
    answer = Answer(
        topic=None,
        person=person,
        about=who.about,
        bottom_line=lines[0],
        statements=tuple(lines[1:]),
        references=cite.references,
        review_status=cite.review_status,
    )
    state, say = say_answer(state, answer)
    return replace(state, last=last), say


def keep_goal(state: Conversation, message: Message, content: Content) -> Conversation:
    """Return the state with the message's question kept as the goal, while something else goes first."""
    topic = content.topics.get(message.intent.removeprefix("ask_"))
    asks = message.intent == "ask_suitability" or (topic is not None and bool(topic.conditions))
    return replace(state, goal=suitability_goal(state, message, content)) if asks else state


def wants_instead(state: Conversation, message: Message, learned: Learned) -> bool:
    """Whether the message asks for something else to have, however the classifier read it."""
    unread = message.intent in ("near_scope", "out_of_scope", "ask_suitability", "ask_more")
    unread = unread or message.confidence < UNSURE
    about = state.last is not None or not state.profile(learned.person).is_empty
    return unread and about and not message.products and mentions("wants_instead", message.text)


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


def noted_of_others(learned: Learned, content: Content) -> tuple[Say, ...]:
    """Facts of the person answered stand above the answer; those of others are acknowledged."""
    others = tuple((p, f) for p, f in learned.facts if p != learned.person)
    return noted(replace(learned, facts=others), content)


def answer_suitability(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Take "can I drink it?" as the goal. What else the message asks is answered first."""
    others = tuple(q for q in message.questions if q.intent != "ask_suitability")
    if mentions("wants_instead", message.text) and not message.products:
        goal = Goal(Aim.ALTERNATIVES, state.focus, content.main_product)
    else:
        goal = suitability_goal(state, message, content)
    if not others:
        return Turn(replace(state, goal=goal), noted_of_others(learned, content))
    turn = answer_topics(state, replace(message, questions=others), learned, content)
    return Turn(replace(turn.state, goal=goal), turn.says)


def answer_topics(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Answer each question of the message, at most two; then screen if a verdict is asked for."""
    if _elliptic(state, message):
        return answer_suitability(state, replace(message, questions=()), learned, content)
    says: list[Say] = []
    for modifier in _universal(message, content):
        state, said_first = say_wording(state, learned.person, content, f"modifier.{modifier}")
        says.append(said_first)
    for asked in _questions(message)[:MAX_QUESTIONS]:
        state, answers = _answer_one(state, message, asked, learned, content)
        says += answers
    if not says and state.goal is None:
        return Turn(state, (*noted(learned, content), Say("utter_near_scope")))
    return Turn(state, (*noted_of_others(learned, content), *says))


def _universal(message: Message, content: Content) -> tuple[str, ...]:
    """What the message says of the product that holds for everybody: raw milk, spoilt."""
    known = (m for m in message.modifiers if m in content.modifiers)
    return tuple(m for m in known if not content.modifiers[m].applies_to)


def _elliptic(state: Conversation, message: Message) -> bool:
    """Whether "and goat?" carries on a question about what suits somebody."""
    lately = state.goal is not None or (state.last is not None and state.last.verdict)
    follows = lately and bool(message.products)
    short = len(message.text.split()) <= MAX_ELLIPTIC_WORDS
    return follows and short and is_wholly("elliptic", message.text)


def _questions(message: Message) -> tuple[TopicAsked, ...]:
    return message.questions or (TopicAsked(message.intent),)


def _answer_one(
    state: Conversation, message: Message, asked: TopicAsked, learned: Learned, content: Content
) -> tuple[Conversation, tuple[Say, ...]]:
    topic = asked.intent.removeprefix("ask_")
    if topic == "suitability":
        return replace(state, goal=suitability_goal(state, message, content)), ()
    if topic not in content.topics:
        return state, ()
    if topic == content.alternatives_topic and _wants_alternatives(state, learned):
        return replace(state, goal=_alternatives_goal(state, message, content)), ()
    if _personal(topic, state, learned, content):
        goal = _personal_goal(state, message, asked, learned, content)
        state = replace(state, goal=goal)
        if not open_questions(state.profile(goal.person), goal, content):
            return state, ()
    state, said = say_topic(state, asked, learned, content)
    return state, (said,)


def say_topic(
    state: Conversation, asked: TopicAsked, learned: Learned, content: Content
) -> tuple[Conversation, Say]:
    """Say what is known on one topic, nearest to the question and not yet said first."""
    topic = asked.intent.removeprefix("ask_")
    who, said = asker(state, learned.person, content), state.said.get(topic, ())
    answer = topic_answer(topic, who, content, asked.nearness, said=said)
    # "How much?" is near no claim in its words, yet there is no doubt what is asked.
    nearest_only = answer.nearest_only and asked.confidence < SURE
    return say_answer(state, replace(answer, nearest_only=nearest_only))


def _personal(topic: str, state: Conversation, learned: Learned, content: Content) -> bool:
    """Whether a topic question is in truth "may this person have it?": it names their condition."""
    profile, about = state.profile(learned.person), content.topics[topic].conditions
    young = profile.minor and not LIFE_STAGES.isdisjoint(about)
    return young or any(profile.counts(c, content) for c in about)


def _personal_goal(
    state: Conversation, message: Message, asked: TopicAsked, learned: Learned, content: Content
) -> Goal:
    topic, profile = asked.intent.removeprefix("ask_"), state.profile(learned.person)
    choice = choose(
        content.topics[topic],
        profile,
        asked.nearness,
        content,
        withhold_permissive=withheld(profile, content),
    )
    return suitability_goal(state, message, content, topic, choice.claims)


def _wants_alternatives(state: Conversation, learned: Learned) -> bool:
    return not state.profile(learned.person).is_empty or learned.person != SELF


def _alternatives_goal(state: Conversation, message: Message, content: Content) -> Goal:
    named = [p for p in message.products if p in content.products and not content.products[p].dairy]
    if named:
        return Goal(Aim.SUITABILITY, state.focus, named[0], message.modifiers)
    return Goal(Aim.ALTERNATIVES, state.focus, content.main_product)


def more(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say what was not yet said on the last topic."""
    topic = (state.last.topic if state.last else None) or ""
    said = state.said.get(topic, ())
    if topic not in content.topics or set(content.topics[topic].claims) <= set(said):
        return Turn(state, (Say("utter_nothing_more"),))
    state, say = say_topic(state, TopicAsked(f"ask_{topic}"), learned, content)
    return Turn(state, (say,))


def simpler(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Give the last answer again in plain wording."""
    state, last = replace(state, audience=Audience.PUBLIC), state.last
    switched = Say("utter_audience_public")
    if last is None or (last.topic is None and not last.verdict):
        return Turn(state, (switched,))
    if last.verdict and last.product:
        goal = Goal(Aim.SUITABILITY, last.person, last.product, last.modifiers)
        return Turn(replace(state, goal=goal, last=None), (switched,))
    said = {**state.said, last.topic or "": ()}
    state, say = say_topic(replace(state, said=said), TopicAsked(f"ask_{last.topic}"), learned, content)
    return Turn(state, (switched, say))
