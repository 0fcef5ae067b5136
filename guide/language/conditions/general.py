"""Conditions spoken of in general: "people with diabetes", "a diabetes charity"."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.mentions import Mention

_FOLLOWED_BY = frozenset(
    [
        "patients",
        "people",
        "women",
        "mothers",
        "sufferers",
        "diet",
        "guidelines",
        "mums",
        "moms",
        "folks",
        "ladies",
        "friendly",
        "charity",
        "research",
        "awareness",
        "society",
        "fundraiser",
        "book",
        "support",
    ]
)
QUESTION_WORDS = frozenset(
    {
        "is", "are", "can", "does", "do", "should", "could", "will", "would", "what", "which",
        "how", "why", "when", "who", "where", "am", "may", "has", "any"
    }
)  # fmt: skip
ONESELF = frozenset({"i", "am", "me", "my"})


_EXPECTED = frozenset(
    {"waiting", "listed", "scheduled", "booked", "due", "tested", "treated", "prepping", "up"}
)
_PLURAL_PEOPLE = frozenset({"diabetics", "coeliacs", "celiacs", "alcoholics", "preemies"})
_IN_DESCRIPTION = frozenset({"a", "an", "year", "years", "month", "months", "old", "yo", "young", "elderly"})
_OF_MANY = frozenset(
    {
        "for", "can", "do", "are", "should", "most", "all", "many", "other", "that", "of", "some",
        "could", "which"
    }
)  # fmt: skip


class General:
    """Tells talk about people at large from talk about somebody."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def about_nobody(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> bool:
        """Return whether ``concept`` is spoken of people at large."""
        if self._plural_here(message, concept):
            return True
        following = message.words[concept.end] if concept.end < len(message.words) else ""
        if following in _FOLLOWED_BY:
            return "controlled" not in message.between(concept.end + 1, concept.end + 2)
        if following in self._sets["professions"]:
            return bool({"a", "am"} & set(message.between(max(0, concept.start - 3), concept.start)))
        start, _ = message.sentence_range(concept.start)
        exceptions = (c for c in message.of("cue") if c.value == "exception")
        if any(start <= cue.start and cue.end <= concept.start for cue in exceptions):
            return False
        for cue in message.of("cue"):
            if cue.start >= concept.start:
                break
            if not (start <= cue.start and cue.end <= concept.start):
                continue
            gap = concept.start - cue.end
            if (
                cue.value == "generic_people"
                and gap <= cue.entry.scope
                and ":" not in message.between(cue.end, concept.start)
                and self._people_have(message, cue, concept, mentions)
            ):
                return True
            if (
                cue.value == "generic"
                and gap <= 3
                and not any(
                    m.named and not m.generic and cue.end <= m.start < concept.start for m in mentions
                )
                and not (ONESELF & set(message.between(cue.end, concept.start)))
            ):
                return message.clause[cue.start] == message.clause[concept.start]
        return self._article_generic(message, concept)

    def _plural_here(self, message: Message, concept: Concept) -> bool:
        before = set(message.between(max(0, concept.start - 3), concept.start))
        after = message.words[concept.end] if concept.end < len(message.words) else ""
        return (
            message.words[concept.end - 1] in _PLURAL_PEOPLE and after != "here" and bool(before & _OF_MANY)
        )

    def _people_have(
        self, message: Message, cue: Mark, concept: Concept, mentions: Sequence[Mention]
    ) -> bool:
        """ "people with X", "someone who takes X"; not "my friend, who ..."."""
        before = message.words[cue.start - 1] if cue.start else ""
        if (
            before in self._sets["owned"] | {"have", "this", "the", "i"}
            or cue.text == "who"
            or _one_of(message, cue)
        ):
            return False
        named = [m for m in mentions if m.named and not m.generic]
        if any(m.start < concept.start and m.end > cue.start for m in named):
            return False  # "My kids have ...", "I have 2 kids, Mia has ..."
        if _describes(message, cue, mentions):
            return False
        return not (ONESELF & set(message.between(cue.end, concept.start)))

    def _article_generic(self, message: Message, concept: Concept) -> bool:
        """ "for a diabetic", "can a coeliac": not "I am a diabetic"."""
        before = list(message.between(max(0, concept.start - 3), concept.start))
        if len(before) < 2 or before[-1] not in ("a", "an") or concept.condition == "central_venous_catheter":
            return False
        if before[0] in _EXPECTED:
            return False
        asks = before[-2] in QUESTION_WORDS and message.clause_start(concept.start) == concept.start - 2
        treated = any(
            m.end < concept.start and message.clause[m.start] == message.clause[concept.start]
            for m in message.of("condition")
        )
        return asks or before[-2] == "if" or (before[-2] == "for" and not treated)


def _one_of(message: Message, cue: Mark) -> bool:
    """ "One of those MAOIs" is what somebody has, not what people have."""
    return list(message.between(max(0, cue.start - 2), cue.start)) == ["one", "of"]


def _describes(message: Message, cue: Mark, mentions: Sequence[Mention]) -> bool:
    """ "My patient is a 60-year-old man with HIV" says what one person is."""
    place = cue.start
    while place and (message.words[place - 1] in _IN_DESCRIPTION or message.words[place - 1].isdigit()):
        place -= 1
    first = place == 0 or message.sentence[place] != message.sentence[place - 1]
    if first and any(word.isdigit() for word in message.between(place, cue.start)):
        return True
    is_so = place and message.words[place - 1] in ("is", "am", "'s", "was")
    return bool(is_so) and any(not m.generic and place - 4 <= m.end <= place - 1 for m in mentions)
