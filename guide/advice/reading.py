"""Reads a message as the answer to the open question, as far as it is one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guide.advice import recording, screening_turns
from guide.advice.answers import interpret
from guide.advice.clauses import asked_part, asks, stated_part
from guide.advice.clearance import weighed
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.corrections import confirms_by_denying
from guide.advice.denials import objects, opens_unsure, words_left
from guide.advice.heard import Heard, Outcome
from guide.advice.identity import ONE, known_people, split
from guide.advice.listening import Learned
from guide.advice.meaning import surely
from guide.advice.profile import DAIRY_PROBLEM, MILK, SELF, Fact, Profile, Source, learn
from guide.advice.replies import Reply, mentions, reply_kind, without
from guide.advice.screening import TRIAGE, Question
from guide.advice.supposing import supposes
from guide.advice.vocabulary import Status
from guide.advice.volunteered import told_already

# Acts that are never the answer to a screening question, however the message is worded.
ACTS = frozenset(
    {"forget_me", "restart", "ask_what_you_know", "set_audience", "ask_human", "ask_bot_identity"}
    | {"ask_why", "ask_sources", "ask_simpler", "ask_more"}
)
MAX_ANSWER_WORDS = 8
CONFIRMING = (Question.CONFIRM, Question.CLINICIAN)
ALLERGY_LISTS = (Question.MILK.value, Question.OTHER_ALLERGIES.value)
LISTS = (Question.RISKS, Question.OTHER_ALLERGIES)


@dataclass(frozen=True)
class Reading:
    """The state, the answer if the message was one, and what of it is still to be heard."""

    state: Conversation
    outcome: Outcome | None = None
    rest: Message | None = None


def read_answer(state: Conversation, message: Message, learned: Learned, content: Content) -> Reading:
    """Read the message as the answer to the open question, if it can be one.

    Of "neither. how long does it keep?" only what asks nothing is the answer; the rest is a question.
    """
    if _not_theirs(state, learned):
        assert state.waiting is not None
        yes = Outcome(state.profile(state.waiting.person), reply=Reply.YES, question=state.pending)
        rest = _question_in(message) if asks(message.text) else None
        return Reading(recording.settle_relaxation(replace(state, unclear=False), yes), yes, rest)
    if state.pending is None or message.language or _points_at_somebody(state, message) or supposes(message):
        return Reading(state, rest=message)
    answer, rest = _parted(state.pending, message)
    if answer is None:
        return Reading(state, rest=message)
    if state.pending is Question.WHO:
        state, outcome = screening_turns.read_who(state, answer, content)
    else:
        asks_too, objecting = rest is not None, objects(message.text)
        state, outcome = _interpreted(state, answer, learned, content, asks_too, objecting)
    return Reading(state, outcome, rest if outcome else message)


def _not_theirs(state: Conversation, learned: Learned) -> bool:
    """Whether it is said that who was named by mistake has no trouble with milk, whatever else is asked."""
    waits = state.waiting
    if waits is None or waits.needs_clinician or waits.fact.condition not in (MILK, DAIRY_PROBLEM):
        return False
    if waits.fact.condition not in state.profile(waits.person).mistaken:
        return False
    told = [f for who, f in learned.facts if who == waits.person]
    if learned.relaxation is not None and learned.relaxation.person == waits.person:
        told.append(learned.relaxation.fact)
    told = [f for f in told if f.condition in (MILK, DAIRY_PROBLEM)]
    return bool(told) and all(f.status is Status.ABSENT for f in told)


def _points_at_somebody(state: Conversation, message: Message) -> bool:
    """ "The second one" is a person where several are known, and not the second thing that was listed."""
    pointing = message.person is not None and split(message.person)[0] == ONE
    return pointing and state.pending is not Question.WHO and len(known_people(state)) > 1


def _parted(pending: Question, message: Message) -> tuple[Message | None, Message | None]:
    """Return what of the message may be an answer and what is to be heard besides; ``None`` for nothing."""
    if reply_kind(message.text) is not None:
        return message, None
    if pending is Question.AGE and message.imagined and message.age_months is None:
        return None, message
    if told_already(message.text) and not asks(without("told_already", message.text)):
        return message, None  # "nothing but what I told you" asks nothing
    if asks(message.text):
        stated = stated_part(message.text)
        if not stated or message.intent in ACTS or pending is Question.WHO:
            return None, message
        return replace(message, text=stated, intent="", reply=message.stated_reply), _question_in(message)
    if pending not in TRIAGE and message.intent in ACTS:
        return None, message
    topic = message.intent.startswith("ask_") and pending not in TRIAGE and not replies(message)
    if topic and len(message.text.split()) > MAX_ANSWER_WORDS:
        return None, message
    return message, None


def replies(message: Message) -> bool:
    """Whether the message is a reply to something we ask, whatever topic its words are near to."""
    return surely(message.reply, *message.reply)


def _question_in(message: Message) -> Message:
    """Return the message as the question it asks besides giving an answer."""
    intent = message.intent
    if not intent.startswith("ask_") and message.questions:
        intent = message.questions[0].intent
    return replace(message, text=asked_part(message.text), intent=intent, mentions=())


def _interpreted(
    state: Conversation,
    message: Message,
    learned: Learned,
    content: Content,
    asks_too: bool,
    objecting: bool,
) -> tuple[Conversation, Outcome | None]:
    pending = state.pending
    assert pending is not None
    person = state.waiting.person if state.waiting else state.goal.person if state.goal else state.focus
    of_all = mentions("of_all", message.text)
    passed_on = opens_unsure(message.text) or (of_all and learned.person == SELF)  # "no idea, ask my mum"
    if learned.person != person and not (passed_on and not learned.facts):
        return state, None
    facts = tuple(f for who, f in learned.facts if who == person)
    if asks_too and state.pending in LISTS:
        # What is named in a question ("and with diabetes?") does not say that nothing else of the list holds.
        facts = ()
    if state.pending is Question.OTHER_ALLERGIES and not asks_too:
        if _names_only_known(message, state.profile(person), content):
            done = state.profile(person).with_answer(Question.OTHER_ALLERGIES.value)
            return replace(state.with_profile(done), pending=None), Outcome(
                done, reply=Reply.NO, question=Question.OTHER_ALLERGIES
            )
        state, facts = _allergens(state, message, person, facts)
    heard = Heard(
        text=message.text,
        intent=message.intent,
        facts=facts,
        signs=message.signs,
        denied_signs=message.denied_signs,
        age_months=message.age_months,
        reply=message.reply,
        unclear=state.unclear,
        objects=objecting,
    )
    outcome = interpret(state.profile(person), pending, heard, content)
    state, outcome = weighed(state, outcome, message)
    if pending is Question.CONFIRM and confirms_by_denying(state, message):
        outcome = Outcome(state.profile(person), reply=Reply.YES)
    if outcome is None:
        return replace(state, unclear=not _only_told_age(message)), None
    outcome = replace(outcome, question=state.pending)
    state = replace(state, unclear=False)
    if state.pending in CONFIRMING:
        return recording.settle_relaxation(state, outcome), outcome
    state = state.with_profile(outcome.profile)
    state = _for_the_others(state, pending, heard, content) if of_all else state
    return replace(state, pending=outcome.then, follows=outcome.then is not None), outcome


def _only_told_age(message: Message) -> bool:
    """Whether all of the message was understood: it sets an age right, and speaks of nothing else."""
    return message.age_months is not None and not words_left(message.text)


def _for_the_others(state: Conversation, pending: Question, heard: Heard, content: Content) -> Conversation:
    """ "Neither of us has any of these" and "they both drink milk" answer for whoever is asked about next."""
    heard = replace(heard, facts=tuple(f for f in heard.facts if f.status is Status.ABSENT))
    for person in dict.fromkeys(goal.person for goal in state.later):
        profile = state.profile(person)
        for fact in heard.facts:
            profile, _ = learn(profile, fact, content)
        outcome = interpret(profile, pending, heard, content)
        if outcome is not None and outcome.then is None:
            state = state.with_profile(outcome.profile)
    return state


def _names_only_known(message: Message, profile: Profile, content: Content) -> bool:
    """Whether the allergies named are those that are known ("no, just milk and soya"): then no other is."""
    stated = {m.condition for m in message.mentions if m.status is Status.PRESENT}
    named = {*message.allergens, *stated}
    allergies = all(content.conditions[c].question in ALLERGY_LISTS for c in named)
    return bool(named) and allergies and all(profile.counts(c, content) for c in named)


def _allergens(
    state: Conversation, message: Message, person: str, facts: tuple[Fact, ...]
) -> tuple[Conversation, tuple[Fact, ...]]:
    """Where allergies were asked for, "nuts and soy" names two of them."""
    profile = state.profile(person)
    named = tuple(
        Fact(a, Status.PRESENT, Source.ANSWERED)
        for a in message.allergens
        if profile.status(a) is not Status.PRESENT
    )
    for fact in named:
        profile = profile.with_fact(fact)
    return (state.with_profile(profile) if named else state), (*facts, *named)
