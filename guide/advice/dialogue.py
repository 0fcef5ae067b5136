"""One turn of the conversation. Deterministic: the same state and message give the same turn.

The order holds everywhere: an emergency first, then what was disclosed is taken in, then the open
question is read, then what was asked is answered, then the next open question follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from guide.advice import answering, goals, recording, retelling, screening_turns, talking
from guide.advice.answer import NotServed
from guide.advice.asking_again import put_again, with_list_seen
from guide.advice.bystanders import with_bystander
from guide.advice.clauses import asks, clauses
from guide.advice.consumers import with_consumer
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.corrections import with_correction
from guide.advice.doses import asks_for_dose, name_no_dose
from guide.advice.emergency import alarm, emergency_turn, raises_alarm, without_rescue_medicine
from guide.advice.everybody import for_each, who_may, with_next
from guide.advice.followups import about_another, asked_of_the_wrong_one, elliptic, in_context
from guide.advice.giving_way import give_way
from guide.advice.implied import with_implied
from guide.advice.implying import which_meant, with_asked_about
from guide.advice.later_on import answer_later, as_things_are, asks_about_later
from guide.advice.listening import Learned, listen
from guide.advice.lost_ages import with_lost_ages
from guide.advice.not_english import cautiously, guidance_in_english
from guide.advice.plain_requests import plainly_asks
from guide.advice.pressing import repeated
from guide.advice.profile import SOMEONE
from guide.advice.reading import CONFIRMING, read_answer
from guide.advice.remembered import with_remembered
from guide.advice.replies import is_wholly, mentions
from guide.advice.screening import Question
from guide.advice.supposing import without_supposed
from guide.advice.unsure import REFUSED, is_guess, offer, tells_of_reaction
from guide.advice.volunteered import denied_signs_noted, with_volunteered

SMALL_TALK = frozenset({"greet", "thank", "goodbye", "ask_bot_identity", "ask_human", *REFUSED})

Handler = Callable[[Conversation, Message, Learned, Content], Turn]


def respond(state: Conversation, messages: Sequence[Message], content: Content) -> Turn:
    """Return the turn for the last of ``messages``.

    The earlier ones are messages whose action failed: what they disclosed is taken in as well.

    Args:
        state: the conversation before.
        messages: the user's messages not yet folded, oldest first; at least one.
        content: the snapshot to answer from.
    """
    if talking.asks_to_erase(messages[-1]):
        return talking.forget_me(replace(state, folded=messages[-1].number))
    for missed in messages[:-1]:
        missed = _as_meant(state, missed)
        state, missed, learned = _heard(state, missed, content)
        if missed.red_flag:
            state = alarm(state, missed, learned.person, content).state
        state = _facing(read_answer(state, missed, learned, content).state)
    before = state = with_list_seen(state)
    message = _as_meant(state, messages[-1])
    state, message = about_another(state, without_rescue_medicine(state, message), content)
    state, message, learned = _heard(state, message, content)
    if raises_alarm(state, message, learned):
        return alarm(state, message, learned.person, content)
    if state.emergency:
        turn = emergency_turn(state, message, learned, content, _handle)
        return Turn(_facing(turn.state), turn.says)
    opening: list[Say] = []
    if state.forgot:
        state, opening = replace(state, introduced=True, forgot=False), [Say("utter_new_session")]
    elif not state.introduced:
        state, opening = replace(state, introduced=True), [Say("utter_intro")]
    if learned.switched or state.focus not in (before.focus, SOMEONE):
        opening.append(talking.switched(learned.person))
    turn = put_again(before, _handle(state, message, learned, content), message, content)
    opening += denied_signs_noted(before, turn.state, message, learned.person)
    return Turn(_facing(_counted(turn, message)), (*opening, *turn.says))


def _as_meant(state: Conversation, message: Message) -> Message:
    """Return the message without what does not hold: the supposed, the later, the foreign denial."""
    message = without_supposed(cautiously(message, state.focus))
    return with_consumer(with_lost_ages(with_bystander(state, as_things_are(state, message))))


def _heard(state: Conversation, message: Message, content: Content) -> tuple[Conversation, Message, Learned]:
    """Take in all that a message discloses, whether its own action answers it or a later one."""
    state, learned = listen(with_asked_about(state, message, content), message, content)
    state = with_volunteered(with_implied(state, message, learned, content), message, learned, content)
    return state, with_remembered(message, state.profile(learned.person), content), learned


def _counted(turn: Turn, message: Message) -> Conversation:
    """Count the turns of small talk since the last answer: after some, the talk is no longer carried on."""
    idle = message.intent in SMALL_TALK and not any(say.answer for say in turn.says)
    return replace(turn.state, idle=turn.state.idle + 1) if idle else turn.state


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
        return Turn(
            replace(state, goal=None, later=(), pending=None), (*talking.noted(learned, content), unreviewed)
        )


def _handle_served(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    taken_up = repeated(state, message, learned, content) or which_meant(state, message, learned, content)
    if taken_up is not None:
        return taken_up
    learned = with_correction(state, message, learned, content)
    state = recording.withdrawn_if_contradicted(state, message, learned)
    read = read_answer(state, message, learned, content)
    state, outcome = read.state, read.outcome
    if learned.relaxation and state.waiting is None and not (outcome and outcome.settles):
        return recording.ask_to_confirm(goals.keep_goal(state, message, content), learned, content)
    if outcome is None:
        state = give_way(state, message, learned)
        return with_next(state, screening_turns.resume(_asked(state, message, learned, content), content))
    if outcome.question in CONFIRMING:
        turn = recording.after_confirmation(state, outcome, learned, content)
    else:
        turn = screening_turns.after_answer(state, learned, outcome, content)
    if read.rest is not None and turn.state.pending not in CONFIRMING:
        heard = replace(learned, facts=(), switched=False)
        asked = _asked(turn.state, read.rest, heard, content)
        turn = Turn(asked.state, (*turn.says, *asked.says))
    return screening_turns.resume(turn, content)


def _asked(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Return the turn for what a message asks or tells, without the question that may follow it."""
    if learned.unclear_who:
        return screening_turns.ask_who(state, message, content)
    state = goals.for_the_person_meant(state, message, learned)
    message = asked_of_the_wrong_one(state, in_context(state, message, content), learned)
    handler, message = _handler(state, message, learned, content)
    turn = for_each(
        state, screening_turns.own_screening(state, handler(state, message, learned, content)), learned
    )
    turn = screening_turns.beside(state, turn, message, content)
    return _see_doctor(turn, learned.person, content) if mentions("see_doctor", message.text) else turn


