"""What is said in an emergency, and what holds afterwards.

From the alarm until the person says that help was reached, that it is over or that it was none, every
turn begins with the instruction to call, and no product is discussed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from guide.advice.all_clear import TAKEN_BACK, AllClear, all_clear, asked_beside, denies_danger
from guide.advice.answer import Citations, Cited
from guide.advice.clauses import stated_part
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.false_alarms import ANAPHYLAXIS, asked_again, interrupted, taken_back
from guide.advice.listening import Learned
from guide.advice.other_languages import person_in
from guide.advice.phrases import phrases
from guide.advice.profile import ALLERGY_SIGNS, MILK, SELF, SOMEONE, Fact, Source, note_signs
from guide.advice.red_flags import UNSPECIFIED, instruction
from guide.advice.render import cited_text, source_lines
from guide.advice.replies import mentions
from guide.advice.vocabulary import Status

STILL_ANSWERED = frozenset({"restart", "ask_human", "ask_what_you_know", "goodbye", "thank"})
Handle = Callable[[Conversation, Message, Learned, Content], Turn]


def without_rescue_medicine(state: Conversation, message: Message) -> Message:
    """Return the message without the medicine that somebody is to be given in an emergency.

    "Should I give her ..." asks what to do now. It is no medicine that she takes.
    """
    if not (state.emergency or message.red_flag) or not mentions("gives_medicine", message.text):
        return message
    asked_only = not stated_part(message.text)
    return replace(message, unlisted=(), mentions=() if asked_only else message.mentions)


def raises_alarm(state: Conversation, message: Message, learned: Learned) -> bool:
    """Whether the message raises an alarm, first or anew.

    While one lasts, its end is no new one, nor is a guess of the classifier about the same person.
    """
    if not message.red_flag or not state.emergency:
        return bool(message.red_flag)
    guess = message.red_flag == UNSPECIFIED and learned.person in (state.emergency_person, SELF, SOMEONE)
    return not guess and all_clear(message, state.emergency) is None


def alarm(state: Conversation, message: Message, person: str, content: Content) -> Turn:
    """Return the emergency instruction, nothing beside it; screening is cancelled for good."""
    kind = message.red_flag or ""
    broken_off = interrupted(state, message)
    profile = replace(state.profile(person), had_emergency=True)
    if message.food_involved:
        profile = note_signs(profile, frozenset({"anaphylaxis"}) & ALLERGY_SIGNS)
        unsaid = MILK in profile.facts and profile.facts[MILK].source is Source.UNPLACED
        if unsaid or profile.status(MILK) in (Status.UNKNOWN, Status.ABSENT, Status.HISTORICAL):
            profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN))
    state = replace(
        state.with_profile(profile),
        emergency=kind,
        emergency_person=person,
        alarm_denied=False,
        interrupted=broken_off,
        goal=None,
        decided=None,
        later=(),
        pending=None,
        waiting=None,
        last=None,
        asked=0,
        introduced=True,
        alarm_unplaced=state.alarm_unplaced or _unplaced(message),
    )
    # What was identified is surer than a phrase that two languages may share.
    text = instruction(kind, message.language or message.red_flag_language).text
    return Turn(state, (_instruct(kind, text, state, content),))


def _unplaced(message: Message) -> bool:
    """Whether it is told in another language and no person named in it was read."""
    told_in = message.language or message.red_flag_language
    return bool(told_in) and person_in(message.text, told_in) is None


def _instruct(kind: str, text: str, state: Conversation, content: Content) -> Say:
    """Return the instruction with its sources behind it; it is said whole, whatever may be served."""
    return Say(text=_sourced(text, instruction(kind).claims, state, content), emergency=kind)


def sourced_instruction(kind: str, language: str, content: Content) -> str:
    """Return what is said first in an emergency, with its sources, for whoever replies before the rules."""
    text = instruction(kind, language).text
    return _sourced(text, instruction(kind).claims, Conversation(), content)


def _sourced(text: str, claims: Iterable[str], state: Conversation, content: Content) -> str:
    """Return ``text`` with its sources, or with the word that it is expert opinion."""
    cite = Citations(content, state.audience)
    numbers = cite.of_claims(c for c in claims if c in content.claims)
    if not numbers:
        return f"{text}\n{phrases()['expert_opinion']}"
    lines = [cited_text(Cited(line, numbers)) for line in text.splitlines()]
    return "\n".join([*lines, source_lines(cite.references)])


def emergency_turn(
    state: Conversation, message: Message, learned: Learned, content: Content, handle: Handle
) -> Turn:
    """Return the turn while an emergency may still be going on."""
    learned = replace(learned, relaxation=None, unclear_who=False)
    end = all_clear(message, state.emergency or "")
    if end is None and denies_danger(message) and state.emergency == ANAPHYLAXIS:
        if not state.alarm_denied:
            return _in_danger(state, message, content)
        end = AllClear.NO_EMERGENCY
    state = replace(state, alarm_denied=False)
    if end in TAKEN_BACK:
        return _taken_back(state, message, end, learned, content, handle)
    if end in (AllClear.OVER, AllClear.HELP_THERE):
        return _over(state, message, end, learned, content, handle)
    kind = state.emergency or ""
    told = instruction(kind, message.language)
    if end is None and mentions("asks_to_call", message.text):
        return Turn(state, (_instruct(kind, told.text, state, content),))
    reminder = _instruct(kind, told.followup, state, content)
    if end is AllClear.HELP_COMING:
        state = replace(state, emergency=None, interrupted=None)
        says = (Say("utter_help_coming"),)
        asked = bool(asked_beside(message))  # what to do until it comes is not left unanswered
        # A channel that reads a danger sign of its own in the words passes on nothing but an instruction.
        turn = Turn(state, (reminder, *says) if asked or message.red_flag else says)
        taken_leave = message.intent in ("goodbye", "thank") and not asked
        return turn if taken_leave else _with_harmless(turn, message, learned, content, handle)
    turn = _with_harmless(Turn(state, (reminder,)), message, learned, content, handle)
    return turn if turn.says[1:] else Turn(state, (reminder, Say("utter_emergency_first")))


def _in_danger(state: Conversation, message: Message, content: Content) -> Turn:
    """A bare "no" may mean that nothing is going on, or that nobody can call: that is asked first."""
    kind = state.emergency or ""
    texts = (instruction(k, message.language).followup for k in (kind, UNSPECIFIED))
    return Turn(
        replace(state, alarm_denied=True), tuple(_instruct(kind, text, state, content) for text in texts)
    )


def _over(
    state: Conversation,
    message: Message,
    end: AllClear,
    learned: Learned,
    content: Content,
    handle: Handle,
) -> Turn:
    """It is over: somebody should still look at it today. Then what was asked with it is answered."""
    told = instruction(state.emergency or "")
    aftercare = Say(text=_sourced(told.after, told.after_claims, state, content))
    question = asked_again(state, message, asked_beside(message))
    state = replace(state, emergency=None, interrupted=None)
    over = Say("utter_emergency_over")
    says: tuple[Say, ...] = (aftercare, over) if end is AllClear.OVER else (over,)
    if question is not None and question.intent == "ask_more":
        # "Can I have more?" asks for the drink: nothing was answered yet.
        question = replace(question, intent="ask_suitability", questions=())
    return _then(Turn(state, says), question, learned, content, handle)


def _taken_back(
    state: Conversation,
    message: Message,
    end: AllClear,
    learned: Learned,
    content: Content,
    handle: Handle,
) -> Turn:
    """It never was one: what raised the alarm is answered as it would have been without it."""
    wholly = end is AllClear.NOT_MEANT or state.emergency == UNSPECIFIED
    question = asked_again(state, message, asked_beside(message))
    state = replace(taken_back(state, wholly), emergency=None, interrupted=None)
    return _then(Turn(state, (Say("utter_no_emergency"),)), question, learned, content, handle)


def _then(turn: Turn, question: Message | None, learned: Learned, content: Content, handle: Handle) -> Turn:
    """Add the answer to what was asked with the end of the alarm, if anything was."""
    if question is None:
        return turn
    answered = handle(turn.state, question, learned, content)
    return Turn(answered.state, (*turn.says, *answered.says))


def _with_harmless(turn: Turn, message: Message, learned: Learned, content: Content, handle: Handle) -> Turn:
    """Add what can be answered while it lasts: nothing that could be read as leave to have something."""
    if message.intent not in STILL_ANSWERED and not _harmless_topic(message.intent, content):
        return turn
    harmless = tuple(q for q in message.questions if _harmless_topic(q.intent, content))
    message = replace(message, questions=harmless, products=(), modifiers=())
    answered = handle(turn.state, message, learned, content)
    says = tuple(_without_offers(s) for s in answered.says if _no_advice(s))
    state = replace(answered.state, goal=None, later=(), pending=None, waiting=None)
    return Turn(state, (*turn.says, *says))


def _no_advice(say: Say) -> bool:
    """Whether it is neither a verdict nor a step towards one: screening is cancelled."""
    return say.answer is None or (say.answer.topic is not None and say.answer.verdict is None)


def _harmless_topic(intent: str, content: Content) -> bool:
    """Whether a topic question could not be read as leave to have something."""
    topic = content.topics.get(intent.removeprefix("ask_"))
    if topic is None or topic.consumption or topic.id == content.alternatives_topic:
        return False
    return not any(
        c.verdict is not None and c.verdict < 2 for c in map(content.claims.get, topic.claims) if c
    )


def _without_offers(say: Say) -> Say:
    answer = replace(say.answer, followups=()) if say.answer else None
    return replace(say, answer=answer, suggestions=())
