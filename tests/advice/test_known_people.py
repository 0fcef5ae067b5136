"""What is known is told per person, each fact with the sentence that sets it right."""

from __future__ import annotations

from people import person
from talk import Talk

from guide.advice.content import Content
from guide.advice.conversation import KnownPerson


def known(talk: Talk) -> tuple[KnownPerson, ...]:
    """Return what the bot tells when asked what it knows."""
    talk.say("what do you know about me?", "ask_what_you_know")
    return next(s.people for s in talk.turn.says if s.phrase in ("utter_know", "utter_know_nothing"))


def test_each_person_has_their_own_facts(content: Content) -> None:
    mine, his = (
        person(present=["pregnancy"], answered=()),
        person("son", present=["milk_allergy"], answered=()),
    )
    people = known(Talk(content, mine, his))
    assert [(p.person, [f.text for f in p.facts]) for p in people] == [
        ("you", ["pregnancy (you said)"]),
        ("your son", ["milk allergy (you said)"]),
    ]


def test_a_correction_names_the_person_and_says_the_opposite(content: Content) -> None:
    his = person("son", present=["milk_allergy"], absent=["diabetes"], answered=())
    (told,) = known(Talk(content, his))
    corrections = {f.text: f.correction for f in told.facts}
    assert corrections == {
        "milk allergy (you said)": "Correction: my son does not have milk allergy.",
        "no diabetes (you said)": "Correction: my son may have diabetes.",
    }


def test_what_cannot_simply_be_denied_is_left_to_be_completed(content: Content) -> None:
    (told,) = known(Talk(content, person(present=["other_condition"], answered=())))
    assert [f.correction for f in told.facts] == ["Correction: "]


def test_nothing_is_told_of_people_of_whom_nothing_is_known(content: Content) -> None:
    assert known(Talk(content, person(answered=()))) == ()
