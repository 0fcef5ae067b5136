"""Rule: an emergency comes first, everywhere, and is not forgotten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from messages import KINDS, any_message
from people import dairy_products, healthy, person, profiles
from sentences import without_sources
from talk import Talk, denies, has, may_have

from guide.advice.all_clear import all_clear
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message
from guide.advice.dialogue import respond
from guide.advice.profile import Fact, Relaxation
from guide.advice.red_flags import instruction
from guide.advice.screening import Aim, Goal, Question
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Audience, Status, Verdict

STATES = [*Question, None]


def asked(pending: Question | None, content: Content) -> Talk:
    """Return a conversation in which this question is open about "son"."""
    goal = None if pending is None else Goal(Aim.SUITABILITY, "son", content.main_product)
    waits = Relaxation("son", Fact("milk_allergy", Status.ABSENT))
    waiting = waits if pending in (Question.CONFIRM, Question.CLINICIAN) else None
    son = person("son", uncertain=["milk_allergy"], answered=())
    return Talk(content, son, pending=pending, goal=goal, waiting=waiting, focus="son")


def alarm(talk: Talk, kind: str = "anaphylaxis", **found: object) -> Talk:
    return talk.say("my throat is swelling", "report_emergency", red_flag=kind, food_involved=True, **found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pending", STATES)
def test_the_instruction_is_all_that_is_said_whatever_question_is_open(
    content: Content, pending: Question | None, kind: str
) -> None:
    talk = alarm(asked(pending, content), kind)
    assert [without_sources(s.text) for s in talk.turn.says] == [instruction(kind).text]
    assert (talk.pending, talk.state.goal, talk.state.waiting) == (None, None, None)


@pytest.mark.parametrize("audience", list(Audience))
@given(data=st.data())
def test_the_instruction_does_not_depend_on_who_it_is(
    content: Content, audience: Audience, data: st.DataObject
) -> None:
    """Emergency text is never filtered by profile or by audience."""
    talk = Talk(content, data.draw(profiles(content)), audience=audience)
    assert [without_sources(s.text) for s in alarm(talk).turn.says] == [instruction("anaphylaxis").text]


@pytest.mark.parametrize("reply", ["yes", "no", "not sure", "skip", "none of these", "thanks", "7 months"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_later_turn_repeats_to_call_until_it_is_over(content: Content, kind: str, reply: str) -> None:
    talk = alarm(Talk(content), kind)
    # "Is somebody still in danger?" is asked after a first bare "no", and a second one answers it.
    denied = kind == "anaphylaxis" and reply in ("no", "none of these")
    for _ in range(1 if denied else 3):
        talk.say(reply)
        assert without_sources(talk.turn.says[0].text) == instruction(kind).followup
    talk.say("it's over now")
    assert talk.state.emergency is None
    talk.say("thanks", "thank")
    assert talk.emergencies == []


@given(data=st.data())
def test_while_it_lasts_no_product_no_question_and_no_follow_up_is_offered(
    content: Content, data: st.DataObject
) -> None:
    """Whatever is said next, by whomever, about whomever."""
    kind = data.draw(st.sampled_from(KINDS))
    talk = alarm(Talk(content, data.draw(profiles(content))), kind)
    message = data.draw(any_message(content, 10.0))
    if all_clear(message, kind) or message.intent == "forget_me":
        return
    turn = respond(talk.state, [message], content)
    assert turn.says[0].emergency
    assert (turn.state.pending, turn.state.goal) == (None, None)
    for say in turn.says:
        assert not say.suggestions
        assert say.answer is None or (say.answer.verdict is None and not say.answer.followups)


def test_a_second_question_in_the_message_is_no_way_round(content: Content) -> None:
    """ "How do I store it, and can I have soy kefir?" gets the storage only."""
    talk = alarm(Talk(content)).ask("storage", "suitability", products=("soy_kefir",))
    assert [a.topic for a in talk.answers] == ["storage"]
    assert talk.pending is None


def test_a_topic_about_ones_own_allergy_opens_no_screening(content: Content) -> None:
    talk = alarm(Talk(content)).ask("milk_allergy", products=("water_kefir",))
    assert talk.pending is None
    assert all(a.verdict is None for a in talk.answers)


@pytest.mark.parametrize(
    "topic", ["how_to_start", "serving_size", "benefits_overview", "non_dairy_alternatives"]
)
def test_topics_that_could_be_read_as_leave_wait(content: Content, topic: str) -> None:
    talk = alarm(Talk(content)).ask(topic)
    assert talk.answers == []
    assert talk.phrases == ["utter_emergency_first"]


def test_a_possible_milk_allergy_is_recorded_for_that_person_only(content: Content) -> None:
    talk = alarm(Talk(content, healthy("self"), healthy("son")), person="son")
    assert talk.profile("son").status("milk_allergy") is Status.UNCERTAIN
    assert talk.profile("self") == healthy("self")


def test_an_emergency_without_food_records_no_allergy(content: Content) -> None:
    talk = Talk(content).say("fever after chemo", "report_emergency", red_flag="infection")
    assert "milk_allergy" not in talk.profile().facts


@pytest.mark.parametrize("kind", KINDS)
def test_afterwards_no_dairy_is_better_than_avoid_for_that_person(content: Content, kind: str) -> None:
    """Even cleared by a clinician, healthy, and after a restart."""
    talk = Talk(content, healthy()).say("help", "report_emergency", red_flag=kind).say("it's over now")
    talk.say(
        "a doctor tested me and it is no allergy",
        "report_condition",
        denies("milk_allergy"),
        cleared_by="clinician",
    )
    talk.say("yes").say("yes")
    for _ in range(2):
        for product in dairy_products(content):
            assert advise(talk.profile(), product, content).verdict is Verdict.AVOID
        assert talk.can_drink().screened().answer.verdict == "avoid"
        talk.say("start over", "restart")


def test_a_restart_does_not_switch_the_reminders_off(content: Content) -> None:
    talk = alarm(Talk(content)).say("restart", "restart").say("hello", "greet")
    assert talk.emergencies == ["anaphylaxis"]


def test_nobody_else_is_held_back_by_it_once_it_is_over(content: Content) -> None:
    talk = alarm(Talk(content, healthy("husband")), person="son").say("it's over now")
    talk.can_drink("can my husband have it?", person="husband")
    assert talk.answer.verdict == "usually_tolerated"


def test_a_second_alarm_gives_the_full_instruction_again(content: Content) -> None:
    talk = alarm(alarm(Talk(content)), "infection")
    assert [without_sources(s.text) for s in talk.turn.says] == [instruction("infection").text]


def test_an_alarm_whose_action_failed_is_not_lost(content: Content) -> None:
    """The message that was never answered still starts the reminders and records the allergy."""
    lost = Message(
        1, "can't breathe after kefir", "report_emergency", red_flag="anaphylaxis", food_involved=True
    )
    turn = respond(Conversation(), [lost, Message(2, "hello?", "greet")], content)
    assert turn.says[0].emergency == "anaphylaxis"
    assert turn.state.profile("self").had_emergency
    assert turn.state.profile("self").status("milk_allergy") is Status.UNCERTAIN


def test_what_is_disclosed_during_an_emergency_is_kept(content: Content) -> None:
    talk = alarm(Talk(content)).say("I also have diabetes", "report_condition", has("diabetes"))
    assert talk.profile().status("diabetes") is Status.PRESENT


def test_nothing_relaxes_during_an_emergency(content: Content) -> None:
    talk = alarm(Talk(content)).say("I'm not allergic", "thank", denies("milk_allergy")).say("yes").say("yes")
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN


@pytest.mark.parametrize(
    "text", ["it is not over", "is it over?", "he isn't fine", "what if it's over", "still there"]
)
def test_doubt_does_not_end_an_emergency(content: Content, text: str) -> None:
    assert alarm(Talk(content)).say(text).state.emergency == "anaphylaxis"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "it's over",
            "it is over now",
            "false alarm",
            "I'm fine now",
            "she's ok now",
            "we are at the hospital",
        ),
        *(
            "the ambulance is here",
            "paramedics are here",
            "I called 999",
            "we called an ambulance",
            "feeling better now",
        ),
        *("It has passed", "the swelling has gone down", "I spoke to the doctor", "he is safe"),
    ],
)
def test_help_reached_or_over_ends_the_reminders(content: Content, text: str) -> None:
    assert alarm(Talk(content)).say(text).state.emergency is None


def test_a_past_reaction_is_no_emergency_but_a_possible_allergy(content: Content) -> None:
    talk = Talk(content).say("years ago milk closed my throat", "report_condition", past_reaction=True)
    assert talk.emergencies == []
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN


def test_the_first_message_may_be_an_emergency(content: Content) -> None:
    """No greeting stands before the instruction."""
    message = Message(1, "help", "report_emergency", red_flag="anaphylaxis")
    assert [s.emergency for s in respond(Conversation(), [message], content).says] == ["anaphylaxis"]


def test_the_claims_behind_the_instruction_are_in_the_content(content: Content) -> None:
    for kind in KINDS:
        assert set(instruction(kind).claims) <= set(content.claims)


def test_after_an_emergency_a_possible_allergy_stays_possible(content: Content) -> None:
    talk = (
        alarm(Talk(content))
        .say("it's over now")
        .say("maybe not an allergy", "report_condition", may_have("milk_allergy"))
    )
    assert talk.profile().status("milk_allergy") is Status.UNCERTAIN


@pytest.mark.parametrize("named", ["daughter", "niece", "patient"])
def test_an_emergency_of_an_unnamed_she_counts_for_whoever_is_named_later(
    content: Content, named: str
) -> None:
    """ "She had kefir and her lips swell", then "can my daughter have it?": it may have been her."""
    talk = alarm_of("she just had some kefir and her lips are swelling", content, pronoun="she")
    assert talk.profile().facts == {}
    talk.say("help is here").can_drink("can she have kefir now?", person=named)
    assert talk.screened().answers[-1].verdict == "avoid"


def test_an_emergency_of_somebody_else_does_not_bar_the_one_who_writes(content: Content) -> None:
    talk = alarm_of("he can't breathe after yogurt", content, pronoun="he")
    talk.say("it's over").can_drink("can I have kefir myself?", person="self")
    assert talk.screened().answers[-1].verdict == "usually_tolerated"


def test_an_allergy_of_an_unnamed_he_is_no_question_about_me(content: Content) -> None:
    said = Mention("milk_allergy", Status.PRESENT, "he", "other")
    text = "he's allergic to milk. can he have kefir?"
    talk = Talk(content).can_drink(text, mentions=(said,), pronoun="he")
    assert talk.answers[-1].verdict == "avoid"
    assert talk.answers[-1].person != "self"


def alarm_of(text: str, content: Content, **found: object) -> Talk:
    return Talk(content).say(text, "report_emergency", red_flag="anaphylaxis", food_involved=True, **found)
