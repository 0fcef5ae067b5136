"""A question for several people at once: "who can have it?", and "both" where it was asked whom."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.goals import suitability_goal
from guide.advice.identity import UNNAMED, known_people
from guide.advice.listening import Learned
from guide.advice.profile import SELF
from guide.advice.render import person_name
from guide.advice.replies import mentions
from guide.advice.screening import Goal, Question, open_questions

MOST_PEOPLE = 3


def people_known(state: Conversation) -> list[str]:
    """Return everybody of whom anything is known or was asked, the speaker only if so."""
    own = [] if state.profile(SELF).is_empty else [SELF]
    return [*own, *(p for p in known_people(state) if p not in UNNAMED)]


def goals_for_all(state: Conversation, goal: Goal) -> tuple[Goal, ...]:
    """Return the goal for each person known, none if they are too many for a few lines or only one."""
    people = people_known(state)
    return tuple(replace(goal, person=p) for p in people) if 1 < len(people) <= MOST_PEOPLE else ()


def for_each(before: Conversation, turn: Turn, learned: Learned) -> Turn:
    """ "Can they have it?" of two people who are told apart: what is asked for one is asked for each."""
    goal = turn.state.goal
    if goal is None or goal == before.goal or goal.person not in learned.asked_of:
        return turn
    others = tuple(replace(goal, person=p) for p in learned.asked_of if p != goal.person)
    return Turn(replace(turn.state, later=(*others, *turn.state.later)[:MOST_PEOPLE]), turn.says)


def with_next(before: Conversation, turn: Turn) -> Turn:
    """Say who comes next while another is asked about first, so that nobody is dropped without a word."""
    state = turn.state
    if state.goal is None or state.pending is None or state.later == before.later:
        return turn
    known = {state.goal.person, *(goal.person for goal in before.later)}
    names = [person_name(p) for p in dict.fromkeys(goal.person for goal in state.later) if p not in known]
    if not names:
        return turn
    return Turn(state, (*turn.says, Say("utter_next_too", {"what": " and ".join(names)})))


def who_may(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Answer for each person where nothing is left to be asked; else ask whom is meant."""
    goal = suitability_goal(state, message, content)
    goals = goals_for_all(state, goal)
    if len(people_known(state)) < 2:
        return Turn(replace(state, goal=goal))
    if goals and mentions("of_all", message.text):
        return Turn(replace(state, goal=goals[0], later=goals[1:], pending=None, asked=0))
    if not goals or any(open_questions(state.profile(g.person), g, content) for g in goals):
        return Turn(replace(state, goal=goal, later=(), pending=Question.WHO))
    return Turn(replace(state, goal=goals[0], later=goals[1:], pending=None))
