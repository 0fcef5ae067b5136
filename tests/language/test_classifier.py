"""What a message is about, when it is refused, and when it is an emergency."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guide.language.encoder import shared_encoder
from guide.language.ngrams import NgramWeights
from guide.language.pack_claims import PackError, read_claims
from guide.language.red_flag_detector import RedFlagDetector
from guide.language.scope import Thresholds, decide
from guide.language.topic_classifier import TopicClassifier
from guide.language.topic_model import Blend, TopicModel

LIMITS = Thresholds(outside=0.2, emergency=0.8, question=0.6)
EXAMPLES = {
    "ask_storage": [
        "how do I store kefir",
        "does it need the fridge",
        "how long does kefir keep",
        "can I freeze it",
    ],
    "ask_alcohol_content": [
        "is there alcohol in kefir",
        "how much alcohol is in it",
        "can it make me drunk",
        "abv?",
    ],
    "affirm": ["yes", "yep", "sure", "yes please"],
    "deny": ["no", "nope", "no thanks", "not at all"],
    "out_of_scope": ["what is the weather", "tell me a joke", "who won the match", "asdfgh"],
    "near_scope": ["can my dog drink kefir", "is kombucha healthy", "does kefir help acne", "vitamin d dose"],
    "report_emergency": [
        "I can't breathe",
        "my throat is closing",
        "she fainted after milk",
        "his lips turn blue",
    ],
}
PAIRS = [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
CLAIM = """claims:
- id: store-fridge
  topic: storage
  plain: Keep it cold.
  clinical: Refrigerate at 5 C.
  asks: [Where do I keep it?]
