"""Products and modifiers are found by the pack's terms, in the ways people write them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from guide.language.product_extractor import ProductExtractor
from guide.language.products import ProductFinder

PACK = Path(__file__).parents[2] / "content" / "kefir"


@pytest.fixture(scope="module")
def finder() -> ProductFinder:
    return ProductFinder.from_pack(PACK)


def named(finder: ProductFinder, text: str, kind: str) -> list[str]:
    return [mention.id for mention in finder.find(text) if mention.kind == kind]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("is goat\u2019s milk kefir ok", ["goat_sheep_kefir"]),
        ("goats milk kefir", ["goat_sheep_kefir"]),
        ("and goat?", ["goat_sheep_kefir"]),
        ("the lactose free one", ["lactose_free_milk_kefir"]),
        ("what about coconut?", ["coconut_kefir"]),
        ("WATER KEFFIR please", ["water_kefir"]),
        ("almond-milk kefir", ["almond_kefir"]),
        ("soy, oat or coconut kefir", ["soy_kefir", "oat_kefir", "coconut_kefir"]),
        ("kefir made with coconut milk", ["coconut_kefir"]),
        ("would one made from soya do", ["soy_kefir"]),
        ("is the kind that's made with almond milk any good", ["almond_kefir"]),
        ("he made with me a coconut cake", []),
        ("is milk kefir the same as water kefir", ["milk_kefir", "water_kefir"]),
        ("what is kefir", []),
        ("vegan kefir", []),
        ("is goat cheese fine", []),
        ("I love coconut cake", []),
        ("", []),
    ],
)
def test_products_are_named(finder: ProductFinder, text: str, products: list[str]) -> None:
    assert named(finder, text, "product") == products


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("raw milk kefir", ["raw_milk_base"]),
        ("it isn't pasteurised", ["raw_milk_base"]),
        ("home-made, from my own grains", ["home_made"]),
        ("it's pasteurised, not raw milk", []),
        ("it isn't homemade", []),
        ("there is no mould on it", []),
        ("not raw milk but homemade", ["home_made"]),
        ("unsweetened kefir", []),
    ],
)
def test_modifiers_are_named_unless_denied(finder: ProductFinder, text: str, modifiers: list[str]) -> None:
    assert named(finder, text, "modifier") == modifiers


def test_places_are_those_of_the_message(finder: ProductFinder) -> None:
    text = "İs oat kefir fine?"
    mention = finder.find(text)[0]
    assert text[mention.start : mention.end] == "oat kefir"


def test_what_belongs_to_a_condition_is_no_product(finder: ProductFinder) -> None:
    assert finder.find("and coconut?", taken=[(0, 11)]) == []


def test_entities_are_appended_to_those_already_there(finder: ProductFinder) -> None:
    condition = {"entity": "condition", "value": "milk_allergy", "start": 0, "end": 12}
    message = Message({"text": "milk allergy, is oat kefir ok", "entities": [condition]})
    entities = ProductExtractor(finder).process([message])[0].get("entities")
    assert [each["value"] for each in entities] == ["milk_allergy", "oat_kefir"]
    assert entities[1] == {
        "entity": "product",
        "value": "oat_kefir",
        "start": 17,
        "end": 26,
        "extractor": "ProductExtractor",
    }


@pytest.mark.parametrize(
    "text", ["goat or " * 500 + "kefir", "not " * 1000 + "raw milk", "kefir made " * 400]
)
def test_a_flood_of_words_takes_no_long_time(finder: ProductFinder, text: str) -> None:
    started = time.perf_counter()
    finder.find(text)
    assert time.perf_counter() - started < 3
