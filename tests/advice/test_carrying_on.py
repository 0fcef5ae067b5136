"""What carries the talk on: pressing for a yes, doubts, "and me?", a topic that stands in the last answer."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, has, may_have, used_to_have

from guide.advice.content import Content
from guide.advice.followups import MOST_IDLE
from guide.advice.screening import Question
from guide.advice.unsure import LEAST_CONFIDENCE
from guide.advice.vocabulary import Status

PRESSING = [
    "so that's a yes?",
    "just say yes",
    "is that a no then?",
    "yes or no?",
    "so I can?",
    "so it's safe then",
]


@pytest.mark.parametrize("text", PRESSING)
def test_pressed_for_a_yes_it_repeats_the_verdict_in_one_cited_sentence(content: Content, text: str) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink().say(text, "affirm")
    assert (talk.answer.verdict, talk.answer.statements) == ("avoid", ())
    assert talk.answer.bottom_line.citations
    assert not talk.phrases


@pytest.mark.parametrize("text", PRESSING)
def test_pressing_answers_no_question_that_is_open(content: Content, text: str) -> None:
    """ "Just say yes" is not the person's own yes to "has a doctor tested you?"."""
    talk = Talk(content).can_drink(mentions=(used_to_have("milk_allergy"),))
    assert talk.pending is Question.CLINICIAN
    talk.say(text, "affirm")
    assert talk.pending is Question.CLINICIAN
    assert talk.answer.verdict == "avoid"
    assert talk.profile().status("milk_allergy") is Status.HISTORICAL


