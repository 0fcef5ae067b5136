"""One turn of the conversation. Deterministic: the same state and message give the same turn.

The order holds everywhere: an emergency first, then what was disclosed is taken in, then the open
question is read, then what was asked is answered, then the next open question follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from guide.advice import answering, recording, screening_turns, talking
from guide.advice.answer import NotServed
from guide.advice.answers import Heard, Outcome, interpret
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.emergency import alarm, emergency_turn
from guide.advice.listening import Learned, listen
from guide.advice.not_english import cautiously, guidance_in_english
from guide.advice.profile import Fact, Source
from guide.advice.replies import is_wholly, mentions, reply_kind, says_help_was_reached, says_it_is_over
from guide.advice.screening import TRIAGE, Question
from guide.advice.vocabulary import Status

# Acts that are never the answer to a screening question, however the message is worded.
ACTS = frozenset(
    {"forget_me", "restart", "ask_what_you_know", "set_audience", "ask_human", "ask_bot_identity"}
    | {"ask_why", "ask_sources", "ask_simpler", "ask_more"}
)
MAX_ANSWER_WORDS = 8
_QUESTION_WORDS = frozenset(
    [
        "what",
        "why",
        "how",
        "when",
        "which",
        "who",
        "where",
        "can",
        "could",
        "should",
        "would",
        "is",
        "are",
        "am",
        "do",
        "does",
        "did",
        "will",
        "may",
    ]
)

_SENTENCE_END = re.compile(r"[.!?\n]+")

Handler = Callable[[Conversation, Message, Learned, Content], Turn]


def respond(state: Conversation, messages: Sequence[Message], content: Content) -> Turn:
    """Return the turn for the last of ``messages``.

    The earlier ones are messages whose action failed: what they disclosed is taken in as well.

    Args:
        state: the conversation before.
        messages: the user's messages not yet folded, oldest first; at least one.
        content: the snapshot to answer from.
    """
    if messages[-1].intent == "forget_me" or mentions("forget", messages[-1].text):
        return talking.forget_me(replace(state, folded=messages[-1].number))
    for missed in messages[:-1]:
        missed = cautiously(missed, state.focus)
        state, learned = listen(state, missed, content)
        if missed.red_flag:
            state = alarm(state, missed, learned.person, content).state
        state = _facing(_read_answer(state, missed, learned, content)[0])
    message = cautiously(messages[-1], state.focus)
    state, learned = listen(state, message, content)
    if message.red_flag and not (state.emergency and _over(message)):
        return alarm(state, message, learned.person, content)
    if state.emergency:
        return emergency_turn(state, message, learned, content, _handle)
    opening: list[Say] = []
    if state.forgot:
        state, opening = replace(state, introduced=True, forgot=False), [Say("utter_new_session")]
    elif not state.introduced:
        state, opening = replace(state, introduced=True), [Say("utter_intro")]
    if learned.switched:
        opening.append(talking.switched(learned.person))
    turn = _handle(state, message, learned, content)
    return Turn(_facing(turn.state), (*opening, *turn.says))


def _over(message: Message) -> bool:
    """Whether a message that raises the alarm again tells of its end ("adrenaline given, help is here")."""
    only_classifier = message.red_flag == "unspecified"
    return says_help_was_reached(message.text) or (only_classifier and says_it_is_over(message.text))


def _facing(state: Conversation) -> Conversation:
    """Return the state with the focus on whom the open question is about: a bare "no" is theirs."""
    if state.pending is None or state.pending is Question.WHO:
        return state
    asked = state.waiting or state.goal
    return replace(state, focus=asked.person) if asked else state


def _handle(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    try:
        return _handle_served(state, message, learned, content)
    except NotServed:
        unreviewed = Say("utter_near_scope")
        return Turn(replace(state, goal=None, pending=None), (*talking.noted(learned, content), unreviewed))


def _handle_served(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    state, outcome = _read_answer(state, message, learned, content)
    if learned.relaxation and state.waiting is None:
        return recording.ask_to_confirm(answering.keep_goal(state, message, content), learned, content)
    if outcome is not None and outcome.question in (Question.CONFIRM, Question.CLINICIAN):
        turn = recording.after_confirmation(state, outcome, learned, content)
        return screening_turns.resume(turn, content)
    if outcome is not None:
        return screening_turns.after_answer(state, message, learned, outcome, content)
    if learned.unclear_who:
        return screening_turns.ask_who(state, message, content)
    handler = _HANDLERS.get(message.intent)
    if answering.wants_instead(state, message, learned) or _plainly_asks(state, message, learned):
        handler, message = answering.answer_suitability, replace(message, questions=())
    if handler is None:
        handler = answering.answer_topics if message.intent.startswith("ask_") else talking.not_understood
    turn = _own_screening(state, handler(state, message, learned, content))
    if mentions("see_doctor", message.text):
        turn = _see_doctor(turn, learned.person, content)
    return screening_turns.resume(turn, content)


def _plainly_asks(state: Conversation, message: Message, learned: Learned) -> bool:
    """Whether the wording alone asks "may this person have it?", however the classifier read it."""
    sentences = _SENTENCE_END.split(message.text)
    if any(is_wholly("plain_suitability", s) for s in sentences) and not message.questions[1:]:
        return True
    lately = state.goal is not None or (state.last is not None and state.last.verdict)
    unread = message.intent not in ACTS and not learned.facts and learned.switched
    return lately and unread and is_wholly("and_person", message.text)


def _see_doctor(turn: Turn, person: str, content: Content) -> Turn:
    """Signs that need a doctor's check are named first, beside whatever was asked."""
    state, say = answering.say_wording(turn.state, person, content, "see_doctor")
    return Turn(state, (say, *turn.says))


