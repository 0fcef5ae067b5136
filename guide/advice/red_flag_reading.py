"""One message read against the red-flag rules: which signs it names, and how each is meant.

A sign can be happening, told of the past, denied, imagined, or said of people in general. Each is
judged where it stands, so that one denied sign never silences another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Any

from guide.advice.red_flag_context import Contexts
from guide.advice.red_flag_habits import Habits
from guide.advice.red_flag_phrases import Hit, gap, unguarded
from guide.advice.red_flag_rules import ALLERGIC_KINDS, Combinations, Match, Rule
from guide.advice.red_flag_text import Message
from guide.advice.red_flag_times import Times

_EXCUSE_DISTANCE = 12
_AFTER_DENIAL = 4
_FEWEST = 3
_CAUSE_DISTANCE = 4
# What is asked for at this moment is never a habit, nor do words that excuse a sign as an old one undo it.
_NEVER_HABIT = frozenset({"call_help", "pen", "inject_now", "alarm_word", "anaphylaxis"})
_HABITUAL_EXCUSES = frozenset({"chronic", "faint_chronic", "from_cold", "habit"})


class Meaning(Enum):
    """How a sign in a message is meant.

    ``HABIT``: what food usually does. ``ASIDE``: imagined, asked in general, told of nobody here.
    ``DENIED``: denied, over, or of a thing. ``OTHERWISE``: excused by a word beside it.
    """

    NOW = "now"
    PAST = "past"
    HABIT = "habit"
    ASIDE = "aside"
    DENIED = "denied"
    OTHERWISE = "otherwise"


class Tone(Enum):
    """How a whole message is told, for a classifier that goes by its words alone.

    ``ASIDE``: a sign is named, and every sentence is past, habit or imagined, or it is denied and hardly
    anything else is said, or it is over. ``QUALIFIED``: something in it is denied, past, imagined,
    over, a figure of speech. ``PLAIN``: nothing of the kind.
    """

    ASIDE = "aside"
    QUALIFIED = "qualified"
    PLAIN = "plain"


class Reading:
    """A message with every phrase found in it."""

    def __init__(
        self,
        message: Message,
        hits: Mapping[str, list[Hit]],
        excuses: Mapping[str, list[Hit]],
        data: Mapping[str, Any],
    ) -> None:
        self.message = message
        self.hits = hits
        self.excuses = excuses
        self._calm = frozenset(data["calm"])
        self._support = frozenset(data["support"])
        self._combinations = Combinations(message, hits, data)
        self._contexts = Contexts(message, hits, data)
        self._times = Times(message, hits, data)
        self._habits = Habits(message, hits, data)

    def matches(self, rules: Sequence[Rule]) -> Iterator[tuple[Match, Meaning]]:
        """Yield every match of every rule with its meaning, in the order of the rules."""
        for rule in rules:
            if len(self.message.words) > rule.longest:
                continue
            for match in self._combinations.of(rule):
                yield match, self.meaning(match)

    def meaning(self, match: Match) -> Meaning:
        """Return how the matched signs are meant. When in doubt they are happening."""
        governing = self._contexts.governing(self._judged(match))
        if governing:
            return Meaning.ASIDE if any(map(self._contexts.sets_aside, governing)) else Meaning.DENIED
        excuses = {excuse for excuse in match.rule.unless if self._near(excuse, match.span)}
        if excuses <= _HABITUAL_EXCUSES and self._is_habit(match):
            return Meaning.HABIT
        if excuses:
            return Meaning.OTHERWISE
        return Meaning.PAST if self._times.is_past(match) else Meaning.NOW

    def is_to_another(self, match: Match) -> bool:
        """Whether the signs are said to have another cause ("to peanuts"), and none of milk beside it."""
        sentence = self.message.sentences[match.span.start]
        causes = [hit for hit in self.hits.get("to_another", ()) if gap(hit, match.span) <= _CAUSE_DISTANCE]
        milk = {self.message.sentences[hit.start] for hit in self.hits.get("to_milk", ())}
        return sentence not in milk and any(self.message.sentences[hit.start] == sentence for hit in causes)

    def tone(self, rules: Sequence[Rule]) -> Tone:
        """Return how the message is told as a whole."""
        found = list(self.matches(rules))
        if not found and self._merely_asks():
            return Tone.ASIDE
        if self._is_set_aside(found) or self._is_mere_denial(found) or self._is_settled(found):
            return Tone.ASIDE
        qualified = self._contexts.any or self._times.sentences or self._habits.told
        return Tone.QUALIFIED if qualified or "qualifying" in self.hits else Tone.PLAIN

    def _merely_asks(self) -> bool:
        """Whether it is only said who may have what, and their age: "can my girl have it? she's 6"."""
        words = self.message.words
        names = {word for word, after in pairwise(words) if after == "is" or after.isdigit()} - self._calm
        signs = {hit.start for name, hits in self.hits.items() if name not in self._support for hit in hits}
        calm = all(word in self._calm or word in names or word.isdigit() for word in words)
        strange = {place for place, word in enumerate(words) if word in names}
        return len(words) > _FEWEST and calm and signs.isdisjoint(strange)

    def _judged(self, match: Match) -> dict[str, tuple[Hit, ...]]:
        """Return the signs that each context is held against.

        A lasting state is denied, but not imagined, with the sign: "Is kefir safe on chemo? I have a
        fever" asks about the chemotherapy; the fever is there.
        """
        contexts = [name for name in self._contexts.names if name not in match.rule.despite]
        if match.rule.state is None:
            return dict.fromkeys(contexts, match.signs)
        state = self.hits[match.rule.state]
        sign = tuple(each for each in match.signs if each not in state)
        return {name: sign if self._contexts.sets_aside(name) else match.signs for name in contexts}

    def _is_habit(self, match: Match) -> bool:
        if match.rule.kind not in ALLERGIC_KINDS:
            return False
        named = {name for need in match.rule.needs for name in need}
        return named.isdisjoint(_NEVER_HABIT) and self._habits.tells(match.signs)

    def _is_set_aside(self, found: Sequence[tuple[Match, Meaning]]) -> bool:
        """Whether a sign was found, none is happening, and every sentence is past, habit or imagined."""
        over = [match for match, meaning in found if meaning in (Meaning.PAST, Meaning.HABIT, Meaning.ASIDE)]
        if not over or any(meaning is Meaning.NOW for _, meaning in found):
            return False
        habit = any(meaning is Meaning.HABIT for _, meaning in found)
        if not habit and (unguarded(self.hits, "present", "not_present") or "turn" in self.hits):
            return False
        sentences = {*self._contexts.set_aside(), *self._times.sentences}
        if any(meaning is Meaning.PAST for _, meaning in found):
            sentences |= {self.message.sentences[hit.start] for hit in self.hits.get("habit_question", ())}
        sentences |= {self.message.sentences[sign.start] for match in over for sign in match.signs}
        if habit:
            sentences |= self._habits.asked_about()
        return sentences.issuperset(self.message.sentences)

    def _is_mere_denial(self, found: Sequence[tuple[Match, Meaning]]) -> bool:
        """Whether every sign is denied and only a few words stand after the denial ("..., just dry")."""
        if not found or any(meaning is not Meaning.DENIED for _, meaning in found):
            return False
        if any(name in self.hits for name in ("present", "turn")):
            return False
        last = max(sign.end for match, _ in found for sign in match.signs)
        return len(self.message.words) - last <= _AFTER_DENIAL

    def _is_settled(self, found: Sequence[tuple[Match, Meaning]]) -> bool:
        """Whether each sentence says that it is over, hardly a word follows, and no sign is happening."""
        if not self._contexts.sentences_of("settled").issuperset(self.message.sentences):
            return False
        after = len(self.message.words) - self._contexts.end_of("settled")
        return after <= _AFTER_DENIAL and all(meaning is not Meaning.NOW for _, meaning in found)

    def _near(self, name: str, span: Hit) -> bool:
        sentences = {self.message.sentences[span.start], self.message.sentences[span.end - 1]}
        excuses = self.excuses.get(name, [])
        for hit in excuses[bisect_left(excuses, Hit(span.start - 2 * _EXCUSE_DISTANCE, 0)) :]:
            if hit.start > span.end + _EXCUSE_DISTANCE:
                break
            if gap(hit, span) <= _EXCUSE_DISTANCE and self.message.sentences[hit.start] in sentences:
                return True
        return False
