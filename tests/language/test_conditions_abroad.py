"""The main risks, told in another language beside a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from guide.advice.other_languages import languages
from guide.language.identification import Identifier, Limits
from guide.language.language_identifier import LanguageIdentifier

TOLD: dict[str, list[str]] = YAML(typ="safe").load(
    (Path(__file__).parent / "data" / "conditions_abroad.yml").read_text(encoding="utf-8")
)
RISKS = ("milk_allergy", "pregnancy", "immunocompromised")


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    return LanguageIdentifier(Identifier(Limits(0.45, 7.0, 4)))


def _told(
    identifier: LanguageIdentifier, text: str, entities: tuple[dict[str, str], ...] = ()
) -> set[object]:
    message = Message(data={"text": text, "entities": list(entities)})
    identifier.process([message])
    return {(row["value"], row["status"]) for row in message.get("entities", [])}


def test_every_language_has_the_risks() -> None:
    assert set(TOLD) == set(languages())


@pytest.mark.parametrize("language", sorted(TOLD))
def test_a_risk_told_in_another_language_is_noted_as_uncertain(
    identifier: LanguageIdentifier, language: str
) -> None:
    for text, risk in zip(TOLD[language], RISKS, strict=True):
        assert (risk, "uncertain") in _told(identifier, text), text


def test_spanish_soy_is_no_soya(identifier: LanguageIdentifier) -> None:
    soya = {"value": "soy_allergy", "status": "present"}
    text = "Soy una persona alérgica a la leche, ¿puedo beber kéfir?"
    assert _told(identifier, text, (soya,)) == {("milk_allergy", "uncertain")}


@pytest.mark.parametrize(
    "text", ["chemo ok?", "kefir after a transplant", "is the kefir for babies?", "milk"]
)
def test_english_is_left_to_the_english_rules(identifier: LanguageIdentifier, text: str) -> None:
    assert _told(identifier, text) == set()
