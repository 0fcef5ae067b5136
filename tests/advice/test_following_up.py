"""Few words after an answer: read against what was said last, pressed, or told that nothing is near."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, has

from guide.advice.content import Content
from guide.advice.conversation import TopicAsked
from guide.advice.coverage import covered
from guide.advice.phrases import phrases
from guide.advice.render import answer_text
from guide.advice.screening import Question

NEAR_STOP = {"se-stop": 0.67, "store-discard": 0.65, "avi-timing": 0.66}


def _after_side_effects(content: Content) -> Talk:
    asked = (TopicAsked("ask_side_effects", {"se-gas": 0.8, "se-stop": 0.6}, 1.0),)
    return Talk(content, healthy()).say("kefir gives me gas", "ask_side_effects", questions=asked)


FOLLOW_UPS = [
    *(
        "will it stop",
        "when does it go away",
        "how long does it last?",
        "should i stop",
        "do i have to stop it?",
    ),
    *("my belly kills", "my tummy really hurts", "is that normal", "should I drink less then"),
]


@pytest.mark.parametrize("text", FOLLOW_UPS)
@pytest.mark.parametrize(
    "read_as", ["ask_storage", "ask_immune_support", "ask_suitability", "report_condition"]
)
def test_a_few_words_are_about_what_was_said_last(content: Content, text: str, read_as: str) -> None:
    """However surely they were read as something else."""
    asked = (TopicAsked(read_as, {}, 0.9),) if read_as.startswith("ask") else ()
    talk = _after_side_effects(content).say(text, read_as, questions=asked, near=NEAR_STOP)
    assert talk.answer.topic == "side_effects"
    assert talk.answer.bottom_line.text == content.claims["se-stop"].plain
    assert talk.pending is None


def test_where_the_last_topic_has_nothing_near_that_is_said(content: Content) -> None:
    talk = Talk(content, healthy()).ask("compared_with_yogurt_supplements", text="kefir or pills?")
    talk.say("which is better tho", "ask_why", near={"prod-two-genera": 0.63, "cmp-supplements": 0.47})
    assert talk.answer.topic == "compared_with_yogurt_supplements"
    assert talk.answer.nearest_only
    assert phrases()["nearest_only"] in answer_text(talk.answer, full_notice=False)


def test_after_a_verdict_that_nothing_is_near_to_no_other_topic_is_answered(content: Content) -> None:
    talk = Talk(content, person(present=["galactosemia"])).can_drink()
    talk.say("when does it go away", "ask_storage", near={"store-discard": 0.65})
    assert not talk.answers
    assert talk.phrases == ["utter_near_scope"]


def test_same_time_after_antibiotics_is_about_antibiotics(content: Content) -> None:
    talk = Talk(content, healthy()).say("I'm on antibiotics", "", has("antibiotics")).can_drink().screened()
    near = {"avi-timing": 0.53, "start-time-of-day": 0.53, "med-antibiotics-general": 0.49}
    talk.ask("how_to_start", text="same time?", near=near)
    assert talk.answer.topic == "medication_interactions"
    assert talk.answer.nearest_only


@pytest.mark.parametrize("text", ["how far apart", "same time?", "both together?"])
def test_a_few_words_on_ones_pills_are_answered_by_what_warns_of_them(content: Content, text: str) -> None:
    """Not by what is nearer in its words and about other people's pills."""
    talk = Talk(content, healthy()).ask(
        *("medication_interactions",), text="doxycycline", mentions=(has("tetracycline_or_quinolone"),)
    )
    near = {"med-levothyroxine": 0.54, "med-antibiotics-general": 0.47, "med-cipro-tetracycline": 0.43}
    talk.screened().say(text, "out_of_scope", near=near)
    assert talk.answer.bottom_line.text == content.claims["med-cipro-tetracycline"].plain
    assert talk.answer.statements == ()


