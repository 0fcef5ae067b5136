"""The status of a named condition, in the manner of ConText: cues reach forward or backward within a clause.

Safety leans one way: a cue that may or may not reach counts as not reaching when it would deny or end a
condition, because a condition wrongly read as absent relaxes the advice.
"""

from __future__ import annotations

from collections.abc import Sequence

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.continuing import ENDING_REACH, goes_on, still
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.reach import BEGINNINGS, INVERTED, OWN, Reach

_YET_REACH = 2
# "My son gave me milk and I came out in hives": given, not brought about.
_GIVING = frozenset({"give", "gives", "gave"})
_NEVER = frozenset({"not", "never", "nobody", "nowhere", "no"})
_BEING = frozenset({"is", "was", "are", "were", "has", "had", "have", "am"})
_SUPPOSED_VERBS = frozenset({"was", "were", "had", "had a", "had an"})
_SUPPOSING = frozenset({"if", "suppose", "supposing", "imagine", "say"})
_TAKING_NOW = frozenset({"on", "taking", "take", "takes", "using"})
_IMAGINING = frozenset({"if", "when", "whenever", "unless"})
_COMING_ABOUT = frozenset({"gets", "get", "becomes", "become", "develops", "catches"})
# "Diabetes? No, ..." answers; "on Antabuse? no milk problems" speaks of something else.
_CLOSING = frozenset({"", ".", ",", "!", "?", ";", "\n", "–", "i", "he", "she", "they", "not", "never"})
_BEFORE_ANSWER = frozenset({",", ":", "?", "–"})
_SENTENCE_ENDS = frozenset({"", ".", ";", "!", "\n"})
_PAST_VERBS = frozenset({"had", "was", "were", "took", "got", "did"})
_REACTIONS = frozenset(
    {"allergic reaction", "allergic reactions", "anaphylactic shock", "anaphylaxis", "anaphylactic"}
)


