"""A message is cut into its questions, and each finds the claims nearest to its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from guide.language.claim_index import ClaimIndex
from guide.language.encoder import shared_encoder
from guide.language.pack_claims import ClaimTexts
from guide.language.question_reader import QuestionReader
from guide.language.questions import understand
from guide.language.scope import Reading
from guide.language.segments import asks_something, segments
from guide.language.topic_classifier import QUESTIONS

CLAIMS = [
    ClaimTexts(
        "store-fridge",
        "storage",
        ("Keep kefir in the fridge.", "Refrigerate at 5 C."),
        ("How do I store it?",),
    ),
    ClaimTexts(
        "store-discard",
        "storage",
        ("Throw mouldy kefir away.", "Discard if mould shows."),
        ("Is mould bad?",),
    ),
    ClaimTexts(
        "alcohol", "alcohol_content", ("It holds a little alcohol.", "Ethanol is low."), ("Is it alcoholic?",)
    ),
]


def reader_of(known: dict[str, tuple[str, float]]) -> Callable[[str], Reading]:
    """A classifier that knows what each text is; all else is out of scope."""

    def classify(text: str) -> Reading:
        intent, confidence = known.get(text, ("out_of_scope", 0.9))
        return Reading(text, intent, confidence, ((intent, confidence),))

    return classify


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("How do I store it? Is there alcohol in it?", ["How do I store it?", "Is there alcohol in it?"]),
        ("how do I store it and how much should I drink", ["how do I store it", "how much should I drink"]),
        ("how do I store it, and is it alcoholic", ["how do I store it", "is it alcoholic"]),
        ("I have eczema.\nCan I drink it", ["I have eczema.", "Can I drink it"]),
        ("gas and bloating after kefir", ["gas and bloating after kefir"]),
        ("is goat and sheep kefir ok", ["is goat and sheep kefir ok"]),
        ("it has 1.5 percent", ["it has 1.5 percent"]),
        ("", [""]),
    ],
)
def test_a_message_is_cut_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert segments(text) == parts


def test_a_sentence_of_a_story_asks_nothing() -> None:
    assert not asks_something("My son had hives last year.")
    assert asks_something("so what about the fridge")


def test_two_questions_are_kept_in_their_order() -> None:
    classify = reader_of(
        {"Is it alcoholic?": ("ask_alcohol_content", 0.9), "How do I store it?": ("ask_storage", 0.8)}
    )
    understood = understand("Is it alcoholic? How do I store it?", classify, 0.6)
    assert [each.intent for each in understood.questions] == ["ask_alcohol_content", "ask_storage"]
    assert understood.reading.intent == "ask_alcohol_content"


def test_two_questions_on_one_topic_are_one_with_both_texts() -> None:
    classify = reader_of(
        {"Can I freeze it?": ("ask_storage", 0.9), "How long does it keep?": ("ask_storage", 0.8)}
    )
    (question,) = understand("Can I freeze it? How long does it keep?", classify, 0.6).questions
    assert question.text == "Can I freeze it? How long does it keep?"


def test_a_story_does_not_add_a_question() -> None:
    text = "I had a milk allergy as a child. How do I store it?"
    classify = reader_of(
        {
            "I had a milk allergy as a child.": ("ask_milk_allergy", 0.9),
            "How do I store it?": ("ask_storage", 0.9),
        }
    )
    assert [each.intent for each in understand(text, classify, 0.6).questions] == ["ask_storage"]


def test_the_whole_counts_where_it_is_clearer_than_its_question() -> None:
    text = "My son is five months old. How much is ok?"
    classify = reader_of({text: ("ask_infants_children", 0.9), "How much is ok?": ("ask_serving_size", 0.7)})
    assert understand(text, classify, 0.6).reading.intent == "ask_infants_children"


def test_a_part_we_can_answer_is_not_refused_with_the_whole() -> None:
    classify = reader_of({"How much is ok?": ("ask_serving_size", 0.4)})
    assert (
        understand("It rained all day. How much is ok?", classify, 0.6).reading.intent == "ask_serving_size"
    )


def test_an_emergency_in_any_part_is_the_message() -> None:
    classify = reader_of(
        {"I can't breathe.": ("report_emergency", 0.9), "Is that bad?": ("ask_side_effects", 0.9)}
    )
    understood = understand("I can't breathe. Is that bad?", classify, 0.6)
    assert understood.reading.intent == "report_emergency"
    assert understood.questions == ()


def test_talk_about_the_talk_is_no_question_on_a_topic() -> None:
    assert (
        understand(
            "why did you say that", reader_of({"why did you say that": ("ask_why", 0.9)}), 0.6
        ).questions
        == ()
    )


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    return ClaimIndex.build(CLAIMS, shared_encoder())


def test_the_claim_that_answers_comes_first(index: ClaimIndex) -> None:
    said = shared_encoder().encode("there is something mouldy on top")
    claims = index.nearest("ask_storage", [(said, 1.0)])
    assert [name for name, _ in claims] == ["store-discard", "store-fridge"]


def test_a_topic_without_claims_has_none(index: ClaimIndex) -> None:
    assert index.nearest("ask_suitability", [(shared_encoder().encode("may I?"), 1.0)]) == []


def test_the_questions_join_what_is_known_of_the_message(index: ClaimIndex) -> None:
    reading = Reading("How do I store it?", "ask_storage", 0.9, (("ask_storage", 0.9),))
    message = Message({"text": "How do I store it?", "guide": {"person": "son"}, QUESTIONS: (reading,)})
    reader = QuestionReader(QuestionReader.get_default_config(), None, Resource("claims"), index)  # type: ignore[arg-type]
    parsed = reader.process([message])[0].as_dict(only_output_properties=True)
    assert parsed["guide"]["person"] == "son"
    (question,) = parsed["guide"]["questions"]
    assert question["intent"] == "ask_storage"
    assert question["claims"][0] == ["store-fridge", pytest.approx(1.0, abs=0.01)]
    assert QUESTIONS not in parsed
