"""Rule: clinical wording never changes what is asked or which verdict holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from people import person, profiles
from talk import Talk, has

from guide.advice.alternatives import alternatives_answer
from guide.advice.answering import asker
from guide.advice.compose import topic_answer, verdict_answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation
from guide.advice.vocabulary import Audience


@given(data=st.data())
def test_a_professional_gets_the_same_verdicts_claims_and_sources(
    content: Content, data: st.DataObject
) -> None:
    who = data.draw(profiles(content))
    public, clinical = (
        asker(Conversation(profiles={"self": who}, audience=a), "self", content) for a in Audience
    )
    for product in content.products:
        plain, expert = (verdict_answer(a, product, content) for a in (public, clinical))
        assert plain.verdict == expert.verdict
        assert plain.claim_ids == expert.claim_ids
        assert plain.references == expert.references
    for topic in content.topics:
        plain, expert = (topic_answer(topic, a, content, {}) for a in (public, clinical))
        assert (plain.verdict, plain.claim_ids) == (expert.verdict, expert.claim_ids)
        assert len(plain.cautions) == len(expert.cautions)
    plain, expert = (alternatives_answer(a, content, instead_of="milk_kefir") for a in (public, clinical))
    assert [a.product for a in plain.alternatives] == [a.product for a in expert.alternatives]


@given(data=st.data())
def test_a_professional_is_asked_the_same_questions(content: Content, data: st.DataObject) -> None:
    """The same conversation in both wordings opens the same questions in the same order."""
    who = data.draw(profiles(content))
    replies = data.draw(st.lists(st.sampled_from(["no", "skip", "not sure", "yes"]), max_size=6))
    talks = [Talk(content, who, audience=a).can_drink() for a in Audience]
    for reply in ["", *replies]:
        pending = {t.say(reply).pending if reply else t.pending for t in talks}
        assert len(pending) == 1


def test_saying_one_is_a_doctor_does_not_skip_screening(content: Content) -> None:
    talk = Talk(content).say("I'm a doctor", "set_audience")
    assert talk.state.audience is Audience.PROFESSIONAL
    assert talk.can_drink("can my patient have kefir?", person="patient").pending is not None


def test_saying_one_is_a_doctor_does_not_lift_a_verdict(content: Content) -> None:
    talk = Talk(content, person(present=["milk_allergy"])).say("clinical wording please", "set_audience")
    assert talk.can_drink().answer.verdict == "avoid"
    assert "to be avoided" in talk.answer.bottom_line.text


def test_changing_the_wording_in_the_middle_of_screening_keeps_the_question_open(content: Content) -> None:
    talk = Talk(content).can_drink()
    before = talk.pending
    assert talk.say("professional wording", "set_audience").pending is before


def test_facts_said_together_with_the_wording_are_kept(content: Content) -> None:
    talk = Talk(content).say("I'm a nurse on warfarin", "set_audience", has("warfarin"))
    assert talk.profile().facts["warfarin"].status == "present"
