"""Turns on the way to a verdict: the next question, the triage's result, the verdict itself."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.alternatives import alternatives_answer
from guide.advice.answer import Answer
from guide.advice.answering import asker, say_answer, say_wording
from guide.advice.compose import verdict_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.everybody import goals_for_all
from guide.advice.goals import suitability_goal
from guide.advice.heard import Outcome
from guide.advice.identity import UNNAMED, recognise
from guide.advice.listening import Learned
from guide.advice.phrases import phrases
from guide.advice.profile import MILK, Fact, Profile, Relaxation, Source, learn
from guide.advice.replies import Reply, is_wholly, mentions, reply_kind
from guide.advice.screening import TRIAGE, Aim, Goal, Question, open_questions, question_for
from guide.advice.talking import noted
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Status, Verdict

MOST_LATER = 3


def resume(turn: Turn, content: Content) -> Turn:
    """After whatever was said: ask the next open question of the goal, or give its verdict."""
    state = turn.state
    if state.pending in (Question.CONFIRM, Question.CLINICIAN, Question.WHO, *TRIAGE[1:]):
        return turn
    if state.goal is None:
        return _next_goal(Turn(replace(state, pending=None, asked=0), turn.says), content)
    profile = state.profile(state.goal.person)
    if state.goal.aim is Aim.SUITABILITY and _needs_clearance(profile):
        return _ask_clearance(turn, profile, content)
    questions = open_questions(profile, state.goal, content)
    if not questions:
        done = _verdict(state, content)
        return _next_goal(Turn(done.state, (*turn.says, *done.says)), content)
    already = bool(state.asked) or any(say.answer for say in turn.says)
    led, lead = (state, ()) if already else _lead(state, content)
    asked = led.asked if state.pending is questions[0] else led.asked + 1
    follows = led.follows and state.pending is questions[0]
    return Turn(replace(led, pending=questions[0], asked=asked, follows=follows), (*turn.says, *lead))


def _next_goal(turn: Turn, content: Content) -> Turn:
    """Go on with what else was asked: one screening serves all of it."""
    if not turn.state.later:
        return turn
    goal, *left = turn.state.later
    return resume(Turn(replace(turn.state, goal=goal, later=tuple(left)), turn.says), content)


def _needs_clearance(profile: Profile) -> bool:
    """Whether a past milk allergy still waits for the question if a clinician ended it."""
    asked = Question.CLINICIAN.value in profile.answered | profile.skipped
    return profile.status(MILK) is Status.HISTORICAL and not asked and not profile.had_emergency


def _ask_clearance(turn: Turn, profile: Profile, content: Content) -> Turn:
    lead = _verdict(turn.state, content)
    waiting = Relaxation(profile.person, Fact(MILK, Status.ABSENT, Source.CLINICIAN), needs_clinician=True)
    state = replace(lead.state, waiting=waiting, pending=Question.CLINICIAN)
    return Turn(state, (*turn.says, *lead.says))


def _lead(state: Conversation, content: Content) -> tuple[Conversation, tuple[Say, ...]]:
    """Something useful before the first question: what decides, or the verdict on known facts."""
    assert state.goal is not None
    goal, who = state.goal, asker(state, state.goal.person, content)
    advice = advise(who.profile, goal.product, content, goal.modifiers)
    if goal.aim is Aim.SUITABILITY and advice.verdict is Verdict.AVOID and advice.known_strict:
        answer = verdict_answer(who, goal.product, content, modifiers=goal.modifiers)
        state, say = say_answer(state, answer, goal.modifiers)
        return state, (say,)
    if goal.aim in state.led:
        return state, ()
    of_milk = goal.aim is Aim.SUITABILITY and content.products[goal.product].dairy
    key = "decides" if of_milk else "decides.alternatives"
    state, say = say_wording(replace(state, led=state.led | {goal.aim}), goal.person, content, key)
    return state, (say,)


def _verdict(state: Conversation, content: Content) -> Turn:
    """Give the goal's answer. The goal is reached; its product stays for "and goat?"."""
    assert state.goal is not None
    answer = goal_answer(state, state.goal, content)
    modifiers = state.goal.modifiers
    before = state.last
    state = replace(state, goal=None, pending=None, asked=0)
    state, say = say_answer(state, answer, modifiers)
    return Turn(state, (Say("utter_as_before"), say) if state.last == before else (say,))


