"""Clauses that leave out what was said before: "but my sister is", "so does my dad", "not me".

What is left out is the last condition named. A clause that affirms gives it to its subject, one that denies
takes it away; where the words between speak of something else, nothing is carried over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guide.advice.vocabulary import Status
from guide.language.conditions.body import FINE
from guide.language.conditions.concepts import Concept
from guide.language.conditions.fragments import Who
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

_MOST_BETWEEN = 9
_MOST_BEFORE_DENIAL = 3
_MODAL = frozenset({"can", "could", "will", "would", "should"})
_DOUBTS = frozenset({"might", "may", "probably", "possibly", "maybe", "perhaps", "could"})
_PAST = frozenset({"was", "had", "did", "were", "used"})
_NEGATIVE = frozenset({"not", "no", "never", "without", "free", "avoid", "avoids", "neither", "off"})
_ENDED = frozenset({"anymore", "longer"})


@dataclass(frozen=True)
class Statement:
    """A concept with its status and the people it is stated of; both empty if it is only talked about."""

    concept: Concept
    status: Status | None
    who: Who


@dataclass(frozen=True)
class _Clause:
    """``who`` is said to be so (``affirms``) or not, ``same``: likewise ("neither does", "me too")."""

    start: int
    who: Who
    affirms: bool
    same: bool = False
    modal: bool = False
    doubtful: bool = False
    past: bool = False


class EllipsisReader:
    """Completes elliptical clauses from the statements before them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._elsewhere = lexicon.sets["blockers"] - lexicon.sets["connectives"]

    def complete(
        self, message: Message, stated: Sequence[Statement], mentions: Sequence[Mention]
    ) -> Iterator[Statement]:
        """Yield what the elliptical clauses of ``message`` state."""
        if not stated:
            return
        first = min(statement.concept.end for statement in stated)
        for mention in mentions:
            if mention.generic or not mention.who or mention.end <= first:
                continue
            clause = self._clause(message, mention) or self._excepted(message, mention, stated)
            for antecedent in self._antecedents(message, clause, stated) if clause else ():
                status = self._status(message, clause, antecedent) if clause else None
                if clause and status:
                    yield Statement(antecedent.concept, status, clause.who)

    def _clause(self, message: Message, mention: Mention) -> _Clause | None:
        return (
            self._inverted(message, mention)
            or self._pointed(message, mention)
            or self._bare(message, mention)
            or self._said(message, mention)
        )

    def _ends(self, message: Message, place: int) -> bool:
        return place >= len(message.words) or message.words[place] in self._sets["ellipsis_ends"]

    def _starts(self, message: Message, place: int) -> bool:
        return place == 0 or message.words[place - 1] in self._sets["ellipsis_starts"]

    def _skip(self, message: Message, place: int, words: str) -> int:
        while place < len(message.words) and message.words[place] in self._sets[words]:
            place += 1
        return place

    def _inverted(self, message: Message, mention: Mention) -> _Clause | None:
        """ "so is my brother", "neither does my wife", "same for my son"."""
        before = list(message.between(max(0, mention.start - 2), mention.start))
        if len(before) < 2 or not self._ends(message, self._skip(message, mention.end, "ellipsis_tails")):
            return None
        if before[0] in ("so", "neither", "nor", "as") and before[1] in self._sets["ellipsis_verbs"]:
            return _Clause(mention.start - 2, mention.who, before[0] in ("so", "as"), same=True)
        if before[0] in ("same", "ditto", "likewise") and before[1] in ("for", "with", "goes", "as"):
            return _Clause(mention.start - 2, mention.who, True, same=True)
        if before[1] in ("like", "as") and before[0] not in ("such", "drinks", "feel"):
            return _Clause(mention.start - 1, mention.who, True, same=True)
        return None

    def _pointed(self, message: Message, mention: Mention) -> _Clause | None:
        """ "that's my sister", "it's my husband who has": said of somebody else than the one denied."""
        words, place = message.words, mention.end
        before = list(message.between(max(0, mention.start - 2), mention.start))
        if before in (["that", "is"], ["it", "is"], ["would", "be"], ["this", "is"]):
            if words[place : place + 1] and words[place] in ("who", "that"):
                place = self._skip(message, place + 1, "ellipsis_verbs")
                place = self._skip(message, place, "ellipsis_objects")
            if self._ends(message, place) and not mention.possessive:
                return _Clause(mention.start - 2, mention.who, True)
        return None

    def _excepted(self, message: Message, mention: Mention, stated: Sequence[Statement]) -> _Clause | None:
        """ "none of us except my mum": said of the one excepted; nobody is cleared by being an exception."""
        cues = (c for c in message.of("cue") if c.value == "exception" and c.end == mention.start)
        start = next((c.start for c in cues), None)
        before = [s for s in stated if start is not None and s.concept.end <= start]
        if start is None or not before or before[-1].status is not Status.ABSENT:
            return None
        return _Clause(start, mention.who, True) if self._ends(message, mention.end) else None

    def _bare(self, message: Message, mention: Mention) -> _Clause | None:
        """ "me too", "not me", "my dad yes"."""
        place, words = mention.end, message.words
        if self._starts(message, mention.start):
            end = self._skip(message, place, "ellipsis_same")
            if end > place and self._ends(message, end):
                return _Clause(mention.start, mention.who, True, same=True)
            if place < len(words) and words[place] in ("yes", "no", "not") and self._ends(message, place + 1):
                return _Clause(mention.start, mention.who, words[place] == "yes")
        denied = mention.start > 1 and words[mention.start - 1] == "not"
        if denied and self._starts(message, mention.start - 1) and self._ends(message, place):
            start, _ = message.sentence_range(mention.start)
            if "for" not in message.between(start, mention.start):
                return _Clause(mention.start - 1, mention.who, False)
        return None

    def _said(self, message: Message, mention: Mention) -> _Clause | None:
        """ "my sister is", "I don't", "he might be", "my dad does though"."""
        start = mention.start
        reported = start > 0 and message.words[start - 1] in self._sets["reporting"]
        if not reported and not self._starts(message, start):
            return None
        place = self._skip(message, mention.end, "ellipsis_adverbs")
        verb = self._skip(message, place, "ellipsis_verbs")
        if verb == place:
            return None
        after = self._skip(message, verb, "ellipsis_negations")
        if after > verb and self._asks(message, after):
            return _Clause(start, mention.who, affirms=False)
        end = self._skip(message, self._skip(message, after, "ellipsis_adverbs"), "ellipsis_verbs")
        if not self._other_food(message, start):
            end = self._skip(message, end, "ellipsis_objects")
        end = self._skip(message, end, "ellipsis_tails")
        if not self._ends(message, end):
            return None
        used = set(message.between(mention.end, end))
        if used == {"'s"}:
            return None
        return _Clause(
            start,
            mention.who,
            affirms=after == verb,
            same=bool(used & {"either", "too", "also"}),
            modal=bool(used & _MODAL),
            doubtful=reported or bool(used & _DOUBTS),
            past=bool(used & (_PAST | _ENDED)),
        )

    def _asks(self, message: Message, place: int) -> bool:
        """ "but I'm not can I drink it": a question without a mark before it ends the clause."""
        first, second = [*message.between(place, place + 2), "", ""][:2]
        return first in _MODAL and any(second in self._sets[kind] for kind in ("self", "he", "she"))

    def _other_food(self, message: Message, place: int) -> bool:
        """Whether "it" may be the product."""
        return bool(set(message.between(0, place)) & {"kefir", "it", "yogurt", "yoghurt", "this"})

    def _antecedents(
        self, message: Message, clause: _Clause, stated: Sequence[Statement]
    ) -> Iterator[Statement]:
        """The last thing said before the clause, with what stands in one list with it."""
        before = [s for s in stated if s.concept.end <= clause.start]
        if not before:
            return
        last = max(before, key=lambda s: s.concept.end)
        places = {p for s in before for p in range(s.concept.start, s.concept.end)}
        gap = [
            w
            for p, w in enumerate(message.between(last.concept.end, clause.start), last.concept.end)
            if p not in places and w not in self._sets["connectives"]
        ]
        limit = _MOST_BETWEEN if clause.affirms else _MOST_BEFORE_DENIAL
        if len(gap) > limit or self._elsewhere & set(gap):
            return
        for statement in before:
            together = message.sentence[statement.concept.start] == message.sentence[last.concept.start]
            if together and statement.status is last.status and statement.who == last.who:
                yield statement

    def _status(self, message: Message, clause: _Clause, antecedent: Statement) -> Status | None:
        concept = antecedent.concept
        negative = bool(_NEGATIVE & set(message.between(concept.start, concept.end)))
        if concept.text == FINE and not clause.same:
            return Status.ABSENT if clause.affirms else Status.PRESENT
        if clause.same:
            return _likewise(clause, antecedent, negative)
        if negative:
            return None if clause.affirms else concept.ceiling
        if clause.modal:
            return None
        if not clause.affirms:
            if clause.doubtful:
                return Status.UNCERTAIN
            return Status.HISTORICAL if clause.past else Status.ABSENT
        if concept.aside:
            return None
        if clause.doubtful:
            return Status.UNCERTAIN
        lasting = concept.lasting or concept.condition in self._sets["lifelong"]
        return Status.HISTORICAL if clause.past and not lasting else concept.ceiling


def _likewise(clause: _Clause, antecedent: Statement, negative: bool) -> Status:
    """The status before; "so is he" after a denial is not certain. ``negative``: worded as not done."""
    status = antecedent.status or antecedent.concept.ceiling
    denied = status is Status.ABSENT
    if clause.affirms:
        return Status.UNCERTAIN if denied else status
    return status if denied or negative else Status.ABSENT