def test_are_you_sure_repeats_a_verdict_and_explains_an_answer(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink().say("are you sure?", "ask_why")
    assert talk.answer.verdict == "avoid"
    talk.ask("storage").say("are you sure?", "ask_why")
    assert not talk.answers
    assert talk.turn.says[0].text


def test_with_nothing_decided_there_is_nothing_to_repeat(content: Content) -> None:
    assert Talk(content).say("just say yes", "affirm").phrases == ["utter_anything_else"]


def test_a_warning_is_never_taken_back_because_something_was_not_read(content: Content) -> None:
    talk = (
        Talk(content, person(present=["milk_allergy"])).can_drink().say("it's the other", "correct_condition")
    )
    assert talk.phrases == ["utter_stands"]
    talk = Talk(content, healthy()).can_drink().say("it's the other", "correct_condition")
    assert talk.phrases == ["utter_not_taken_in"]


def test_i_meant_intolerant_is_confirmed_and_then_holds(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink()
    talk.say("sorry I meant intolerant", "correct_condition", has("lactose_intolerance"))
    assert talk.pending is Question.CONFIRM
    assert talk.profile().status("milk_allergy") is Status.PRESENT
    talk.say("yes")
    assert talk.profile().status("milk_allergy") is Status.ABSENT
    assert talk.answer.verdict == "usually_tolerated"


def test_i_meant_intolerant_after_a_reaction_needs_a_clinician(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(has("milk_allergy"),), signs=frozenset({"hives"}))
    talk.say("I meant intolerant", "correct_condition", has("lactose_intolerance"))
    assert talk.pending is Question.CLINICIAN


def test_and_me_goes_back_to_the_speaker(content: Content) -> None:
    talk = Talk(content, healthy(), person("son", present=["milk_allergy"])).can_drink(person="son")
    talk.say("and me?", "ask_more", person="self")
    assert (talk.answer.person, talk.answer.verdict) == ("self", "usually_tolerated")
    assert "utter_switch_person" in talk.phrases


def test_the_same_topic_for_somebody_else(content: Content) -> None:
    talk = Talk(content, healthy()).ask("immune_support")
    talk.say("does that go for my husband?", "near_scope", person="husband")
    assert (talk.answer.person, talk.answer.topic) == ("husband", "immune_support")


def test_how_much_for_somebody_else_asks_first_whether_they_may(content: Content) -> None:
    talk = Talk(content, healthy()).ask("serving_size")
    talk.say("is that also true for my son?", "ask_infants_children", may_have("child", "son"), person="son")
    assert all(a.topic != "serving_size" for a in talk.answers)
    assert talk.pending is Question.MILK


def test_how_strong_is_it_is_about_the_evidence_just_given(content: Content) -> None:
    talk = Talk(content).ask("inflammation").ask("alcohol_content", text="how strong is it?")
    assert not talk.answers
    assert "evidence" in talk.turn.says[0].text
    talk.ask("alcohol_content").ask("alcohol_content", text="how strong is it?")
    assert talk.answer.topic == "alcohol_content"


def test_a_few_words_near_the_last_topic_are_about_it(content: Content) -> None:
    claim = content.topics["medication_interactions"].claims[0]
    talk = Talk(content).ask("medication_interactions")
    talk.say("how many hours apart?", "out_of_scope", confidence=0.7, near={claim: 0.5})
    assert talk.answer.topic == "medication_interactions"


def test_small_talk_ends_it(content: Content) -> None:
    claim = content.topics["medication_interactions"].claims[0]
    talk = Talk(content).ask("medication_interactions")
    for _ in range(MOST_IDLE):
        talk.say("thanks", "thank")
    talk.say("how many hours apart?", "out_of_scope", confidence=0.7, near={claim: 0.5})
    assert talk.phrases == ["utter_out_of_scope"]


@pytest.mark.parametrize("end", ["forget_me", "restart"])
def test_forgetting_ends_it(content: Content, end: str) -> None:
    talk = Talk(content, healthy()).can_drink().say("forget me" if end == "forget_me" else "start over", end)
    assert (talk.state.last, talk.state.decided, talk.state.later) == (None, None, ())


def test_a_question_after_the_verdict_gets_its_own_answer(content: Content) -> None:
    claim = next(c for c in content.topics["lactose_intolerance"].claims if c == "li-why")
    talk = Talk(content, person(present=["lactose_intolerance"])).can_drink()
    talk.ask("lactose_intolerance", text="why is it easier than milk?")
    assert (talk.answer.topic, talk.answer.verdict) == ("lactose_intolerance", None)
    assert claim in content.claims


def test_new_facts_still_bring_the_verdict(content: Content) -> None:
    talk = Talk(content, healthy()).can_drink()
    talk.ask("kidney_disease", text="what about my kidneys?", mentions=(has("kidney_disease"),))
    assert talk.answer.verdict == "ask_clinician"


def test_a_question_read_as_a_fact_is_the_nearest_question(content: Content) -> None:
    ranking = (("report_condition", 0.5), ("ask_how_to_start", 0.3))
    talk = Talk(content, healthy()).can_drink().say("when can I start?", "report_condition", ranking=ranking)
    assert talk.answer.topic == "how_to_start"


GUESSES = (("ask_storage", 0.2), ("ask_heating", 0.15), ("ask_suitability", 0.1), ("ask_homemade", 0.1))


def test_a_guess_is_said_to_be_one_with_the_nearest_questions_to_pick(content: Content) -> None:
    talk = Talk(content).ask("storage", confidence=LEAST_CONFIDENCE - 0.01, ranking=GUESSES)
    assert talk.phrases == ["utter_unsure"]
    offered = talk.turn.says[-1].suggestions
    assert len(offered) == 3
    assert all(not text.startswith("/") for text in offered)
    assert talk.state.last is None


def test_a_refusal_that_is_nearly_a_question_offers_it(content: Content) -> None:
    talk = Talk(content).say(
        "can i cook w it", "out_of_scope", ranking=(("ask_heating", 0.4), ("ask_storage", 0.1))
    )
    assert talk.phrases == ["utter_perhaps"]
    assert talk.turn.says[-1].suggestions[0].endswith("?")


def test_a_product_named_after_a_verdict_is_no_guess(content: Content) -> None:
    talk = Talk(content, healthy()).can_drink()
    talk.ask("storage", text="and watr kefir", products=("water_kefir",), confidence=0.1, ranking=GUESSES)
    assert talk.answer.product == "water_kefir"


def test_a_guess_never_stands_in_the_way_of_an_answer(content: Content) -> None:
    talk = Talk(content).can_drink()
    talk.ask("storage", text="neither", confidence=0.1, ranking=GUESSES)
    assert talk.pending is Question.RISKS
    assert not talk.phrases


@pytest.mark.parametrize("text", ["Is that from the kefir?", "was it the kefir?", "did the kefir cause that"])
def test_what_caused_it_is_not_judged(content: Content, text: str) -> None:
    talk = Talk(content).ask("what_is_kefir", text=text)
    assert talk.phrases == ["utter_cannot_judge"]


@pytest.mark.parametrize("kind", ["anaphylaxis", "unspecified", "child_collapse", "infection", "bleeding"])
def test_when_it_is_over_somebody_should_still_look_at_it_today(content: Content, kind: str) -> None:
    talk = Talk(content).say("help", "report_emergency", red_flag=kind).say("it's fine now", "affirm")
    first = talk.turn.says[0].text
    assert "same day" in first or "today" in first
    assert "[1]" in first or "expert opinion" in first


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("false alarm, wrong chat", "utter_no_emergency"),
        ("just kidding", "utter_no_emergency"),
        ("the paramedics are here", "utter_emergency_over"),
        ("the paramedics are on their way", "utter_help_coming"),
    ],
)
def test_nobody_is_sent_to_be_seen_who_was_not_ill_or_is_being_seen(
    content: Content, text: str, phrase: str
) -> None:
    talk = Talk(content).say("help", "report_emergency", red_flag="anaphylaxis").say(text)
    assert talk.phrases == [phrase]
    assert len(talk.turn.says) == 1


def test_an_instruction_without_a_source_says_so(content: Content) -> None:
    talk = Talk(content).say("help", "report_emergency", red_flag="bleeding")
    assert "expert opinion" in talk.turn.says[0].text
    assert "expert opinion" not in Talk(content).say("help", red_flag="anaphylaxis").turn.says[0].text
