"""Whose a named condition is, or that it is nobody's: a question about a condition is not a statement."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.findings import SELF
from guide.language.conditions.general import ONESELF, QUESTION_WORDS, General
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention

Who = tuple[tuple[str, str], ...]
MYSELF: Who = ((SELF, SELF),)
_OWNERSHIP_REACH = 4
_ABOUT_PRODUCT = frozenset({"kefir", "it", "this", "probiotics", "probiotic"})
_STATE_LINKS = frozenset({"while", "whilst", "being", "am", "having"})
_HEDGES = frozenset(
    {
        "just", "probably", "maybe", "not", "actually", "perhaps", "only", "really", "more",
        "definitely", "possibly", "could", "might", "may", "must", "would", "be"
    }
)  # fmt: skip
_PREPOSITIONS = frozenset({"with", "for", "in", "on", "to", "of"})
_BELONGS_TO = frozenset({"in", "for", "of"})
_DISEASE_VERBS = frozenset(
    {
        "is", "are", "means", "causes", "makes", "can", "happens", "does", "patients", "people",
        "women", "diet", "mothers", "sufferers", "ladies", "mums", "moms", "guidelines",
        "guideline", "advice", "symptoms", "risk", "cases", "folks"
    }
)  # fmt: skip


class Experiencer:
    """Decides whom a concept belongs to."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._general = General(lexicon)

    def who(
        self, message: Message, concept: Concept, mentions: Sequence[Mention], places: frozenset[int]
    ) -> Who | None:
        """Return the people who have ``concept``, ``None`` if it is nobody's in particular."""
        inside = next((m for m in mentions if m.named and m.start < concept.start and concept.end < m.end + 1
                       and m.start <= concept.start < m.end), None)  # fmt: skip
        if inside:
            return None if inside.generic else inside.who
        owner = self._owner(message, concept, mentions, places)
        if owner:
            return None if owner.generic else owner.who
        if self._general.about_nobody(message, concept, mentions):
            return self._like_me(message, concept)
        nearest = self._nearest(message, concept, mentions)
        after = self._belongs_after(message, concept, mentions)
        if after and (nearest is None or not self._governs(message, nearest, concept)):
            return None if after.generic else after.who
        if nearest is None:
            return self._unowned(message, concept, mentions)
        if nearest.generic or self._thing_of_mine(message, nearest, concept):
            return self._like_me(message, concept)
        if self._asks_about_topic(message, nearest, concept):
            return None
        return nearest.who

    def _owner(
        self, message: Message, concept: Concept, mentions: Sequence[Mention], places: frozenset[int]
    ) -> Mention | None:
        """The possessor right before the concept: "my", "his", "my son's"."""
        for mention in reversed(mentions):
            if not mention.possessive or mention.end > concept.start:
                continue
            skipped = message.between(mention.end, concept.start)
            free = [
                w
                for p, w in enumerate(skipped, mention.end)
                if p not in places and w not in ("'s", "and", "or", ",")
            ]
            stops = self._sets["having"] - {"current"}
            if (
                len(free) < _OWNERSHIP_REACH
                and not (set(free) & (stops | _ABOUT_PRODUCT))
                and concept.start - mention.end < 9
            ):
                return mention
            return None
        return None

    def _like_me(self, message: Message, concept: Concept) -> Who | None:
        start, end = message.sentence_range(concept.start)
        sentence = " ".join(message.between(start, end))
        return MYSELF if any(f" {phrase}" in sentence for phrase in self._sets["like_me"]) else None

    def _nearest(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> Mention | None:
        """The last mention before the concept: in its sentence, or before if the sentence is a fragment."""
        before = [m for m in mentions if m.end <= concept.start]
        here = [m for m in before if message.sentence[m.start] == message.sentence[concept.start]]
        if here:
            return here[-1]
        within = [m for m in mentions if concept.start <= m.start < concept.end]
        if within:
            return within[0]
        if concept.told:
            after = [
                m
                for m in mentions
                if m.start >= concept.end and message.sentence[m.start] == message.sentence[concept.start]
            ]
            if after:
                return after[0]
        start, _ = message.sentence_range(concept.start)
        if self._is_question(message, concept) or not self._continues(message, start, concept):
            return None
        named = [m for m in before if not m.generic]
        return named[-1] if named else None

    def _continues(self, message: Message, start: int, concept: Concept) -> bool:
        """A sentence without a subject goes on about the person before."""
        return not (ONESELF & set(message.between(start, concept.start)))

    def _belongs_after(
        self, message: Message, concept: Concept, mentions: Sequence[Mention]
    ) -> Mention | None:
        """ "milk allergy in my son"."""
        place = concept.end
        if place >= len(message.words) or message.words[place] not in _BELONGS_TO:
            return None
        return next((m for m in mentions if m.start == place + 1 and m.named and m.who[0][0] != SELF), None)

    def _governs(self, message: Message, mention: Mention, concept: Concept) -> bool:
        """Whether ``mention`` has a verb of having on the way to the concept."""
        between = set(message.between(mention.end, concept.start))
        return bool(between & {"have", "has", "am", "is", "take", "takes", "are", "had"})

    def _thing_of_mine(self, message: Message, nearest: Mention, concept: Concept) -> bool:
        """ "my cat has", "my thesis is on": the subject is something of the speaker's."""
        if not nearest.possessive or nearest.end - nearest.start > 1 or concept.told:
            return False
        between = list(message.between(nearest.end, concept.start))
        verb = next(
            (i for i, word in enumerate(between[:4]) if word in ("is", "has", "was", "had", "are")), None
        )
        return (
            bool(verb)
            and not self._sets["own_matters"] & set(between[:verb])
            and not self._named_within(message, nearest, verb or 0)
        )

    def _named_within(self, message: Message, nearest: Mention, length: int) -> bool:
        """Whether "my" belongs to a condition, a medicine or an allergy word."""
        places = range(nearest.end, nearest.end + length)
        return any(
            message.starting(place, kind) for place in places for kind in ("condition", "head", "sign")
        )

    def _asks_about_topic(self, message: Message, nearest: Mention, concept: Concept) -> bool:
        """ "I read that kefir helps diabetes": the speaker has no part in what is read."""
        between = list(message.between(nearest.end, concept.start))
        heard = next((i for i, word in enumerate(between[:5]) if word in self._sets["inquiry"]), None)
        if heard is None or ("," in between[heard:] and not _ABOUT_PRODUCT & set(between)):
            return False
        said_to_have = {"have", "has", "am", "with"} & set(between[2:])
        return not said_to_have

    def _is_question(self, message: Message, concept: Concept) -> bool:
        start, end = message.sentence_range(concept.start)
        if (
            message.clause[start] != message.clause[concept.start]
            and message.words[start] not in QUESTION_WORDS
        ):
            first = message.clause_start(concept.start)
            return message.words[first] in QUESTION_WORDS
        opens = message.words[start] in QUESTION_WORDS and message.words[start + 1 : start + 2] != ["not"]
        asked = opens or message.words[end - 1] == "?"
        return asked and start != concept.start

    def _unowned(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> Who | None:
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
            ),
            None,
        )
        if trailing:
            return trailing.who
        clause = message.clause_start(concept.start)
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
        if before & _STATE_LINKS and "you" not in before:
            if message.words[start] not in QUESTION_WORDS or self._later_self(mentions, concept):
                return MYSELF
        if self._identified(message, concept):
            return self._talked_of(mentions, concept)
        if before & _ABOUT_PRODUCT or (self._is_question(message, concept) and before & QUESTION_WORDS):
            return None
        if self._is_question(message, concept) and not self._fragment(message, concept, start):
            return None
        if (
            following in ("is", "are", "can", "causes")
            and start == concept.start
            and message.words[end - 1] != "?"
            and not concept.told
        ):
            return self._later_self(mentions, concept)
        return MYSELF

    def _topic_only(self, message: Message, concept: Concept, before: set[str]) -> bool:
        """ "symptoms of X", "X and kefir?": a subject to talk about."""
        pair = list(message.between(concept.end, concept.end + 2))
        paired = len(pair) == 2 and pair[0] in ("and", "with") and pair[1] in _ABOUT_PRODUCT
        return paired or bool(before & {"symptoms", "signs"} and "of" in before)

    def _identified(self, message: Message, concept: Concept) -> bool:
        """ "it's an allergy", "is it coeliac?": "it" is the trouble, not the product."""
        place = concept.start - 1
        while (
            place >= 0
            and message.words[place] in self._sets["transparent"] | _HEDGES
            and message.words[place] != "it"
        ):
            place -= 1
        return place >= 0 and concept.start - place > 1 and message.words[place] in ("it", "this", "that") and not (
            _PREPOSITIONS & set(message.between(place, concept.start)))  # fmt: skip

    def _talked_of(self, mentions: Sequence[Mention], concept: Concept) -> Who:
        """The person named last, else the speaker."""
        named = [m for m in mentions if m.end <= concept.start and not m.generic and m.named]
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
