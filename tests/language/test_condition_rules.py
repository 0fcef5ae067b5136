"""Every rule of the condition reader in a sentence: cues, dairy, signs, body, illnesses without a row.

A cue is carried by a sentence of ``rule_carriers.yml`` for its category, so that a rule that no sentence can
reach is found when it is added and not when somebody needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from guide.language.conditions import ConditionFinder

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "guide" / "language" / "rules"


def _load(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


CARRIERS = {
    (row["category"], row["direction"]): row
    for row in _load(Path(__file__).parent / "data" / "rule_carriers.yml")
}
CONTEXT, DAIRY, BODY = (_load(RULES / f"{name}.yml") for name in ("context", "dairy", "body"))
UNLISTED = _load(ROOT / "content" / "common" / "unlisted.yml")["terms"]


@pytest.fixture(scope="module")
def finder() -> ConditionFinder:
    return ConditionFinder.from_files(ROOT / "content", RULES)


def _cues() -> Iterator[Any]:
    for group in CONTEXT["rules"]:
        for literal in group["literals"]:
            kind = (group["category"], group["direction"])
            yield pytest.param(kind, str(literal), id=f"{kind[0]}-{kind[1]}-{literal}")


def _reads(finder: ConditionFinder, sentence: str, condition: str) -> set[str]:
    return {f.status.value for f in finder.find(sentence).conditions if f.condition == condition}


def _means(statuses: set[str], reads: str) -> bool:
    if reads == "none":
        return not statuses
    if reads.startswith("not_"):
        return bool(statuses) and reads.removeprefix("not_") not in statuses
    return reads in statuses


@pytest.mark.parametrize(("kind", "literal"), _cues())
def test_every_context_cue_is_read_as_its_category_means(
    finder: ConditionFinder, kind: tuple[str, str], literal: str
) -> None:
    row = CARRIERS[kind]
    sentences = [carrier.replace("{}", literal) for carrier in row["carriers"]]
    assert any(_means(_reads(finder, s, row["condition"]), row["reads"]) for s in sentences), sentences[0]


MILK_TROUBLE = {"dairy_problem", "milk_allergy", "lactose_intolerance"}


@pytest.mark.parametrize("kind", ["avoid", "react", "trouble"])
def test_every_phrase_of_trouble_with_dairy_is_read(finder: ConditionFinder, kind: str) -> None:
    forms = ["milk {}"] if kind == "trouble" else ["I {} milk", "my {} milk", "I am {} milk"]
    missed = [
        literal
        for literal in DAIRY[kind]["literals"]
        if not any(
            {f.condition for f in finder.find(form.replace("{}", literal)).conditions} & MILK_TROUBLE
            for form in forms
        )
    ]
    assert missed == []


@pytest.mark.parametrize("sign", sorted(DAIRY["signs"]))
def test_every_sign_after_milk_is_read(finder: ConditionFinder, sign: str) -> None:
    forms = [
        "milk gives me {}",
        "after milk I {}",
        "milk makes my {}",
        "milk makes me {}",
        "my {} after milk",
    ]
    missed = [
        word
        for word in DAIRY["signs"][sign]
        if not any(sign in finder.find(form.replace("{}", word)).signs for form in forms)
    ]
    assert missed == []


def _body() -> Iterator[Any]:
    for part in BODY["parts"]:
        for state, rule in part["states"].items():
            yield pytest.param(part, state, rule["condition"], id=f"{part['id']}-{state}")


@pytest.mark.parametrize(("part", "state", "condition"), _body())
def test_every_part_of_the_body_is_read_with_every_state(
    finder: ConditionFinder, part: dict[str, Any], state: str, condition: str
) -> None:
    forms = {
        "after": ["my {part} {state}", "my {part} is {state}"],
        "before": ["I have {state} {part}", "my {state} {part}", "with {state} {part}"],
    }
    literals = [(form, s) for side, form in forms.items() for s in BODY["states"][state][side]]
    missed = [
        (part["words"][0], literal)
        for form, literal in literals
        if not any(_named(finder, f.format(part=part["words"][0], state=literal), condition) for f in form)
    ]
    form, literal = literals[0]
    missed += [
        (word, literal)
        for word in part["words"]
        if not any(_named(finder, f.format(part=word, state=literal), condition) for f in form)
    ]
    assert missed == []


def _named(finder: ConditionFinder, sentence: str, condition: str) -> bool:
    found = finder.find(sentence)
    if condition == "unlisted_weak":
        return bool(found.unlisted)
    return condition in {f.condition for f in found.conditions}


def test_every_illness_and_medicine_without_a_row_is_read(finder: ConditionFinder) -> None:
    forms = ["I have {}", "I take {}", "me: {}", "I {}"]
    missed = [
        term
        for term in UNLISTED
        if not any(finder.find(form.replace("{}", term)).unlisted for form in forms)
        and not any(finder.find(form.replace("{}", term)).conditions for form in forms)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("cheese has never given me hives or a swollen lip", {"hives", "swelling"}),
        ("just a sore tummy, her skin is clear and she doesn't vomit", {"hives", "vomiting"}),
        ("no throwing up, no wheezing", {"vomiting", "wheeze"}),
        ("her breathing stays normal", {"wheeze"}),
        ("no milk for me, hives every time", set()),
        ("I never have dairy because I get hives", set()),
        ("never had cheese without getting hives", set()),
        ("he can't have milk or he wheezes", set()),
        ("his skin is not good", set()),
    ],
)
def test_only_signs_said_not_to_come_are_denied(finder: ConditionFinder, text: str, denied: set[str]) -> None:
    assert set(finder.find(text).denied_signs) == denied
