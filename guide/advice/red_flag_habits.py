"""Telling a habit ("milk makes my lips swell") from a sign that is going on.

A habit needs a word that says so ("whenever", "usually", "when he drinks", "makes") and nothing in
the whole message that speaks of now, of one meal, or of a sign in progress.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from guide.advice.red_flag_phrases import Hit, unguarded
from guide.advice.red_flag_text import Message

_BE_REACH = 2
_OPENING = 6
_ING_REACH = 3
_SUBJECT_REACH = 5
_FOOD_REACH = 3
_ADVERB_REACH = 2
_MEANT_FOOD = (("it",), ("some",), ("them",), ("any",))


class Habits:
    """The habitual words of a message, and which signs they hold for."""

    def __init__(self, message: Message, hits: Mapping[str, list[Hit]], data: Mapping[str, Any]) -> None:
        self._words = message.words
        self._sentences = message.sentences
        self._hits = hits
        self._data: Mapping[str, Any] = data["habits"]
        self._past_forms = frozenset(data["past_forms"])
        self._food = sorted({*hits.get("food", ()), *hits.get("food_named", ()), *hits.get("habit_food", ())})

    def tells(self, signs: Sequence[Hit]) -> bool:
        """Whether every one of the signs is told as what food usually does, not as happening."""
        if not self.told or not signs:
            return False
        span = Hit(min(hit.start for hit in signs), max(hit.end for hit in signs))
        return not self._in_progress(span) and all(self._holds_for(sign, span) for sign in signs)

    @cached_property
    def told(self) -> bool:
        """Whether any habit is told and nothing in the message speaks of now or of one meal."""
        if (
            self._opens_now()
            or not self._food
            or not any(
                (self._every, self._clauses, self._causes, self._usual, self._hits.get("habit_adverb"))
            )
        ):
            return False
        return not unguarded(self._hits, "ongoing", "not_ongoing") and not self._progressive()

    def _opens_now(self) -> bool:
        """Whether the message begins with a sign in the present ("I can't breathe, when I ...")."""
        opening = f"{' '.join(self._words[:_OPENING])} "
        return any(opening.startswith(f"{phrase} ") for phrase in self._data["opens_now"])

    def asked_about(self) -> set[int]:
        """Return the sentences that only tell a habit or ask about it ("is that normal")."""
        if not self.told:
            return set()
        hits = [*self._hits.get("habit_question", ()), *self._every, *self._clauses, *self._causes]
        return {self._sentences[hit.start] for hit in hits}

    @cached_property
    def _every(self) -> list[Hit]:
        return unguarded(self._hits, "habit_every", "not_habit")

    @cached_property
    def _clauses(self) -> list[Hit]:
        """Return each "when he drinks milk": an opener, a subject and a verb of eating in the present."""
        found = []
        for opener in unguarded(self._hits, "habit_opener", "not_habit"):
            reach = min(opener.end + _SUBJECT_REACH, len(self._words))
            for place in range(opener.end, reach):
                if self._sentences[place] != self._sentences[opener.start]:
                    break
                if self._eats(place, opener):
                    found.append(Hit(opener.start, place + 1))
                    break
        return found

    @cached_property
    def _usual(self) -> list[Hit]:
        """Return each "after yogurt", "from cow's milk" (any of it), if something is asked besides.

        "She wheezes after yogurt" could be now; with "is kefir better?" it is told in calm.
        """
        found = []
        for place, word in enumerate(self._words):
            if word not in self._data["usual_openers"]:
                continue
            eaten = place + 1
            while eaten < len(self._words) and self._words[eaten] in self._data["kinds"]:
                eaten += 1
            named = any(food.start == eaten for food in self._food)
            if named and self._sentences[eaten] == self._sentences[place] and self._asks_besides(place):
                found.append(Hit(place, eaten + 1))
        return found

    def _asks_besides(self, place: int) -> bool:
        """Whether a later sentence asks about having a food ("is kefir better", "kefir")."""
        for food in self._food:
            sentence = self._sentences[food.start]
            if sentence <= self._sentences[place]:
                continue
            words = [w for w, number in zip(self._words, self._sentences, strict=True) if number == sentence]
            if len(words) == 1 or any(word in self._data["asks"] for word in words):
                return True
        return bool(self._hits.get("habit_question"))

    def _eats(self, place: int, opener: Hit) -> bool:
        word = self._words[place]
        if self._names_a_drink(place) or "dont" in self._words[opener.end : place]:
            return False
        if place == opener.end:
            return word in self._data["eating"] and self._words[opener.start] == "when"
        if word in self._data["eats"]:
            return True
        following = self._words[place + 1 : place + 1 + _FOOD_REACH]
        food = any(place < hit.start <= place + _FOOD_REACH for hit in self._food)
        return word in self._data["has"] and (
            food or following[:1] in (("it",), ("some",), ("them",), ("any",))
        )

    def _names_a_drink(self, place: int) -> bool:
        """Whether "drink" is a noun here ("the drink", "the yogurt drink")."""
        before = self._words[place - 1]
        return before in self._data["definite"] or any(food.end == place for food in self._food)

    @cached_property
    def _causes(self) -> list[Hit]:
        """Return each "milk makes", "reacts to": not "the milk", which is one glass of it."""
        found = list(self._hits.get("habit_causes", ()))
        for food in self._food:
            definite = food.start and self._words[food.start - 1] in self._data["definite"]
            for place in range(food.end, min(food.end + 2, len(self._words))):
                same = self._sentences[place] == self._sentences[food.start]
                if same and not definite and self._words[place] in self._data["makes"]:
                    found.append(Hit(food.start, place + 1))
        return found

    def _progressive(self) -> bool:
        """Whether anything "is ...ing": told as going on at this moment."""
        for place, word in enumerate(self._words):
            if not word.endswith("ing") or word in self._data["not_progressive"]:
                continue
            sentence = self._sentences[place]
            for before in range(max(0, place - _ING_REACH), place):
                if self._sentences[before] != sentence or self._words[before] not in self._data["be"]:
                    continue
                begins = before == 0 or self._sentences[before - 1] != sentence
                if not (begins and word in self._data["eating"]):
                    return True
        return False

    def _in_progress(self, span: Hit) -> bool:
        """Whether a sign is a bare "...ing" ("throat closing"), with no "gets" or "causes" before it."""
        begin = self._sentences.index(self._sentences[span.start])
        for place in range(span.start, span.end):
            if self._words[place].endswith("ing") and self._words[place] not in self._data["not_progressive"]:
                return not any(word in self._data["takes_ing"] for word in self._words[begin:place])
        return False

    def _holds_for(self, sign: Hit, span: Hit) -> bool:
        around = self._words[max(0, span.start - _BE_REACH) : span.end]
        state = any(word in self._data["be"] for word in around)
        if any(self._reaches(marker, sign, span, state) for marker in self._every):
            return True
        if self._adverb_before(sign, span):
            return True
        over = any(word.endswith("ed") or word in self._past_forms for word in around)
        if state or over:
            return False
        if any(self._reaches(marker, sign, span, state) for marker in self._clauses):
            return True
        if self._is_usual(sign, span):
            return True
        # What stands before "milk makes" is not what milk makes.
        causes = [marker for marker in self._causes if marker.start <= span.start]
        return any(self._reaches(marker, sign, span, state) for marker in causes)

    def _is_usual(self, sign: Hit, span: Hit) -> bool:
        """Whether the sign stands in the simple present before an "after yogurt".

        What somebody cannot do, or how they are, is never told so: "gets a rash and can't breathe".
        """
        begin = self._sentences.index(self._sentences[sign.start])
        for marker in self._usual:
            words = self._words[begin : marker.start]
            verbs = {w for b, w in zip(("", *words), words, strict=False) if b != "to"}
            simple = not verbs.isdisjoint(self._data["usual"])
            other = {*self._data["be"], *self._data["unable"]}
            if marker.start >= sign.start and simple and verbs.isdisjoint(other):
                return self._reaches(marker, sign, span, state=False)
        return False

    def _reaches(self, marker: Hit, sign: Hit, span: Hit, state: bool) -> bool:
        if self._sentences[marker.start] != self._sentences[sign.start]:
            return False
        between = self._words[min(marker.end, span.end) : max(marker.start, span.start)]
        return not any(word in self._data["breaks"] or (state and word == "and") for word in between)

    def _adverb_before(self, sign: Hit, span: Hit) -> bool:
        """Whether "usually", "always" stands in or right before the signs."""
        for adverb in self._hits.get("habit_adverb", ()):
            if self._sentences[adverb.start] != self._sentences[sign.start] or adverb.start >= span.end:
                continue
            between = self._words[adverb.end : span.start]
            if len(between) <= _ADVERB_REACH and "and" not in between:
                return True
        return False