def _own_screening(before: Conversation, turn: Turn) -> Turn:
    """A goal about somebody else starts its own questions: half a triage never passes to another."""
    old, new = before.goal, turn.state.goal
    same = old is not None and new is not None and old.person == new.person
    if old is None or new is None or new is old or (same and before.pending is not Question.WHO):
        return turn
    if turn.state.pending in (Question.CONFIRM, Question.CLINICIAN):
        return turn
    return Turn(replace(turn.state, pending=None, asked=0), turn.says)


def _read_answer(
    state: Conversation, message: Message, learned: Learned, content: Content
) -> tuple[Conversation, Outcome | None]:
    """Read the message as the answer to the open question, if it can be one."""
    if state.pending is None or message.language or not _may_answer(state.pending, message):
        return state, None
    if state.pending is Question.WHO:
        return screening_turns.read_who(state, message, content)
    person = state.waiting.person if state.waiting else state.goal.person if state.goal else state.focus
    if learned.person != person:
        return state, None
    facts = tuple(f for who, f in learned.facts if who == person)
    pending = state.pending
    if pending is Question.OTHER_ALLERGIES:
        state, facts = _allergens(state, message, person, facts)
    heard = Heard(message.text, message.intent, facts, message.signs, message.age_months)
    outcome = interpret(state.profile(person), pending, heard, content)
    if outcome is None:
        return state, None
    outcome = replace(outcome, question=state.pending)
    if state.pending in (Question.CONFIRM, Question.CLINICIAN):
        return recording.settle_relaxation(state, outcome), outcome
    return replace(state.with_profile(outcome.profile), pending=outcome.then), outcome


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


def _may_answer(pending: Question, message: Message) -> bool:
    """Whether a message may be read as an answer: not when it asks or wants something else."""
    if reply_kind(message.text) is not None:
        return True
    if _asks(message.text):
        return False
    if pending in TRIAGE:
        return True
    if message.intent in ACTS:
        return False
    return not message.intent.startswith("ask_") or len(message.text.split()) <= MAX_ANSWER_WORDS


def _asks(text: str) -> bool:
    words = text.lower().split()
    return "?" in text or (bool(words) and words[0].strip(",.!") in _QUESTION_WORDS)


_HANDLERS: dict[str, Handler] = {
    "ask_suitability": answering.answer_suitability,
    "report_condition": recording.record,
    "correct_condition": recording.correct,
    "ask_sources": talking.sources,
    "ask_why": talking.why,
    "ask_simpler": answering.simpler,
    "ask_more": answering.more,
    "ask_what_you_know": talking.what_you_know,
    "set_audience": talking.set_audience,
    "restart": talking.restart,
    "ask_human": talking.phrase("utter_ask_human"),
    "ask_bot_identity": talking.phrase("utter_bot_identity"),
    "affirm": talking.nothing_open,
    "deny": talking.nothing_open,
    "unsure": talking.nothing_open,
    "skip": talking.nothing_open,
    "greet": talking.phrase("utter_greet"),
    "goodbye": talking.phrase("utter_goodbye"),
    "thank": talking.phrase("utter_thank"),
    "out_of_scope": talking.decline("utter_out_of_scope"),
    "near_scope": talking.decline("utter_near_scope"),
    "other_language": guidance_in_english,
}
