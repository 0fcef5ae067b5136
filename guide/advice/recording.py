"""Turns that take in facts, correct them, and ask before anything relaxes."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.answering import noted_of_others, say_answer, say_wording
from guide.advice.clearance import contradicts, denies_test
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.heard import Outcome
from guide.advice.life_stages import grown_up
from guide.advice.listening import Learned
from guide.advice.phrases import phrases
from guide.advice.profile import (
    ALLERGY_SIGNS,
    CHILD,
    DAIRY_PROBLEM,
    INFANT,
    MILK,
    Fact,
    Relaxation,
    Source,
    needs_clinician,
    taken_back,
)
from guide.advice.render import as_subject, fact_text, person_name
from guide.advice.repeating import stands
from guide.advice.replies import Reply, mentions, reply_kind
from guide.advice.screening import Aim, Goal, Question, question_for
from guide.advice.screening_turns import MOST_LATER, goal_answer
from guide.advice.talking import answered_just_now, noted
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Status


def record(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Acknowledge facts; a verdict already given, or one that is settled by them, is said anew."""
    says = noted(learned, content)
    if learned.refused_home_test:
        state, say = say_wording(state, learned.person, content, "home_test")
        return Turn(state, (*says, say))
    if state.goal is not None:
        return _verdict_for_another(Turn(state, says), learned, content)
    if not learned.facts:
        return Turn(state, (Say(_unread(state, message, content)),))
    if mentions("wants_to_have", message.text):
        return Turn(_goal_for_each(state, message, learned, content), says)
    if state.last and state.last.verdict and state.last.product:
        goal = Goal(Aim.SUITABILITY, learned.person, state.last.product, state.last.modifiers)
        return Turn(replace(state, goal=goal), says)
    goal = Goal(Aim.SUITABILITY, learned.person, content.main_product)
    if advise(state.profile(learned.person), goal.product, content).known_strict:
        return Turn(replace(state, goal=goal), noted_of_others(learned, content))
    return Turn(state, (*says, Say("utter_offer", {"person": as_subject(learned.person)})))


def _goal_for_each(state: Conversation, message: Message, learned: Learned, content: Content) -> Conversation:
    """ "We want kefir. He has an allergy, I take ...": whoever something is told of gets a verdict."""
    people = dict.fromkeys(person for person, _ in learned.facts)
    product = message.products[0] if message.products else content.main_product
    goals = [Goal(Aim.SUITABILITY, person, product, message.modifiers) for person in people]
    return replace(state, goal=goals[0], later=tuple(goals[1:MOST_LATER]))


def _unread(state: Conversation, message: Message, content: Content) -> str:
    """A correction that was not read must not leave an answer standing as if nothing was said.

    A warning may stand: nobody comes to harm by it.
    """
    if reply_kind(message.text) is not None:
        return "utter_go_on" if answered_just_now(state) else "utter_anything_else"
    answered = state.last is not None and state.last.verdict
    if answered and stands(state, content):
        return "utter_stands"
    return "utter_not_taken_in" if answered else "utter_not_understood"


def _verdict_for_another(turn: Turn, learned: Learned, content: Content) -> Turn:
    """While one person is screened, what rules it out for another is said at once."""
    state = turn.state
    assert state.goal is not None
    goal = Goal(Aim.SUITABILITY, learned.person, state.goal.product, state.goal.modifiers)
    strict = advise(state.profile(goal.person), goal.product, content, goal.modifiers).known_strict
    if goal.person == state.goal.person or not learned.facts or not strict:
        return turn
    state, say = say_answer(state, goal_answer(state, goal, content))
    return Turn(state, (*turn.says, say))


