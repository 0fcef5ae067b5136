"""A question is kept only if it was offered and the person agrees at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message, Say, Turn
from guide.advice.dialogue import respond
from guide.advice.keeping import agreed, thanks, with_offer

YES = "You may keep that question"
OFFERED = Conversation(offered=1.0, introduced=True)


def says(text: str, number: float = 2.0, **read: str) -> Message:
    return Message(number, text, read.pop("intent", "affirm"), **read)


def phrases(turn: Turn) -> list[str]:
    return [say.phrase for say in turn.says]


@pytest.mark.parametrize("text", [YES, "you may keep that question.", "ok, keep this question please"])
def test_the_offered_sentence_agrees(text: str) -> None:
    assert agreed(OFFERED, [says(text)])


@pytest.mark.parametrize("text", ["yes", "ok", "no", "don't keep that question", "do not keep that question"])
def test_nothing_else_agrees(text: str) -> None:
    assert not agreed(OFFERED, [says(text)])


def test_without_an_offer_nothing_is_agreed_to() -> None:
    assert not agreed(Conversation(), [says(YES)])


def test_another_message_in_between_ends_the_offer() -> None:
    """Its action may have failed; it was still something else than yes."""
    assert not agreed(OFFERED, [says("what else"), says(YES, 3.0)])


def test_no_question_is_kept_in_an_emergency() -> None:
    assert not agreed(replace(OFFERED, emergency="anaphylaxis"), [says(YES)])
    assert not agreed(OFFERED, [says(YES, red_flag="anaphylaxis")])


@pytest.mark.parametrize(
    ("intent", "phrase"),
    [
        ("nlu_fallback", "utter_not_understood"),
        ("near_scope", "utter_near_scope"),
        ("out_of_scope", "utter_out_of_scope"),
    ],
)
def test_what_was_not_answered_may_be_kept(content: Content, intent: str, phrase: str) -> None:
    message = says("who won the cup", intent=intent)
    turn = with_offer(respond(Conversation(), [message], content), message, 90)
    assert phrases(turn)[-2:] == [phrase, "utter_may_keep"]
    assert turn.state.offered == message.number


def test_what_was_answered_is_not_offered_and_ends_an_older_offer(content: Content) -> None:
    message = says("hello", intent="greet")
    turn = with_offer(respond(OFFERED, [message], content), message, 90)
    assert phrases(turn) == ["utter_greet"]
    assert turn.state.offered == 0.0


def test_nothing_is_offered_in_an_emergency() -> None:
    turn = Turn(Conversation(emergency="anaphylaxis"), (Say("utter_not_understood"),))
    assert with_offer(turn, says("help"), 90) == turn


def test_the_state_holds_no_words(content: Content) -> None:
    message = says("my cat purple hippo", intent="nlu_fallback")
    turn = with_offer(respond(Conversation(), [message], content), message, 90)
    assert "hippo" not in repr(turn.state)


def test_the_thanks_say_how_long_and_end_the_offer() -> None:
    turn = thanks(OFFERED, says(YES), kept=True, days=30)
    assert turn.says == (Say("utter_question_kept", {"days": "30"}),)
    assert (turn.state.offered, turn.state.folded) == (0.0, 2.0)
    assert phrases(thanks(OFFERED, says(YES), kept=False, days=30)) == ["utter_question_not_kept"]
