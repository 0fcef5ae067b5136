"""Whose a named condition is, or that it is nobody's: a question about a condition is not a statement."""

from __future__ import annotations

from collections.abc import Sequence

from guide.language.conditions.concepts import Concept
from guide.language.conditions.findings import SELF
from guide.language.conditions.fragments import ABOUT_PRODUCT, MYSELF, SOMEBODY, Fragments, Who
from guide.language.conditions.general import ONESELF, General
from guide.language.conditions.later import later_owner
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.reporters import reports_of_child

_OWNERSHIP_REACH = 4
# What is said of a small child is its mother's: "the baby is due", "pumping for my son".
_MOTHERS = {
    "pregnancy": frozenset({"baby", "toddler", "child"}),
    "breastfeeding": frozenset({"baby", "toddler", "child", "son", "daughter"}),
}
_OBJECTS = frozenset({"me", "us", "him", "her", "them"})
_BESIDE = frozenset({"with", "to", "for", "near", "beside", "like", "of", "from", "by"})
_PREDICATES = frozenset({"has", "had", "takes", "is", "was", "and", "gets", "needs"})
_WHENEVER = frozenset({"when", "whenever", "if", "after", "once", "because"})
_AS_TIME = frozenset({"after", "since", "before", "until", "till"})
_BELONGS_TO = frozenset({"in", "for", "of"})


class Experiencer:
    """Decides whom a concept belongs to."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._sets = lexicon.sets
        self._fragments = Fragments(lexicon)
        self._general = General(lexicon)

    def who(
        self, message: Message, concept: Concept, mentions: Sequence[Mention], places: frozenset[int]
    ) -> Who | None:
        """Return the people who have ``concept``, ``None`` if it is nobody's in particular."""
        if concept.condition in _MOTHERS:
            mentions = [m for m in mentions if not (m.generic and m.who and m.who[0][0] == "baby")]
        who = self._who(message, concept, mentions, places)
        if who and concept.condition in _MOTHERS and who[0][0].split("_")[0] in _MOTHERS[concept.condition]:
            return MYSELF
        return who

    def _who(
        self, message: Message, concept: Concept, mentions: Sequence[Mention], places: frozenset[int]
    ) -> Who | None:
        subject = list(message.between(max(0, concept.start - 2), concept.start))
        if subject[-1:] in (["is"], ["are"]) and subject[0] in self._sets["possessions"]:
            return None
        inside = next(
            (
                m
                for m in mentions
                if m.named
                and m.start < concept.start
                and concept.end < m.end + 1
                and m.start <= concept.start < m.end
            ),
            None,
        )
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
        if nearest is None and reports_of_child(message, concept.start, self._lexicon):
            return SOMEBODY
        if nearest is None:
            later = later_owner(message, concept, mentions, self._lexicon)
            return later or self._fragments.owner_unsaid(message, concept, mentions)
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
                and not (set(free) & (stops | ABOUT_PRODUCT))
                and concept.start - mention.end < 9
            ):
                return mention
            return None
        return None

    def _like_me(self, message: Message, concept: Concept) -> Who | None:
        start, end = message.sentence_range(concept.start)
        sentence = f" {' '.join(message.between(start, end))}"
        return MYSELF if any(f" {phrase}" in sentence for phrase in self._sets["like_me"]) else None

    def _nearest(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> Mention | None:
        """The last mention before the concept: in its sentence, or before if the sentence is a fragment."""
        before = [m for m in mentions if m.end <= concept.start and not m.reporter]
        here = [m for m in before if message.sentence[m.start] == message.sentence[concept.start]]
        here = [m for m in here if not self._beside(message, m, here, concept)] or here
        within = [m for m in mentions if concept.start <= m.start < concept.end and not m.reporter]
        if concept.told and here and within and within[-1].who and not within[-1].possessive:
            nursing = within[-1].who[0][0] == SELF and message.words[within[-1].start - 1] in _WHENEVER
            return here[-1] if nursing else within[-1]
        if here:
            return here[-1]
        if within:
            return within[0]
        if concept.told:
            after = [
                m
                for m in mentions
                if m.start >= concept.end
                and not m.reporter
                and message.sentence[m.start] == message.sentence[concept.start]
                and message.words[m.start - 1] not in _AS_TIME
            ]
            if after:
                return after[0]
        start, _ = message.sentence_range(concept.start)
        if self._fragments.is_question(message, concept) or not self._continues(message, start, concept):
            return None
        named = [m for m in before if not m.generic]
        return named[-1] if named else None

    def _beside(self, message: Message, mention: Mention, here: Sequence[Mention], concept: Concept) -> bool:
        """ "My mother, who lives with us, takes warfarin": whoever is only beside the subject."""
        if message.words[mention.start] not in _OBJECTS or message.words[mention.start - 1] not in _BESIDE:
            return False
        subject = any(m.named and not m.generic and m.end <= mention.start for m in here)
        return subject and bool(_PREDICATES & set(message.between(mention.end, concept.start)))

    def _continues(self, message: Message, start: int, concept: Concept) -> bool:
        """A sentence without a subject goes on about the person before."""
        return not (ONESELF & set(message.between(start, concept.start)))

    def _belongs_after(
        self, message: Message, concept: Concept, mentions: Sequence[Mention]
    ) -> Mention | None:
        """ "milk allergy in my son"."""
        clause = message.clause[concept.start]
        subject = any(m.end <= concept.start and message.clause[m.start] == clause for m in mentions)
        for mention in mentions:
            linked = mention.start > 0 and message.words[mention.start - 1] in _BELONGS_TO
            if mention.start == concept.end and mention.named and not mention.generic and not subject:
                return mention
            if mention.start <= concept.end or not linked or not mention.named or mention.who[0][0] == SELF:
                continue
            same = message.sentence[mention.start] == message.sentence[concept.start] and not mention.generic
            in_it = message.words[mention.start - 1] == "in" and same and not subject
            if mention.start == concept.end + 1 or in_it:
                return mention
        return None

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
            and "," not in between[verb:]
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
        if heard is None or ("," in between[heard:] and not ABOUT_PRODUCT & set(between)):
            return False
        said_to_have = {"have", "has", "am", "with"} & set(between[2:])
        return not said_to_have