def test_why_not_without_lactose_is_about_milk_protein(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink()
    near = {"li-lactose-free-kefir": 0.7, "li-heat-treated": 0.6, "ma-lactose-free-unsafe": 0.65}
    talk.ask("lactose_intolerance", text="why not if theres no lactose", near=near)
    assert talk.answer.topic == "milk_allergy"
    assert content.claims["ma-lactose-free-unsafe"].plain in [s.text for s in talk.answer.statements]


def test_another_product_after_a_verdict_is_the_same_question(content: Content) -> None:
    talk = Talk(content, healthy()).can_drink()
    talk.ask("non_dairy_equivalence", text="water one then?", products=("water_kefir",))
    assert (talk.answer.product, talk.answer.verdict) == ("water_kefir", "caution")


@pytest.mark.parametrize("text", ["water one then?", "and water kefir?"])
def test_it_is_so_also_past_an_answer_on_something_else(content: Content, text: str) -> None:
    talk = Talk(content, healthy()).can_drink().ask("storage")
    talk.ask("non_dairy_equivalence", text=text, products=("water_kefir",))
    assert (talk.answer.product, talk.answer.verdict) == ("water_kefir", "caution")


def test_shop_bought_instead_of_home_made_is_the_same_question(content: Content) -> None:
    talk = Talk(content, person(present=["immunocompromised"])).can_drink(modifiers=("home_made",))
    talk.ask("product_selection", text="what about shop bought")
    assert (talk.answer.product, talk.answer.verdict) == ("milk_kefir", "avoid")
    assert "made at home" not in talk.answer.bottom_line.text


@pytest.mark.parametrize("text", ["what about me", "and me? milk is fine for me", "and me?"])
def test_and_me_asks_for_the_speaker(content: Content, text: str) -> None:
    talk = Talk(content).say("he gets hives", "near_scope", has("milk_allergy", "brother"), person="brother")
    talk.say(text, "ask_what_you_know", person="self")
    assert talk.state.goal is not None
    assert talk.state.goal.person == "self"
    assert talk.pending is Question.MILK


def test_told_and_asked_in_one_breath(content: Content) -> None:
    talk = Talk(content).say(
        "my brother gets hives from cheese can he have kefir",
        *("near_scope", has("milk_allergy", "brother")),
        person="brother",
        pronoun="he",
    )
    assert (talk.answer.person, talk.answer.verdict) == ("brother", "avoid")
    assert not Talk(content).say("how much cheese and kefir can he have it", "near_scope").answers


PRESSING_A_TOPIC = ["so is that a yes?", "just tell me", "yes or no?", "in short?", "so does it work or not"]


@pytest.mark.parametrize("text", PRESSING_A_TOPIC)
@pytest.mark.parametrize("read_as", ["ask_why", "skip", "affirm"])
def test_pressed_on_a_topic_it_repeats_the_bottom_line(content: Content, text: str, read_as: str) -> None:
    talk = Talk(content, healthy()).ask("immune_support").say(text, read_as)
    assert talk.answer.bottom_line.text == content.topics["immune_support"].plain
    assert talk.answer.bottom_line.citations
    assert talk.answer.statements == ()
    assert talk.answer.verdict is None


def test_pressed_on_a_topic_a_warning_stands(content: Content) -> None:
    talk = (
        Talk(content, person(present=["milk_allergy"])).ask("benefits_overview").say("just tell me", "skip")
    )
    assert talk.answer.verdict == "avoid"


def test_y_after_an_answer_asks_why(content: Content) -> None:
    talk = Talk(content, healthy()).ask("serving_size").say("y", "affirm")
    assert talk.turn.says[0].text
    talk.say("thanks", "thank").say("y", "affirm")
    assert talk.phrases == ["utter_anything_else"]


@pytest.mark.parametrize(
    ("text", "read_as"), [("no", "deny"), ("none of these", "report_condition"), ("pass", "skip")]
)
def test_nobody_is_asked_what_they_would_like_to_know_right_after_an_answer(
    content: Content, text: str, read_as: str
) -> None:
    assert Talk(content, healthy()).can_drink().say(text, read_as).phrases == ["utter_go_on"]


UNCOVERED = [
    ("storage", "can i freeze it", 0.68),
    ("storage", "how long once opened", 0.76),
    ("storage", "left it out overnight", 0.65),
    ("serving_size", "is 1 litre too much", 0.71),
    ("homemade", "how do i strain it", 0.62),
    ("sugar_nutrition", "how much salt is in it", 0.68),
]
COVERED = [
    ("storage", "how long does it keep in the fridge", 0.7),
    ("storage", "why does it get sour", 0.7),
    ("serving_size", "how much then?", 0.6),
    ("side_effects", "is it normal to feel worse first", 0.72),
    ("medication_interactions", "with antibiotics, how far apart", 0.69),
    ("storage", "can i freeze it", 0.9),
]


@pytest.mark.parametrize(("topic", "text", "near"), UNCOVERED)
def test_a_point_that_nothing_speaks_of_is_said_to_be_only_near(
    content: Content, topic: str, text: str, near: float
) -> None:
    nearness = {content.topics[topic].claims[0]: near}
    asked = (TopicAsked(f"ask_{topic}", nearness, 1.0, text),)
    talk = Talk(content, healthy()).say(text, f"ask_{topic}", questions=asked)
    assert talk.answer.nearest_only
    again = talk.say(text, f"ask_{topic}", questions=asked).answer
    assert again.nearest_only
    assert again.statements == ()


@pytest.mark.parametrize(("topic", "text", "near"), COVERED)
def test_a_point_that_is_spoken_of_is_answered(content: Content, topic: str, text: str, near: float) -> None:
    nearness = {content.topics[topic].claims[0]: near}
    assert covered(content.topics[topic], TopicAsked(f"ask_{topic}", nearness, 1.0, text), content)


def test_a_second_question_on_a_topic_repeats_no_statement_but_the_one_that_answers(content: Content) -> None:
    first = {"store-fridge": 0.95, "store-discard": 0.6, "store-changes": 0.6}
    talk = Talk(content, healthy()).say("how do I store it?", "ask_storage", questions=(_storage(first),))
    second = {"store-changes": 0.9, "store-fridge": 0.6}
    talk.say("why is it sour?", "ask_storage", questions=(_storage(second),))
    assert talk.answer.bottom_line.text == content.claims["store-changes"].plain
    assert talk.answer.statements == ()


def _storage(near: dict[str, float]) -> TopicAsked:
    return TopicAsked("ask_storage", near, 1.0, "a question")


def test_is_it_gluten_free_for_somebody_with_coeliac_disease_is_answered(content: Content) -> None:
    near = {"nd-oat-gluten": 0.74, "nd-options": 0.54}
    asked = (TopicAsked("ask_non_dairy_alternatives", near, 0.9, "is kefir gluten free?"),)
    talk = Talk(content).say(
        "mum is coeliac. is kefir gluten free?",
        *("ask_non_dairy_alternatives", has("oat_or_gluten_avoidance", "mother")),
        person="mother",
        questions=asked,
    )
    assert content.claims["nd-oat-gluten"].plain in [s.text for a in talk.answers for s in a.statements]


def test_what_instead_looks_for_what_fits_though_an_own_allergy_is_nearest(content: Content) -> None:
    near = {"nd-almond": 0.81, "nd-options": 0.75}
    asked = (TopicAsked("ask_non_dairy_alternatives", near, 0.9, "what could I have instead of kefir?"),)
    talk = Talk(content).say(
        "allergic to milk and almonds. what could I have instead of kefir?",
        *("ask_non_dairy_alternatives", has("milk_allergy"), has("tree_nut_allergy")),
        questions=asked,
    )
    assert talk.pending is Question.RISKS
