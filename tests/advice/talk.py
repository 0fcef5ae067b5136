"""Holds a conversation with the pure core, without a server, a tracker or a language model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guide.advice.answer import Answer
from guide.advice.content import Content
from guide.advice.conversation import Conversation, Mention, Message, TopicAsked, Turn
from guide.advice.dialogue import respond
from guide.advice.profile import Profile
from guide.advice.screening import Question
from guide.advice.vocabulary import Status


class Talk:
    """One conversation. ``say`` takes what the language understanding would have found."""

    def __init__(self, content: Content, *profiles: Profile, **state: Any) -> None:
        self.content = content
        self.state = Conversation(profiles={p.person: p for p in profiles}, introduced=True, **state)
        self.turn = Turn(self.state)
        self.number = 0.0

    def say(self, text: str, intent: str = "", *mentions: Mention, **found: Any) -> Talk:
        """Send one message and keep the turn that answers it."""
        self.number += 1
        message = Message(self.number, text, intent, mentions=mentions, **found)
        self.turn = respond(self.state, [message], self.content)
        self.state = self.turn.state
        return self

    def ask(
        self, *topics: str, text: str = "a question?", mentions: tuple[Mention, ...] = (), **found: Any
    ) -> Talk:
        """Ask about one or more topics, or "suitability"."""
        asked = tuple(TopicAsked(f"ask_{t}") for t in topics)
        return self.say(text, asked[0].intent, *mentions, questions=asked, **found)

    def can_drink(self, text: str = "can I drink kefir?", **found: Any) -> Talk:
        """Ask whether somebody may have a product."""
        return self.ask("suitability", text=text, **found)

    def screened(self) -> Talk:
        """Answer every open question with "none" until there is none left."""
        for _ in range(6):
            if self.pending is None:
                break
            self.say(
                {Question.AGE: "18 or older", Question.AMOUNT: "not sure"}.get(self.pending, "none of these")
            )
        return self

    @property
    def pending(self) -> Question | None:
        return self.state.pending

    @property
    def answers(self) -> list[Answer]:
        return [s.answer for s in self.turn.says if s.answer is not None]

    @property
    def answer(self) -> Answer:
        """The last answer of the last turn."""
        return self.answers[-1]

    @property
    def phrases(self) -> list[str]:
        return [s.phrase for s in self.turn.says if s.phrase]

    @property
    def emergencies(self) -> list[str]:
        return [s.emergency for s in self.turn.says if s.emergency]

    def profile(self, person: str = "self") -> Profile:
        return self.state.profile(person)

    def fork(self) -> Talk:
        """Return a copy of this conversation that goes its own way."""
        copy = Talk(self.content)
        copy.state, copy.number, copy.turn = self.state, self.number, replace(self.turn)
        return copy


def has(condition: str, person: str = "self", status: Status = Status.PRESENT) -> Mention:
    """Return a mention: this person has the condition."""
    subject = "self" if person == "self" else "child" if person in ("son", "daughter", "baby") else "other"
    return Mention(condition, status, person, subject)


def may_have(condition: str, person: str = "self") -> Mention:
    return has(condition, person, Status.UNCERTAIN)


def denies(condition: str, person: str = "self") -> Mention:
    return has(condition, person, Status.ABSENT)


def used_to_have(condition: str, person: str = "self") -> Mention:
    return has(condition, person, Status.HISTORICAL)
