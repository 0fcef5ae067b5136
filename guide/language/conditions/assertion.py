"""The status of a named condition, in the manner of ConText: cues reach forward or backward within a clause.

Safety leans one way: a cue that may or may not reach counts as not reaching when it would deny or end a
condition, because a condition wrongly read as absent relaxes the advice.
"""

from __future__ import annotations

from collections.abc import Sequence

from guide.advice.vocabulary import Status
from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message
from guide.language.conditions.people import Mention

_UNKNOWN_ALLOWED = {"noun": 2, "verb": 1, "tight": 0}
_WINDOW = 30
_STILL_REACH = 14
_ENDING_REACH = 4
_DENIALS = frozenset({"not", "never"})
_BACK_AGAIN = frozenset(
    {"still", "is back", "came back", "come back", "again", "has returned", "lifelong", "since"}
)
_PAST_VERBS = frozenset({"had", "was", "were", "took", "got", "did"})
_BEGINNINGS = frozenset(
    {"diagnosed", "started", "began", "since", "told", "prescribed", "put", "fitted", "given", "diagnosis"}
)
_PRONOUNS = frozenset({"i", "he", "she", "they", "we", "it", "you"})
_OWN = frozenset({"my", "his", "her", "their", "our", "'s"})
_ALTERNATIVES = frozenset({"or", "nor", "/", "neither"})
_UNIT_ENDS = frozenset({".", ",", ";", "!", "?", "\n", ")", "but", "/"})
_LIST_ENDS = frozenset({"anything", "none", "nothing", "any"})
_INVERTED = frozenset({"could", "might", "does", "do", "is", "am", "are", "has", "have", "did"})
_CARRIES_ON = frozenset({"i", "my", "the", "our", "but", "we", "because", "just", "it", "he", "she", ",", ".", "!", "", "sorry", "actually",
                         "that", "she", "they", "only", "thanks", "wait", "idea", "problem", "worries", "–", "did", "does", "do"})  # fmt: skip


