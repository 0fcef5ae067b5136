"""Which statements of a topic somebody gets: those for them and their question, before those about others."""

from __future__ import annotations

import pytest
from people import healthy, person
from talk import Talk, has, may_have

from guide.advice.content import Content
from guide.advice.conversation import TopicAsked
from guide.advice.profile import Profile
from guide.advice.statements import choose


def _chosen(content: Content, topic: str, profile: Profile, near: dict[str, float]) -> list[str]:
    return [c.id for c in choose(content.topics[topic], profile, near, content).claims]


def test_pills_that_nobody_takes_are_left_out(content: Content) -> None:
    near = {"med-antibiotics-general": 0.71, "med-cipro-tetracycline": 0.70, "med-levothyroxine": 0.66}
    known = _chosen(content, "medication_interactions", person(present=["antibiotics"]), near)
    assert "med-antibiotics-general" in known
    assert "med-levothyroxine" not in known
    stranger = _chosen(content, "medication_interactions", Profile(), near)
    assert "med-levothyroxine" in stranger


def test_what_was_asked_is_said_though_it_is_about_others(content: Content) -> None:
    near = {"med-levothyroxine": 0.9, "med-antibiotics-general": 0.5}
    assert "med-levothyroxine" in _chosen(
        content, "medication_interactions", person(present=["antibiotics"]), near
    )


def test_six_servings_are_said_to_whom_asks_for_them(content: Content) -> None:
    plain = {"serv-no-official-dose": 0.91, "serv-six-not-target": 0.82, "serv-one-or-two": 0.74}
    assert "serv-six-not-target" not in _chosen(content, "serving_size", healthy(), plain)
    asked = {"serv-six-not-target": 0.9, "serv-no-official-dose": 0.8}
    assert _chosen(content, "serving_size", healthy(), asked)[0] == "serv-six-not-target"


def test_swallowed_grains_are_for_those_who_swallowed_some(content: Content) -> None:
    near = {"home-pathogens": 0.58, "home-pasteurized-milk": 0.58, "home-grains-swallowed": 0.49}
    assert "home-grains-swallowed" not in _chosen(content, "homemade", healthy(), near)
    asked = {"home-grains-swallowed": 0.8, "home-pathogens": 0.4}
    assert "home-grains-swallowed" in _chosen(content, "homemade", healthy(), asked)


def test_premature_babies_are_a_matter_of_premature_babies(content: Content) -> None:
    near = {"inf-not-a-drink": 0.73, "child-portion": 0.69, "inf-preterm": 0.5, "inf-plant-not-either": 0.65}
    baby, early = person(present=["infant_under_12_months"]), person(present=["preterm_infant"])
    assert "inf-preterm" not in _chosen(content, "infants_children", baby, near)
    assert "inf-preterm" in _chosen(content, "infants_children", early, near)


def test_a_warning_for_this_person_is_never_left_out_for_being_general(content: Content) -> None:
    near = {"se-gas": 0.7, "se-stop": 0.65, "se-rare-infection": 0.3}
    assert "se-rare-infection" in _chosen(
        content, "side_effects", person(present=["immunocompromised"]), near
    )


def test_a_child_gets_the_amount_for_children(content: Content) -> None:
    near = {"serv-no-official-dose": 0.6, "serv-six-not-target": 0.59, "serv-one-or-two": 0.59}
    asked = (TopicAsked("ask_serving_size", near, 0.98),)
    talk = Talk(content).can_drink(mentions=(has("child", "daughter"),), person="daughter", age_months=14)
    answer = talk.screened().say("how much then?", "ask_serving_size", questions=asked).answer
    assert answer.bottom_line.text == content.claims["child-portion"].plain
    assert not any("six" in s.text.lower() for s in answer.statements)


@pytest.mark.parametrize("condition", ["immunocompromised", "infant_under_12_months", "galactosemia"])
def test_which_kind_it_is_concerns_nobody_whose_verdict_has_another_reason(
    content: Content, condition: str
) -> None:
    talk = Talk(content).can_drink(mentions=(has(condition, "sister"),), person="sister")
    assert talk.answer.verdict == "avoid"
    assert not any("which one you have" in s.text for s in talk.answer.statements)


def test_which_kind_it_is_concerns_those_who_do_not_know(content: Content) -> None:
    talk = Talk(content).can_drink(mentions=(may_have("milk_allergy"),)).say("not sure", "unsure")
    assert any("which one you have" in s.text for s in talk.answer.statements)


def test_what_is_known_of_an_intolerance_is_said_beside_an_illness_without_advice(content: Content) -> None:
    talk = Talk(content, person(present=["lactose_intolerance", "other_condition"])).can_drink()
    assert talk.answer.verdict == "ask_clinician"
    assert {"start-check-first", "li-trial"} <= set(talk.answer.claim_ids)
    assert "li-start-low" not in talk.answer.claim_ids


def test_beside_a_real_warning_nothing_milder_is_said(content: Content) -> None:
    talk = Talk(content, person(present=["lactose_intolerance", "kidney_disease"])).can_drink()
    assert "li-trial" not in talk.answer.claim_ids
