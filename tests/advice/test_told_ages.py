"""Children meant by their age or their order are the known ones, with all that is known of them."""

from __future__ import annotations

import pytest
from talk import Talk, has

from guide.advice.content import Content
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


def two_children(content: Content) -> Talk:
    return Talk(content).say(
        "my son is 4, my daughter 10, he is allergic to milk",
        "report_condition",
        has("child", "son"),
        has("child", "daughter"),
        has("milk_allergy", "son"),
        person="son",
        ages={"son": 48, "daughter": 120},
    )


@pytest.mark.parametrize(
    ("person", "ages", "known"),
    [
        ("child", {"child": 50}, "son"),
        ("child", {"child": 120}, "daughter"),
        ("child_older", {}, "daughter"),
        ("child_younger", {}, "son"),
    ],
)
def test_an_age_or_an_order_means_the_known_child(
    content: Content, person: str, ages: dict[str, int], known: str
) -> None:
    talk = two_children(content).can_drink("and that one?", person=person, ages=ages)
    assert talk.state.focus == known
    assert person not in talk.state.profiles


def test_an_age_that_no_known_child_has_is_nobody_known(content: Content) -> None:
    talk = two_children(content).can_drink("the 7 year old?", person="child", ages={"child": 84})
    assert not [answer for answer in talk.answers if answer.person in ("son", "daughter")]


def test_a_daughter_is_never_the_son_of_her_age(content: Content) -> None:
    talk = Talk(content).say("my son is 6", "", has("child", "son"), person="son", ages={"son": 72})
    talk.say(
        "my daughter is 6 and allergic",
        "",
        has("milk_allergy", "daughter"),
        person="daughter",
        ages={"daughter": 72},
    )
    assert talk.profile("son").status("milk_allergy") is Status.UNKNOWN
    assert talk.profile("daughter").status("milk_allergy") is Status.PRESENT


def test_one_by_its_place_is_a_thing_of_the_list_where_a_list_is_asked_about(content: Content) -> None:
    talk = Talk(content).can_drink().say("neither")
    assert talk.state.pending is Question.RISKS
    talk.say("the third one and that tube", "report_condition", person="one_third")
    assert talk.state.focus == "self"
    assert talk.state.pending is Question.RISKS
