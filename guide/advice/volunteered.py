"""What is said before it is asked: "no other conditions, no medicines" answers the list of risks.

Design section 5: "No other conditions" answers the list and the question for other allergies, never the one
about milk. "Healthy" alone answers neither: the list also asks for a pregnancy and for medicines.
"""

from __future__ import annotations

from guide.advice.clauses import stated_part
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say
from guide.advice.implying import points_at_nothing
from guide.advice.listening import Learned
from guide.advice.profile import ALLERGY_SIGNS, GUT_ONLY
from guide.advice.render import person_name
from guide.advice.replies import mentions
from guide.advice.screening import Question
from guide.advice.triage import SIGNS_QUESTION, denies_all_signs
from guide.advice.vocabulary import Status


def with_volunteered(
    state: Conversation, message: Message, learned: Learned, content: Content
) -> Conversation:
    """Return the state with the questions answered that the message leaves nothing to ask of."""
    if message.language or learned.unclear_who:
        return state
    profile = state.profile(learned.person)
    if GUT_ONLY in message.signs and not profile.signs & ALLERGY_SIGNS and _denies_signs(message):
        profile = profile.with_answer(SIGNS_QUESTION)
        state = state.with_profile(profile)
    if not _leaves_nothing(state, message, learned, content):
        return state
    for question in (Question.RISKS, Question.OTHER_ALLERGIES):
        if question.value not in profile.skipped:
            profile = profile.with_answer(question.value)
    return state.with_profile(profile)


def _denies_signs(message: Message) -> bool:
    return denies_all_signs(message.text, message.denied_signs, message.reply)


def denied_signs_noted(
    before: Conversation, after: Conversation, message: Message, person: str
) -> tuple[Say, ...]:
    """Return the word that signs of allergy were denied, where that was read from more than a plain "no"."""
    known = SIGNS_QUESTION in before.profile(person).answered
    if known or not message.denied_signs or SIGNS_QUESTION not in after.profile(person).answered:
        return ()
    return (Say("utter_no_signs", {"person": person_name(person)}),)


def _leaves_nothing(state: Conversation, message: Message, learned: Learned, content: Content) -> bool:
    """Whether it is said that there is no more than what was told, or than what the message names.

    "Just the transplant" says so in a screening, where it is answered what there is.
    """
    said = stated_part(message.text)
    if points_at_nothing(state, message, learned.person, content):
        return False
    if mentions("nothing_else", said) or told_already(message.text):
        return True
    if state.pending not in (Question.MILK, Question.RISKS) or not mentions("only_named", said):
        return False
    told = (f for person, f in learned.facts if person == learned.person and f.status is Status.PRESENT)
    return any(content.conditions[f.condition].question == Question.RISKS.value for f in told)


def told_already(text: str) -> bool:
    """Whether it is said that nothing is to be added to what was told ("just what I told you")."""
    return mentions("told_already", text)