class Assertion:
    """Reads the status of a concept from the cues around it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def status(
        self, message: Message, concept: Concept, places: frozenset[int], mentions: Sequence[Mention] = ()
    ) -> Status | None:
        """Return the status of ``concept``, or ``None`` if the message only imagines or mentions it.

        ``places`` are the words that belong to concepts, which cues may pass over.
        """
        cues = self._cues(message, concept, places)
        kinds = {cue.value for cue in cues}
        if kinds & {"hypothetical", "family"} and not self._owned(message, concept):
            return None
        if concept.denied:
            return Status.ABSENT
        if concept.asserted or "exception" in kinds or self._goes_on(message, cues):
            return concept.ceiling
        denials = [cue for cue in cues if cue.value == "negated"]
        wrapped = "wrap" in kinds
        if wrapped:
            return concept.ceiling if denials else Status.UNCERTAIN
        past = self._past(message, concept, cues)
        if denials and len(_distinct(denials)) % 2:
            if "uncertain" in kinds:
                return Status.UNCERTAIN
            return Status.HISTORICAL if past and self._no_longer(message) else Status.ABSENT
        if self._answered_no(message, concept):
            return Status.ABSENT
        doubt = "uncertain" in kinds or self._asks_whether(message, concept, mentions)
        if past and not concept.lasting:
            return Status.UNCERTAIN if doubt else Status.HISTORICAL
        if doubt:
            return Status.UNCERTAIN
        return concept.ceiling

    def _cues(self, message: Message, concept: Concept, places: frozenset[int]) -> list[Mark]:
        """The cues that reach ``concept``."""
        reaching: list[Mark] = []
        for cue in message.of("cue"):
            if cue.start > concept.end + _WINDOW:
                break
            if cue.end < concept.start - _WINDOW:
                continue
            inside = concept.start <= cue.start < concept.end or concept.start < cue.end <= concept.end
            if inside or cue.start in places or self._interjection(message, cue):
                continue
            if self._reaches(message, cue, concept, places):
                reaching.append(cue)
        return reaching

    def _reaches(self, message: Message, cue: Mark, concept: Concept, places: frozenset[int]) -> bool:
        if message.sentence[cue.start] != message.sentence[concept.start]:
            return False
        if cue.end <= concept.start and cue.entry.direction in ("forward", "both"):
            return self._forward(message, cue, concept, places)
        if cue.start >= concept.end and cue.entry.direction in ("backward", "both"):
            return self._backward(message, cue, concept, places)
        return False

    def _forward(self, message: Message, cue: Mark, concept: Concept, places: frozenset[int]) -> bool:
        if message.clause[cue.start] != message.clause[concept.start]:
            return False
        free = [p for p in range(cue.end, concept.start) if p not in places]
        words = [message.words[p] for p in free]
        if len([w for w in words if w not in self._sets["separators"]]) > cue.entry.scope:
            return False
        if cue.value == "exception":
            return True
        if cue.value in ("historical_weak", "current", "recent", "family"):
            return True
        if self._blocked(cue, words):
            return False
        if not self._passes_commas(message, cue, concept) or not self._same_list(
            message, cue, concept, places
        ):
            return False
        if cue.value in ("negated", "historical", "wrap"):
            return self._tight(message, cue, concept, words)
        return True

    def _blocked(self, cue: Mark, words: Sequence[str]) -> bool:
        """Whether something else is spoken of on the way; "about kefir and X" is about X all the same."""
        if cue.value == "uncertain" and words and words[-1] in _OWN:
            return True
        blockers = [i for i, word in enumerate(words) if word in self._sets["blockers"]]
        return bool(blockers) and not (
            cue.value == "hypothetical" and list(words[blockers[-1] + 1 :]) == ["and"]
        )

    def _tight(self, message: Message, cue: Mark, concept: Concept, words: Sequence[str]) -> bool:
        """Whether what lies between leaves the denial or the past tense with the condition."""
        unknown = [w for w in words if w not in self._sets["transparent"] and not w.endswith("ly") and w.isalpha()
                   and w not in self._sets["separators"]]  # fmt: skip
        if len(unknown) > _UNKNOWN_ALLOWED[cue.entry.chain]:
            return False
        if cue.entry.chain == "tight" and _PRONOUNS & set(words):
            return False
        if cue.value == "negated":
            owned = words and words[-1] in _OWN
            others = any(
                m.value == "contrast" and cue.end <= m.start < concept.start for m in message.of("cue")
            )
            return (
                not owned and not others and "and" not in self._after_last_alternative(message, cue, concept)
            )
        return True

    def _after_last_alternative(self, message: Message, cue: Mark, concept: Concept) -> Sequence[str]:
        """The words from the cue to the concept, unless an "or" binds the list together."""
        between = list(message.between(cue.end, concept.start))
        return [] if _ALTERNATIVES & set(between) else between

    def _passes_commas(self, message: Message, cue: Mark, concept: Concept) -> bool:
        """A list goes on over a comma only if "or" (for denials), "and" or "or" (otherwise) binds it."""
        between = message.between(cue.end, concept.start)
        if "," not in between:
            return True
        rest = self._rest_of_clause(message, concept)
        if cue.value in ("negated", "wrap"):
            tail = set(between) | set(rest)
            return bool(tail & _ALTERNATIVES) or bool(set(rest) & _LIST_ENDS)
        return bool((set(between) | set(rest)) & (_ALTERNATIVES | {"and"}))

    def _same_list(self, message: Message, cue: Mark, concept: Concept, places: frozenset[int]) -> bool:
        """Whether conditions between cue and concept are the head of the same list."""
        last = max((p for p in range(cue.end, concept.start) if p in places), default=None)
        if last is None:
            return True
        link = set(message.between(last + 1, concept.start))
        return bool(link & {"and", "or", "nor", ",", "/"} or not link) and not link & {
            "on",
            "taking",
            "takes",
            "with",
            "has",
            "have",
        }

    def _rest_of_clause(self, message: Message, concept: Concept) -> Sequence[str]:
        end = concept.end
        while end < len(message.words) and message.clause[end] == message.clause[concept.start]:
            end += 1
        return message.between(concept.end, end)

    def _backward(self, message: Message, cue: Mark, concept: Concept, places: frozenset[int]) -> bool:
        between = range(concept.end, cue.start)
        words = [message.words[p] for p in between if p not in places]
        other = any(p in places for p in between)
        if len(words) > cue.entry.scope or (
            self._sets["blockers"] & set(words) and cue.value != "historical_weak"
        ):
            return False
        same = message.clause[cue.start] == message.clause[concept.start]
        adjacent = not [w for w in words if w not in (",", "–", ":", "(", "-", "and", "?")]
        if cue.value == "negated":
            if cue.end - cue.start == 1 and not (
                adjacent and "and" not in words and self._ends_unit(message, cue)
            ):
                return False
            return (
                not other
                and (adjacent or same)
                and "," not in words
                and not self._leads_on(message, cue, places)
            )
        if cue.value == "uncertain":
            return (
                (same or adjacent)
                and (not other or "or" in words)
                and not self._leads_on(message, cue, places)
            )
        if cue.value in ("historical", "hypothetical"):
            following = set(message.between(cue.end, cue.end + 1))
            if message.words[cue.start - 1] in _DENIALS or following & _BEGINNINGS:
                return False
            return (same or adjacent) and (not other or "and" in words or "or" in words)
        return same

    def _ends_unit(self, message: Message, cue: Mark) -> bool:
        return cue.end >= len(message.words) or message.words[cue.end] in _UNIT_ENDS

    def _leads_on(self, message: Message, cue: Mark, places: frozenset[int]) -> bool:
        """Whether the cue rather belongs to a condition that follows it."""
        for place in range(cue.end, min(len(message.words), cue.end + 7)):
            if message.clause[place] != message.clause[cue.end - 1] or message.words[place] in (",", "but"):
                return False
            if place in places:
                return True
        return False

    def _interjection(self, message: Message, cue: Mark) -> bool:
        """ "No, I have diabetes", "isn't it bad with diabetes": nothing that follows is denied."""
        if (
            cue.text == "not"
            and cue.start == message.clause_start(cue.start) + 1
            and message.words[cue.start - 1] in _INVERTED
        ):
            return bool({*message.between(cue.end, cue.end + 1)} & (_PRONOUNS | {"kefir", "this", "that"}))
        if cue.text not in ("no", "nope", "none"):
            return False
        after = message.words[cue.end] if cue.end < len(message.words) else ""
        first = (
            cue.start == 0
            or message.sentence[cue.start] != message.sentence[cue.start - 1]
            or message.words[cue.start - 1] in (",", "no", "nope")
        )
        return first and after in _CARRIES_ON

    def _answered_no(self, message: Message, concept: Concept) -> bool:
        """ "Diabetes? No." """
        _, end = message.sentence_range(concept.start)
        if (
            end > len(message.words)
            or message.words[end - 1] != "?"
            or end - concept.end > 2
            or end >= len(message.words)
        ):
            return False
        return message.words[end] in ("no", "nope", "none", "never")

    def _asks_whether(self, message: Message, concept: Concept, mentions: Sequence[Mention]) -> bool:
        """ "Could my son have a milk allergy?" asks whether it is so."""
        first = message.clause_start(concept.start)
        if message.words[first] not in _INVERTED:
            return False
        subject = next(
            (m for m in mentions if m.start == first + 1 and m.end <= concept.start and not m.generic), None
        )
        if subject is None:
            return False
        between = message.between(subject.end, concept.start)
        return (
            all(word in self._sets["transparent"] or word.endswith("ly") for word in between)
            and "with" not in between
        )

    def _past(self, message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
        kinds = {cue.value for cue in cues}
        clause = set(message.clause_words(concept.start))
        weak = "historical_weak" in kinds and bool(_PAST_VERBS & clause) and not _BEGINNINGS & clause
        explicit = [c for c in cues if c.value == "historical"]
        if concept.condition in self._sets["lifelong"]:
            explicit = [c for c in explicit if "history of" not in c.text]
        if not explicit and not weak:
            return False
        if self._still(message, concept, cues):
            return False
        recent = "recent" in kinds and concept.condition in self._sets["recent_is_present"]
        return not (recent and not any(c.entry.chain != "tight" for c in explicit))

    def _goes_on(self, message: Message, cues: Sequence[Mark]) -> bool:
        """ "never outgrew", "haven't stopped taking": an ending denied."""
        endings = [
            c
            for c in cues
            if c.value == "historical"
            and c.entry.direction == "forward"
            and (c.entry.chain != "tight" or c.text == "off")
        ]
        return any(_DENIALS & set(message.between(max(0, c.start - _ENDING_REACH), c.start)) for c in endings)

    def _still(self, message: Message, concept: Concept, cues: Sequence[Mark]) -> bool:
        """Whether it goes on: "still", or "since" after the condition."""
        ended = any(c.value == "historical" and c.entry.chain != "tight" for c in cues)
        current = [c for c in cues if c.value == "current" and (c.text != "since" or c.start >= concept.end)
                   and (c.text in _BACK_AGAIN or not ended)]  # fmt: skip
        return bool(current) or "still" in message.between(concept.end, concept.end + _STILL_REACH)

    def _no_longer(self, message: Message) -> bool:
        return "longer" in message.words or "anymore" in message.words

    def _owned(self, message: Message, concept: Concept) -> bool:
        before = message.between(max(0, concept.start - 3), concept.start)
        return bool(_OWN & set(before))


def _distinct(cues: Sequence[Mark]) -> set[tuple[int, int]]:
    """Denials counted once where cues overlap ("no history of")."""
    counted = [cue for cue in cues if cue.text != "nor"] or list(cues)
    return {(cue.start, cue.end) for cue in counted}
