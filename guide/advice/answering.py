"""Turns that answer questions about topics, and what is remembered of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guide.advice.answer import Answer, Citations
from guide.advice.carried import shared, spoken_of, with_object
from guide.advice.clauses import asks_suitability, clauses
from guide.advice.compose import Asker, topic_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation, LastAnswer, Message, Say, TopicAsked, Turn
from guide.advice.coverage import covered
from guide.advice.followups import elliptic
from guide.advice.goals import (
    alternatives_goal,
    asks_for_options,
    asks_which_suits,
    just_decided,
    suitability_goal,
    wants_alternatives,
)
from guide.advice.life_stages import LIFE_STAGES
from guide.advice.listening import Learned
from guide.advice.render import about_line, person_name
from guide.advice.replies import mentions
from guide.advice.screening import Aim, Goal, open_questions
from guide.advice.statements import choose, withheld
from guide.advice.talking import noted

MAX_QUESTIONS = 3
MOST_STATEMENTS = 3
SURE = 0.8


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
    if answer.verdict is not None and answer.product is not None:
        decided = Goal(Aim.SUITABILITY, answer.person, answer.product, modifiers)
        state = replace(state, decided=decided)
    return replace(state, said=said, last=last, notice_shown=True, idle=0), say


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


def noted_of_others(learned: Learned, content: Content) -> tuple[Say, ...]:
    """Facts of the person answered stand above the answer; those of others are acknowledged."""
    others = tuple((p, f) for p, f in learned.facts if p != learned.person)
    return noted(replace(learned, facts=others), content)


def answer_suitability(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Take "can I drink it?" as the goal. What else the message asks is answered first."""
    others = tuple(q for q in message.questions if q.intent != "ask_suitability")
    instead = mentions("wants_instead", message.text) or asks_for_options(state, message)
    instead = instead or asks_which_suits(state, message, learned)
    if instead and not message.products:
        goals = [Goal(Aim.ALTERNATIVES, state.focus, content.main_product)]
    else:
        named = [replace(message, products=(p,)) for p in message.products[:MAX_QUESTIONS]] or [message]
        goals = [suitability_goal(state, each, content) for each in named]
    if not others:
        says = noted_of_others(learned, content)
        return Turn(replace(state, goal=goals[0], later=tuple(goals[1:])), says)
    turn = answer_topics(state, replace(message, questions=others), learned, content)
    return Turn(replace(turn.state, goal=goals[0], later=tuple(goals[1:])), turn.says)


def answer_topics(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Answer each question of the message, the first few; then screen if a verdict is asked for."""
    if elliptic(state, message):
        return answer_suitability(state, replace(message, questions=()), learned, content)
    message = _with_suitability(message)
    says: list[Say] = []
    for modifier in _universal(message, content):
        state, said_first = say_wording(state, learned.person, content, f"modifier.{modifier}")
        says.append(said_first)
    questions = _questions(message)
    for asked in questions[:MAX_QUESTIONS]:
        state, answers = _answer_one(state, message, asked, learned, content)
        says += answers
    says += _left_over(questions[MAX_QUESTIONS:], content)
    if not says and state.goal is None:
        return Turn(state, (*noted(learned, content), Say("utter_near_scope")))
    return Turn(state, (*noted_of_others(learned, content), *says))


def _with_suitability(message: Message) -> Message:
    """A question whether somebody may have it is answered beside the others, however it was classified."""
    there = any(q.intent == "ask_suitability" for q in message.questions)
    if (
        there
        or not message.questions
        or len(clauses(message.text)) == 1
        or not asks_suitability(message.text)
    ):
        return message
    return replace(message, questions=(*message.questions, TopicAsked("ask_suitability")))


def _left_over(questions: Sequence[TopicAsked], content: Content) -> list[Say]:
    """Name the questions that did not fit into one answer, and offer them."""
    topics = [
        content.topics[t] for t in (q.intent.removeprefix("ask_") for q in questions) if t in content.topics
    ]
    if not topics:
        return []
    titles = tuple(topic.title for topic in topics)
    return [Say("utter_left_over", {"titles": ", ".join(titles)}, suggestions=titles)]


def _universal(message: Message, content: Content) -> tuple[str, ...]:
    """What the message says of the product that holds for everybody: raw milk, spoilt."""
    known = (m for m in message.modifiers if m in content.modifiers)
    return tuple(m for m in known if not content.modifiers[m].applies_to)


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
    if topic == content.alternatives_topic and wants_alternatives(state, message, asked, learned, content):
        return replace(state, goal=alternatives_goal(state, message, content)), ()
    if _personal(topic, state, learned, content) and not just_decided(state, message, learned):
        goal = _personal_goal(state, message, asked, learned, content)
        state, profile = replace(state, goal=goal), state.profile(goal.person)
        if not (content.products[goal.product].dairy and open_questions(profile, goal, content)):
            return state, ()
    product = spoken_of(state, message)
    near = {**shared(topic, message, content), **asked.nearness}
    state, said = say_topic(
        state, replace(asked, nearness=near, product=product), learned, content, message.modifiers
    )
    return with_object(state, product), (said,)


def say_topic(
    state: Conversation,
    asked: TopicAsked,
    learned: Learned,
    content: Content,
    modifiers: tuple[str, ...] = (),
) -> tuple[Conversation, Say]:
    """Say what is known on one topic, nearest to the question and not yet said first."""
    topic = asked.intent.removeprefix("ask_")
    who, said = asker(state, learned.person, content), state.said.get(topic, ())
    answers = covered(content.topics[topic], asked, content)
    last = state.last
    again = last is not None and (last.topic, last.person) == (topic, learned.person)
    most = MOST_STATEMENTS if answers and not asked.carried else min(1, len(asked.nearness))
    answer = topic_answer(
        *(topic, who, content, asked.nearness),
        said=said,
        at_most=most,
        modifiers=modifiers,
        answered=answers,
        headline=not again,
        product=asked.product,
    )
    # "How much?" is near no claim in its words, yet there is no doubt what is asked.
    nearest_only = answer.nearest_only and (asked.confidence < SURE or not answers)
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
    goal = suitability_goal(state, message, content, topic, choice.claims)
    # What the topic says of milk kefir is beside the point of water kefir.
    return goal if content.products[goal.product].dairy else replace(goal, topic="", nearest=())
