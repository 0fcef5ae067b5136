"""When a sign was: told with a past time and no present form it is an account, not an emergency."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from guide.advice.red_flag_phrases import Hit, unguarded
from guide.advice.red_flag_rules import Match
from guide.advice.red_flag_text import Message

_CARRY_SENTENCES = 3
_BEGAN = 2

Told = Mapping[int, list[tuple[Hit, bool]]]
"""The times named in each sentence, in reading order, with whether they are past."""


class Times:
    """The times a message names, and which signs they put into the past."""

    def __init__(self, message: Message, hits: Mapping[str, list[Hit]], data: Mapping[str, Any]) -> None:
        self._message = message
        self._hits = hits
        self._data = data
        self._told = {recent_counts: self._times_told(recent_counts) for recent_counts in (False, True)}

    @property
    def sentences(self) -> Collection[int]:
        """The sentences that name a time, if any names a past one."""
        return self._told[False].keys()

    def _times_told(self, recent_counts: bool) -> Told:
        recent = {hit.start for hit in self._hits.get("recent", ())} if recent_counts else set()
        past = unguarded(self._hits, "past", "not_past")
        times = [(hit, True) for hit in past if hit.start not in recent]
        if times:
            times += [(hit, False) for hit in unguarded(self._hits, "present", "not_present")]
        told: dict[int, list[tuple[Hit, bool]]] = {}
        for hit, is_past in sorted(times):
            told.setdefault(self._sentence(hit), []).append((hit, is_past))
        return told

    def is_past(self, match: Match) -> bool:
        """Whether the signs are told of the past."""
        told = self._without_beginnings(match, self._told[match.rule.recent_counts])
        if not told or self._has_present_form(match.span):
            return False
        sentence = self._message.sentences[match.span.end - 1]
        own = self._decided_by(told.get(sentence, ()), match.span)
        if own is None:
            own = self._looked_back_on(told, sentence + 1) or self._carried_over(told, sentence)
        return own

    def _without_beginnings(self, match: Match, told: Told) -> Told:
        """Return the times less those that say when a lasting state began, the sign coming after them."""
        if match.rule.state is None:
            return told
        last = max(match.signs)
        states = [hit for hit in self._hits[match.rule.state] if hit in match.signs and hit != last]
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
        turns = self._hits.get("turn", [])
        following = bisect_left(turns, Hit(hit.end, 0))
        return following < len(turns) and turns[following].start < span.start

    def _has_present_form(self, span: Hit) -> bool:
        """Whether a present form stands in or right before the signs ("are", "feels", "closing")."""
        forms = self._hits.get("present_forms", [])
        for hit in forms[bisect_left(forms, Hit(span.start - 2, 0)) :]:
            if hit.start > span.end:
                break
            if self._sentence(hit) == self._message.sentences[span.start]:
                return True
        before = self._message.words[max(0, span.start - 4) : span.end]
        told = any(word.endswith("ed") or word in self._data["past_forms"] for word in before)
        return not told and any(
            self._message.words[place].endswith("ing") and not self._names_a_thing(place)
            for place in range(span.start, span.end)
        )

    def _names_a_thing(self, place: int) -> bool:
        """Whether a word in -ing is a noun here ("with vomiting")."""
        return place > 0 and self._message.words[place - 1] in self._data["noun_before"]

    def _looked_back_on(self, told: Told, sentence: int) -> bool:
        """Whether the sentence after the signs says when it was ("That was in 2015")."""
        return any(is_past for _, is_past in told.get(sentence, ())) and any(
            self._sentence(hit) == sentence for hit in self._hits.get("looking_back", ())
        )

    def _carried_over(self, told: Told, sentence: int) -> bool:
        """Whether an account begun in an earlier sentence goes on: no new meal, no new time."""
        if any(self._sentence(hit) == sentence for hit in self._hits.get("food", ())):
            return False
        for earlier in range(sentence - 1, sentence - 1 - _CARRY_SENTENCES, -1):
            if earlier in told:
                return told[earlier][-1][1]
        return False

    def _sentence(self, hit: Hit) -> int:
        return self._message.sentences[hit.start]