def _handler(
    state: Conversation, message: Message, learned: Learned, content: Content
) -> tuple[Handler, Message]:
    """Return who answers the message. The wording alone decides where it leaves no doubt."""
    if message.language:
        return guidance_in_english, message
    if asks_about_later(state, message, learned, content):
        return answer_later, message
    if asked_back := talking.about_the_question(state, message):
        return asked_back, message
    if is_wholly("who_may", message.text) and message.person in (None, "they"):
        return who_may, message
    if goals.wants_instead(state, message, learned) or plainly_asks(state, message, learned, content):
        return answering.answer_suitability, replace(message, questions=())
    if asks_for_dose(message):
        return name_no_dose, message
    if is_wholly("asks_known", message.text) or mentions("two_people", message.text):
        return talking.what_you_know, message
    if any(is_wholly("cause_asked", clause) for clause in clauses(message.text)):
        return talking.phrase("utter_cannot_judge"), message
    if elliptic(state, message):
        return answering.answer_suitability, replace(message, questions=())
    if state.pending is not None and _no_question(message, content):
        return talking.nothing_open, message
    unread = is_guess(message, content) or message.intent in REFUSED
    if unread and tells_of_reaction(message, learned):
        return answering.answer_suitability, replace(message, questions=())
    if is_guess(message, content):
        return offer, message
    if message.intent in ("affirm", "deny") and state.decided and mentions("corrects", message.text):
        return recording.correct, message
    if message.intent in ("affirm", "deny", "unsure") and learned.facts and state.pending is None:
        return recording.record, message
    if learned.redirected and (learned.facts or not message.questions):
        return recording.record, message
    handler = _HANDLERS.get(message.intent)
    if handler is None:
        handler = answering.answer_topics if message.intent.startswith("ask_") else talking.not_understood
    return handler, message


def _no_question(message: Message, content: Content) -> bool:
    """Whether only a guess makes a question or a goodbye of words that ask nothing ("hours afterwards")."""
    topic = message.intent.removeprefix("ask_") in content.topics or message.intent in SMALL_TALK - {*REFUSED}
    guessed = message.confidence < goals.UNSURE and not (message.products or message.questions[1:])
    return topic and guessed and not asks(message.text)


def _see_doctor(turn: Turn, person: str, content: Content) -> Turn:
    """Signs that need a doctor's check are named first, beside whatever was asked."""
    state, say = answering.say_wording(turn.state, person, content, "see_doctor")
    return Turn(state, (say, *turn.says))


_HANDLERS: dict[str, Handler] = {
    "ask_suitability": answering.answer_suitability,
    "report_condition": recording.record,
    "correct_condition": recording.correct,
    "ask_sources": talking.sources,
    "ask_why": talking.why,
    "ask_simpler": retelling.simpler,
    "ask_more": retelling.more,
    "ask_what_you_know": talking.what_you_know,
    "set_audience": talking.set_audience,
    "restart": talking.restart,
    talking.ERASURE: talking.phrase("utter_ask_erase"),
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
