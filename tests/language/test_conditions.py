"""Which conditions a message states, with which status and whose: on sentences as people type them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from guide.advice.vocabulary import Status
from guide.language.conditions import ConditionFinder, Finding

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = Path(__file__).parent / "data" / "condition_sentences.yml"
LIFE_STAGES = {"child", "infant_under_12_months"}
MISSED = pytest.mark.xfail(reason="right, but not read yet", strict=True)


def _load(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


CASES = _load(SENTENCES)
CONDITIONS = _load(ROOT / "content" / "common" / "conditions.yml")["conditions"]

KNOWN = [case for case in CASES if not case.get("missed")]
ALL_PRESENT = [case for case in KNOWN if {row[1] for row in case["expect"]} == {"present"}]
OPENINGS = [
    "Hi, ",
    "Hello there. ",
    "ok so ",
    "Thanks! ",
    "Well, ",
    "No worries. ",
    "Not sure where to start. ",
    "No idea if you can help, but ",
    "Never used this before. ",
    "Sorry, ",
    "I don't like the taste. ",
]


@pytest.fixture(scope="module")
def finder() -> ConditionFinder:
    return ConditionFinder.from_files(ROOT / "content", ROOT / "guide" / "language" / "rules")


def _stated(findings: tuple[Finding, ...], expected: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """The findings, less the life stages that a word like "son" or "toddler" implies by itself."""
    named = {condition for condition, _, _ in expected}
    found = {(f.condition, f.status.value, f.subject) for f in findings}
    return {f for f in found if f[0] in named or not (f[0] in LIFE_STAGES and f[2] != "self")}


class TestSentences:
    @pytest.mark.parametrize(
        "case",
        [pytest.param(case, marks=[MISSED] if case.get("missed") else []) for case in CASES],
        ids=[case["text"][:60] for case in CASES],
    )
    def test_a_sentence_states_exactly_what_is_expected(
        self, finder: ConditionFinder, case: dict[str, Any]
    ) -> None:
        findings = finder.find(case["text"])
        expected = {tuple(row) for row in case["expect"]}
        assert _stated(findings.conditions, expected) == expected
        if "person" in case:
            assert findings.person == case["person"]
        if "other" in case:
            assert {(f.status.value, f.subject) for f in findings.unlisted} == {
                tuple(o) for o in case["other"]
            }
        if "cleared_by" in case:
            assert findings.cleared_by == case["cleared_by"]

    def test_every_expected_condition_is_one_that_the_content_knows(self) -> None:
        known = {row["id"] for row in CONDITIONS}
        assert {row[0] for case in CASES for row in case["expect"]} <= known


class TestContent:
    def test_every_quick_reply_is_understood_as_its_condition(self, finder: ConditionFinder) -> None:
        chips: dict[str, set[str]] = {}
        for row in CONDITIONS:
            for chip in row["chip"] if isinstance(row["chip"], list) else [row["chip"]]:
                chips.setdefault(chip, set()).add(row["id"])
        chips.pop("")
        for chip, conditions in chips.items():
            found = {f.condition for f in finder.find(chip).conditions if f.status is not Status.ABSENT}
            assert conditions <= found, chip

    def test_every_term_is_found_when_somebody_says_it_of_themselves(self, finder: ConditionFinder) -> None:
        missed = [
            (row["id"], term)
            for row in CONDITIONS
            for term in row["terms"]
            if row["id"] not in {f.condition for f in finder.find(f"me: {term}").conditions}
        ]
        assert missed == []

    def test_every_medicine_yields_its_conditions(self, finder: ConditionFinder) -> None:
        for row in _load(ROOT / "content" / "common" / "medicines.yml")["medicines"]:
            for name in row["names"]:
                found = {f.condition for f in finder.find(f"I take {name}").conditions}
                assert set(row["conditions"]) <= found, name

    def test_every_person_word_after_my_is_that_person(self, finder: ConditionFinder) -> None:
        for row in _load(ROOT / "content" / "common" / "persons.yml")["persons"]:
            for word in row["words"]:
                found = finder.find(f"my {word} is diabetic")
                assert ("diabetes", row["name"], row["subject"]) in {
                    (f.condition, f.person, f.subject) for f in found.conditions
                }, word


class TestGuideKeys:
    @pytest.mark.parametrize(
        ("text", "who"),
        [
            ("The allergist tested him and he passed the oral challenge", "clinician"),
            ("Our consultant confirmed she has outgrown it", "clinician"),
            ("I tried it at home and was fine", "self"),
            ("a home test said I'm not allergic", "self"),
            ("We are waiting for the allergist to say he is cleared", None),
            ("the doctor has not cleared her yet", None),
            ("I grew out of it", None),
        ],
    )
    def test_who_cleared_an_allergy(self, finder: ConditionFinder, text: str, who: str | None) -> None:
        assert finder.find(text).cleared_by == who

    @pytest.mark.parametrize(
        ("text", "signs"),
        [
            ("milk gives me hives and my lips swell up", {"hives", "swelling"}),
            ("she starts wheezing after cheese", {"wheeze"}),
            ("every time I have dairy I feel bloated", {"gut_only"}),
            ("he was sick and went floppy after his bottle of formula", {"vomiting", "faintness"}),
            ("no rash from milk", set()),
            ("I have a rash from nettles", set()),
        ],
    )
    def test_signs_after_milk(self, finder: ConditionFinder, text: str, signs: set[str]) -> None:
        assert set(finder.find(text).signs) == signs

    @pytest.mark.parametrize(
        ("text", "months"),
        [
            ("my 8 month old", 8),
            ("she's 6 months", 6),
            ("my LO is 9mo", 9),
            ("he is 3 weeks old", 0),
            ("our 4 yo", 48),
            ("my 5-year-old", 60),
            ("my son, aged 7", 84),
            ("my baby is turning one next week", 11),
            ("I'm 45", 540),
            ("I am on 20 mg a day", None),
        ],
    )
    def test_age_in_months(self, finder: ConditionFinder, text: str, months: int | None) -> None:
        assert finder.find(text).age_months == months

    @pytest.mark.parametrize(
        ("text", "person"),
        [
            ("is it ok for my husband", "husband"),
            ("can my daughter have it", "daughter"),
            ("my mother has diabetes, should I avoid kefir?", "self"),
            ("how do I store kefir", "self"),
            ("how is kefir stored", None),
        ],
    )
    def test_whom_a_message_is_about(self, finder: ConditionFinder, text: str, person: str | None) -> None:
        assert finder.find(text).person == person

    @pytest.mark.parametrize(
        ("text", "conditions"),
        [
            ("nuts and soy", ("tree_nut_allergy", "soy_allergy")),
            ("peanuts", ("peanut_allergy",)),
            ("just milk", ("milk_allergy",)),
            ("lactose", ("lactose_intolerance",)),
            ("not nuts, soy", ("soy_allergy",)),
            ("nuts are fine", ()),
            ("almond kefir", ()),
            ("oat milk kefir, please", ()),
            ("coconut or almond kefir", ()),
            ("I'm allergic to nuts", ()),
        ],
    )
    def test_allergens_named_without_the_word_allergic(
        self, finder: ConditionFinder, text: str, conditions: tuple[str, ...]
    ) -> None:
        assert finder.find(text).allergens == conditions

    @pytest.mark.parametrize(
        ("text", "pronoun"),
        [
            ("can he have it?", "he"),
            ("is it ok for her", "she"),
            ("can they drink it", "they"),
            ("how long do they keep in the fridge", None),
            ("can my son have it, he loves it", None),
            ("I like it", None),
        ],
    )
    def test_a_pronoun_that_nobody_named_explains(
        self, finder: ConditionFinder, text: str, pronoun: str | None
    ) -> None:
        assert finder.find(text).pronoun == pronoun

    @pytest.mark.parametrize(
        ("text", "person"),
        [
            ("my bandmate has diabetes", "bandmate"),
            ("our goalkeeper takes warfarin", "goalkeeper"),
            ("a friend of mine is on dialysis", "friend"),
            ("someone I care for is coeliac", "person"),
            ("the toddler I nanny has a milk allergy", "toddler"),
        ],
    )
    def test_people_outside_the_list_are_named_by_their_noun(
        self, finder: ConditionFinder, text: str, person: str
    ) -> None:
        found = [f for f in finder.find(text).conditions if f.condition not in LIFE_STAGES]
        assert {(f.person, f.subject) for f in found} == {(person, "other")}


class TestDenialsThatDoNotReach:
    @pytest.mark.parametrize(
        "text",
        [
            "I'm diabetic and love kefir, my husband doesn't",
            "I have a nut allergy but not eating milk helps",
            "I am allergic to nuts, not only peanuts but milk",
            "I'm pregnant, my sister says I'm not",
            "Kefir for my coeliac husband, not me, I'm diabetic",
            "I'm on warfarin, aren't I",
            "Nobody believes I have a milk allergy",
            "nobody told me diabetes mattered",
            "I don't smoke or drink",
            "my dad isn't the only diabetic, I am too",
            "it's not that my son isn't allergic, he is",
            "my sister is, but I'm not, diabetic",
        ],
    )
    def test_nothing_is_read_as_absent(self, finder: ConditionFinder, text: str) -> None:
        assert not [f for f in finder.find(text).conditions if f.status is Status.ABSENT]


class TestRobustness:
    def test_empty_text_states_nothing(self, finder: ConditionFinder) -> None:
        for text in ("", " ", "\n", "?!", "🙂"):
            assert finder.find(text).conditions == ()

    def test_long_and_repetitive_text_is_read(self, finder: ConditionFinder) -> None:
        for text in ("a" * 4000, "(" * 4000, "my son my son " * 300):
            assert finder.find(text).conditions in ((), finder.find("my son").conditions)
        many = finder.find("milk allergy no diabetes " * 160).conditions
        assert "milk_allergy" in {f.condition for f in many}

    @pytest.mark.parametrize(
        "text", ["<b>milk allergy</b>", "🥛 milk allergy 🥛", "MILK   ALLERGY!!!", "milk\nallergy"]
    )
    def test_markup_and_emoji_do_not_hide_a_condition(self, finder: ConditionFinder, text: str) -> None:
        assert "milk_allergy" in {f.condition for f in finder.find(text).conditions}

    @given(st.text(max_size=300))
    @settings(max_examples=200, deadline=None)
    def test_any_text_is_read_without_failing(self, finder: ConditionFinder, text: str) -> None:
        for found in finder.find(text).conditions:
            assert 0 <= found.start < found.end <= len(text)

    @given(filler=st.sampled_from(OPENINGS), statement=st.sampled_from(ALL_PRESENT))
    @settings(max_examples=300, deadline=None)
    def test_a_neutral_opening_never_turns_a_present_condition_absent(
        self, finder: ConditionFinder, filler: str, statement: dict[str, Any]
    ) -> None:
        found = finder.find(filler + statement["text"]).conditions
        present = {row[0] for row in statement["expect"]}
        assert not {f.condition for f in found if f.status is Status.ABSENT} & present
