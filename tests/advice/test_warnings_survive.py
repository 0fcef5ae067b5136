"""Rules: what permits dairy stays unsaid where milk may be an allergy, and warnings come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import STATUSES, dairy_products, healthy, person, profiles
from test_only_claims import topic, verdict

from guide.advice.answer import Answer
from guide.advice.answering import asker
from guide.advice.compose import topic_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.profile import Fact, Profile, milk_settled
from guide.advice.render import answer_text
from guide.advice.statements import permissive
from guide.advice.verdicts import UNKNOWN_MILK
from guide.advice.vocabulary import Status

MILK_TROUBLE = ("milk_allergy", "dairy_problem", "fpies_milk", "eoe_milk")


def permits(answer: Answer, content: Content) -> list[str]:
    """Return the claims of the answer that say something dairy may be had."""
    return [c for c in answer.claim_ids if permissive(content.claims[c])]


def warns_of_unknown_milk(answer: Answer, content: Content) -> bool:
    wording = content.wording[UNKNOWN_MILK].plain.split("{person}")[0]
    return any(c.text.startswith(wording) for c in (*answer.cautions, answer.bottom_line))


@pytest.mark.parametrize("condition", MILK_TROUBLE)
@pytest.mark.parametrize("status", [s for s in STATUSES if s is not Status.ABSENT])
def test_nobody_with_possible_milk_allergy_reads_that_dairy_may_be_had(
    content: Content, condition: str, status: Status
) -> None:
    """Every topic, alone and together with every other condition."""
    for other in content.conditions:
        who = person(**{status.value: [condition]})
        who = who if other in who.facts else who.with_fact(Fact(other, Status.PRESENT))
        for name in content.topics:
            assert permits(topic(who, name, content), content) == [], f"{name} with {condition} and {other}"


def test_while_milk_is_open_permission_comes_only_with_its_caution(content: Content) -> None:
    """Every topic for a person of whom nothing is known, and of whom one other thing is."""
    people = [Profile()] + [
        Profile(facts={c: Fact(c, s)}) for c in content.conditions for s in (Status.PRESENT, Status.UNCERTAIN)
    ]
    for who in people:
        if milk_settled(who, content):
            continue
        for name in content.topics:
            answer = topic(who, name, content)
            if permits(answer, content):
                assert warns_of_unknown_milk(answer, content), f"{name}: {dict(who.facts)}"


def test_a_bottom_line_on_having_kefir_comes_with_the_caution_while_milk_is_open(content: Content) -> None:
    for name, about in content.topics.items():
        if about.consumption:
            assert warns_of_unknown_milk(topic(Profile(), name, content), content), name


@given(data=st.data())
def test_no_answer_to_anybody_permits_dairy_against_their_verdict(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    if not any(who.counts(c, content) for c in MILK_TROUBLE) and not who.had_emergency:
        return
    for name in content.topics:
        assert permits(topic(who, name, content), content) == []
    for product in dairy_products(content):
        assert permits(verdict(who, product, content), content) == []


def test_cautions_stand_before_statements_in_the_text(content: Content) -> None:
    for name in content.topics:
        answer = topic(Profile(), name, content)
        text = answer_text(answer, full_notice=False)
        places = [text.index(c.text) for c in answer.cautions] + [
            text.index(s.text) for s in answer.statements
        ]
        assert places == sorted(places), name


def test_a_warning_about_this_person_comes_before_other_statements(content: Content) -> None:
    """With a central line the catheter claim leads the topic of weak immunity."""
    who = person(present=["central_venous_catheter"], absent=["milk_allergy"])
    answer = topic(who, "immunocompromised", content)
    first = content.claims[answer.claim_ids[0]]
    assert first.is_warning
    assert "central_venous_catheter" in first.applies_to


def test_a_warning_is_not_pushed_out_by_what_lies_nearer_to_the_question(content: Content) -> None:

    who = person(present=["disulfiram"], absent=["milk_allergy"])
    near = {c: 0.99 for c in content.topics["medication_interactions"].claims if c != "med-disulfiram"}
    asked_by = asker(Conversation(profiles={"self": who}), "self", content)
    assert "med-disulfiram" in topic_answer("medication_interactions", asked_by, content, near).claim_ids


def test_a_healthy_adult_is_told_what_the_studies_found(content: Content) -> None:
    """Nothing is withheld from those whom it does not harm."""
    assert permits(topic(healthy(), "lactose_intolerance", content), content)
