"""The Rasa component: entities, the ``guide`` keys and the cache fingerprint."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from guide.language.condition_extractor import ConditionExtractor

ROOT = Path(__file__).resolve().parents[2]
CONFIG = {"content_dir": str(ROOT / "content")}


@pytest.fixture(scope="module")
def extractor() -> ConditionExtractor:
    return ConditionExtractor.create(CONFIG, None, None, None)  # type: ignore[arg-type]


def _read(extractor: ConditionExtractor, text: str, **earlier: object) -> Message:
    return extractor.process([Message(data={"text": text, **earlier})])[0]


def test_each_condition_becomes_an_entity_with_status_and_person(extractor: ConditionExtractor) -> None:
    message = _read(extractor, "My daughter has a milk allergy")
    entity = next(e for e in message.get("entities") if e["value"] == "milk_allergy")
    assert entity == {
        "entity": "condition",
        "value": "milk_allergy",
        "status": "present",
        "subject": "child",
        "person": "daughter",
        "start": 18,
        "end": 30,
        "extractor": "ConditionExtractor",
    }


def test_entities_and_keys_of_other_components_are_kept(extractor: ConditionExtractor) -> None:
    product = {"entity": "product", "value": "milk_kefir"}
    message = _read(extractor, "I take warfarin", entities=[product], guide={"red_flag": None})
    assert message.get("entities")[0] == product
    keys = {"person", "cleared", "cleared_by", "signs", "age_months", "allergens", "pronoun"}
    assert {"red_flag"} | keys <= set(message.get("guide"))


def test_what_is_found_reaches_the_parse_result(extractor: ConditionExtractor) -> None:
    output = _read(extractor, "milk gives me hives").as_dict(only_output_properties=True)
    assert output["guide"]["signs"] == ["hives"]
    assert output["entities"][0]["value"] == "milk_allergy"


def test_allergens_and_pronoun_reach_the_parse_result(extractor: ConditionExtractor) -> None:
    assert _read(extractor, "nuts and soy").get("guide")["allergens"] == ["tree_nut_allergy", "soy_allergy"]
    assert _read(extractor, "can he have it?").get("guide")["pronoun"] == "he"


def test_messages_without_text_stay_as_they_are(extractor: ConditionExtractor) -> None:
    for data in ({}, {"text": ""}, {"intent": "greet"}):
        assert extractor.process([Message(data=dict(data))])[0].data == data


def test_four_thousand_characters_are_read(extractor: ConditionExtractor) -> None:
    message = _read(extractor, ("I like kefir. " * 300)[:3970] + " I am pregnant")
    assert "pregnancy" in {entity["value"] for entity in message.get("entities")}


def test_the_fingerprint_changes_with_the_content(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content" / "common", tmp_path / "common")
    config = {"content_dir": str(tmp_path)}
    before = ConditionExtractor.fingerprint_addon(config)
    with (tmp_path / "common" / "medicines.yml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert ConditionExtractor.fingerprint_addon(config) != before


def test_missing_content_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ConditionExtractor.create({"content_dir": str(tmp_path)}, None, None, None)  # type: ignore[arg-type]


def test_illness_and_medicine_without_a_verdict_are_told_apart_from_entities(
    extractor: ConditionExtractor,
) -> None:
    message = _read(extractor, "my husband takes ramipril")
    assert message.get("guide")["unlisted"] == [{"status": "present", "person": "husband"}]
    assert not message.get("entities")


def test_what_is_denied_or_asked_in_general_is_not_unlisted(extractor: ConditionExtractor) -> None:
    for text in ("does kefir help gout?", "I don't have asthma", "people with epilepsy"):
        assert _read(extractor, text).get("guide")["unlisted"] == []


@pytest.mark.parametrize(
    "text", ["but my daughter gets hives from it", "it makes my daughter vomit within minutes"]
)
def test_it_is_milk_where_somebody_reacts_to_it(extractor: ConditionExtractor, text: str) -> None:
    entities = _read(extractor, text).get("entities")
    assert ("milk_allergy", "uncertain", "child") in [
        (e["value"], e["status"], e["subject"]) for e in entities
    ]


@pytest.mark.parametrize(
    "text", ["she gets the idea from it", "he is used to it", "how do I get from it to bread"]
)
def test_it_is_not_milk_elsewhere(extractor: ConditionExtractor, text: str) -> None:
    assert not [e for e in _read(extractor, text).get("entities", []) if e["value"] == "milk_allergy"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Pt 1 is a 45M on warfarin, pt 2 is a 30F with cow's milk allergy",
            {("warfarin", "patient"), ("milk_allergy", "patient_2")},
        ),
        (
            "one of my ladies takes antabuse and another has crohns",
            {("disulfiram", "lady_first"), ("crohns", "lady_second")},
        ),
        (
            "one of my clients takes antabuse and another is on warfarin",
            {("disulfiram", "patient"), ("warfarin", "patient_2")},
        ),
    ],
)
def test_people_marked_off_in_one_message_are_kept_apart(
    extractor: ConditionExtractor, text: str, found: set[tuple[str, str]]
) -> None:
    assert {(e["value"], e["person"]) for e in _read(extractor, text).get("entities")} == found


def test_a_second_reading_that_gains_nothing_keeps_the_places(extractor: ConditionExtractor) -> None:
    """Put at the whole text, the age would hide the product named beside it."""
    entity = _read(extractor, "Is coconut kefir alright for my 5 month old baby?").get("entities")[0]
    assert (entity["value"], entity["start"] > 0) == ("infant_under_12_months", True)


@pytest.mark.parametrize(
    "text", ["can my 4-year-old with eczema have it?", "is it ok if my son with a rash drinks it"]
)
def test_who_may_have_it_is_no_reaction_to_it(extractor: ConditionExtractor, text: str) -> None:
    found = _read(extractor, text).get("entities", [])
    assert not [e for e in found if e["value"] == "milk_allergy"]
