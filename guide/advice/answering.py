"""Turns that answer: topics, verdicts, alternatives, and the screening on the way to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guide.advice.answer import Answer, Citations
from guide.advice.answers import Outcome
from guide.advice.compose import Asker, alternatives_answer, topic_answer, verdict_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation, LastAnswer, Message, Say, TopicAsked, Turn
from guide.advice.listening import UNNAMED, Learned
from guide.advice.profile import CHILD, INFANT, MILK, SELF, Fact, Profile, Relaxation, Source, needs_clinician
from guide.advice.render import about_line, fact_text, person_name, phrases
from guide.advice.replies import Reply, mentions
from guide.advice.screening import TRIAGE, Aim, Goal, Question, open_questions
from guide.advice.talking import noted
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Audience, Status, Verdict

MAX_QUESTIONS = 2


def asker(state: Conversation, person: str, content: Content) -> Asker:
    """Return who is answered, from the state."""
    profile = state.profile(person)
    return Asker(profile, person_name(person), about_line(profile, content), state.audience)


# --- topics -----------------------------------------------------------------------------------


def answer_topics(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Answer each question of the message, at most two; then screen if a verdict is asked for."""
    says: list[Say] = []
    for asked in _questions(message)[:MAX_QUESTIONS]:
        topic = asked.intent.removeprefix("ask_")
        if topic == "suitability":
            state = replace(state, goal=_goal(state, message, content))
            continue
        if topic not in content.topics:
            continue
        if topic == content.alternatives_topic and _wants_alternatives(state, learned):
            state = replace(state, goal=_alternatives_goal(state, message, content))
            continue
        state, said = _say_topic(state, asked, learned, content)
        says.append(said)
        if _personal(topic, state, learned, content):
            state = replace(state, goal=_goal(state, message, content, topic))
    if not says and state.goal is None:
        return Turn(state, (*noted(learned, content), Say("utter_not_understood")))
    return Turn(state, (*_noted_of_others(learned, content), *says))


def _noted_of_others(learned: Learned, content: Content) -> tuple[Say, ...]:
    """Facts of the person answered stand above the answer; those of others are acknowledged."""
    others = tuple((p, f) for p, f in learned.facts if p != learned.person)
    return noted(replace(learned, facts=others), content)


def _questions(message: Message) -> tuple[TopicAsked, ...]:
    return message.questions or (TopicAsked(message.intent),)


def _say_topic(
    state: Conversation, asked: TopicAsked, learned: Learned, content: Content
) -> tuple[Conversation, Say]:
    topic = asked.intent.removeprefix("ask_")
    answer = topic_answer(
        topic,
        asker(state, learned.person, content),
        content,
        asked.nearness,
        said=state.said.get(topic, ()),
    )
    return _say_answer(state, answer)


def _say_answer(
    state: Conversation, answer: Answer, modifiers: tuple[str, ...] = ()
) -> tuple[Conversation, Say]:
    """Remember what is said, and show the full review notice the first time only."""
    say = Say(answer=answer, full_notice=not state.notice_shown)
    said = dict(state.said)
    if answer.topic:
        said[answer.topic] = tuple(dict.fromkeys((*said.get(answer.topic, ()), *answer.claim_ids)))
    last = LastAnswer(
        topic=answer.topic,
        person=answer.person,
        product=answer.product,
        verdict=answer.verdict is not None,
        claims=answer.claim_ids,
        references=tuple(r.id for _, r in answer.references),
        modifiers=modifiers,
    )
    return replace(state, said=said, last=last, notice_shown=True), say


def _personal(topic: str, state: Conversation, learned: Learned, content: Content) -> bool:
    """Whether a topic question is in truth "may this person have it?": it names their condition."""
    profile = state.profile(learned.person)
    return any(profile.counts(c, content) for c in content.topics[topic].conditions)


def _wants_alternatives(state: Conversation, learned: Learned) -> bool:
    return not state.profile(learned.person).is_empty or learned.person != SELF


# --- verdicts ---------------------------------------------------------------------------------


