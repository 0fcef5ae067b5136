"""What is said in an emergency, and what holds afterwards.

From the alarm until the person says that help was reached or that it is over, every turn begins
with the instruction to call, and no product is discussed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from guide.advice.answer import Citations, Cited
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.identity import pronoun_of
from guide.advice.listening import Learned
from guide.advice.other_languages import person_in
from guide.advice.profile import ALLERGY_SIGNS, MILK, SELF, SOMEONE, Fact, note_signs
from guide.advice.red_flags import instruction
from guide.advice.render import cited_text, phrases, source_lines
from guide.advice.replies import mentions, says_help_was_reached, says_it_is_over, speaks_of_self
from guide.advice.vocabulary import Status

STILL_ANSWERED = frozenset({"restart", "ask_human", "ask_what_you_know", "goodbye", "thank"})
Handle = Callable[[Conversation, Message, Learned, Content], Turn]


def alarm(state: Conversation, message: Message, person: str, content: Content) -> Turn:
    """Return the emergency instruction, nothing beside it; screening is cancelled for good."""
    kind = message.red_flag or ""
    if person == SELF and pronoun_of(message) and not speaks_of_self(message.text):
        person = SOMEONE  # "she can't breathe": nobody was named, and it is not the one who writes
    profile = replace(state.profile(person), had_emergency=True)
    if message.food_involved:
        profile = note_signs(profile, frozenset({"anaphylaxis"}) & ALLERGY_SIGNS)
        if profile.status(MILK) in (Status.UNKNOWN, Status.ABSENT, Status.HISTORICAL):
            profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN))
    state = replace(
        state.with_profile(profile),
        emergency=kind,
        emergency_person=person,
        goal=None,
        decided=None,
        later=(),
        pending=None,
        waiting=None,
        last=None,
        asked=0,
        introduced=True,
        alarm_unplaced=state.alarm_unplaced or person == SOMEONE or _unplaced(message),
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


def _sourced(text: str, claims: Iterable[str], state: Conversation, content: Content) -> str:
    """Return ``text`` with its sources, or with the word that it is expert opinion."""
    cite = Citations(content, state.audience)
    numbers = cite.of_claims(c for c in claims if c in content.claims)
    if not numbers:
        return f"{text}\n{phrases()['expert_opinion']}"
    lines = [cited_text(Cited(line, numbers)) for line in text.splitlines()]
    return "\n".join([*lines, source_lines(cite.references)])


def _ended(state: Conversation, message: Message, content: Content) -> Turn:
    """It is over: what happened is kept in mind, and somebody should still look at it today."""
    told = instruction(state.emergency or "")
    says: tuple[Say, ...] = (Say("utter_emergency_over"),)
    if not (says_help_was_reached(message.text) or mentions("never_was", message.text)):
        says = (Say(text=_sourced(told.after, told.after_claims, state, content)), *says)
    return Turn(replace(state, emergency=None), says)


def emergency_turn(
    state: Conversation, message: Message, learned: Learned, content: Content, handle: Handle
) -> Turn:
    """Return the turn while an emergency may still be going on."""
    if says_it_is_over(message.text) or says_help_was_reached(message.text):
        return _ended(state, message, content)
    kind = state.emergency or ""
    reminder = _instruct(kind, instruction(kind, message.language).followup, state, content)
    if message.intent in STILL_ANSWERED or _harmless_topic(message.intent, content):
        harmless = tuple(q for q in message.questions if _harmless_topic(q.intent, content))
        message = replace(message, questions=harmless, products=(), modifiers=())
        learned = replace(learned, relaxation=None, unclear_who=False)
        turn = handle(state, message, learned, content)
        says = tuple(_without_offers(s) for s in turn.says if _no_advice(s))
        state = replace(turn.state, goal=None, later=(), pending=None, waiting=None)
        return Turn(state, (reminder, *says))
    return Turn(state, (reminder, Say("utter_emergency_first")))


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
