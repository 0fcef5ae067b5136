"""What people reply in their own words is read, and what could relax advice only where it is sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message

from guide.advice.meaning import SURE
from guide.language.replies import OTHER, RepliesError, read_replies
from guide.language.reply_reader import ReplyReader

ROOT = Path(__file__).resolve().parents[2]
HELD_BACK = read_replies(ROOT / "tests" / "language" / "data" / "replies.yml")
LEARNT = read_replies(ROOT / "data" / "replies" / "replies.yml")
RELAXING = {"milk_fine", "nothing_listed", "only_those", "over", "no_emergency"}
LEAST_RIGHT, MOST_SURELY_WRONG = 0.85, 0.02


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> ReplyReader:
    settings = ReplyReader.get_default_config() | {"replies": str(ROOT / "data" / "replies" / "replies.yml")}
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    component = ReplyReader(settings, storage, Resource("replies"))
    component.train(load_data(str(ROOT / "data" / "nlu")))
    return ReplyReader.load(settings, storage, Resource("replies"), None)  # type: ignore[arg-type]


def meanings(reader: ReplyReader, text: str) -> dict[str, float]:
    return reader.process([Message({"text": text})])[0].get("guide")["reply"]


def letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def test_most_replies_of_another_hand_are_read(reader: ReplyReader) -> None:
    read = [(meaning, meanings(reader, text)) for text, meaning in HELD_BACK]
    right = [next(iter(found), OTHER) == meaning for meaning, found in read]
    assert sum(right) / len(right) >= LEAST_RIGHT
    sure = [(meaning, name) for meaning, found in read for name, share in found.items() if share >= SURE]
    assert sum(meaning != name for meaning, name in sure) / len(sure) <= MOST_SURELY_WRONG


def test_nothing_else_is_surely_taken_for_what_relaxes(reader: ReplyReader) -> None:
    wrong = [
        (row, name)
        for row, (text, meaning) in enumerate(HELD_BACK)
        for name, share in meanings(reader, text).items()
        if share >= SURE and name in RELAXING and name != meaning
    ]
    assert not wrong


def test_held_back_replies_are_not_learnt() -> None:
    learnt = {letters(text) for text, _ in LEARNT}
    assert not [row for row, (text, _) in enumerate(HELD_BACK) if letters(text) in learnt]


def test_what_a_message_states_beside_its_question_is_read_by_itself(reader: ReplyReader) -> None:
    text = "He's never had any bother with milk. How long does it keep?"
    found = reader.process([Message({"text": text})])[0].get("guide")
    assert next(iter(found["stated_reply"])) == "milk_fine"


@pytest.mark.parametrize("text", ["", "\U0001f44d", "???"])
def test_a_message_without_words_means_nothing(reader: ReplyReader, text: str) -> None:
    assert meanings(reader, text) == {}


@pytest.mark.parametrize("content", ["", "meanings: [a]", "other: {}"])
def test_a_wrong_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "replies.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RepliesError, match=r"replies\.yml"):
        read_replies(path)
