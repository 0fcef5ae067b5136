"""Nothing is erased because a classifier thought so: what somebody told of an allergy would be lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.advice.content import Content
from guide.advice.conversation import Conversation, Message
from guide.advice.dialogue import respond
from guide.advice.profile import MILK, Fact, Profile
from guide.advice.vocabulary import Status

TOLD = Conversation(profiles={"self": Profile(facts={MILK: Fact(MILK, Status.PRESENT)})}, introduced=True)

SYMPTOMS = (
    "my lips go numb and then it clears up",
    "gets all tight here but passes after a bit",
    "the rash is gone by evening",
    "it goes down on its own",
    "comes and goes",
    "burning in the throat",
)
ASKED = (
    "forget me",
    "please erase all of this",
    "delete my data",
    "wipe everything I said",
    "can you remove what you know about us",
    "I do not want any of it kept",
    "get rid of my details",
    "dlete my chat",
    "scrub my messages please",
    "clear the conversation",
    "under GDPR I want my record destroyed",
)


def said(text: str) -> Message:
    return Message(1.0, text, "forget_me")


@pytest.mark.parametrize("text", SYMPTOMS)
def test_a_symptom_taken_for_a_request_erases_nothing(content: Content, text: str) -> None:
    turn = respond(TOLD, [said(text)], content)
    assert turn.state.profiles["self"].facts[MILK].status is Status.PRESENT
    assert "utter_forgotten" not in [say.phrase for say in turn.says]


@pytest.mark.parametrize("text", ASKED)
def test_who_asks_for_erasure_gets_it(content: Content, text: str) -> None:
    turn = respond(TOLD, [said(text)], content)
    assert [say.phrase for say in turn.says] == ["utter_forgotten"]
    assert not turn.state.profiles


BODY = ["my", "throat", "lips", "milk", "kefir", "goes", "tight", "away", "hurt", "itchy", "then", "well"]


@given(words=st.lists(st.sampled_from(BODY)))
def test_no_words_about_the_body_erase_anything(content: Content, words: list[str]) -> None:
    turn = respond(TOLD, [said(" ".join(words))], content)
    assert "utter_forgotten" not in [say.phrase for say in turn.says]
