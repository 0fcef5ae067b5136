"""Cases as a dietitian would tell them: who asks, what was said, which verdict follows."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, has, may_have, used_to_have

from guide.advice.content import Content
from guide.advice.conversation import Mention
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


def verdict_for(
    content: Content, *conditions: str, product: str = "milk_kefir", **found: object
) -> str | None:
    """Return the verdict for an adult with no trouble with milk and these conditions."""
    who = person(present=conditions, absent=["milk_allergy"])
    return Talk(content, who).can_drink(products=(product,), **found).answer.verdict


@pytest.mark.parametrize(
    ("conditions", "product", "verdict"),
    [
        (["milk_allergy"], "milk_kefir", "avoid"),
        (["milk_allergy"], "goat_sheep_kefir", "avoid"),
        (["milk_allergy"], "lactose_free_milk_kefir", "avoid"),
        (["milk_allergy"], "heat_treated_milk_kefir", "avoid"),
        (["milk_allergy"], "coconut_kefir", "caution"),
        (["lactose_intolerance"], "milk_kefir", "usually_tolerated"),
        (["lactose_intolerance", "milk_allergy"], "lactose_free_milk_kefir", "avoid"),
        (["immunocompromised"], "milk_kefir", "avoid"),
        (["immunocompromised"], "water_kefir", "avoid"),
        (["immunocompromised"], "heat_treated_milk_kefir", "caution"),
        (["immunocompromised", "immunosuppressants"], "milk_kefir", "avoid"),
        (["ibd_remission"], "milk_kefir", "caution"),
        (["ibd_remission", "immunosuppressants"], "milk_kefir", "ask_clinician"),
        (["ibd_remission", "immunosuppressants", "immunocompromised"], "milk_kefir", "avoid"),
        (["acute_severe_uc"], "oat_kefir", "avoid"),
        (["ulcerative_colitis"], "milk_kefir", "ask_clinician"),
        (["crohns"], "heat_treated_milk_kefir", "ask_clinician"),
        (["warfarin"], "milk_kefir", "caution"),
        (["warfarin", "prosthetic_heart_valve"], "milk_kefir", "ask_clinician"),
        (["central_venous_catheter"], "soy_kefir", "avoid"),
        (["disulfiram"], "milk_kefir", "avoid"),
        (["metronidazole"], "water_kefir", "avoid"),
        (["alcohol_avoidance"], "water_kefir", "avoid"),
        (["galactosemia"], "lactose_free_milk_kefir", "avoid"),
        (["kidney_disease"], "milk_kefir", "ask_clinician"),
        (["kidney_disease", "diabetes"], "milk_kefir", "ask_clinician"),
        (["pregnancy"], "milk_kefir", "usually_tolerated"),
        (["diabetes"], "milk_kefir", "usually_tolerated"),
        (["short_bowel_or_pancreatitis"], "milk_kefir", "avoid"),
        (["maoi"], "milk_kefir", "ask_clinician"),
        (["sibo_treatment"], "water_kefir", "ask_clinician"),
        (["tree_nut_allergy"], "almond_kefir", "avoid"),
        (["oat_or_gluten_avoidance"], "oat_kefir", "avoid"),
        (["tetracycline_or_quinolone"], "milk_kefir", "caution"),
        (["ibs"], "milk_kefir", "caution"),
        (["histamine_intolerance"], "milk_kefir", "caution"),
    ],
)
def test_verdict_of_an_adult(content: Content, conditions: list[str], product: str, verdict: str) -> None:
    assert verdict_for(content, *conditions, product=product) == verdict


def test_a_kidney_transplant_in_2010_still_counts(content: Content) -> None:
    """However long ago: the transplant is recorded as present weak immunity."""
    talk = Talk(content).say(
        "I had a kidney transplant in 2010", "report_condition", has("immunocompromised")
    )
    assert talk.answer.verdict == "avoid"
    assert talk.pending is None


def test_twenty_weeks_pregnant_and_raw_milk(content: Content) -> None:
    talk = Talk(content, person(present=["pregnancy"], absent=["milk_allergy"]))
    talk.can_drink("is raw milk kefir ok at 20 weeks?", modifiers=("raw_milk_base",))
    assert talk.answer.verdict == "avoid"
    assert "raw milk" in talk.answer.bottom_line.text


def test_a_past_pregnancy_does_not_count(content: Content) -> None:
    talk = Talk(content, healthy()).say(
        "I was pregnant last year", "report_condition", used_to_have("pregnancy")
    )
    assert talk.can_drink().answer.verdict == "usually_tolerated"


def test_a_lactose_intolerant_child_of_four(content: Content) -> None:
    facts = (has("lactose_intolerance", "son"), has("child", "son"))
    talk = Talk(content).can_drink(
        "my son is 4 and lactose intolerant", mentions=facts, person="son", age_months=48
    )
    assert talk.pending is Question.RISKS
    talk.say("none of these")
    assert talk.answer.verdict == "usually_tolerated"
    assert "your son" in talk.answer.about


def test_a_baby_of_seven_months(content: Content) -> None:
    """No kefir as a drink, with or without an allergy, whatever the product."""
    baby = Mention("infant_under_12_months", Status.PRESENT, "baby", "child")
    for product in content.products:
        talk = (
            Talk(content)
            .can_drink(mentions=(baby,), person="baby", age_months=7, products=(product,))
            .screened()
        )
        assert talk.answer.verdict == "avoid"


def test_a_baby_of_unknown_age(content: Content) -> None:
    """Until the age is known the advice for babies holds, worded as a condition, and the age comes first."""
    talk = Talk(content).can_drink(mentions=(may_have("infant_under_12_months", "baby"),), person="baby")
    assert talk.answer.verdict == "avoid"
    assert talk.answer.bottom_line.text.startswith("If your baby is not yet 12 months old")
    assert talk.pending is Question.AGE
    skipped = talk.fork().say("skip", "skip")
    assert (skipped.answer.verdict, skipped.pending) == ("avoid", None)
    assert talk.say("14 months").pending is Question.MILK


def test_a_premature_baby(content: Content) -> None:
    talk = (
        Talk(content).can_drink(mentions=(has("preterm_infant", "daughter"),), person="daughter").screened()
    )
    assert talk.answer.verdict == "avoid"


@pytest.mark.parametrize(
    ("age", "verdict"), [("11 months", "avoid"), ("6 weeks", "avoid"), ("1", "usually_tolerated")]
)
def test_the_age_of_a_child_decides(content: Content, age: str, verdict: str) -> None:
    son = person("son", absent=["milk_allergy"], answered=["milk", "risks"], minor=True)
    talk = Talk(content, son).can_drink(person="son")
    assert talk.pending is Question.AGE
    assert talk.say(age).answer.verdict == verdict


def test_skipping_the_age_counts_as_a_baby(content: Content) -> None:
    son = person("son", absent=["milk_allergy"], answered=["milk", "risks"], minor=True)
    talk = Talk(content, son).can_drink(person="son").say("skip")
    assert talk.answer.verdict == "avoid"
    assert "not yet 12 months" in talk.answer.bottom_line.text


def test_a_baked_milk_tolerant_child_is_still_allergic(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(has("milk_allergy", "daughter"),), person="daughter")
    assert talk.answer.verdict == "avoid"


def test_not_sure_whether_allergic_or_intolerant(content: Content) -> None:
    """Counts as allergic; the triage may sort it first."""
    facts = (may_have("milk_allergy"), may_have("lactose_intolerance"))
    talk = Talk(content).say("allergic or intolerant, no idea", "report_condition", *facts)
    assert talk.answer.verdict == "avoid"


def test_biologic_for_crohns(content: Content) -> None:
    facts = (has("crohns"), has("immunosuppressants"), has("immunocompromised"))
    talk = Talk(content, healthy()).say("Crohn's, on infliximab", "report_condition", *facts)
    assert talk.answer.verdict == "avoid"
    assert "weak" in talk.answer.bottom_line.text


def test_the_most_important_reasons_are_named(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy", "immunocompromised"])).can_drink()
    assert "milk allergy" in talk.answer.bottom_line.text
    assert "weak" in talk.answer.bottom_line.text


def test_a_caution_that_did_not_decide_is_still_said(content: Content) -> None:
    """Kidney disease decides, but the warfarin caution is not lost."""
    talk = Talk(content, person(present=["kidney_disease", "warfarin"], absent=["milk_allergy"])).can_drink()
    said = " ".join(c.text for c in talk.answer.cautions)
    assert "warfarin" in said.lower()


def test_the_same_person_and_question_give_the_same_answer(content: Content) -> None:
    talk = Talk(content, person(present=["warfarin"], absent=["milk_allergy"]))
    first = talk.can_drink().answer
    again = talk.can_drink()
    assert again.answer == first
    assert "utter_as_before" in again.phrases


def test_milk_allergy_and_lactose_free_kefir(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink(products=("lactose_free_milk_kefir",))
    assert talk.answer.verdict == "avoid"
    assert talk.answer.product == "lactose_free_milk_kefir"


def test_nothing_encourages_after_avoid(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).can_drink()
    assert not any("start" in f.lower() for f in talk.answer.followups)


@pytest.mark.parametrize("topic", ["serving_size", "how_to_start", "benefits_overview"])
@pytest.mark.parametrize("condition", ["maoi", "prosthetic_heart_valve", "kidney_disease", "crohns"])
def test_a_question_about_having_it_leads_with_the_warning(
    content: Content, topic: str, condition: str
) -> None:
    """ "On Nardil, how much can I drink?": the amount is not the answer, however little is known besides."""
    said = Mention(condition, Status.PRESENT)
    talk = Talk(content).ask(topic, text="I have that. how much can I drink a day?", mentions=(said,))
    (answer,) = [a for a in talk.answers if a.topic == topic or a.verdict]
    label = content.conditions[condition].label
    assert label.split()[0].lower() in answer.bottom_line.text.lower()
    assert "half to one cup" not in " ".join(s.text for s in answer.statements)
