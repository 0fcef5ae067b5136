"""One message read against the red-flag rules: which signs it names, and how each is meant.

A sign can be happening, told of the past, denied, imagined, or said of people in general. Each is
judged where it stands, so that one denied sign never silences another.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import compress, product
from typing import Any

from guide.advice.red_flag_habits import Habits
from guide.advice.red_flag_phrases import Hit, gap
from guide.advice.red_flag_text import Message

_NEAREST = 3
_EXCUSE_DISTANCE = 12
_CARRY_SENTENCES = 3
_BEGAN = 2
# Kinds that food may cause by an allergy: only these are ever told as a habit.
ALLERGIC_KINDS = frozenset({"anaphylaxis", "child_collapse"})
# What is asked for at this moment is never a habit, nor do words that excuse a sign as an old one undo it.
_NEVER_HABIT = frozenset({"call_help", "pen", "inject_now", "alarm_word", "anaphylaxis"})
_HABITUAL_EXCUSES = frozenset({"chronic", "faint_chronic", "from_cold", "habit"})


class Meaning(Enum):
    """How a sign in a message is meant.

    ``HABIT``: what food usually does. ``ASIDE``: imagined, asked in general, told of nobody here.
    """

    NOW = "now"
    PAST = "past"
    HABIT = "habit"
    ASIDE = "aside"
    OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Rule:
    """One combination of concepts that is an emergency. Fields as described in the rules file."""

    kind: str
    needs: tuple[tuple[str, ...], ...]
    within: int
    whole_message: bool
    ordered: bool
    recent_counts: bool
    present: tuple[str, ...]
    longest: int
    unless: tuple[str, ...]
    despite: frozenset[str]
    state: str | None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rule:
        """Return the rule written as ``data`` in the rules file."""
        return cls(
            kind=data["kind"],
            needs=tuple(tuple(need.split("|")) for need in data["needs"]),
            within=data.get("within", 0),
            whole_message=data.get("scope") == "message",
            ordered=data.get("ordered", False),
            recent_counts=data.get("recent", False),
            present=tuple(data.get("with", ())),
            longest=data.get("longest", sys.maxsize),
            unless=tuple(data.get("unless", ())),
            despite=frozenset(data.get("despite", ())),
            state=data.get("state"),
        )


@dataclass(frozen=True)
class Match:
    """A rule that found all its concepts. ``signs`` leaves out what only supports (food, a child)."""

    rule: Rule
    signs: tuple[Hit, ...]

    @property
    def span(self) -> Hit:
        """The words from the first sign to the last."""
        return Hit(min(hit.start for hit in self.signs), max(hit.end for hit in self.signs))


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
        self._data = data
        self._times = {recent_counts: self._times_told(recent_counts) for recent_counts in (False, True)}
        self._habits = Habits(message, hits, data)
        self._governed = {name: self._reach(name) for name in data["context"]}

    def matches(self, rules: Sequence[Rule]) -> Iterator[tuple[Match, Meaning]]:
        """Yield every match of every rule with its meaning, in the order of the rules."""
        for rule in rules:
            if len(self.message.words) > rule.longest:
                continue
            for match in self._combinations(rule):
                yield match, self.meaning(match)

    def meaning(self, match: Match) -> Meaning:
        """Return how the matched signs are meant. When in doubt they are happening."""
        governing = [
            name
            for name, governed in self._governed.items()
            if name not in match.rule.despite
            and any(sign.start in governed for sign in self._judged(match, name))
        ]
        if governing:
            return Meaning.ASIDE if self._sets_aside(governing) else Meaning.OTHERWISE
        excuses = {excuse for excuse in match.rule.unless if self._near(excuse, match.span)}
        if excuses <= _HABITUAL_EXCUSES and self._is_habit(match):
            return Meaning.HABIT
        if excuses:
            return Meaning.OTHERWISE
        return Meaning.PAST if self._is_past(match) else Meaning.NOW

    def _judged(self, match: Match, context: str) -> tuple[Hit, ...]:
        """Return the signs a context is held against: a lasting state is denied, but not imagined, with it.

        "Is kefir safe on chemo? I have a fever" asks about the chemotherapy; the fever is there.
        """
        if match.rule.state is None or not self._data["context"][context].get("aside"):
            return match.signs
        state = self.hits[match.rule.state]
        return tuple(sign for sign in match.signs if sign not in state)

    def _is_habit(self, match: Match) -> bool:
        if match.rule.kind not in ALLERGIC_KINDS:
            return False
        named = {name for need in match.rule.needs for name in need}
        return named.isdisjoint(_NEVER_HABIT) and self._habits.tells(match.signs)

    def is_set_aside(self, rules: Sequence[Rule]) -> bool:
        """Whether a sign was found, none is happening, and every sentence is past, habit or imagined."""
        found = list(self.matches(rules))
        over = [match for match, meaning in found if meaning in (Meaning.PAST, Meaning.HABIT, Meaning.ASIDE)]
        if not over or any(meaning is Meaning.NOW for _, meaning in found):
            return False
        habit = any(meaning is Meaning.HABIT for _, meaning in found)
        if not habit and any(name in self.hits for name in ("present", "turn")):
            return False
        governed = {
            place
            for name, places in self._governed.items()
            if self._data["context"][name].get("aside")
            for place in places
        }
        sentences = {self.message.sentences[place] for place in governed} | set(self._times[False])
        sentences |= {self._sentence(sign) for match in over for sign in match.signs}
        if habit:
            sentences |= self._habits.asked_about()
        return sentences.issuperset(self.message.sentences)

    def _sets_aside(self, contexts: Sequence[str]) -> bool:
        return any(self._data["context"][name].get("aside") for name in contexts)

    def _combinations(self, rule: Rule) -> Iterator[Match]:
        choices = [sorted(hit for name in need for hit in self.hits.get(name, ())) for need in rule.needs]
        if not all(choices) or not all(name in self.hits for name in rule.present):
            return
        supporting = set(self._data["support"])
        is_sign = [not supporting.issuperset(need) for need in rule.needs]
        for anchor in choices[0]:
            near = [self._candidates(rule, anchor, others) for others in choices[1:]]
            combinations = product((anchor,), *near)
            signs = (tuple(compress(combination, is_sign)) for combination in combinations)
            yield from (Match(rule, distinct) for distinct in dict.fromkeys(signs))

    def _candidates(self, rule: Rule, anchor: Hit, others: Sequence[Hit]) -> list[Hit]:
        middle = bisect_left(others, anchor)
        around = others[max(0, middle - _NEAREST) : middle + _NEAREST + 1]
        return [hit for hit in around if hit != anchor and self._joined(rule, anchor, hit)]

    def _joined(self, rule: Rule, anchor: Hit, hit: Hit) -> bool:
        if rule.ordered and hit.start < anchor.start:
            return False
        if rule.whole_message:
            return True
        return gap(anchor, hit) <= rule.within and self._same_thought(anchor, hit)

    def _same_thought(self, one: Hit, two: Hit) -> bool:
        """Whether two hits share a sentence, or the later one starts with "it", "they", ..."""
        first, second = sorted((self._sentence(one), self._sentence(two)))
        if first == second:
            return True
        begin = self.message.sentences.index(second)
        return second == first + 1 and self.message.words[begin] in self._data["anaphora"]

    def _sentence(self, hit: Hit) -> int:
        return self.message.sentences[hit.start]

    def _near(self, name: str, span: Hit) -> bool:
        sentences = {self.message.sentences[span.start], self.message.sentences[span.end - 1]}
        excuses = self.excuses.get(name, [])
        for hit in excuses[bisect_left(excuses, Hit(span.start - 2 * _EXCUSE_DISTANCE, 0)) :]:
            if hit.start > span.end + _EXCUSE_DISTANCE:
                break
            if gap(hit, span) <= _EXCUSE_DISTANCE and self._sentence(hit) in sentences:
                return True
        return False

    def _unguarded(self, name: str, guard: str) -> list[Hit]:
        """Return the hits of ``name`` that overlap no hit of ``guard``."""
        covered = {word for hit in self.hits.get(guard, ()) for word in range(*hit)}
        return [hit for hit in self.hits.get(name, ()) if covered.isdisjoint(range(*hit))]

    def _reach(self, name: str) -> frozenset[int]:
        """Return the positions of the words that a context (negation, "what if", ...) governs."""
        context = self._data["context"][name]
        stops = {hit.start for hit in self.hits.get(f"{name}:stop", ())}
        here_now = {self._sentence(hit) for hit in self.hits.get("here_now", ()) if context.get("aside")}
        governed: set[int] = set()
        for hit in self._unguarded(f"{name}:phrases", context["guard"]):
            if self._sentence(hit) in here_now:
                continue
            if context.get("impersonal"):
                governed |= self._impersonal_sentence(self._sentence(hit))
                continue
            for position in range(hit.end, min(hit.end + context["reach"], len(self.message.words))):
                if position in stops or self.message.sentences[position] != self._sentence(hit):
                    break
                governed.add(position)
        return frozenset(governed)

    def _impersonal_sentence(self, sentence: int) -> set[int]:
        """Return the positions of a sentence that speaks of no person, else none."""
        positions = {i for i, number in enumerate(self.message.sentences) if number == sentence}
        personal = {*self._data["self_words"], *self._data["other_words"]}
        return set() if any(self.message.words[i] in personal for i in positions) else positions

    def _times_told(self, recent_counts: bool) -> dict[int, list[tuple[Hit, bool]]]:
        """Return the times named in each sentence, in reading order, with whether they are past."""
        recent = {hit.start for hit in self.hits.get("recent", ())} if recent_counts else set()
        times = [(hit, True) for hit in self._unguarded("past", "not_past") if hit.start not in recent]
        if times:
            times += [(hit, False) for hit in self._unguarded("present", "not_present")]
        told: dict[int, list[tuple[Hit, bool]]] = {}
        for hit, is_past in sorted(times):
            told.setdefault(self._sentence(hit), []).append((hit, is_past))
        return told

    def _is_past(self, match: Match) -> bool:
        told = self._without_beginnings(match, self._times[match.rule.recent_counts])
        if not told or self._has_present_form(match.span):
            return False
        sentence = self.message.sentences[match.span.end - 1]
        own = self._decided_by(told.get(sentence, ()), match.span)
        if own is None:
            own = self._looked_back_on(told, sentence + 1) or self._carried_over(told, sentence)
        return own

    def _without_beginnings(
        self, match: Match, told: Mapping[int, list[tuple[Hit, bool]]]
    ) -> Mapping[int, list[tuple[Hit, bool]]]:
        """Return the times less those that say when a lasting state began, the sign coming after them."""
        if match.rule.state is None:
            return told
        last = max(match.signs)
        states = [hit for hit in self.hits[match.rule.state] if hit in match.signs and hit != last]
        if not states:
            return told

        def begins(time: Hit, is_past: bool) -> bool:
            return is_past and time < last and any(0 <= time.start - hit.end <= _BEGAN for hit in states)

        left = {sentence: [each for each in times if not begins(*each)] for sentence, times in told.items()}
        return {sentence: times for sentence, times in left.items() if times}

    def _decided_by(self, times: Sequence[tuple[Hit, bool]], span: Hit) -> bool | None:
        """Return whether the time nearest before the signs (else after them) is past; None if no time."""
        middle = bisect_left(times, (Hit(span.end, 0), False))
        if middle and not self._turn_between(times[middle - 1][0], span):
            return times[middle - 1][1]
        return times[middle][1] if middle < len(times) else None

    def _turn_between(self, hit: Hit, span: Hit) -> bool:
        turns = self.hits.get("turn", [])
        following = bisect_left(turns, Hit(hit.end, 0))
        return following < len(turns) and turns[following].start < span.start

    def _has_present_form(self, span: Hit) -> bool:
        """Whether a present form stands in or right before the signs ("are", "feels", "closing")."""
        forms = self.hits.get("present_forms", [])
        for hit in forms[bisect_left(forms, Hit(span.start - 2, 0)) :]:
            if hit.start > span.end:
                break
            if self._sentence(hit) == self.message.sentences[span.start]:
                return True
        before = self.message.words[max(0, span.start - 4) : span.end]
        told = any(word.endswith("ed") or word in self._data["past_forms"] for word in before)
        return not told and any(
            self.message.words[place].endswith("ing") and not self._names_a_thing(place)
            for place in range(span.start, span.end)
        )

    def _names_a_thing(self, place: int) -> bool:
        """Whether a word in -ing is a noun here ("with vomiting")."""
        return place > 0 and self.message.words[place - 1] in self._data["noun_before"]

    def _looked_back_on(self, told: Mapping[int, list[tuple[Hit, bool]]], sentence: int) -> bool:
        """Whether the sentence after the signs says when it was ("That was in 2015")."""
        return any(is_past for _, is_past in told.get(sentence, ())) and any(
            self._sentence(hit) == sentence for hit in self.hits.get("looking_back", ())
        )

    def _carried_over(self, told: Mapping[int, list[tuple[Hit, bool]]], sentence: int) -> bool:
        """Whether an account begun in an earlier sentence goes on: no new meal, no new time."""
        if any(self._sentence(hit) == sentence for hit in self.hits.get("food", ())):
            return False
        for earlier in range(sentence - 1, sentence - 1 - _CARRY_SENTENCES, -1):
            if earlier in told:
                return told[earlier][-1][1]
        return False
