"""Conditions without an owner in sight: a bare statement is the speaker's, a bare question nobody's."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.findings import OTHER, SELF
from guide.language.conditions.general import QUESTION_WORDS
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import UNNAMED, Mention

Who = tuple[tuple[str, str], ...]
MYSELF: Who = ((SELF, SELF),)
SOMEBODY: Who = ((UNNAMED, OTHER),)
ABOUT_PRODUCT = frozenset({"kefir", "it", "this", "probiotics", "probiotic"})
_STATE_LINKS = frozenset({"while", "whilst", "being", "am", "having"})
_HEDGES = frozenset(
    {
        "just",
        "probably",
        "maybe",
        "not",
        "actually",
        "perhaps",
        "only",
        "really",
        "more",
        "definitely",
        "possibly",
        "could",
        "might",
        "may",
        "must",
        "would",
        "be",
        "turned",
        "turns",
        "out",
    }
)
_PREPOSITIONS = frozenset({"with", "for", "in", "on", "to", "of"})
_DISEASE_VERBS = frozenset(
    {
        "is",
        "are",
        "means",
        "causes",
        "makes",
        "can",
        "happens",
        "does",
        "patients",
        "people",
        "women",
        "diet",
        "mothers",
        "sufferers",
        "ladies",
        "mums",
        "moms",
        "guidelines",
        "guideline",
        "advice",
        "symptoms",
        "risk",
        "cases",
        "folks",
    }
)


class Fragments:
    """Finds whose a condition is when nobody is named before it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def is_question(self, message: Message, concept: Concept) -> bool:
        start, end = message.sentence_range(concept.start)
        if (
            message.clause[start] != message.clause[concept.start]
            and message.words[start] not in QUESTION_WORDS
        ):
            first = message.clause_start(concept.start)
            return message.words[first] in QUESTION_WORDS
        opens = message.words[start] in QUESTION_WORDS and message.words[start + 1 : start + 2] not in (
            ["not"],
            ["be"],
        )
        asked = opens or message.words[end - 1] == "?"
        return asked and start != concept.start

    def _opening_state(self, message: Message, concept: Concept, start: int) -> bool:
        """ "On Keytruda, is kefir ok?", "in treatment for SIBO, kefir?": told before what is asked."""
        lead = list(message.between(start, concept.start))
        if not lead or lead[0] not in self._sets["state_openers"] or ABOUT_PRODUCT & set(lead):
            return False
        _, end = message.sentence_range(start)
        asked = set(message.between(concept.end, end)) & (ABOUT_PRODUCT | QUESTION_WORDS | {",", "–"})
        return bool(asked) and not set(lead) & {"you", "somebody", "someone", "people"}

    def owner_unsaid(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> Who | None:
        """Nobody is named before it: a bare statement is the speaker's, a bare question is nobody's."""
        start, end = message.sentence_range(concept.start)
        trailing = next(
            (
                m
                for m in mentions
                if m.named
                and m.end >= end - 1
                and m.start > concept.end
                and message.words[m.start - 1] == ","
                and "here" not in message.between(concept.end, m.start)
            ),
            None,
        )
        if trailing:
            return trailing.who
        clause = message.clause_start(concept.start)
        if self._third_person(message, clause, end):
            others = (m for m in mentions if m.named and not m.generic and m.who[0][0] != SELF)
            return next((m.who for m in others), SOMEBODY)
        lead = list(message.between(max(start, clause), concept.start))
        before = set(lead[len(lead) - lead[::-1].index(",") :] if "," in lead else lead)
        following = message.words[concept.end] if concept.end < len(message.words) else ""
        if self._topic_only(message, concept, before):
            return None
        if (
            following in _DISEASE_VERBS
            and not (before & _STATE_LINKS)
            and message.words[end - 1] != "?"
            and following not in ("can", "is", "are", "does")
        ):
            return None
        own_state = bool(before & _STATE_LINKS) and "you" not in before
        if own_state and (message.words[start] not in QUESTION_WORDS or self._later_self(mentions, concept)):
            return MYSELF
        if self._identified(message, concept):
            return self._talked_of(mentions, concept)
        if self._opening_state(message, concept, start):
            return self._speaker(mentions)
        if before & ABOUT_PRODUCT or (self.is_question(message, concept) and before & QUESTION_WORDS):
            return None
        if self.is_question(message, concept) and not self._fragment(message, concept, start):
            return None
        if (
            following in ("is", "are", "can", "causes")
            and start == concept.start
            and message.words[end - 1] != "?"
            and not concept.told
        ):
            return self._later_self(mentions, concept)
        return self._speaker(mentions)

    def _speaker(self, mentions: Sequence[Mention]) -> Who:
        """The speaker, unless the message speaks of nobody but a "he" or "she" known from before."""
        people = {m.who[0][0] for m in mentions if m.who and not m.generic}
        return SOMEBODY if people == {UNNAMED} else MYSELF

    def _third_person(self, message: Message, clause: int, end: int) -> bool:
        """ "isn't diabetic", "has no allergies": said of somebody who was talked of before."""
        first, second = [*message.between(clause, clause + 2), ""][:2]
        start, _ = message.sentence_range(clause)
        if message.words[end - 1] == "?" or start != clause:
            return False
        if first in ("is", "does"):
            return second == "not"
        return first in ("has", "takes") and second != "anyone"

    def _topic_only(self, message: Message, concept: Concept, before: set[str]) -> bool:
        """ "symptoms of X", "X and kefir?": a subject to talk about."""
        pair = list(message.between(concept.end, concept.end + 3))
        paired = len(pair) > 1 and pair[0] in ("and", "with") and pair[1] in ABOUT_PRODUCT
        paired = paired and pair[2:] not in (["is"], ["was"], ["has"])
        return paired or bool(before & {"symptoms", "signs"} and "of" in before)

    def _identified(self, message: Message, concept: Concept) -> bool:
        """ "it's an allergy", "is it coeliac?": "it" is the trouble, not the product."""
        place = concept.start - 1
        listed = message.condition_places
        while (
            place >= 0
            and (place in listed or message.words[place] in self._sets["transparent"] | _HEDGES)
            and message.words[place] != "it"
        ):
            place -= 1
        return (
            place >= 0
            and concept.start - place > 1
            and message.words[place] in ("it", "this", "that")
            and not (_PREPOSITIONS & set(message.between(place, concept.start)))
        )

    def _talked_of(self, mentions: Sequence[Mention], concept: Concept) -> Who:
        """The person named last, else the speaker."""
        named = [m for m in mentions if m.end <= concept.start and not m.generic and m.named]
        if any(m.reporter for m in mentions if m.end <= concept.start):
            told = [m for m in named if not m.reporter]
            return told[-1].who if told else SOMEBODY
        return named[-1].who if named else MYSELF

    def _later_self(self, mentions: Sequence[Mention], concept: Concept) -> Who | None:
        return (
            MYSELF
            if any(m.who and m.who[0][0] == SELF and m.start > concept.start for m in mentions)
            else None
        )

    def _fragment(self, message: Message, concept: Concept, start: int) -> bool:
        """Whether the concept's clause begins with it, but for small words."""
        first = message.clause_start(concept.start)
        lead = message.between(max(first, start), concept.start)
        return all(
            w in self._sets["transparent"] | self._sets["having"] or w.isdigit() or w in (",", "and")
            for w in lead
        ) and not set(lead) & {"with", "for", "in", "on", "any"}
