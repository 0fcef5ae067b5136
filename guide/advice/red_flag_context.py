"""Which words of a message are denied, imagined, over, or said of people in general.

Each context of the rules file has phrases that open it. It reaches over some words after them, or
over the whole sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from guide.advice.red_flag_phrases import Hit, unguarded
from guide.advice.red_flag_text import Message


class Contexts:
    """The contexts of one message."""

    def __init__(self, message: Message, hits: Mapping[str, list[Hit]], data: Mapping[str, Any]) -> None:
        self._message = message
        self._hits = hits
        self._contexts: Mapping[str, Mapping[str, Any]] = data["context"]
        self._persons = frozenset({*data["self_words"], *data["other_words"]})
        self._governed = {name: self._reach(name) for name in self._contexts}

    @property
    def names(self) -> Collection[str]:
        """The names of all contexts."""
        return self._contexts.keys()

    @property
    def any(self) -> bool:
        """Whether any word stands in a context."""
        return any(self._governed.values())

    def sets_aside(self, name: str) -> bool:
        """Whether what this context governs is imagined or asked in general; what is denied is not."""
        return bool(self._contexts[name].get("aside"))

    def governing(self, signs: Mapping[str, Sequence[Hit]]) -> list[str]:
        """Return the contexts that govern one of the signs given for each."""
        return [
            name
            for name, governed in self._governed.items()
            if any(sign.start in governed for sign in signs.get(name, ()))
        ]

    def set_aside(self) -> set[int]:
        """Return the sentences in which something is set aside."""
        names = filter(self.sets_aside, self._governed)
        return {sentence for name in names for sentence in self.sentences_of(name)}

    def sentences_of(self, name: str) -> set[int]:
        """Return the sentences in which a context governs something."""
        return {self._message.sentences[place] for place in self._governed[name]}

    def end_of(self, name: str) -> int:
        """Return the position after the last word that a context governs, 0 if it governs none."""
        return max(self._governed[name], default=-1) + 1

    def _reach(self, name: str) -> frozenset[int]:
        """Return the positions of the words that a context (negation, "what if", ...) governs."""
        context = self._contexts[name]
        here_now = {self._sentence(hit) for hit in self._hits.get("here_now", ()) if context.get("aside")}
        governed: set[int] = set()
        for hit in unguarded(self._hits, f"{name}:phrases", context["guard"]):
            if self._sentence(hit) in here_now:
                continue
            if context.get("impersonal"):
                governed |= self._impersonal_sentence(self._sentence(hit))
            elif context.get("whole"):
                governed |= self._unbroken_sentence(name, hit)
            else:
                governed |= self._following(name, hit)
        return frozenset(governed)

    def _following(self, name: str, hit: Hit) -> set[int]:
        """Return the words after a phrase, as far as it reaches in its sentence."""
        stops = {stop.start for stop in self._hits.get(f"{name}:stop", ())}
        reach = min(hit.end + self._contexts[name]["reach"], len(self._message.words))
        governed: set[int] = set()
        for place in range(hit.end, reach):
            if place in stops or self._message.sentences[place] != self._sentence(hit):
                break
            governed.add(place)
        return governed

    def _impersonal_sentence(self, sentence: int) -> set[int]:
        """Return the positions of a sentence that speaks of no person, else none."""
        places = self._places(sentence)
        return set() if any(self._message.words[place] in self._persons for place in places) else places

    def _unbroken_sentence(self, name: str, phrase: Hit) -> set[int]:
        """Return the positions of a phrase's sentence (with ``before``, up to the phrase).

        None if a word outside the phrase turns to the present.
        """
        sentence = self._sentence(phrase)
        covered = {place for hit in self._hits[f"{name}:phrases"] for place in range(*hit)}
        for stop in self._hits.get(f"{name}:stop", ()):
            if self._sentence(stop) == sentence and covered.isdisjoint(range(*stop)):
                return set()
        end = phrase.end if self._contexts[name].get("before") else len(self._message.words)
        return {place for place in self._places(sentence) if place < end}

    def _places(self, sentence: int) -> set[int]:
        return {place for place, number in enumerate(self._message.sentences) if number == sentence}

    def _sentence(self, hit: Hit) -> int:
        return self._message.sentences[hit.start]