def beside(before: Conversation, turn: Turn, message: Message, content: Content) -> Turn:
    """Keep what is being screened for, and take what is asked meanwhile for the same person after it.

    What is known already rules out is said at once. A correction ("sorry, I meant goat") takes its place.
    """
    old, new = before.goal, turn.state.goal
    if old is None or new is None or before.pending is None or mentions("corrects", message.text):
        return turn
    if old.person != new.person or (old.aim, old.product) == (new.aim, new.product):
        return turn
    advice = advise(turn.state.profile(new.person), new.product, content, new.modifiers)
    if new.aim is Aim.SUITABILITY and advice.verdict is Verdict.AVOID and not advice.conditional:
        state, say = say_answer(
            replace(turn.state, goal=old), goal_answer(turn.state, new, content), new.modifiers
        )
        return Turn(replace(state, decided=before.decided), (*turn.says, say))
    if new in before.later:
        return Turn(replace(turn.state, goal=old, later=before.later), turn.says)
    state = replace(turn.state, goal=old, later=(*before.later, *turn.state.later, new)[:MOST_LATER])
    if new.aim is Aim.ALTERNATIVES and new.aim not in state.led:
        state = replace(state, led=state.led | {new.aim})
        state, say = say_wording(state, new.person, content, "decides.alternatives")
        return Turn(state, (*turn.says, say))
    product = content.products.get(new.product)
    what = product.label if product and new.aim is Aim.SUITABILITY else str(phrases()["instead_of_it"])
    return Turn(state, (*turn.says, Say("utter_next_too", {"what": what})))


def own_screening(before: Conversation, turn: Turn) -> Turn:
    """A goal about somebody else starts its own questions: half a triage never passes to another."""
    old, new = before.goal, turn.state.goal
    same = old is not None and new is not None and old.person == new.person
    if old is None or new is None or new is old or (same and before.pending is not Question.WHO):
        return turn
    if turn.state.pending in (Question.CONFIRM, Question.CLINICIAN):
        return turn
    later = turn.state.later if same else ()
    return Turn(replace(turn.state, pending=None, asked=0, later=later), turn.says)


def goal_answer(state: Conversation, goal: Goal, content: Content) -> Answer:
    who = asker(state, goal.person, content)
    if goal.aim is Aim.ALTERNATIVES:
        return alternatives_answer(who, content, instead_of=goal.product)
    verdict = advise(who.profile, goal.product, content, goal.modifiers).verdict
    return verdict_answer(
        who,
        goal.product,
        content,
        modifiers=goal.modifiers,
        topic=goal.topic or None,
        nearest=[content.claims[c] for c in goal.nearest if c in content.claims],
        followups=content.suggestions.get(verdict, ()),
    )


def after_answer(state: Conversation, learned: Learned, outcome: Outcome, content: Content) -> Turn:
    """Acknowledge an answered screening question: what was noted, and the triage's result if it ended."""
    # An answer may take back what the same message states: "not allergic, it just makes me blotchy".
    facts = tuple((p, f) for p, f in learned.facts if f.condition in state.profile(p).facts)
    says: list[Say] = list(noted(replace(learned, facts=facts), content)) if state.goal else []
    ended = outcome.question in TRIAGE and state.pending is None and state.goal is not None
    if ended and outcome.reply is not Reply.NO:
        assert state.goal is not None
        state, say = _triage_result(state, state.goal.person, content)
        says.append(say)
    return Turn(state, tuple(says))


def _triage_result(state: Conversation, person: str, content: Content) -> tuple[Conversation, Say]:
    """Say which kind it sounds like, that this is no diagnosis, and who can test it."""
    intolerance = state.profile(person).status(MILK) in (Status.UNKNOWN, Status.ABSENT)
    key = "triage.likely_intolerance" if intolerance else "triage.suspected"
    return say_wording(state, person, content, key, "triage.who_tests")


def ask_who(state: Conversation, message: Message, content: Content) -> Turn:
    """Ask whom is meant when more than one person could be."""
    goal = suitability_goal(state, message, content)
    return Turn(replace(state, goal=goal, pending=Question.WHO))


def read_who(state: Conversation, message: Message, content: Content) -> tuple[Conversation, Outcome | None]:
    """Read the answer to "who do you mean?", and give the person what was said of an unclear "she".

    Passing it over drops what was asked; the facts stay with nobody named.
    """
    if reply_kind(message.text, message.intent) in (Reply.SKIP, Reply.UNSURE):
        return replace(state, goal=None, pending=None, held=()), None
    every = goals_for_all(state, state.goal) if state.goal and not state.held else ()
    if every and is_wholly("everybody", message.text):
        first = every[0].person
        state = replace(state, goal=every[0], later=every[1:], focus=first, pending=None)
        return state, Outcome(state.profile(first), question=Question.WHO)
    message, unclear = recognise(state, message)
    if message.person is None or message.person in UNNAMED or unclear or state.goal is None:
        return state, None
    profile, waiting = state.profile(message.person), state.waiting
    for fact in state.held:
        profile, waits = learn(profile, fact, content)
        waiting = waiting or waits
    goal = replace(state.goal, person=message.person)
    named = replace(state, goal=goal, focus=message.person, held=(), pending=None, waiting=waiting)
    if waiting is not None and state.waiting is None:
        named = replace(named, pending=question_for(waiting))
    return named.with_profile(profile), Outcome(profile, question=Question.WHO)
