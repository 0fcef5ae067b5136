"""Whom a message is about: several people told apart, who only makes the food, and what "it" may be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from guide.language.condition_extractor import ConditionExtractor
from guide.language.conditions import ConditionFinder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def finder() -> ConditionFinder:
    return ConditionFinder.from_files(ROOT / "content", ROOT / "guide" / "language" / "rules")


@pytest.fixture(scope="module")
def extractor() -> ConditionExtractor:
    config = {"content_dir": str(ROOT / "content")}
    return ConditionExtractor.create(config, None, None, None)  # type: ignore[arg-type]


def _whose(finder: ConditionFinder, text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in finder.find(text).conditions:
        found.setdefault(finding.person, set()).add(finding.condition)
    return found


def _guide(extractor: ConditionExtractor, text: str) -> dict[str, Any]:
    found: dict[str, Any] = extractor.process([Message(data={"text": text})])[0].get("guide")
    return found


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        (
            "one of my ladies takes antabuse and another has crohns",
            {"lady_first": {"disulfiram"}, "lady_second": {"crohns"}},
        ),
        (
            "one of my residents has crohns, the other one takes warfarin",
            {"patient": {"crohns"}, "patient_2": {"warfarin"}},
        ),
        (
            "i look after two ladies. one takes antabuse, the other has crohns",
            {"lady_first": {"disulfiram"}, "lady_second": {"crohns"}},
        ),
        (
            "my two residents: one is on warfarin, one has a milk allergy",
            {"patient": {"warfarin"}, "patient_2": {"milk_allergy"}},
        ),
        (
            "one patient has crohns and another takes warfarin",
            {"patient": {"crohns"}, "patient_2": {"warfarin"}},
        ),
        ("i have two friends who love kefir. one of them has crohns", {"friend": {"crohns"}}),
        (
            "my kids want kefir. the eldest (9) has a peanut allergy, the youngest is 2",
            {"child_older": {"peanut_allergy", "child"}, "child_younger": {"child"}},
        ),
        (
            "my twins are 13 months. Ella has a milk allergy, Max is fine with milk",
            {"person_ella": {"milk_allergy", "child"}, "person_max": {"dairy_problem", "child"}},
        ),
        (
            "Tom is 6 and lactose intolerant and my daughter is 3 and allergic to cows milk",
            {"person_tom": {"lactose_intolerance", "child"}, "daughter": {"milk_allergy", "child"}},
        ),
        ("Lily had an allergic reaction to milk last week", {"person_lily": {"milk_allergy"}}),
        ("people say kefir is good. some have it daily, others not. i have crohns", {"self": {"crohns"}}),
    ],
)
def test_each_has_their_own_and_nobody_is_invented(
    finder: ConditionFinder, text: str, whose: dict[str, set[str]]
) -> None:
    assert _whose(finder, text) == whose


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Tom is 6 and my daughter is 3. can they have it", ("person_tom", "daughter")),
        ("husband has diabetes and i take warfarin, can we drink kefir", ("husband", "self")),
        ("eldest (9) is diabetic, youngest (2) is well. is it safe", ("child_older", "child_younger")),
        ("is it the same for both? my son and my daughter", ("son", "daughter")),
        ("Lily is allergic, Jack is fine. can Lily have kefir", ()),
        ("my son has crohns and my daughter is pregnant. can my son have it?", ()),
        ("can my kids have it", ()),
        ("my wife has crohns and my son diabetes", ()),
        ("my mum makes it. my son has crohns, can he have it?", ()),
    ],
)  # fmt: skip
def test_whether_a_question_is_about_several(
    finder: ConditionFinder, text: str, asked: tuple[str, ...]
) -> None:
    assert finder.find(text).asked_of == asked


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("is homemade ok? my sister makes it", None),
        ("her nan wants to give it", None),
        ("my wife buys it at the market", None),
        ("my husband makes kefir. can i have it?", "self"),
        ("my mum gave my son kefir and he got hives", "son"),
        ("my wife has crohns, my mum makes it for us. can she have it?", "wife"),
        ("my daughter makes her own kefir, can she drink it? she is 12", "daughter"),
        ("my sister who makes kefir has diabetes, can she have it", "sister"),
        ("my son wants to give it a try", "son"),
        ("can my sister give it to her cat", "sister"),
    ],
)
def test_who_only_provides_the_food_is_not_whom_it_is_about(
    finder: ConditionFinder, text: str, person: str | None
) -> None:
    assert finder.find(text).person == person


@pytest.mark.parametrize(
    "text",
    [
        "but my daughter gets hives from it",
        "it gives my daughter hives",
        "my daughter always vomits after drinking it",
        "my daughter comes out in hives when she has it",
    ],
)
def test_it_is_milk_where_somebody_reacts_to_it(extractor: ConditionExtractor, text: str) -> None:
    message = extractor.process([Message(data={"text": text})])[0]
    told = {(e["value"], e["status"], e["person"]) for e in message.get("entities")}
    assert ("milk_allergy", "uncertain", "daughter") in told
    assert message.get("guide")["signs"]


@pytest.mark.parametrize(
    "text", ["he doesn't get hives from it", "my son drinks it every day and is fine", "it was my niece"]
)
def test_nothing_is_read_into_an_it_that_does_nothing(extractor: ConditionExtractor, text: str) -> None:
    message = extractor.process([Message(data={"text": text})])[0]
    assert not message.get("guide")["signs"]
    assert all(e["value"] in ("child", "infant_under_12_months") for e in message.get("entities") or ())


@pytest.mark.parametrize("text", ["I had an allergic reaction to milk last week"])
def test_a_reaction_that_is_over_is_a_suspected_allergy(finder: ConditionFinder, text: str) -> None:
    assert [(f.condition, f.status.value) for f in finder.find(text).conditions] == [
        ("milk_allergy", "uncertain")
    ]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("yes the hospital did a milk challenge and said shes clear", "clinician"),
        ("the allergist says he is clear now", "clinician"),
        ("the doctor has not said she is clear", None),
        ("if the allergist says he is clear, can he have it", None),
    ],
)
def test_a_clinician_who_says_clear(finder: ConditionFinder, text: str, by: str | None) -> None:
    assert finder.find(text).cleared_by == by


def test_a_name_keeps_its_capital(extractor: ConditionExtractor) -> None:
    """The second reading, of words put right, has no capitals and used to lose who was named."""
    assert _guide(extractor, "and Jack?")["person"] == "person_jack"
    assert _guide(extractor, "and Jack, gooat kefir?")["person"] == "person_jack"


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("could our children try it, Jonas 5 months and Ruth who is 6?",
         {"person_jonas": 0, "person_ruth": 1}),
        ("Isla is 9 and Owen is 11 months, may our little ones try some?",
         {"person_isla": 1, "person_owen": 0}),
        ("kefir for the triplets? 10 months old, all of them", {"child": 0}),
        ("we have four kids: 7 months, 2, 6 and 9 years", {
            "baby": 0, "child_middle": 1, "child_second": 1, "child_third": 1}),
        ("our girls (6 months and 4) like yogurt", {"baby": 0, "child": 1}),
        ("is it alright for Nora 6 months and Emil 8", {"person_nora": 0, "person_emil": 1}),
        ("my 2 year old and 9 year old both want some", {"child_younger": 1, "child_older": 1}),
        ("DD 2 and DS 8 months are asking for kefir", {"daughter": 1, "son": 0}),
        ("my nephew 4 months drank some", {"nephew": 0}),
        ("My lads are 3 months and 5", {"baby": 0, "child": 1}),
    ],
)  # fmt: skip
def test_each_age_is_that_of_its_child(finder: ConditionFinder, text: str, ages: dict[str, int]) -> None:
    """0: under twelve months, 1: one to seventeen. No age is lost, and none is the speaker's."""
    stages = ("infant_under_12_months", "child")
    found = {
        f.person: stages.index(f.condition)
        for f in finder.find(text).conditions
        if f.condition in stages and f.status.value == "present"
    }
    assert found == ages


