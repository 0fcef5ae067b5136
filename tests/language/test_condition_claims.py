"""A condition asked about in general, and the clause beside it in which somebody claims it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.language.conditions import ConditionFinder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def finder() -> ConditionFinder:
    return ConditionFinder.from_files(ROOT / "content", ROOT / "guide" / "language" / "rules")


def _read(finder: ConditionFinder, text: str, condition: str) -> set[tuple[str, str]]:
    found = finder.find(text).conditions
    return {(f.person, f.status.value) for f in found if f.condition == condition}


@pytest.mark.parametrize(
    ("text", "condition", "person"),
    [
        ("Could folks with a liver transplant drink kefir? I had mine in April", "immunocompromised", "self"),
        ("would kefir suit anyone on chemotherapy? it's me", "immunocompromised", "self"),
        ("is kefir fine during chemo? session 4 tomorrow", "immunocompromised", "self"),
        ("does kefir suit people with colitis? that would be me", "ulcerative_colitis", "self"),
        ("how do coeliacs get on with kefir? I'm one of those", "oat_or_gluten_avoidance", "self"),
        ("should diabetics have kefir, i am one", "diabetes", "self"),
        ("wondering about warfarin and kefir. I have been on it since spring", "warfarin", "self"),
        ("can people with a milk allergy have any? my daughter has got it", "milk_allergy", "daughter"),
        ("Is it ok for people with milk allergy? My nephew was diagnosed in May", "milk_allergy", "nephew"),
        ("do people on methotrexate avoid kefir? my sister starts it friday", "immunosuppressants", "sister"),
    ],
)  # fmt: skip
def test_who_claims_a_condition_asked_about_has_it(
    finder: ConditionFinder, text: str, condition: str, person: str
) -> None:
    assert _read(finder, text, condition) == {(person, "present")}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("May people with a heart transplant drink kefir? I'm asking for myself", "immunocompromised"),
        ("should anybody with a milk allergy drink kefir? question is for me", "milk_allergy"),
    ],
)
def test_who_only_asks_for_oneself_may_have_it(finder: ConditionFinder, text: str, condition: str) -> None:
    assert _read(finder, text, condition) == {("self", "uncertain")}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("how do people with Crohn's choose a kefir?", "crohns"),
        ("is kefir fine for people with diabetes? I have it each morning", "diabetes"),
        ("may people on warfarin drink it? I'm not on it myself", "warfarin"),
        ("is kefir hard on people with kidney disease? could I have it?", "kidney_disease"),
        ("does kefir suit folks with colitis? I don't have it", "ulcerative_colitis"),
        ("can people with a milk allergy have kefir? I started it in May", "milk_allergy"),
    ],
)
def test_a_question_in_general_is_nobodys(finder: ConditionFinder, text: str, condition: str) -> None:
    assert _read(finder, text, condition) == set()


@pytest.mark.parametrize("text", ["is it good for diabetics? I am one", "coeliacs too? well i'm one"])
def test_to_be_one_of_them_is_no_age(finder: ConditionFinder, text: str) -> None:
    findings = finder.find(text)
    assert findings.age_months is None
    assert "child" not in {f.condition for f in findings.conditions}