class Assertion:
    """Reads the status of a concept from the cues around it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._reach = Reach(lexicon)

    def status(
        self, message: Message, concept: Concept, places: frozenset[int], mentions: Sequence[Mention] = ()
    ) -> Status | None:
        """Return the status of ``concept``, or ``None`` if the message only imagines or mentions it.

        ``places`` are the words that belong to concepts, which cues may pass over.
        """
        cues = self._reach.cues(message, concept, places)
        if concept.told or concept.condition in self._sets["taken"]:
            cues = [c for c in cues if c.value != "hypothetical" or c.text.split()[0] not in _GIVING]
        kinds = {cue.value for cue in cues}
        if "counterfactual" in kinds or self._against_fact(message, concept, cues):
            return concept.ceiling
        if "family" in kinds and self._named_member(message, concept, cues, mentions):
            kinds -= {"family"}
        if self._imagined(message, concept):
            return None
        if kinds & {"hypothetical", "family"} and not self._owned(message, concept):
            return None
        if concept.denied:
            return Status.ABSENT
        if concept.asserted or "exception" in kinds or goes_on(message, concept, cues):
            return concept.ceiling
        denials = [cue for cue in cues if cue.value == "negated"]
        if any(_never_without(message, cue) for cue in denials):
            return concept.ceiling
        wrapped = "wrap" in kinds
        if wrapped:
            return concept.ceiling if denials or self._owned(message, concept) else Status.UNCERTAIN
        past = self._past(message, concept, cues)
        if past and self._supposed(message, cues):
            return None
        if denials and len(_distinct(denials)) % 2:
            if "uncertain" in kinds or self._to_come(message, concept):
                return Status.UNCERTAIN
            return Status.HISTORICAL if past and self._no_longer(message) else Status.ABSENT
        if self._answered_no(message, concept):
            return Status.ABSENT
        doubt = "uncertain" in kinds or self._asks_whether(message, concept, mentions)
        if past and not concept.lasting:
            doubt = doubt or (concept.text in _REACTIONS and not _over(cues))
            return Status.UNCERTAIN if doubt else Status.HISTORICAL
        if doubt:
            return Status.UNCERTAIN
        return concept.ceiling

    def _against_fact(self, message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
        """ "I wouldn't ask if I weren't pregnant": what is only denied in a supposition is so."""
        supposed = [c for c in cues if c.value == "hypothetical" and set(c.text.split()) & _SUPPOSED_VERBS]
        after = message.between(supposed[0].end, concept.start) if supposed else ()
        return "not" in after and "if" in message.between(supposed[0].start, supposed[0].end)

    def _named_member(
        self, message: Message, concept: Concept, cues: Sequence[Mark], mentions: Sequence[Mention]
    ) -> bool:
        """ "In the family: mum coeliac": what the family has is said of one of them."""
        family = [c for c in cues if c.value == "family"]
        people = [m for m in mentions if m.named and not m.generic]
        return any(c.end <= m.start < concept.start for c in family for m in people)

    def _imagined(self, message: Message, concept: Concept) -> bool:
        """ "If my wife gets pregnant": what comes about under a condition is not so yet."""
        first = message.clause_start(concept.start)
        before = list(message.between(first, concept.start))
        return bool(before) and before[-1] in _COMING_ABOUT and bool(_IMAGINING & set(before))

    def _supposed(self, message: Message, cues: Sequence[Mark]) -> bool:
        """ "If my daughter were coeliac": the past tense of a supposition speaks of no past."""
        past = [c for c in cues if c.value == "historical"]
        if not past or any(c.text not in _SUPPOSED_VERBS for c in past):
            return False
        first = message.clause_start(past[0].start)
        return bool(_SUPPOSING & set(message.between(first, past[0].start)))

    def _to_come(self, message: Message, concept: Concept) -> bool:
        """ "Not on chemo yet": a treatment that is about to begin."""
        treatment = concept.condition in self._sets["taken"] | self._sets["recent_is_present"]
        return treatment and "yet" in message.between(concept.end, concept.end + _YET_REACH)

    def _answered_no(self, message: Message, concept: Concept) -> bool:
        """ "Diabetes? No." and "kidney disease, no." """
        if self._listed_no(message, concept):
            return True
        _, end = message.sentence_range(concept.start)
        if (
            end > len(message.words)
            or message.words[end - 1] != "?"
            or end - concept.end > 2
            or end >= len(message.words)
        ):
            return False
        wished = list(message.between(end, end + 2)) == ["i", "wish"]
        said = message.words[end] in ("no", "nope", "none", "never")
        return wished or (said and "".join(message.between(end + 1, end + 2)) in _CLOSING)

    def _listed_no(self, message: Message, concept: Concept) -> bool:
        """ "Diabetes, yes. Kidney disease, no.": an answer behind each, and nothing after the no."""
        place = concept.end
        if place >= len(message.words) or message.words[place] not in _BEFORE_ANSWER:
            return False
        place += 1 + (list(message.between(place + 1, place + 2)) == ["also"])
        said, after = [*message.between(place, place + 2), "", ""][:2]
        return said in ("no", "nope", "nil", "negative") and after in _SENTENCE_ENDS

    def _asks_whether(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> bool:
        """ "Could my son have a milk allergy?" asks whether it is so."""
        first = message.clause_start(concept.start)
        if message.words[first] not in INVERTED:
            return False
        subject = next(
            (m for m in mentions if m.start == first + 1 and m.end <= concept.start and not m.generic), None
        )
        if subject is None or (subject.possessive and not subject.named):
            return False
        between = message.between(subject.end, concept.start)
        return (
            all(word in self._sets["transparent"] or word.endswith("ly") for word in between)
            and "with" not in between
        )

    def _past(self, message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
        kinds = {cue.value for cue in cues}
        clause = set(message.clause_words(concept.start))
        weak = "historical_weak" in kinds and bool(_PAST_VERBS & clause) and not BEGINNINGS & clause
        weak = weak and message.words[concept.start - 1] not in _TAKING_NOW
        explicit = [c for c in cues if c.value == "historical"]
        if concept.condition in self._sets["lifelong"]:
            explicit = [c for c in explicit if "history of" not in c.text and c.text != "after"]
        if concept.told and not any(c.entry.chain != "tight" for c in explicit):
            return False  # "hives last week from cheese": a reaction dated, not an allergy that ended
        if not explicit and not weak:
            return False
        if still(message, concept, cues):
            return False
        recent = "recent" in kinds and concept.condition in self._sets["recent_is_present"]
        return not (recent and not any(c.entry.chain != "tight" for c in explicit))

    def _no_longer(self, message: Message) -> bool:
        return "longer" in message.words or "anymore" in message.words

    def _owned(self, message: Message, concept: Concept) -> bool:
        before = list(message.between(max(0, concept.start - 3), concept.start))
        owning = [place for place, word in enumerate(before) if word in OWN]
        return bool(owning) and not _BEING & set(before[owning[-1] :])


def _over(cues: Sequence[Mark]) -> bool:
    """Whether it is said to have ended: the past tense alone only dates a reaction."""
    return any(cue.value == "historical" and cue.entry.chain != "tight" for cue in cues)


def _never_without(message: Message, cue: Mark) -> bool:
    """ "Not a week goes by without chemo": what one is never without, one has."""
    before = message.between(max(message.clause_start(cue.start), cue.start - ENDING_REACH - 1), cue.start)
    return cue.text == "without" and bool(_NEVER & set(before))


def _distinct(cues: Sequence[Mark]) -> set[tuple[int, int]]:
    """Denials counted once where cues overlap ("no history of")."""
    counted = [cue for cue in cues if cue.text != "nor"] or list(cues)
    return {(cue.start, cue.end) for cue in counted}
