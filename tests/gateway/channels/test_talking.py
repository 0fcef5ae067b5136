"""A conversation is the same on every platform: whole, in order, once, whatever the platform does."""

from __future__ import annotations

import asyncio

import pytest
from channel_chat import Chat, those_with
from scripted_rasa import answered, said

MILK = ("Milk allergy", "Lactose intolerance", "Neither", "Not sure", "Skip")
RISKS = (*(f"Risk {letter}" for letter in "abcdefghijklmnopqrst"), "None of these")
EMERGENCY = "my son drank kefir and he can't breathe"


def at_end(texts: list[str]) -> str:
    """Return what was said last."""
    return texts[-1]


async def test_from_the_first_word_to_an_answer(chat: Chat) -> None:
    chat.rasa.script("can I drink kefir?", said("Is it an allergy?", *MILK))
    chat.rasa.script("Neither", said("Does any hold?", *RISKS, choose="many"))
    chat.rasa.script("Risk b, Risk d", answered("Ask your doctor.", "c1", buttons=("Why?",)))
    opening = await chat.say("can I drink kefir?")
    assert "keeps it by its own rules" in opening[0]
    assert "Is it an allergy?" in "".join(opening)
    if chat.platform.newest_buttons("7"):
        question = await chat.click("Neither")
    else:
        assert "3. Neither" in at_end(opening)
        question = await chat.say("3")
    assert "2. Risk b" in at_end(question)
    answer = await chat.say("2 and 4")
    assert chat.rasa.texts == ["can I drink kefir?", "Neither", "Risk b, Risk d"]
    assert "Ask your doctor." in "".join(answer)


async def test_only_the_first_reply_tells_what_is_kept(chat: Chat) -> None:
    chat.rasa.usual = (said("I introduce myself.", introduces=True), said("Noted."))
    first = await chat.say("one")
    assert sum("forget me" in text for text in first) == 1
    assert not any("introduce" in text for text in first)
    assert "".join(await chat.say("two")).startswith("Noted.")


async def test_an_emergency_comes_first_and_once(chat: Chat) -> None:
    chat.rasa.script(EMERGENCY, said("Call now.", emergency=True, kind="anaphylaxis"))
    texts = await chat.say(EMERGENCY)
    assert "emergency number" in texts[0]
    assert chat.rasa.texts == [EMERGENCY]
    assert sum("adrenaline" in text for text in texts) == 1
    assert "keeps it by its own rules" in at_end(texts)


async def test_the_same_call_twice_is_answered_once(chat: Chat) -> None:
    webhook = chat.platform.message("hello")
    assert [await chat.deliver(webhook) for _ in range(3)] == [200] * 3
    await chat.settled()
    assert chat.rasa.texts == ["hello"]


async def test_several_at_once_are_answered_in_order(chat: Chat) -> None:
    texts = [f"message {number}" for number in range(5)]
    for text in texts:
        chat.rasa.script(text, said(f"reply to {text}"))
        await chat.deliver(chat.platform.message(text))
    await chat.settled()
    assert [t for t in chat.platform.texts("7") if t.startswith("reply")] == [f"reply to {t}" for t in texts]


async def test_two_people_are_two_conversations(chat: Chat) -> None:
    await asyncio.gather(chat.say("I am one", "7"), chat.say("I am two", "8"))
    senders = {each["message"]: each["sender"] for each in chat.rasa.heard}
    assert senders["I am one"] != senders["I am two"]
    assert "7" not in senders["I am one"].split("-")


async def test_a_long_answer_is_split_and_nothing_is_lost(chat: Chat) -> None:
    lines = [f"- Statement {number} says something that matters. [{number}]" for number in range(125)]
    chat.rasa.script("tell me all", said("\n".join(lines)))
    assert len("\n".join(lines)) > 6_000
    texts = await chat.say("tell me all")
    assert [line for text in texts for line in text.split("\n") if line.startswith("- ")] == lines


async def test_a_picture_gets_a_courteous_line(chat: Chat) -> None:
    assert await chat.deliver(chat.platform.picture()) == 200
    await chat.settled()
    assert "only text" in at_end(chat.platform.texts("7"))
    assert not chat.rasa.heard


@those_with("has_buttons")
async def test_a_button_of_an_earlier_question_sets_nothing(chat: Chat) -> None:
    chat.rasa.script("one", said("First?", "Yes", "No"))
    await chat.say("one")
    old = chat.platform.newest_buttons("7")
    await chat.say("two")
    await chat.deliver(chat.platform.click(old[0]))
    await chat.settled()
    assert "earlier question" in at_end(chat.platform.texts("7"))
    assert chat.rasa.texts == ["one", "two"]


async def test_forget_me_makes_somebody_new(chat: Chat) -> None:
    await chat.say("hello")
    assert "Erased." in at_end(await chat.say("forget me"))
    await chat.say("hello again")
    senders = [each["sender"] for each in chat.rasa.heard]
    assert senders[0] == senders[1] != senders[2]


@pytest.mark.parametrize("word", ["STOP", "stop", "/stop"])
async def test_stop_ends_and_erases(chat: Chat, word: str) -> None:
    await chat.say("hello")
    await chat.say(word)
    await chat.say("hello again")
    senders = {each["message"]: each["sender"] for each in chat.rasa.heard}
    assert senders["forget me"] == senders["hello"] != senders.get("hello again")


async def test_what_only_leads_over_stands_before_what_it_leads_to(chat: Chat) -> None:
    chat.rasa.script("and my son?", said("This is about your son."), answered("Best avoided.", "c1"))
    texts = await chat.say("and my son?")
    assert "This is about your son.\nBest avoided." in texts[-1]


@those_with("has_groups")
async def test_in_a_group_nobody_is_asked_about_health(chat: Chat) -> None:
    webhook = chat.platform.in_group("can my son have kefir? he has hives")
    assert await chat.deliver(webhook) == 200
    await chat.settled()
    assert not chat.rasa.heard
    (shown,) = chat.platform.shown
    assert "Others can read along here" in shown.text
    assert "hives" not in shown.text


@those_with("has_groups")
async def test_in_a_group_an_emergency_is_answered_in_place(chat: Chat) -> None:
    await chat.deliver(chat.platform.in_group(EMERGENCY, addressed=False))
    await chat.settled()
    assert "emergency number" in chat.platform.shown[0].text
    assert not chat.rasa.heard