def correct(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Correct a fact. Taking one away would relax advice, so it is confirmed first."""
    profile = state.profile(learned.person)
    known = [m for m in message.mentions if profile.counts(m.condition, content)]
    if known and mentions("removal", message.text):
        fact = Fact(known[0].condition, Status.ABSENT)
        clinician = needs_clinician(profile, fact.condition, content)
        waits = Relaxation(learned.person, fact, clinician or contradicts(profile, fact.condition, message))
        return ask_to_confirm(state, replace(learned, relaxation=waits), content)
    return record(state, message, learned, content)


def ask_to_confirm(state: Conversation, learned: Learned, content: Content) -> Turn:
    """Ask before anything relaxes: for a clinician's word where that is needed, else for a yes."""
    assert learned.relaxation is not None
    waits = learned.relaxation
    asked = (waits.person, waits.fact.condition)
    others = tuple((p, f) for p, f in learned.facts if (p, f.condition) != asked)
    says = noted(replace(learned, facts=others), content)
    if learned.refused_home_test:
        state, say = say_wording(state, waits.person, content, "home_test")
        says = (*says, say)
    return Turn(replace(state, waiting=waits, pending=question_for(waits)), says)


def withdrawn_if_contradicted(state: Conversation, message: Message, learned: Learned) -> Conversation:
    """Drop a waiting relaxation if the message tells of what it would take away ("no, she did get hives")."""
    waits = state.waiting
    if waits is None or learned.person != waits.person:
        return state
    if _now_a_slip(waits, learned.relaxation):
        return replace(state, waiting=None, pending=None)
    if waits.fact.source is Source.CLINICIAN and denies_test(message):
        answered = state.profile(waits.person).with_answer(Question.CLINICIAN.value)
        return replace(state.with_profile(answered), waiting=None, pending=None)
    told = (Status.PRESENT, Status.UNCERTAIN)
    named = any(m.condition == waits.fact.condition and m.status in told for m in message.mentions)
    signs = bool(message.signs & ALLERGY_SIGNS) or message.past_reaction
    if not named and not (signs and waits.fact.condition in (MILK, DAIRY_PROBLEM)):
        return state
    return replace(state, waiting=None, pending=None)


def _now_a_slip(waits: Relaxation, said: Relaxation | None) -> bool:
    """Whether what needed a clinician's word is now said to have been a slip, which a yes confirms."""
    if said is None or (said.person, said.fact.condition) != (waits.person, waits.fact.condition):
        return False
    return waits.needs_clinician and not said.needs_clinician and said.fact.source is Source.SAID


def settle_relaxation(state: Conversation, outcome: Outcome) -> Conversation:
    """Apply or drop the waiting relaxation. Only a yes applies it; a clinician's word needs two."""
    assert state.waiting is not None
    waits, profile = state.waiting, state.profile(state.waiting.person)
    if outcome.question is Question.CLINICIAN:
        state = state.with_profile(profile.with_answer(Question.CLINICIAN.value))
        if outcome.reply is not Reply.YES:
            return replace(state, waiting=None, pending=None)
        if not waits.told:
            waits = replace(waits, fact=replace(waits.fact, source=Source.CLINICIAN), needs_clinician=False)
            return replace(state, waiting=waits, pending=Question.CONFIRM)
        profile = state.profile(waits.person)
    if outcome.reply is Reply.YES:
        by_clinician = waits.fact.source is Source.CLINICIAN
        source = Source.CLINICIAN if by_clinician else Source.CONFIRMED
        if waits.fact.condition == CHILD and waits.fact.status is Status.ABSENT:
            return replace(state.with_profile(grown_up(profile)), waiting=None, pending=None)
        profile = taken_back(profile.with_fact(replace(waits.fact, source=source)), waits.fact.condition)
        superseded = {CHILD: INFANT, MILK: DAIRY_PROBLEM}.get(waits.fact.condition)
        state = state.with_profile(profile.without(superseded) if superseded else profile)
    elif outcome.reply is Reply.NO and profile.mistaken:
        state = state.with_profile(replace(profile, mistaken=frozenset()))
    return replace(state, waiting=None, pending=None)


def after_confirmation(state: Conversation, outcome: Outcome, learned: Learned, content: Content) -> Turn:
    """Say whether the fact changed; the goal goes on, or the verdict given before is given anew."""
    if state.pending is Question.CONFIRM:
        return Turn(state)
    changed = outcome.reply is Reply.YES
    says = (*noted(learned, content), Say("utter_changed" if changed else "utter_kept"))
    if outcome.question is Question.CLINICIAN and outcome.profile.lay_tested and not changed:
        state, say = say_wording(state, outcome.profile.person, content, "home_test")
        says = (*says, say)
    if state.goal is None and changed and state.last and state.last.verdict and state.last.product:
        goal = Goal(Aim.SUITABILITY, state.last.person, state.last.product, state.last.modifiers)
        state = replace(state, goal=goal)
    return Turn(state, says)


def waiting_text(state: Conversation, content: Content) -> tuple[str, str]:
    """Return the person and the fact that wait for confirmation, in words."""
    assert state.waiting is not None
    fact = replace(state.waiting.fact, source=Source.SAID)
    if fact.condition == CHILD and fact.status is Status.ABSENT:
        return person_name(state.waiting.person), str(phrases()["adult"])
    words = fact_text(fact, content).removesuffix(f" ({phrases()['source']['said']})")
    return person_name(state.waiting.person), words
