"""A question that comes while another is open is answered or declined in words, and then it goes on."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, denies, has, may_have

from guide.advice.clauses import asked_part, asks, stated_part
from guide.advice.content import Content
from guide.advice.conversation import TopicAsked
from guide.advice.screening import Aim, Question
from guide.advice.vocabulary import Status


@pytest.mark.parametrize(
    "text",
    ["how many hours apart", "should i lower the dose", "hw much", "and can she have it", "when can i start"],
)
def test_a_question_is_heard_without_its_mark(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["is fine with milk", "when i was small i had hives", "can drink milk", "does get a rash", "no idea", ""],
)
def test_a_statement_is_no_question(text: str) -> None:
    assert not asks(text)


def test_what_states_and_what_asks_are_taken_apart() -> None:
    text = "neither, how long does it keep?"
    assert (stated_part(text), asked_part(text)) == ("neither", "how long does it keep?")


@pytest.mark.parametrize(
    ("intent", "said"), [("out_of_scope", "utter_out_of_scope"), ("near_scope", "utter_near_scope")]
)
def test_what_is_outside_is_declined_in_words_and_the_question_returns(
    content: Content, intent: str, said: str
) -> None:
    talk = Talk(content).can_drink().say("should I change my diet?", intent)
    assert talk.phrases == [said]
    assert talk.pending is Question.MILK


def test_an_answer_and_a_question_in_one_message_are_both_heard(content: Content) -> None:
    talk = Talk(content).can_drink()
    talk.ask("storage", text="neither. how long does it keep?")
    assert [a.topic for a in talk.answers] == ["storage"]
    assert talk.pending is Question.RISKS


def test_a_condition_named_in_a_question_does_not_answer_the_whole_list(content: Content) -> None:
    talk = Talk(content).can_drink().say("neither")
    talk.ask("diabetes", text="ok. is it any good with diabetes?", mentions=(has("diabetes"),))
    assert talk.answers
    assert talk.pending is Question.RISKS


def test_the_same_request_again_is_told_what_holds_until_then(content: Content) -> None:
    talk = Talk(content).can_drink().say("neither").can_drink("should I stop?")
    assert talk.answer.bottom_line.citations
    assert talk.answer.verdict == "ask_clinician"
    assert talk.pending is Question.RISKS


def test_another_product_meanwhile_gets_its_verdict_after_the_first(content: Content) -> None:
    talk = Talk(content).can_drink()
    talk.ask("what_is_kefir", text="and water kefir", products=("water_kefir",))
    assert talk.phrases == ["utter_next_too"]
    talk.screened()
    assert [a.product for a in talk.answers] == ["milk_kefir", "water_kefir"]


def test_what_instead_meanwhile_is_answered_after_the_verdict(content: Content) -> None:
    talk = Talk(content).can_drink().say("what can I drink instead?", "near_scope")
    assert talk.state.later[0].aim is Aim.ALTERNATIVES
    assert talk.answer.bottom_line.citations
    talk.say("neither").say("none of these")
    assert talk.answer.verdict == "usually_tolerated"
    assert talk.pending is Question.OTHER_ALLERGIES
    assert talk.say("none").answer.alternatives


def test_i_meant_somebody_else_asks_for_that_person(content: Content) -> None:
    talk = Talk(content).can_drink(person="daughter", mentions=(may_have("child", "daughter"),))
    talk.say("sorry, I mean my son", "correct_condition", may_have("child", "son"), person="son")
    assert talk.state.goal is not None
    assert talk.state.goal.person == "son"
    assert talk.pending is Question.MILK


MILK_IS_FINE = [
    *("drinks milk without trouble", "tolerates dairy", "milk ok", "no probs with milk", "he's 80, milk ok"),
    *("fine with dairy", "has milk every day with no issues", "dairy is no problem", "can digest milk fine"),
    *("she's eighty two and drinks milk fine", "never had any trouble with dairy", "good with milk"),
]


@pytest.mark.parametrize("text", MILK_IS_FINE)
def test_milk_without_trouble_is_said_in_many_ways(content: Content, text: str) -> None:
    talk = Talk(content).can_drink().say(text, "report_condition")
    assert talk.pending is Question.RISKS
    assert talk.profile().status("milk_allergy") is Status.ABSENT


@pytest.mark.parametrize(
    "text",
    [
        *("drinks milk without knowing", "lactose free milk is ok", "milk was ok until last year"),
        *("milk ok but cheese gives hives", "80", "milk", "no idea about milk"),
    ],
)
def test_half_an_all_clear_is_none(content: Content, text: str) -> None:
    talk = Talk(content).can_drink().say(text, "report_condition")
    assert talk.profile().status("milk_allergy") is not Status.ABSENT


def test_wind_alone_is_like_milk_sugar_and_leads_through_the_triage_to_a_verdict(content: Content) -> None:
    talk = Talk(content).can_drink().say("flatulence", "ask_side_effects")
    assert talk.pending is Question.SIGNS
    talk.say("no").say("hours later").say("a lot").say("none of these")
    assert talk.profile().status("lactose_intolerance") is Status.UNCERTAIN
    assert talk.answer.verdict == "usually_tolerated"


def test_gut_signs_are_no_danger_signs(content: Content) -> None:
    ranking = (("ask_emergency_symptoms", 0.6), ("ask_side_effects", 0.2))
    talk = Talk(content).ask("emergency_symptoms", signs=frozenset({"gut_only"}), ranking=ranking)
    assert talk.answer.topic == "side_effects"


@pytest.mark.parametrize("text", ["healthy, takes no meds", "no medical history", "nope, not on anything"])
def test_no_risk_is_said_in_many_ways(content: Content, text: str) -> None:
    talk = Talk(content, person(answered=["milk"], absent=["milk_allergy"])).can_drink().say(text)
    assert "risks" in talk.profile().answered


@pytest.mark.parametrize(("text", "adult"), [("in his 40s", True), ("eighty", True), ("nine", False)])
def test_an_age_in_words(content: Content, text: str, adult: bool) -> None:
    talk = Talk(content).can_drink(mentions=(may_have("child", "son"),), person="son")
    talk.say("neither").say("none").say(text)
    assert talk.pending is None
    assert (talk.profile("son").status("child") is Status.PRESENT) is not adult


def test_an_age_alone_is_acknowledged(content: Content) -> None:
    talk = Talk(content).can_drink().say("80 years old", "report_condition", age_months=960)
    assert talk.phrases == ["utter_age_heard"]
    assert talk.pending is Question.MILK


@pytest.mark.parametrize("text", ["blah", "the sky is blue"])
def test_the_third_time_it_says_what_is_needed_and_how_to_go_on(content: Content, text: str) -> None:
    talk = Talk(content).can_drink().say(text, "out_of_scope")
    assert talk.phrases == ["utter_not_an_answer"]
    assert talk.say(text, "out_of_scope").phrases == ["utter_still_needed"]
    assert talk.say("skip").answer.verdict == "avoid"


def test_each_question_can_say_what_it_needs(content: Content) -> None:
    from guide.advice.phrases import phrases

    assert set(phrases()["needed"]) == {q.value for q in Question}


def test_three_questions_get_three_answers_and_the_fourth_is_offered(content: Content) -> None:
    talk = Talk(content, healthy()).ask("storage", "heating", "alcohol_content", "homemade")
    assert [a.topic for a in talk.answers] == ["storage", "heating", "alcohol_content"]
    left = talk.turn.says[-1]
    assert (left.phrase, left.suggestions) == ("utter_left_over", (content.topics["homemade"].title,))


def test_whether_somebody_may_have_it_is_not_dropped_beside_another_question(content: Content) -> None:
    text = "how long does it keep, and can my 3-year-old with a rash have it?"
    talk = Talk(content).say(
        text, "ask_storage", has("child", "child"), person="child", questions=(TopicAsked("ask_storage"),)
    )
    assert talk.answers[0].topic == "storage"
    assert talk.state.goal is not None
    assert talk.pending is Question.MILK


def test_two_products_in_one_message_get_a_verdict_each(content: Content) -> None:
    talk = Talk(content, healthy()).can_drink("goat or soy?", products=("goat_sheep_kefir", "soy_kefir"))
    assert [a.product for a in talk.answers] == ["goat_sheep_kefir", "soy_kefir"]


def test_a_denial_in_an_answer_still_counts_beside_a_question(content: Content) -> None:
    talk = Talk(content).can_drink()
    talk.ask(
        "serving_size", text="no milk allergy, how much should I have", mentions=(denies("milk_allergy"),)
    )
    assert talk.pending is Question.RISKS
    assert "serving_size" in [a.topic for a in talk.answers]


def _asked(content: Content, question: Question) -> Talk:
    talk = Talk(content).can_drink()
    if question is Question.SIGNS:
        talk.say("not sure", "unsure")
    if question is Question.RISKS:
        talk.say("neither", "deny")
    assert talk.pending is question
    return talk


@pytest.mark.parametrize("question", [Question.MILK, Question.SIGNS, Question.RISKS])
@pytest.mark.parametrize(
    "text", ["why would you ask that?", "what's that got to do with it?", "how is this relevant?", "why?"]
)
def test_why_a_question_is_put_is_said_and_the_question_returns(
    content: Content, question: Question, text: str
) -> None:
    talk = _asked(content, question).say(text, "ask_why")
    assert "utter_why_asked" in talk.phrases
    assert talk.pending is question


@pytest.mark.parametrize("question", [Question.MILK, Question.SIGNS, Question.RISKS])
@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("sorry, what's a hickman line?", "emergency_symptoms"),
        ("what does ibd stand for?", "inflammatory_bowel_disease"),
        ("what do you mean by weak immunity?", "immunocompromised"),
        ("what is disulfiram or warfarin?", "medicines"),
    ],
)
def test_a_word_of_the_list_is_not_explained_by_another_topic(
    content: Content, question: Question, text: str, topic: str
) -> None:
    talk = _asked(content, question).ask(topic, text=text)
    assert "utter_no_definition" in talk.phrases
    assert not talk.answers
    assert talk.pending is question


def test_what_an_illness_does_with_kefir_is_still_answered(content: Content) -> None:
    assert _asked(content, Question.MILK).ask("sibo", text="what does kefir do in sibo?").answers
