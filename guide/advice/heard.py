"""What a message holds for the open question, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guide.advice.denials import belongs_elsewhere, opens_unsure
from guide.advice.meaning import likely, may_tell_of_trouble
from guide.advice.profile import Fact, Profile
from guide.advice.replies import Reply, reply_kind
from guide.advice.screening import Question


@dataclass(frozen=True)
class Heard:
    """What a message holds for the open question: its text, intent and the facts found in it.

    ``reply`` is what it means in its own words; ``unclear`` tells that what was said before to the same
    question was not understood, and may have been a disclosure. ``objects``: it takes up what was misheard;
    ``aged``: it tells an age.
    """

    text: str
    intent: str
    facts: tuple[Fact, ...] = ()
    signs: frozenset[str] = frozenset()
    denied_signs: frozenset[str] = frozenset()
    age_months: int | None = None
    reply: Mapping[str, float] = field(default_factory=dict)
    unclear: bool = False
    objects: bool = False
    aged: bool = False


@dataclass(frozen=True)
class Outcome:
    """The profile after an answer to ``question``, and the triage question that follows, if one does."""

    profile: Profile
    then: Question | None = None
    reply: Reply | None = None
    question: Question | None = None

    @property
    def settles(self) -> bool:
        """Whether it is the "yes" that what would relax advice waited for."""
        return self.question in (Question.CONFIRM, Question.CLINICIAN) and self.reply is Reply.YES


def kind_of(heard: Heard) -> Reply | None:
    """Return whether a reply says yes, no, not sure or skip, by its wording or by what it means."""
    kind = reply_kind(heard.text)
    if kind is None and opens_unsure(heard.text) and not (heard.facts or heard.signs):
        return None if may_tell_of_trouble(heard.reply) else Reply.UNSURE
    if kind is None:
        if may_tell_of_trouble(heard.reply):
            return None
        named = {Reply.SKIP: "skip", Reply.UNSURE: "unsure", Reply.NO: "no", Reply.YES: "yes"}
        kind = next((kind for kind, meaning in named.items() if likely(heard.reply, meaning)), None)
        kind = kind or reply_kind(heard.text, heard.intent)
    if kind is Reply.NO and belongs_elsewhere(
        heard.text, heard.facts, aged=heard.aged, objecting=heard.objects
    ):
        return None
    return kind
