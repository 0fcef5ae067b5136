"""The sentence that sets a fact right is understood as just that, whoever's fact it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from guide.advice.phrases import phrases
from guide.language.condition_extractor import ConditionExtractor

CONTENT = Path(__file__).resolve().parents[2] / "content"
CONDITIONS = YAML(typ="safe").load(CONTENT / "common" / "conditions.yml")["conditions"]
WORDS = phrases()["correct"]
WORDED = [c for c in CONDITIONS if c["id"] not in WORDS["to_be_completed"]]


@pytest.fixture(scope="module")
def extractor() -> ConditionExtractor:
    return ConditionExtractor.create({"content_dir": str(CONTENT)}, None, None, None)  # type: ignore[arg-type]


def read(extractor: ConditionExtractor, text: str) -> list[tuple[str, str, str]]:
    """Return what is found: condition, status, subject."""
    (message,) = extractor.process([Message(data={"text": text})])
    found = message.get("entities", [])
    return [(e["value"], e["status"], e["subject"]) for e in found if e["entity"] == "condition"]


@pytest.mark.parametrize("condition", WORDED, ids=lambda c: c["id"])
def test_a_fact_that_is_taken_back_is_absent_for_that_person_and_nothing_else_is(
    extractor: ConditionExtractor, condition: dict[str, str]
) -> None:
    mine = WORDS["was_told"]["self"].format(label=condition["label"])
    assert [f for f in read(extractor, mine) if f[1] == "absent"] == [(condition["id"], "absent", "self")]
    theirs = WORDS["was_told"]["other"].format(person="my daughter", label=condition["label"])
    assert (condition["id"], "absent", "child") in read(extractor, theirs)
    assert {f[2] for f in read(extractor, theirs)} == {"child"}


@pytest.mark.parametrize("condition", WORDED, ids=lambda c: c["id"])
def test_what_was_denied_counts_again_once_it_may_be(
    extractor: ConditionExtractor, condition: dict[str, str]
) -> None:
    sentence = WORDS["was_absent"]["self"].format(label=condition["label"])
    found = read(extractor, sentence)
    assert any(c == condition["id"] and status in ("uncertain", "present") for c, status, _ in found)


def test_only_conditions_there_are_are_left_to_be_completed() -> None:
    assert set(WORDS["to_be_completed"]) <= {c["id"] for c in CONDITIONS}
