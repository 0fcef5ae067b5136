"""Rule: no product is offered that one of the person's allergies forbids."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import dairy_products, person, profiles
from talk import Talk, has, may_have

from guide.advice.alternatives import alternatives_answer
from guide.advice.answering import asker
from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.profile import Fact, Profile
from guide.advice.screening import Aim, Question
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Status, Verdict

ALLERGIES = (
    *("milk_allergy", "fpies_milk", "eoe_milk", "tree_nut_allergy", "soy_allergy", "coconut_allergy"),
    *("peanut_allergy", "oat_or_gluten_avoidance", "other_allergy", "galactosemia"),
)


def offered(profile: Profile, content: Content) -> set[str]:
    """Return what is offered to this person instead of milk kefir."""
    state = Conversation(profiles={profile.person: profile})
    answer = alternatives_answer(asker(state, profile.person, content), content, instead_of="milk_kefir")
    others = set(content.products) - {"milk_kefir"}
    ask_first = {p for p in others if advise(profile, p, content).verdict is Verdict.ASK_CLINICIAN}
    groups = ({a.product for a in answer.alternatives}, {e.product for e in answer.excluded}, ask_first)
    assert set().union(*groups) == others, "each is offered, left out with a reason, or to be asked about"
    assert sum(map(len, groups)) == len(others), "and only one of these"
    assert all(e.why for e in answer.excluded)
    return {a.product for a in answer.alternatives}


def test_no_two_allergies_together_leave_a_forbidden_product_on_offer(content: Content) -> None:
    """All pairs of allergies, present or only possible."""
    for pair in combinations(ALLERGIES, 2):
        for status in (Status.PRESENT, Status.UNCERTAIN):
            who = person(**{status.value: pair})
            for product in offered(who, content):
                for allergy in pair:
                    alone = person(absent=["milk_allergy"]).with_fact(Fact(allergy, status))
                    assert advise(alone, product, content).verdict < Verdict.AVOID, f"{product} with {pair}"


@given(data=st.data())
def test_nothing_is_offered_to_anybody_that_their_verdict_advises_against(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    for product in offered(who, content):
        assert advise(who, product, content).verdict <= Verdict.CAUTION


def test_with_tree_nut_and_milk_allergy_neither_nut_nor_dairy_kefir_is_offered(content: Content) -> None:
    products = offered(person(present=["milk_allergy", "tree_nut_allergy"]), content)
    assert products == {"water_kefir", "soy_kefir", "coconut_kefir", "oat_kefir"}


def test_a_caution_about_milk_grains_stands_beside_every_offer(content: Content) -> None:
    who = person(present=["milk_allergy"])
    state = Conversation(profiles={"self": who})
    answer = alternatives_answer(asker(state, "self", content), content, instead_of="milk_kefir")
    assert answer.cautions == () or "milk grains" in answer.cautions[0].text
    assert answer.cautions


def test_with_weak_immunity_nothing_is_offered_but_what_was_heated(content: Content) -> None:
    assert offered(person(present=["immunocompromised"], absent=["milk_allergy"]), content) == {
        "heat_treated_milk_kefir"
    }


@pytest.mark.parametrize(
    "allergy", ["soy_allergy", "tree_nut_allergy", "coconut_allergy", "oat_or_gluten_avoidance"]
)
def test_an_allergy_told_at_the_allergy_question_is_left_out(content: Content, allergy: str) -> None:
    """The whole way: alternatives asked for, allergy named at the question, offer made."""
    talk = Talk(content).say("I'm allergic to milk", "report_condition", has("milk_allergy"))
    talk.ask("non_dairy_alternatives", text="what can I have instead?")
    talk.say("none of these").say("yes, one", "report_condition", may_have(allergy))
    forbidden = {p for p in content.products if content.rows[allergy].cells[p].verdict is Verdict.AVOID}
    given_instead = {a.product for a in talk.answer.alternatives}
    assert given_instead
    assert not given_instead & (forbidden | set(dairy_products(content)))


def test_an_illness_that_nothing_is_known_of_leaves_nothing_out(content: Content) -> None:
    """It makes every product one to ask about first, and takes none off the list."""
    who = person(present=["milk_allergy", "coconut_allergy", "other_condition"])
    asking = Conversation(profiles={"self": who})
    answer = alternatives_answer(asker(asking, "self", content), content, instead_of="milk_kefir")
    assert not answer.alternatives
    assert "ask the doctor" in answer.bottom_line.text
    for product in ("water kefir", "soy kefir", "oat kefir"):
        assert product in answer.bottom_line.text
    assert "coconut" not in answer.bottom_line.text
    assert "coconut_kefir" in {e.product for e in answer.excluded}


OPTIONS = [
    *(
        "what else could she have",
        "ok so what else can she have?",
        "what can she drink then",
        "any other options",
    ),
    *(
        "wat can i have then",
        "any alternatives?",
        "is there anything she can have",
        "what are her options then",
    ),
    *("anything else she could drink?", "what would be ok for her?", "what's left for her then?"),
]


@pytest.mark.parametrize("text", OPTIONS)
@pytest.mark.parametrize("read_as", ["ask_more", "ask_what_you_know", "ask_suitability", "ask_bot_identity"])
def test_what_else_after_a_verdict_asks_for_alternatives(content: Content, text: str, read_as: str) -> None:
    talk = Talk(content).can_drink(mentions=(has("milk_allergy", "daughter"),), person="daughter")
    talk.say(text, read_as).say("none of these")
    assert talk.pending is Question.OTHER_ALLERGIES
    assert talk.say("none").answer.alternatives


def test_what_can_i_have_is_no_such_question_at_first(content: Content) -> None:
    talk = Talk(content).can_drink("what can I have?")
    assert talk.state.goal is not None
    assert talk.state.goal.aim is Aim.SUITABILITY


ONLY_KNOWN = [
    ("no just milk and soya", ("milk_allergy", "soy_allergy")),
    ("soya only", ("soy_allergy",)),
    ("none apart from soy", ("soy_allergy",)),
]


@pytest.mark.parametrize(("text", "named"), ONLY_KNOWN)
def test_naming_what_is_known_says_that_there_is_no_more(
    content: Content, text: str, named: tuple[str, ...]
) -> None:
    talk = Talk(content).say("I can't have milk or soy", "", has("milk_allergy"), has("soy_allergy"))
    talk.ask("non_dairy_alternatives", text="what can I have instead?").say("none of these")
    assert talk.pending is Question.OTHER_ALLERGIES
    talk.say(text, "ask_non_dairy_alternatives", allergens=named)
    assert talk.pending is None
    assert "soy_kefir" in {e.product for e in talk.answer.excluded}


def test_a_new_allergy_beside_a_known_one_is_taken_in(content: Content) -> None:
    talk = Talk(content).say("I can't have milk", "", has("milk_allergy"))
    talk.ask("non_dairy_alternatives", text="what can I have instead?").say("none of these")
    talk.say("milk and soya", "report_condition", allergens=("milk_allergy", "soy_allergy"))
    assert talk.profile().status("soy_allergy") is Status.PRESENT
    assert "soy_kefir" in {e.product for e in talk.answer.excluded}


def test_a_forbidden_product_asked_about_meanwhile_is_refused_at_once(content: Content) -> None:
    talk = Talk(content).say("milk and nuts", "", has("milk_allergy"), has("tree_nut_allergy"))
    talk.ask("non_dairy_alternatives", text="what can I have instead?").say("none of these")
    talk.say("almond kefir?", "ask_non_dairy_alternatives", products=("almond_kefir",))
    assert (talk.answer.product, talk.answer.verdict) == ("almond_kefir", "avoid")
    assert talk.pending is Question.OTHER_ALLERGIES
    talk.say("oat?", "ask_non_dairy_alternatives", products=("oat_kefir",))
    assert "utter_next_too" in talk.phrases
    talk.say("oat?", "ask_non_dairy_alternatives", products=("oat_kefir",))
    assert "utter_next_too" not in talk.phrases
    talk.say("none")
    assert [a.product for a in talk.answers][-1] == "oat_kefir"
