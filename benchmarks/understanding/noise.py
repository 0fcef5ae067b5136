"""Misspells sentences as hurried people do: slips, dropped letters, no blanks, capitals, elongation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST = 4
"""Words shorter than this are left alone by slips and drops: too little would be left to read."""

Random = np.random.Generator


def keyboard(text: str, random: Random) -> str:
    """Return ``text`` with a neighbouring key hit once in about every fourth longer word."""
    return _in_words(text, random, lambda word, at: word[:at] + _neighbour(word[at], random) + word[at + 1 :])


def dropped(text: str, random: Random) -> str:
    """Return ``text`` with a letter left out of about every fourth longer word."""
    return _in_words(text, random, lambda word, at: word[:at] + word[at + 1 :])


def swapped(text: str, random: Random) -> str:
    """Return ``text`` with two neighbouring letters changed round in about every fourth longer word."""
    return _in_words(text, random, lambda word, at: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])


def without_blanks(text: str, random: Random) -> str:
    """Return ``text`` run together."""
    return "".join(text.split())


def capitals(text: str, random: Random) -> str:
    """Return ``text`` in capitals."""
    return text.upper()


def elongated(text: str, random: Random) -> str:
    """Return ``text`` with a vowel of one word drawn out ("pleaaase") and its last mark repeated."""
    words = text.split()
    row = int(random.integers(len(words))) if words else 0
    vowels = [at for at, letter in enumerate(words[row]) if letter in "aeiou"] if words else []
    if vowels:
        at = int(random.choice(vowels))
        words[row] = words[row][:at] + words[row][at] * int(random.integers(3, 6)) + words[row][at + 1 :]
    drawn = " ".join(words)
    return drawn + drawn[-1] * 2 if drawn[-1:] in ("?", "!") else drawn


KINDS: Mapping[str, Callable[[str, Random], str]] = {
    "keyboard": keyboard,
    "dropped": dropped,
    "swapped": swapped,
    "without_blanks": without_blanks,
    "capitals": capitals,
    "elongated": elongated,
}

_COMMON = ("keyboard", "dropped", "swapped", "elongated")


def misspell(text: str, random: Random) -> str:
    """Return ``text`` with one of the common kinds of noise, for training."""
    return KINDS[str(random.choice(_COMMON))](text, random)


def _in_words(text: str, random: Random, change: Callable[[str, int], str]) -> str:
    """Apply ``change`` at a letter after the first, in a quarter of the longer words and at least in one."""
    words = text.split(" ")
    long = [row for row, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not long:
        return text
    hit = [row for row in long if random.random() < 0.25] or [int(random.choice(long))]
    for row in hit:
        words[row] = change(words[row], int(random.integers(1, len(words[row]))))
    return " ".join(words)


def _neighbour(letter: str, random: Random) -> str:
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            return str(random.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)]))
    return letter