def answer_suitability(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Take "can I drink it?" as the goal; ``resume`` asks or answers."""
    others = [q for q in message.questions if q.intent != "ask_suitability"]
    state = replace(state, goal=_goal(state, message, content))
    if not others:
        return Turn(state, _noted_of_others(learned, content))
    turn = answer_topics(state, replace(message, questions=tuple(others)), learned, content)
    return Turn(replace(turn.state, goal=state.goal), turn.says)


def _goal(state: Conversation, message: Message, content: Content, topic: str = "") -> Goal:
    product = message.products[0] if message.products else content.main_product
    return Goal(Aim.SUITABILITY, state.focus, product, message.modifiers, topic)


def _alternatives_goal(state: Conversation, message: Message, content: Content) -> Goal:
    named = [p for p in message.products if not content.products[p].dairy]
    if named:
        return Goal(Aim.SUITABILITY, state.focus, named[0], message.modifiers)
    return Goal(Aim.ALTERNATIVES, state.focus, content.main_product)


def resume(turn: Turn, content: Content) -> Turn:
    """After whatever was said: ask the next open question of the goal, or give its verdict."""
    state = turn.state
    if state.pending in (Question.CONFIRM, Question.CLINICIAN, Question.WHO, *TRIAGE[1:]):
        return turn
    if state.goal is None:
        return Turn(replace(state, pending=None, asked=0), turn.says)
    profile = state.profile(state.goal.person)
    if _needs_clearance(profile, state):
        lead = _verdict(replace(state, pending=Question.CLINICIAN), content)
        waiting = Relaxation(profile.person, Fact(MILK, Status.ABSENT, Source.CLINICIAN), True)
        return Turn(replace(lead.state, waiting=waiting), (*turn.says, *lead.says))
    questions = open_questions(profile, state.goal, content)
    if not questions:
        done = _verdict(state, content)
        return Turn(done.state, (*turn.says, *done.says))
    already = bool(state.asked) or any(say.answer for say in turn.says)
    lead_state, lead_says = (state, ()) if already else _lead(state, content)
    repeated = state.pending is questions[0]
    asked = lead_state.asked if repeated else lead_state.asked + 1
    return Turn(replace(lead_state, pending=questions[0], asked=asked), (*turn.says, *lead_says))


def _needs_clearance(profile: Profile, state: Conversation) -> bool:
    asked = Question.CLINICIAN.value in profile.answered | profile.skipped
    return profile.status(MILK) is Status.HISTORICAL and not asked and not profile.had_emergency


def _lead(state: Conversation, content: Content) -> tuple[Conversation, tuple[Say, ...]]:
    """Something useful before the first question: what decides, or the verdict on known facts."""
    assert state.goal is not None
    goal, who = state.goal, asker(state, state.goal.person, content)
    advice = advise(who.profile, goal.product, content, goal.modifiers)
    strict = advice.verdict is Verdict.AVOID and not advice.conditional
    if strict and goal.aim is Aim.SUITABILITY:
        answer = verdict_answer(who, goal.product, content, modifiers=goal.modifiers)
    elif goal.aim in state.led:
        return state, ()
    else:
        state = replace(state, led=state.led | {goal.aim})
        cite = Citations(content, state.audience)
        key = "decides" if goal.aim is Aim.SUITABILITY else "decides.alternatives"
        line = cite.wording(key)
        answer = Answer(
            None, goal.person, who.about, line, references=cite.references, review_status=cite.review_status
        )
    last = state.last
    state, say = _say_answer(state, answer, goal.modifiers)
    return (state if strict else replace(state, last=last)), (say,)


def _verdict(state: Conversation, content: Content) -> Turn:
    """Give the goal's answer. The goal is reached; the product stays for "and goat?"."""
    assert state.goal is not None
    goal, who = state.goal, asker(state, state.goal.person, content)
    if goal.aim is Aim.ALTERNATIVES:
        answer = alternatives_answer(who, content, instead_of=goal.product)
    else:
        followups = _followups(who.profile, goal, content)
        answer = verdict_answer(
            who,
            goal.product,
            content,
            modifiers=goal.modifiers,
            topic=goal.topic or None,
            followups=followups,
        )
    state = replace(
        state, goal=None, pending=state.pending if state.pending is Question.CLINICIAN else None, asked=0
    )
    same = state.last is not None and state.last.verdict and state.last.claims == answer.claim_ids
    state, say = _say_answer(state, answer, goal.modifiers)
    return Turn(state, (Say("utter_as_before"), say) if same else (say,))


def _followups(profile: Profile, goal: Goal, content: Content) -> tuple[str, ...]:
    """The pack's suggestions for this verdict; none that would encourage after *avoid*."""
    verdict = advise(profile, goal.product, content, goal.modifiers).verdict
    return content.suggestions.get(verdict, ())


# --- facts ------------------------------------------------------------------------------------


def record(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Acknowledge facts; a verdict already given, or one that is settled by them, is said anew."""
    says = noted(learned, content)
    if learned.refused_home_test:
        state, say = _home_test(state, learned, content)
        return Turn(state, (*says, say))
    if state.goal is not None:
        return Turn(state, says)
    goal = Goal(Aim.SUITABILITY, learned.person, content.main_product)
    if state.last and state.last.verdict and state.last.product:
        goal = replace(goal, product=state.last.product, modifiers=state.last.modifiers)
        return Turn(replace(state, goal=goal), says)
    advice = advise(state.profile(learned.person), goal.product, content)
    if learned.facts and advice.verdict >= Verdict.ASK_CLINICIAN and not advice.conditional:
        return Turn(replace(state, goal=goal), _noted_of_others(learned, content))
    if not learned.facts:
        return Turn(state, (Say("utter_not_understood"),))
    return Turn(state, (*says, Say("utter_offer", {"person": _subject(learned.person)})))


def _subject(person: str) -> str:
    return "I" if person == SELF else person_name(person).replace("your ", "my ", 1)


def _home_test(state: Conversation, learned: Learned, content: Content) -> tuple[Conversation, Say]:
    """Having tried it at home clears nothing; the topic's own claims say so."""
    asked = TopicAsked("ask_milk_allergy", {"ma-no-home-test": 1.0})
    return _say_topic(state, asked, learned, content)


def correct(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Correct a fact. Removing what would relax advice is confirmed first (see ``ask_to_confirm``)."""
    profile = state.profile(learned.person)
    known = [m for m in message.mentions if profile.counts(m.condition, content)]
    if known and mentions("removal", message.text):
        fact = Fact(known[0].condition, Status.ABSENT)
        waits = Relaxation(learned.person, fact, needs_clinician(profile, fact.condition, content))
        return ask_to_confirm(state, replace(learned, relaxation=waits), content)
    return record(state, message, learned, content)


def ask_to_confirm(state: Conversation, learned: Learned, content: Content) -> Turn:
    """Ask before anything relaxes: for a clinician's word where that is needed, else for a yes."""
    assert learned.relaxation is not None
    waits = learned.relaxation
    question = Question.CLINICIAN if waits.needs_clinician else Question.CONFIRM
    others = tuple((p, f) for p, f in learned.facts if f.condition != waits.fact.condition)
    says = noted(replace(learned, facts=others), content)
    return Turn(replace(state, waiting=waits, pending=question), says)


def settle_relaxation(state: Conversation, outcome: Outcome) -> tuple[Conversation, Outcome]:
    """Apply or drop the waiting relaxation. Only a yes applies it, and a clinician's word needs two."""
    assert state.waiting is not None
    waits, profile = state.waiting, state.profile(state.waiting.person)
    if state.pending is Question.CLINICIAN:
        profile = profile.with_answer(Question.CLINICIAN.value)
        state = state.with_profile(profile)
        if outcome.reply is Reply.YES:
            fact = replace(waits.fact, source=Source.CLINICIAN)
            waits = replace(waits, fact=fact, needs_clinician=False)
            return replace(state, waiting=waits, pending=Question.CONFIRM), outcome
        return replace(state, waiting=None, pending=None), outcome
    if outcome.reply is Reply.YES:
        source = waits.fact.source if waits.fact.source is Source.CLINICIAN else Source.CONFIRMED
        profile = profile.with_fact(replace(waits.fact, source=source))
        if waits.fact.condition == CHILD:
            profile = profile.without(INFANT)
        if waits.fact.condition == MILK and profile.status("dairy_problem") is not Status.UNKNOWN:
            profile = profile.without("dairy_problem")
        state = state.with_profile(profile)
    return replace(state, waiting=None, pending=None), outcome


def confirm_text(state: Conversation, content: Content) -> tuple[str, str]:
    """Return the person and the fact that wait for confirmation, in words."""
    assert state.waiting is not None
    fact = replace(state.waiting.fact, source=Source.SAID)
    words = fact_text(fact, content).removesuffix(f" ({phrases()['source']['said']})")
    return person_name(state.waiting.person), words


# --- after an answered question ---------------------------------------------------------------


def after_answer(
    state: Conversation, message: Message, learned: Learned, outcome: Outcome, content: Content
) -> Turn:
    """Go on after an answer: the triage's result, the relaxation's effect, then the goal."""
    says: list[Say] = list(noted(learned, content)) if state.goal else []
    if state.pending is Question.CONFIRM:
        return Turn(state, tuple(says))
    if state.goal is None and state.pending is None:
        return _after_relaxation(state, outcome, learned, content)
    if state.pending is None and state.goal and outcome.question in TRIAGE:
        state, say = _triage_result(state, content)
        says.append(say)
    return resume(Turn(state, tuple(says)), content)


def _triage_result(state: Conversation, content: Content) -> tuple[Conversation, Say]:
    assert state.goal is not None
    who, cite = asker(state, state.goal.person, content), Citations(content, state.audience)
    suspected = who.profile.counts(MILK, content)
    key = "triage.suspected" if suspected else "triage.likely_intolerance"
    line, tests = cite.wording(key, person=who.name), cite.wording("triage.who_tests")
    answer = Answer(
        None,
        who.profile.person,
        who.about,
        line,
        cautions=(tests,),
        references=cite.references,
        review_status=cite.review_status,
    )
    last = state.last
    state, say = _say_answer(state, answer)
    return replace(state, last=last), say


def _after_relaxation(state: Conversation, outcome: Outcome, learned: Learned, content: Content) -> Turn:
    """Say whether the fact changed, and give the verdict anew if one was given before."""
    done = outcome.reply is Reply.YES
    says = (*noted(learned, content), Say("utter_changed" if done else "utter_kept"))
    if state.last and state.last.verdict and state.last.product:
        goal = Goal(Aim.SUITABILITY, state.last.person, state.last.product, state.last.modifiers)
        return resume(Turn(replace(state, goal=goal), says), content)
    return Turn(state, says)


def ask_who(state: Conversation, message: Message, content: Content) -> Turn:
    """Ask whom is meant when more than one person could be."""
    goal = _goal(state, message, content)
    return Turn(replace(state, goal=goal, pending=Question.WHO), ())


def read_who(state: Conversation, message: Message) -> tuple[Conversation, Outcome | None]:
    """Read the answer to "who do you mean?"."""
    if message.person is None or message.person in UNNAMED or state.goal is None:
        return state, None
    goal = replace(state.goal, person=message.person)
    state = replace(state, goal=goal, focus=message.person, pending=None)
    return state, Outcome(state.profile(message.person))


# --- more, simpler ----------------------------------------------------------------------------


def more(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Say what was not yet said on the last topic."""
    topic = state.last.topic if state.last else None
    if topic is None or not _unsaid(state, topic, content):
        return Turn(state, (Say("utter_nothing_more"),))
    state, say = _say_topic(state, TopicAsked(f"ask_{topic}"), learned, content)
    return Turn(state, (say,))


def _unsaid(state: Conversation, topic: str, content: Content) -> Iterable[str]:
    said = state.said.get(topic, ())
    return [c for c in content.topics[topic].claims if c in content.claims and c not in said]


def simpler(state: Conversation, message: Message, learned: Learned, content: Content) -> Turn:
    """Give the last answer again in plain wording."""
    state = replace(state, audience=Audience.PUBLIC)
    last = state.last
    if last is None:
        return Turn(state, (Say("utter_audience_public"),))
    if last.verdict and last.product:
        goal = Goal(Aim.SUITABILITY, last.person, last.product, last.modifiers)
        return Turn(replace(state, goal=goal, last=None), (Say("utter_audience_public"),))
    if last.topic is None:
        return Turn(state, (Say("utter_audience_public"),))
    said = {**state.said, last.topic: ()}
    state, say = _say_topic(replace(state, said=said), TopicAsked(f"ask_{last.topic}"), learned, content)
    return Turn(state, (Say("utter_audience_public"), say))
