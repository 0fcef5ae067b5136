"""When a message only wants a verdict or a bottom line again: it presses for a yes, or draws its own.

"Great, so that's fine then?" and "I'll pour myself a glass now" after a warning get the warning again.
A friendly word to them would be taken for agreement.
"""

from __future__ import annotations

from guide.advice import screening_turns
from guide.advice.clauses import asks, clauses
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Turn
from guide.advice.later_on import asks_about_later
from guide.advice.listening import Learned
from guide.advice.repeating import pressed, pressed_topic, repeat, repeat_topic, stands
from guide.advice.replies import is_wholly, mentions
from guide.advice.screening import Aim, Goal
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Verdict

ABOUT_THE_TALK = frozenset({"restart", "forget_me", "set_audience", "ask_what_you_know", "ask_human"})


def repeated(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn | None:
    """Return the turn that says again what holds, ``None`` if the message wants something else."""
    topic = None if learned.facts or message.signs else pressed_topic(state, message, content)
    if topic is not None:
        return repeat_topic(state, topic, content)
    again = pressed(state, message, learned) or _a_little(state, message, learned, content)
    again = again or _concluded(state, message, learned, content)
    if again is None:
        return None
    return screening_turns.resume(repeat(state, again, content), content)


def _a_little(state: Conversation, message: Message, learned: Learned, content: Content) -> Goal | None:
    """ "What if I only have a sip?" after a warning: it holds for a sip as well."""
    asked = state.goal is None and state.pending is None and state.last is not None and state.last.verdict
    told = learned.facts or message.signs or message.products
    if not asked or told or not is_wholly("just_a_little", message.text):
        return None
    return state.decided if stands(state, content) else None


def _concluded(state: Conversation, message: Message, learned: Learned, content: Content) -> Goal | None:
    """Return the verdict that the message draws a conclusion from which it does not bear.

    While questions are open none is borne; after a plainly permissive verdict every one is.
    """
    goal = state.goal or state.decided
    told = learned.facts or learned.relaxation or message.signs or message.cleared_by or message.language
    if goal is None or goal.aim is not Aim.SUITABILITY or told or _is_about_the_talk(message):
        return None
    if asks_about_later(state, message, learned, content):
        return None  # "so from one year on it's fine?"
    if message.products and goal.product not in message.products:
        return None
    if not draws_conclusion(message.text, screening=state.goal is not None):
        return None
    verdict = advise(state.profile(goal.person), goal.product, content, goal.modifiers).verdict
    return goal if state.goal is not None or verdict >= Verdict.CAUTION else None


def _is_about_the_talk(message: Message) -> bool:
    """Whether the message is about the talk itself: "let's start from the top" starts no drinking."""
    return message.intent in ABOUT_THE_TALK or mentions("restart", message.text)


def draws_conclusion(text: str, *, screening: bool) -> bool:
    """Whether a message concludes that it may be had, or announces that it will be, and asks nothing else.

    In a screening "no problem" and "a sip" may be answers: there only "so" or a question mark tells.
    """
    if mentions("holds_back", text):
        return False
    parts = [(clause, _draws(clause, screening)) for clause in clauses(text)]
    return any(drawn for _, drawn in parts) and all(drawn or not asks(clause) for clause, drawn in parts)


def _draws(clause: str, screening: bool) -> bool:
    if asks(clause.replace("?", "")):
        return False  # "is it fine?" asks; "so it's fine?" concludes
    if mentions("announces", clause):
        return True
    marked = not screening or "?" in clause or mentions("so_then", clause)
    about_milk = screening and mentions("about_food", clause)
    fine = mentions("concludes", clause) and marked and not about_milk
    return fine or (not screening and mentions("concludes_amount", clause))
