"""How far a cue reaches: which of the cues around a condition speak of it.

A cue reaches forward or backward within its clause, over words that leave its meaning alone. Where a denial
or an ending may or may not reach, it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from guide.language.conditions.concepts import Concept
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Mark, Message

_UNKNOWN_ALLOWED = {"noun": 2, "verb": 1, "tight": 0}
_WINDOW = 30
_DENIES_ANEW = frozenset({"no", "not", "never", "without"})
DENIALS = frozenset({"not", "never"})
BEGINNINGS = frozenset(
    {
        "diagnosed", "started", "began", "since", "told", "prescribed", "put", "fitted", "given",
        "diagnosis", "switched", "moved", "swapped"
    }
)  # fmt: skip
_IS_OR_HAS = frozenset({"am", "is", "are", "have", "has"})
_PRONOUNS = frozenset({"i", "he", "she", "they", "we", "it", "you"})
OWN = frozenset({"my", "his", "her", "their", "our", "'s"})
_ALTERNATIVES = frozenset({"or", "nor", "/", "neither"})
_MODAL = frozenset({"can", "could", "would", "will", "should"})
_UNIT_ENDS = frozenset({".", ",", ";", "!", "?", "\n", ")", "but", "/"})
_LIST_ENDS = frozenset({"anything", "none", "nothing", "any"})
INVERTED = frozenset({"could", "might", "does", "do", "is", "am", "are", "has", "have", "did"})
_NEW_MATTERS = frozenset({"on", "taking", "takes", "now", "currently", "has", "have"})
_CARRIES_ON = frozenset(
    {
        "i", "my", "the", "our", "but", "we", "because", "just", "it", "he", "she", ",", ".", "!",
        "", "sorry", "actually", "that", "they", "only", "thanks", "wait", "idea", "problem",
        "worries", "–", "did", "does", "do"
    }
)  # fmt: skip


class Reach:
    """Finds the cues that reach a concept."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._closing: dict[str, str] = lexicon.rules["context"]["closing"]

    def cues(self, message: Message, concept: Concept, places: frozenset[int]) -> list[Mark]:
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
        if not self._closes(message, cue, concept):
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
        if cue.value == "uncertain" and words and words[-1] in OWN:
            return True
        modal = _MODAL if cue.value == "wrap" else frozenset()
        blockers = [i for i, word in enumerate(words) if word in self._sets["blockers"] - modal]
        return bool(blockers) and not (
            cue.value == "hypothetical" and list(words[blockers[-1] + 1 :]) == ["and"]
        )

    def _tight(self, message: Message, cue: Mark, concept: Concept, words: Sequence[str]) -> bool:
        """Whether what lies between leaves the denial or the past tense with the condition."""
        unknown = [
            w
            for w in words
            if w not in self._sets["transparent"]
            and not w.endswith("ly")
            and w.isalpha()
            and w not in self._sets["separators"]
        ]
        if len(unknown) > _UNKNOWN_ALLOWED[cue.entry.chain]:
            return False
        if cue.entry.chain == "tight" and _PRONOUNS & set(words):
            return False
        if cue.value == "negated":
            if set(unknown) - self._sets["told_of"] and _says_of_somebody(words):
                return False
            owned = words and words[-1] in OWN
            if owned or "and" in self._after_last_alternative(message, cue, concept):
                return False
            between = (m for place in range(cue.end, concept.start) for m in message.starting(place, "cue"))
            return not any(m.value == "contrast" for m in between)
        return True

    def _closes(self, message: Message, cue: Mark, concept: Concept) -> bool:
        """ "They ruled Crohn's out": a cue of two parts counts only with its second one."""
        closing = self._closing.get(cue.text)
        return closing is None or closing in message.between(concept.end, concept.end + 3)

    def _after_last_alternative(self, message: Message, cue: Mark, concept: Concept) -> Sequence[str]:
        """The words from the cue to the concept, unless an "or" binds the list together."""
        between = list(message.between(cue.end, concept.start))
        return [] if _ALTERNATIVES & set(between) else between

    def _passes_commas(self, message: Message, cue: Mark, concept: Concept) -> bool:
        """A list goes on over a comma only if "or" (for denials), "and" or "or" (otherwise) binds it."""
        between = message.between(cue.end, concept.start)
        if "," not in between:
            return True
        if any(mark == "," and word in _NEW_MATTERS for mark, word in pairwise(between)):
            return False
        rest = self._rest_of_clause(message, concept)
        if cue.value == "negated" and _DENIES_ANEW & set(between):
            return False  # "no epilepsy, no gout, nothing else": each is denied once
        if cue.value in ("negated", "wrap"):
            tail = {*between, *message.between(concept.start, concept.end), *rest}
            return bool(tail & _ALTERNATIVES) or bool(set(rest) & _LIST_ENDS)
        return bool((set(between) | set(rest)) & (_ALTERNATIVES | {"and"}))

    def _same_list(self, message: Message, cue: Mark, concept: Concept, places: frozenset[int]) -> bool:
        """Whether conditions between cue and concept are the head of the same list."""
        last = max((p for p in range(cue.end, concept.start) if p in places), default=None)
        if last is None:
            return True
        link = set(message.between(last + 1, concept.start))
        if (
            link == {"for"}
            and cue.value == "historical"
            and concept.condition in self._sets["over_with_medicine"]
        ):
            return True
        joined = bool(link & {"and", "or", "nor", ",", "/"}) or (not link and cue.value != "historical")
        return joined and not link & {
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
            if message.words[cue.start - 1] in DENIALS or following & BEGINNINGS:
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
            and message.words[cue.start - 1] in INVERTED
        ):
            return bool({*message.between(cue.end, cue.end + 1)} & (_PRONOUNS | {"kefir", "this", "that"}))
        if cue.text not in ("no", "nope", "none"):
            return False
        after = message.words[cue.end] if cue.end < len(message.words) else ""
        if list(message.between(cue.end, cue.end + 2)) == ["problem", "with"]:
            return False
        first = (
            cue.start == 0
            or message.sentence[cue.start] != message.sentence[cue.start - 1]
            or message.words[cue.start - 1] in (",", "no", "nope")
        )
        return first and after in _CARRIES_ON


def _says_of_somebody(words: Sequence[str]) -> bool:
    """Whether a clause of its own begins that denies nothing: "... telling them I am pregnant"."""
    pairs = any(w in _PRONOUNS and after in _IS_OR_HAS for w, after in pairwise(words))
    return pairs and not DENIALS & set(words)