"""


@pytest.fixture(scope="module")
def model() -> TopicModel:
    texts = [text for text, _ in PAIRS]
    vectors = shared_encoder().encode_all(texts)
    return TopicModel.train(texts, [intent for _, intent in PAIRS], vectors, Blend(10.0, 0.5, 10.0))


def likeliest(model: TopicModel, text: str) -> str:
    return next(iter(model.probabilities(text, shared_encoder().encode(text))))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("should kefir go in the refrigerator?", "ask_storage"),
        ("alchohol content?", "ask_alcohol_content"),
        ("yess", "affirm"),
        ("noope", "deny"),
        ("joke please", "out_of_scope"),
    ],
)
def test_a_new_wording_is_understood(model: TopicModel, text: str, intent: str) -> None:
    assert likeliest(model, text) == intent


def test_probabilities_cover_every_intent_and_add_up(model: TopicModel) -> None:
    shares = model.probabilities("no", shared_encoder().encode("no"))
    assert set(shares) == set(EXAMPLES)
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)


def test_a_saved_model_answers_as_before(model: TopicModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    vector = shared_encoder().encode("can I freeze kefir")
    assert TopicModel.load(tmp_path).probabilities("can I freeze kefir", vector) == model.probabilities(
        "can I freeze kefir", vector
    )


def test_an_unseen_alphabet_has_no_ngrams_and_no_error() -> None:
    columns, values = NgramWeights.fit(["yes", "yes please"]).row("ケフィア")
    assert len(columns) == len(values) == 0


def test_a_message_is_refused_before_outside_is_likeliest() -> None:
    reading = decide("", {"ask_storage": 0.7, "near_scope": 0.2, "out_of_scope": 0.1}, LIMITS)
    assert reading.intent == "near_scope"


def test_a_refusal_names_the_likelier_class_outside() -> None:
    assert (
        decide("", {"ask_storage": 0.2, "near_scope": 0.3, "out_of_scope": 0.5}, LIMITS).intent
        == "out_of_scope"
    )


def test_a_weak_guess_is_no_emergency() -> None:
    assert (
        decide("", {"report_emergency": 0.7, "ask_storage": 0.3, "near_scope": 0.0}, LIMITS).intent
        == "ask_storage"
    )


def test_a_strong_guess_is_an_emergency() -> None:
    reading = decide("", {"report_emergency": 0.85, "ask_storage": 0.1, "near_scope": 0.05}, LIMITS)
    assert reading.intent == "report_emergency"


def test_the_ranking_begins_with_the_intent_and_falls() -> None:
    shares = {"ask_storage": 0.6, "near_scope": 0.25, "deny": 0.1, "affirm": 0.05}
    ranking = decide("", shares, LIMITS).ranking
    assert ranking[0][0] == "near_scope"
    assert [share for _, share in ranking] == sorted((share for _, share in ranking), reverse=True)


def test_claims_that_are_missing_stop_training_with_a_clear_word(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be trained without the content pack"):
        read_claims(tmp_path)


@pytest.fixture(scope="module")
def component(tmp_path_factory: pytest.TempPathFactory) -> TopicClassifier:
    """The component as it is after training, saving and loading."""
    folder = tmp_path_factory.mktemp("classifier")
    (folder / "pack" / "claims").mkdir(parents=True)
    (folder / "pack" / "claims" / "storage.yml").write_text(CLAIM)
    (folder / "store").mkdir()
    storage, resource = LocalModelStorage(folder / "store"), Resource("topics")
    context = ExecutionContext(GraphSchema({}), model_id="test")
    config = {**TopicClassifier.get_default_config(), "pack_dir": str(folder / "pack")}
    data = TrainingData([Message({"text": text, "intent": intent}) for text, intent in PAIRS])
    TopicClassifier.create(config, storage, resource, context).train(data)
    return TopicClassifier.load(config, storage, resource, context)


def read(component: TopicClassifier, text: str) -> Message:
    return component.process([Message({"text": text})])[0]


@pytest.mark.parametrize("text", ["", "🙂", "???", "\n"])
def test_a_message_without_words_is_out_of_scope(component: TopicClassifier, text: str) -> None:
    assert read(component, text).get("intent") == {"name": "out_of_scope", "confidence": 1.0}


def test_the_sample_questions_of_claims_are_learnt(component: TopicClassifier) -> None:
    assert read(component, "Where do I keep it?").get("intent")["name"] == "ask_storage"


def test_intent_and_ranking_reach_the_parse_result(component: TopicClassifier) -> None:
    message = read(component, "how do I store kefir")
    parsed = message.as_dict(only_output_properties=True)
    assert parsed["intent"]["name"] == "ask_storage"
    assert parsed["intent_ranking"][0]["name"] == "ask_storage"
    assert type(parsed["intent"]["confidence"]) is float


def test_the_red_flag_rules_overrule_the_classifier(component: TopicClassifier) -> None:
    message = RedFlagDetector().process([read(component, "my throat is closing after the kefir")])[0]
    assert message.get("intent") == {"name": "report_emergency", "confidence": 1.0}
    assert message.get("guide")["red_flag"]["kind"] == "anaphylaxis"
    assert "guide" in message.output_properties


def test_an_emergency_only_the_classifier_sees_is_kept_as_unspecified() -> None:
    message = Message(
        {"text": "hm", "intent": {"name": "report_emergency", "confidence": 0.9}, "guide": {"person": "son"}}
    )
    guide = RedFlagDetector().process([message])[0].get("guide")
    assert guide["red_flag"] == {"kind": "unspecified", "person": None, "food_involved": True}
    assert guide["person"] == "son"


def test_without_emergency_there_is_no_red_flag(component: TopicClassifier) -> None:
    message = RedFlagDetector().process([read(component, "how do I store kefir")])[0]
    assert message.get("guide") == {"red_flag": None, "past_reaction": False}


def test_a_change_of_claims_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.yml").write_text(CLAIM)
    before = TopicClassifier.fingerprint_addon({"pack_dir": str(tmp_path)})
    (tmp_path / "claims" / "a.yml").write_text(CLAIM.replace("cold", "cool"))
    assert TopicClassifier.fingerprint_addon({"pack_dir": str(tmp_path)}) != before
