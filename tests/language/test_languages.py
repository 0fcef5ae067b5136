"""Other languages are told from English, and what is kept for each is complete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from guide.advice import red_flags
from guide.advice.other_languages import languages, word_list
from guide.advice.red_flag_phrases import GAP
from guide.advice.vocabulary import ReviewStatus
from guide.language.export_red_flags import ROOT, source
from guide.language.identification import Identifier, Limits
from guide.language.language_identifier import LanguageIdentifier
from guide.language.red_flag_detector import RedFlagDetector
from guide.language.scope import EMERGENCY, OTHER_LANGUAGE

TEN = {"zh", "hi", "es", "ar", "fr", "bn", "pt", "ru", "ur", "id"}
CODES = sorted(languages())


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


SENTENCES = read(Path(__file__).parent / "data" / "languages.yml")


def training() -> Iterator[tuple[str, str]]:
    """Yield every sentence of the training data with its intent."""
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in read(path)["nlu"]:
            lines = (line.strip().removeprefix("- ") for line in entry["examples"].splitlines())
            yield from ((line, entry["intent"]) for line in lines if line)


def english(*left_out: str) -> set[str]:
    """Return all English sentences of the training data and the claims, but for some intents."""
    said = {text for text, intent in training() if intent not in (OTHER_LANGUAGE, *left_out)}
    for path in (ROOT / "content").glob("*/claims/*.yml"):
        said |= {ask for claim in read(path)["claims"] for ask in claim["asks"]}
    return said


@pytest.fixture(scope="module")
def identifier() -> Identifier:
    return Identifier(Limits(**LanguageIdentifier.get_default_config()))


def named(identifier: Identifier, text: str) -> str:
    found = identifier.identify(text)
    return found.language if found else ""


class TestIdentification:
    def test_no_english_sentence_is_taken_for_another_language(self, identifier: Identifier) -> None:
        said = english()
        assert len(said) > 10_000
        assert not {text: found for text in said if (found := named(identifier, text))}

    @pytest.mark.parametrize(
        "text",
        [
            "gracias", "danke", "ciao", "merci beaucoup", "hola amigo", "你好", "no no no no",
            "ciao, is kefir ok for me", "can I have crème fraîche and dulce de leche",
            "ich weiß nicht means I don't know", "Saccharomyces cerevisiae, Lactobacillus kefiranofaciens",
            "metronidazol 500 mg kefir", "Clostridioides difficile colitis post vancomycin",
            "my name is José María García López", "is sauerkraut better than kimchi or tempeh",
            "azathioprine prednisolone warfarin metformin", "kan i drink kefir wit diabetis",
            "diverticulitis, gastritis, esophagitis", "wat abot kefir 4 my lil 1",
            "Helicobacter pylori eradication", "yoghurt, labneh, ayran, lassi or kefir",
        ],
    )  # fmt: skip
    def test_foreign_words_typos_and_names_do_not_make_it_another_language(
        self, identifier: Identifier, text: str
    ) -> None:
        assert named(identifier, text) == ""

    @pytest.mark.parametrize("part", ["dev", "test"])
    @pytest.mark.parametrize("code", CODES)
    def test_most_sentences_are_recognised_and_none_is_taken_for_a_third_language(
        self, identifier: Identifier, code: str, part: str
    ) -> None:
        said = SENTENCES[code][part]
        found = [named(identifier, text) for text in said]
        assert len(said) >= 15
        assert set(found) <= {code, ""}
        assert found.count(code) >= 0.7 * len(said)

    @pytest.mark.parametrize("part", ["dev", "test"])
    def test_nine_in_ten_are_recognised_over_all_languages(self, identifier: Identifier, part: str) -> None:
        said = [(text, code) for code in CODES for text in SENTENCES[code][part]]
        right = sum(named(identifier, text) == code for text, code in said)
        assert right >= 0.92 * len(said)

    @pytest.mark.parametrize(
        "text",
        [
            "скільки зберігається кефір у холодильнику",
            "آیا می توانم کفیر بنوشم اگر دیابت دارم",
            "ケフィアは糖尿病でも飲めますか教えてください",
        ],
    )
    def test_a_neighbouring_language_is_not_answered_in_ours(self, identifier: Identifier, text: str) -> None:
        assert named(identifier, text) == ""

    @pytest.mark.parametrize(
        ("text", "language"), [("我不懂", ""), ("我不懂英", "zh"), ("не понимаю вас", "")]
    )
    def test_four_words_are_needed_and_a_chinese_character_is_one(
        self, identifier: Identifier, text: str, language: str
    ) -> None:
        assert named(identifier, text) == language

    def test_every_example_of_the_intent_is_recognised(self, identifier: Identifier) -> None:
        examples = [text for text, intent in training() if intent == OTHER_LANGUAGE]
        assert not [text for text in examples if not named(identifier, text)]


class TestEmergencies:
    @pytest.mark.parametrize("code", CODES)
    @pytest.mark.parametrize("part", ["emergencies_dev", "emergencies_test"])
    def test_emergencies_are_found_as_their_kind(self, code: str, part: str) -> None:
        found = {text: red_flags.detect(text) for _, text in SENTENCES[code][part]}
        kinds = [(flag.kind if flag else None) for flag in found.values()]
        assert kinds == [kind for kind, _ in SENTENCES[code][part]]
        assert sum(flag.language != code for flag in found.values() if flag) <= 1

    @pytest.mark.parametrize("code", CODES)
    def test_ordinary_sentences_raise_no_alarm(self, code: str) -> None:
        said = [*SENTENCES[code]["dev"], *SENTENCES[code]["test"]]
        assert not [text for text in said if red_flags.detect(text)]

    def test_no_english_sentence_raises_the_alarm_of_another_language(self) -> None:
        alarmed = {text: flag for text in english(EMERGENCY) if (flag := red_flags.detect(text))}
        assert not {text: flag for text, flag in alarmed.items() if flag.language}


class TestContent:
    def test_the_ten_most_spoken_are_kept(self) -> None:
        assert set(languages()) >= TEN

    @pytest.mark.parametrize("code", CODES)
    def test_the_number_comes_first_and_everything_is_there(self, code: str) -> None:
        entry = languages()[code]
        assert set(entry) - {"false_friends"} == {
            "id", "name", "review", "guidance_in_english", "emergency", "adrenaline",
            "persons", "conditions", "emergency_phrases", "signs",
            "not_now", "now", "over", "not_over",
        }  # fmt: skip
        assert entry["emergency"][:3].isdigit()
        assert all(number in entry["emergency"] for number in ("112", "911", "999"))
        assert all(number in entry["guidance_in_english"] for number in ("112", "911", "999"))
        assert ReviewStatus(entry["review"]) is ReviewStatus.SUBMITTED

    @pytest.mark.parametrize("code", CODES)
    def test_phrases_have_known_kinds_and_are_written_once(self, code: str) -> None:
        phrases = languages()[code]["emergency_phrases"]
        assert set(phrases) <= set(source("emergency")["emergency"])
        every = [phrase for kind in phrases.values() for phrase in kind]
        assert len(every) == len(set(every))
        assert not [phrase for phrase in every if phrase.split()[0] == GAP or phrase.startswith("*")]

    @pytest.mark.parametrize("code", CODES)
    def test_every_language_has_the_same_signs(self, code: str) -> None:
        signs = languages()[code]["signs"]
        needed = {need for rule in word_list("sign_rules") for need in rule["needs"]}
        assert set(signs) == needed
        assert all(signs.values())


class TestComponent:
    @pytest.fixture(scope="class")
    def component(self, tmp_path_factory: pytest.TempPathFactory) -> LanguageIdentifier:
        storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
        context = ExecutionContext(GraphSchema({}))
        config = LanguageIdentifier.get_default_config()
        return LanguageIdentifier.create(config, storage, Resource("language"), context)

    def process(self, component: LanguageIdentifier, text: str, intent: str) -> Message:
        message = Message({"text": text, "intent": {"name": intent, "confidence": 0.4}})
        message.set("guide", {"questions": ["one"], "person": "self"}, add_to_output=True)
        component.process([message])
        return RedFlagDetector().process([message])[0]

    def test_another_language_gets_its_intent_and_keeps_what_else_was_found(
        self, component: LanguageIdentifier
    ) -> None:
        message = self.process(component, "me gustaría saber dónde lo compro", "ask_storage")
        assert message.get("intent")["name"] == OTHER_LANGUAGE
        assert message.get("intent_ranking") == [message.get("intent")]
        guide = message.get("guide")
        assert (guide["language"], guide["questions"], guide["person"]) == ("es", [], "self")

    def test_english_stays_as_it_was_read(self, component: LanguageIdentifier) -> None:
        message = self.process(component, "where can I buy the grains", "ask_storage")
        assert message.get("intent")["name"] == "ask_storage"
        assert "language" not in message.get("guide")

    def test_an_emergency_in_it_is_an_emergency(self, component: LanguageIdentifier) -> None:
        text = "después de tomar kéfir no puedo respirar bien"
        message = self.process(component, text, "out_of_scope")
        assert message.get("intent") == {"name": EMERGENCY, "confidence": 1.0}
        assert message.get("guide")["red_flag"]["language"] == message.get("guide")["language"] == "es"

    def test_what_the_classifier_took_for_an_emergency_stays_one(self, component: LanguageIdentifier) -> None:
        message = self.process(component, "me gustaría saber dónde lo compro", EMERGENCY)
        assert message.get("intent")["name"] == EMERGENCY
        assert message.get("guide")["language"] == "es"

    def test_a_message_without_text_is_left_alone(self, component: LanguageIdentifier) -> None:
        assert component.process([Message({})])[0].get("intent") is None
