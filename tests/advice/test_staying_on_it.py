"""A further question stays with what is talked of: the topic, the product, the person's own warning."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, has, may_have

from guide.advice.answer import Answer
from guide.advice.content import Content
from guide.advice.conversation import TopicAsked
from guide.advice.coverage import covered
from guide.advice.screening import Aim
from guide.advice.unsure import LEAST_CONFIDENCE

GUESS = LEAST_CONFIDENCE - 0.1


def _said(answer: Answer) -> list[str]:
    return [answer.bottom_line.text, *(s.text for s in answer.statements)]


def _asked(topic: str, text: str, **near: float) -> TopicAsked:
    return TopicAsked(f"ask_{topic}", {c.replace("_", "-"): n for c, n in near.items()}, 0.95, text)


@pytest.mark.parametrize(
    "text",
    ["how much exactly?", "and how many percent is it?", "I never touch it for my faith, how much is in it"],
)
def test_how_much_exactly_after_alcohol_is_about_the_alcohol(content: Content, text: str) -> None:
    faith = (may_have("alcohol_avoidance"),) if "faith" in text else ()
    talk = Talk(content, healthy()).ask("alcohol_content", text="any alcohol in it?")
    talk.say(text, "ask_serving_size", *faith, questions=(_asked("serving_size", text),), confidence=0.98)
    assert "alcohol_content" in [a.topic for a in talk.answers]
    assert content.claims["alc-milk-range"].plain in [s for a in talk.answers for s in _said(a)]


def test_how_much_after_anything_else_is_about_the_amount_to_drink(content: Content) -> None:
    talk = Talk(content, healthy()).ask("side_effects").ask("serving_size", text="how much exactly?")
    assert talk.answer.topic == "serving_size"


@pytest.mark.parametrize(
    "text",
    [
        "how many hours do I leave between them",
        "so how long must I wait after the pill?",
        "do I have to space them out",
        "what gap between the two then",
    ],
)
def test_the_gap_between_two_is_about_the_medicine_talked_of(content: Content, text: str) -> None:
    talk = Talk(content).ask(
        "medication_interactions", "suitability", mentions=(has("tetracycline_or_quinolone"),)
    )
    near = {"emg-adrenaline": 0.6, "med-cipro-tetracycline": 0.4}
    talk.ask("emergency_symptoms", text=text, confidence=0.55, near=near)
    assert talk.answer.topic == "medication_interactions"
    assert content.claims["med-cipro-tetracycline"].plain in _said(talk.answer)


@pytest.mark.parametrize("text", ["when may I have the next glass", "with a straw or without"])
def test_danger_signs_are_only_for_who_asks_about_a_reaction_or_a_sign(content: Content, text: str) -> None:
    ranking = (("ask_emergency_symptoms", 0.6), ("ask_serving_size", 0.3))
    talk = Talk(content).ask("emergency_symptoms", text=text, confidence=0.6, ranking=ranking)
    assert not talk.answers
    assert talk.phrases == ["utter_unsure"]
    told = Talk(content).ask(
        "emergency_symptoms", text="which signs mean an allergic reaction", confidence=0.6, ranking=ranking
    )
    assert told.answer.topic == "emergency_symptoms"


@pytest.mark.parametrize("text", ["what is the danger?", "what could go wrong", "why is it so risky for him"])
def test_the_danger_after_a_warning_is_its_reasons(content: Content, text: str) -> None:
    line = person("uncle", present=["central_venous_catheter"])
    talk = Talk(content, line).can_drink(person="uncle")
    talk.ask("emergency_symptoms", text=text, confidence=0.6)
    assert not talk.answers
    assert "central line" in talk.turn.says[0].text


@pytest.mark.parametrize("text", ["what is left for me?", "so which of them are ok", "which ones can I have"])
def test_what_is_left_asks_for_other_kinds(content: Content, text: str) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink().say(text, "ask_what_you_know")
    assert talk.answer.alternatives


def test_what_is_left_is_not_answered_with_the_verdict_on_milk_while_a_question_is_open(
    content: Content,
) -> None:
    talk = Talk(content).ask("non_dairy_alternatives", text="what else?", mentions=(has("milk_allergy"),))
    assert talk.pending is not None
    talk.say("so which kinds are left?", "ask_product_selection")
    assert talk.phrases == ["utter_still_needed"]
    assert not talk.answers


def test_which_kefir_it_may_be_with_a_milk_allergy_is_one_without_milk(content: Content) -> None:
    talk = Talk(content).can_drink("which kefir would be right for me?", mentions=(has("milk_allergy"),))
    assert talk.state.goal is not None
    assert talk.state.goal.aim is Aim.ALTERNATIVES


@pytest.mark.parametrize("text", ["what if I only take a sip?", "not even a teaspoon?", "what about a drop"])
def test_a_warning_holds_for_a_sip(content: Content, text: str) -> None:
    talk = Talk(content, person(present=["immunocompromised"])).can_drink()
    talk.ask("how_to_start", text=text, confidence=GUESS)
    assert talk.answer.verdict == "avoid"
    mild = Talk(content, healthy()).can_drink().ask("how_to_start", text=text)
    assert mild.answer.topic == "how_to_start"


def test_that_stands_for_the_product_of_the_question_before(content: Content) -> None:
    talk = Talk(content).ask("what_is_kefir", text="tell me about water kefir", products=("water_kefir",))
    talk.ask("milk_allergy", text="milk gives me hives. could I drink that?", mentions=(has("milk_allergy"),))
    assert talk.state.goal is not None
    assert talk.state.goal.product == "water_kefir"
    assert not any("milk kefir is best avoided" in a.bottom_line.text for a in talk.answers)


def test_what_is_said_of_milk_kefir_alone_does_not_answer_for_water_kefir(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"]))
    talk.ask("what_is_kefir", text="tell me about water kefir", products=("water_kefir",))
    asked = _asked("sugar_nutrition", "is it sweet?", sugar_added=0.95, nutr_varies=0.5)
    talk.say("is it sweet?", "ask_sugar_nutrition", questions=(asked,), confidence=0.95)
    assert (talk.answer.topic, talk.answer.verdict) == ("sugar_nutrition", None)
    assert talk.answer.nearest_only


@pytest.mark.parametrize("intent", ["ask_side_effects", "out_of_scope", "near_scope"])
def test_signs_after_drinking_get_the_advice_for_them_whatever_is_asked(
    content: Content, intent: str
) -> None:
    talk = Talk(content).say(
        "my lips went puffy after one glass, is it flushing me out?",
        intent,
        may_have("milk_allergy"),
        questions=(TopicAsked(intent, {}, GUESS),) if intent.startswith("ask") else (),
        signs=frozenset({"swelling"}),
        confidence=GUESS,
        ranking=((intent, GUESS), ("ask_side_effects", GUESS)),
    )
    assert (talk.answer.verdict, talk.pending) == ("avoid", None)


def test_a_question_between_topics_that_asks_for_him_is_about_having_it(content: Content) -> None:
    talk = Talk(content).say(
        "gran had a new liver, could she have kefir for her bowels?",
        "ask_immunocompromised",
        has("immunocompromised", "grandmother"),
        person="grandmother",
        questions=(TopicAsked("ask_immunocompromised", {}, GUESS),),
        confidence=GUESS,
        ranking=(("ask_immunocompromised", GUESS), ("ask_kidney_disease", 0.35)),
    )
    assert (talk.answer.person, talk.answer.verdict) == ("grandmother", "avoid")


@pytest.mark.parametrize("text", ["do I cut back on my warfarin tablets?", "could I skip a warfarin pill"])
def test_no_dose_is_named_and_the_medicine_is_spoken_of(content: Content, text: str) -> None:
    talk = Talk(content, healthy()).can_drink(mentions=(has("warfarin"),)).screened()
    talk.say(text, "near_scope", has("warfarin"), confidence=0.5, near={"med-warfarin": 0.7})
    assert talk.phrases == ["utter_no_dose"]
    assert content.claims["med-warfarin"].plain in _said(talk.answer)
    assert Talk(content).say("should I take fewer pills?", "near_scope").phrases[-1] == "utter_near_scope"


def test_no_dose_is_named_to_a_stranger(content: Content) -> None:
    assert Talk(content).say("should I raise my dose?", "near_scope").phrases[-1] == "utter_no_dose"


def test_a_second_question_on_a_topic_begins_with_what_is_nearest_to_it(content: Content) -> None:
    talk = Talk(content, healthy()).ask("homemade", text="how is it made?")
    headline = talk.answer.bottom_line.text
    near = _asked("homemade", "are swapped grains alright", home_grains_unknown=0.9, home_pathogens=0.5)
    talk.say(near.text, "ask_homemade", questions=(near,), confidence=0.95)
    assert talk.answer.bottom_line.text == content.claims["home-grains-unknown"].plain
    assert headline not in _said(talk.answer)
    assert talk.answer.bottom_line.citations


def test_what_is_near_a_claim_of_a_shared_topic_is_said(content: Content) -> None:
    near = _asked("product_selection", "is bought kefir as good", prod_plain=0.7)
    talk = Talk(content, healthy()).say(
        near.text,
        "ask_product_selection",
        questions=(near,),
        near={"kefir-starter-vs-grains": 0.8, "prod-plain": 0.7},
    )
    assert content.claims["kefir-starter-vs-grains"].plain in _said(talk.answer)


@pytest.mark.parametrize(
    ("topic", "text", "claim", "answers"),
    [
        ("homemade", "how long do I ferment it", "home-pasteurized-milk", False),
        ("medication_interactions", "how long after cipro", "med-cipro-tetracycline", True),
        ("homemade", "where can I get grains", "home-grains-swallowed", False),
        ("homemade", "will uht milk do", "home-pasteurized-milk", False),
    ],
)
def test_a_time_is_answered_by_a_time_and_an_origin_by_an_origin(
    content: Content, topic: str, text: str, claim: str, answers: bool
) -> None:
    asked = TopicAsked(f"ask_{topic}", {claim: 0.7}, 1.0, text)
    assert covered(content.topics[topic], asked, content) is answers


def test_a_goal_without_milk_begins_with_what_decides_it(content: Content) -> None:
    talk = Talk(content).can_drink("may I have soy kefir?", products=("soy_kefir",))
    assert talk.pending is not None
    assert "rules milk kefir out" not in talk.answer.bottom_line.text
