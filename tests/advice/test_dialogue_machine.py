"""Whole conversations at random: after every turn all safety rules that can be read off a turn hold."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from messages import KINDS, PERSONS, PRONOUN, REPLIES, any_message, bare_reply
from people import dairy_products
from sentences import Sentences, check_only_claims

from actions.speaking import read_state
from guide.advice.all_clear import all_clear, denies_danger
from guide.advice.answer import Answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Turn
from guide.advice.dialogue import respond
from guide.advice.identity import pronoun_of
from guide.advice.meaning import surely
from guide.advice.nursing import NURSED_ALLERGY
from guide.advice.profile import ALLERGY_SIGNS, MILK, Profile, Source, milk_settled
from guide.advice.render import answer_text, person_name
from guide.advice.replies import mentions
from guide.advice.screening import Question
from guide.advice.statements import permissive
from guide.advice.verdicts import UNKNOWN_MILK, advise
from guide.advice.vocabulary import Status, Verdict

ERASING = ("forget_me", "restart")
MILK_TROUBLE = (MILK, "dairy_problem", "fpies_milk", "eoe_milk")
ONCE = (Question.MILK, Question.SIGNS, Question.RISKS, Question.AGE, Question.OTHER_ALLERGIES)
EVERY_ANSWERABLE = (*ONCE, Question.ONSET, Question.AMOUNT, Question.CLINICIAN, Question.CONFIRM)


def _only_warned(before: Profile, after: Profile) -> bool:
    """Whether nothing changed but that the reaction of somebody unnamed counts for this person."""
    fact = after.facts.get(MILK)
    warned = fact is not None and fact.source is Source.UNPLACED
    same = after.without(MILK).facts == before.without(MILK).facts if warned else after.facts == before.facts
    as_before = replace(after, facts=before.facts, had_emergency=before.had_emergency)
    return same and as_before == before


class Conversations(RuleBasedStateMachine):
    """Says anything to the rules, and keeps its own account of alarms and of who was named."""

    content: Content
    sentences: Sentences

    def __init__(self) -> None:
        super().__init__()
        self.state = Conversation()
        self.number = 0.0
        self.alarmed: set[str] = set()

    # --- what happens ---------------------------------------------------------------------------

    @rule(data=st.data())
    def somebody_says_anything(self, data: st.DataObject) -> None:
        self.hear(data.draw(any_message(self.content, self.number + 1)))

    @rule(text=st.sampled_from(REPLIES))
    def somebody_answers(self, text: str) -> None:
        self.hear(bare_reply(self.number + 1, text))

    @rule(
        product=st.sampled_from(["milk_kefir", "water_kefir", "soy_kefir"]),
        person=st.sampled_from([None, *PERSONS]),
    )
    def somebody_asks_for_a_verdict(self, product: str, person: str | None) -> None:
        text = "may I have some?"
        self.hear(Message(self.number + 1, text, "ask_suitability", person=person, products=(product,)))

    @precondition(lambda self: self.state.pending in EVERY_ANSWERABLE)
    @rule(text=st.sampled_from(["skip", "not sure"]))
    def the_question_is_passed_over(self, text: str) -> None:
        before = self.state
        self.hear(bare_reply(self.number + 1, text))
        asked = (before.pending, before.waiting, before.goal)
        assert (self.state.pending, self.state.waiting, self.state.goal) != asked, (
            f"{text!r} led nowhere: {asked}"
        )

    @rule(kind=st.sampled_from(KINDS), person=st.sampled_from([None, *PERSONS]), food=st.booleans())
    def an_emergency_is_told(self, kind: str, person: str | None, food: bool) -> None:
        self.number += 1
        told = Message(
            self.number, "help", "report_emergency", person=person, red_flag=kind, food_involved=food
        )
        turn = self.answer_to(told)
        assert [s.emergency for s in turn.says] == [kind], "the instruction comes first and alone"
        assert turn.state.pending is None
        assert turn.state.goal is None
        self.alarmed.add(turn.state.emergency_person)
        self.state = turn.state
        self.check_state()

    # --- what must hold -------------------------------------------------------------------------

    def hear(self, message: Message) -> None:
        self.number = message.number
        before, turn = self.state, self.answer_to(message)
        self.state = turn.state
        erased = message.intent in ERASING and not before.pending
        if message.intent == "forget_me" and turn.state.profiles == {}:
            self.alarmed.clear()
        self.check_somebody_is_answered(turn)
        self.check_emergency(before, message, turn)
        self.check_facts_stay_with_their_person(before, message)
        if not (erased or self.state.profiles == {} or message.intent == "restart"):
            self.check_nothing_relaxed(before, message)
            self.check_risks_answered_by_an_answer(before, message)
        for answer in (s.answer for s in turn.says if s.answer):
            self.check_answer(answer)
        self.check_state()

    def answer_to(self, message: Message) -> Turn:
        turn = respond(self.state, [message], self.content)
        assert turn == respond(self.state, [message], self.content), "the same turn twice"
        return turn

    def check_somebody_is_answered(self, turn: Turn) -> None:
        assert turn.state.pending is not None or turn.says, "silence"
        assert all(s.phrase or s.text or s.answer for s in turn.says)

    def check_emergency(self, before: Conversation, message: Message, turn: Turn) -> None:
        if before.emergency is None or turn.state.emergency is None:
            # Asked "Is somebody in danger now?" after a bare "no", a second one says that it is over.
            denied = before.alarm_denied and denies_danger(message)
            ended = before.emergency and (denied or all_clear(message, before.emergency))
            over = before.emergency is None or ended or message.intent == "forget_me"
            assert over, "the alarm went away by itself"
            return
        assert turn.says[0].emergency == before.emergency, "no reminder"
        assert turn.state.goal is None, "screening goes on in an emergency"
        assert turn.state.pending in (None, Question.CONFIRM, Question.CLINICIAN)
        for say in turn.says:
            assert not say.suggestions
            if say.answer:
                assert say.answer.product is None or say.answer.verdict == "avoid"
                assert not say.answer.followups
                assert not say.answer.alternatives

    def check_facts_stay_with_their_person(self, before: Conversation, message: Message) -> None:
        named = {message.person, *(m.person for m in message.mentions)}
        if None in named or PRONOUN in named or message.intent in ERASING:
            return
        if pronoun_of(message):
            return  # "what about her?" is about whoever is known, whatever was found beside it
        # What a baby's allergy means for the one who nurses it is drawn, not moved (test_nursing.py).
        changed = {
            p
            for p, profile in self.state.profiles.items()
            if profile.without(NURSED_ALLERGY) != before.profile(p).without(NURSED_ALLERGY)
        }
        # A reaction of somebody unnamed warns each who may be meant (test_unnamed.py).
        changed -= {p for p in changed if _only_warned(before.profile(p), self.state.profile(p))}
        focus_kept = {before.focus} if "self" in named else set()
        assert changed <= named | focus_kept, f"{named} were named, {changed} changed"

    def check_nothing_relaxed(self, before: Conversation, message: Message) -> None:
        for name, profile in before.profiles.items():
            after = self.state.profile(name)
            for condition in profile.without(NURSED_ALLERGY).facts:
                counted = profile.counts(condition, self.content)
                if counted and not after.counts(condition, self.content):
                    younger = after.counts("infant_under_12_months", self.content)
                    aged = condition == "child" and (
                        younger or message.age_months is not None or before.pending is Question.AGE
                    )
                    assert aged or self.may_relax(before, profile, condition), (
                        f"{condition} of {name} relaxed at {before.pending} by {message}: {profile}"
                    )

    def may_relax(self, before: Conversation, profile: Profile, condition: str) -> bool:
        waits = before.waiting
        told = before.pending is Question.CLINICIAN and waits is not None and waits.told
        if (before.pending is Question.CONFIRM or told) and waits and waits.person == profile.person:
            supersedes = {MILK: "dairy_problem", "child": "infant_under_12_months"}
            if condition in (waits.fact.condition, supersedes.get(waits.fact.condition)):
                return True
        signs = profile.signs & ALLERGY_SIGNS or profile.had_emergency
        if before.pending in (Question.ONSET, Question.AMOUNT) and condition in (MILK, "dairy_problem"):
            return not signs
        return condition == "infant_under_12_months" and profile.status(condition) is Status.UNCERTAIN

    def check_risks_answered_by_an_answer(self, before: Conversation, message: Message) -> None:
        for name, profile in self.state.profiles.items():
            if "risks" in profile.answered and "risks" not in before.profile(name).answered:
                if mentions("nothing_else", message.text):
                    continue
                assert before.pending is Question.RISKS
                assert before.goal
                assert before.goal.person == name
                elsewhere = ("milk", "age", "other_allergies")
                named = [
                    m
                    for m in message.mentions
                    if self.content.conditions[m.condition].question not in elsewhere
                ]
                meant = surely({**message.reply, **message.stated_reply}, "nothing_listed", "only_those")
                in_words = message.text in REPLIES or message.intent == "deny"
                assert named or not message.mentions or in_words or meant

    def check_answer(self, answer: Answer) -> None:
        check_only_claims(answer, self.sentences)
        profile = self.state.profile(answer.person)
        dairy = answer.product is not None and self.content.products[answer.product].dairy
        if dairy and answer.verdict and answer.verdict != "avoid":
            assert answer.person not in self.alarmed
            assert milk_settled(profile, self.content)
            assert not any(profile.counts(c, self.content) for c in MILK_TROUBLE)
            if answer.verdict != "ask_clinician":
                assert "risks" in profile.answered
        for other in answer.alternatives:
            held = self.content.products[other.product].dairy and answer.person in self.alarmed
            assert other.verdict not in ("avoid", "ask_clinician")
            assert not held
        self.check_permission(answer, profile)
        assert person_name(answer.person) in answer_text(answer, full_notice=False) or answer.person == "self"

    def check_permission(self, answer: Answer, profile: Profile) -> None:
        claims = [self.content.claims[c] for c in answer.claim_ids]
        if not any(permissive(c) for c in claims):
            return
        assert not any(profile.counts(c, self.content) for c in MILK_TROUBLE), (
            "permission despite milk allergy"
        )
        if not milk_settled(profile, self.content):
            caution = self.content.wording[UNKNOWN_MILK]
            starts = [w.split("{person}")[0] for w in (caution.plain, caution.clinical)]
            assert any(c.text.startswith(tuple(starts)) for c in answer.cautions), (
                "permission without the caution"
            )

    def check_state(self) -> None:
        assert read_state(msgspec.to_builtins(self.state)) == self.state
        for name in self.alarmed:
            profile = self.state.profile(name)
            for product in dairy_products(self.content):
                assert advise(profile, product, self.content).verdict is Verdict.AVOID
        goal, pending = self.state.goal, self.state.pending
        if goal and pending in ONCE:
            profile = self.state.profile(goal.person)
            assert pending.value not in profile.answered | profile.skipped, f"{pending} is asked twice"
        if goal and pending not in (None, Question.WHO):
            assert self.state.asked <= 6


def test_no_conversation_breaks_a_safety_rule(content: Content) -> None:
    """Random conversations about four persons: emergencies, facts, questions, answers, nonsense."""
    subject = type("Subject", (Conversations,), {"content": content, "sentences": Sentences(content)})
    run_state_machine_as_test(
        subject, settings=settings(max_examples=200, stateful_step_count=20, derandomize=True, deadline=None)
    )