@pytest.mark.parametrize(
    ("text", "person", "condition"),
    [
        ("kids aged 3, 5 and 8. the 5 year old is allergic to eggs", "child_middle", "other_allergy"),
        ("my 4 year old and 8 year old, the 8 year old has a milk allergy", "child_older", "milk_allergy"),
        ("we have two children, Elsa is 3 with a milk allergy and Hugo is 7", "person_elsa", "milk_allergy"),
    ],
)
def test_a_fact_goes_to_the_child_of_that_age(
    finder: ConditionFinder, text: str, person: str, condition: str
) -> None:
    assert [f.person for f in finder.find(text).conditions if f.condition == condition] == [person]


@pytest.mark.parametrize(
    ("text", "asked", "person"),
    [
        ("is it alright for Nora 6 months and Emil 8?", ("person_nora", "person_emil"), "person_nora"),
        ("May they have it? My daughter is 5 and my son is 9 months", ("daughter", "son"), "son"),
    ],
)
def test_a_baby_comes_first_of_those_asked_for(
    finder: ConditionFinder, text: str, asked: tuple[str, ...], person: str
) -> None:
    found = finder.find(text)
    assert (found.asked_of, found.person, found.age_months) == (asked, person, None)


def test_the_age_of_children_at_large_is_nobodys(finder: ConditionFinder) -> None:
    assert finder.find("what amount may a 5 year old drink").age_months is None
    assert finder.find("may a 7 month old drink it").age_months == 7


@pytest.mark.parametrize(
    "text", ["can LO try some", "we began weaning, would kefir suit LO?", "is it ok for DS"]
)
def test_forum_words_for_a_child_are_people(finder: ConditionFinder, text: str) -> None:
    assert finder.find(text).person in ("baby", "son")


def test_weaning_is_never_the_speakers(finder: ConditionFinder) -> None:
    found = finder.find("we just started weaning, is kefir a good idea")
    assert {(f.condition, f.person) for f in found.conditions} == {("infant_under_12_months", "baby")}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("May my aunt, who has gout, have kefir, and may my uncle?", ("aunt", "uncle")),
        ("is kefir safe for Grandad on warfarin and for my niece with eczema?", ("grandfather", "niece")),
        ("should my wife drink it, and my brother too?", ("wife", "brother")),
        ("may my brother drink it while my sister is in the room?", ()),
        ("could my son have kefir, and could I freeze what is left?", ()),
        ("can my son have kefir? my mother says he can", ()),
    ],
)
def test_each_person_asked_for_in_words_of_their_own_is_asked_about(
    finder: ConditionFinder, text: str, people: tuple[str, ...]
) -> None:
    assert finder.find(text).asked_of == people
