"""Finds the products and modifiers that a message names, by the pack's terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ruamel.yaml import YAML

FILES = {"product": "products.yml", "modifier": "modifiers.yml"}

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
# "the coconut one", "and coconut?": a product's first words stand for it when nothing else can be meant.
_STANDS_FOR = r"(?:\s+milk)?\s+(?:one|ones|version|kind|type|sort|variety|option|stuff|instead)\b"
_ELLIPSIS = (
    r"^\s*(?:(?:ok|okay|so|and|or|but|then|now)[,\s]+)*(?:(?:what|how)\s+about\s+)?(?:the\s+|with\s+|for\s+)?"
    r"(?P<short>{shorts})(?:\s+(?:then|though|too|as\s+well))?\s*[?.!]*\s*$"
)
_LIST = r"(?P<short>{shorts})(?:\s+milk)?\s*(?:,|/|\bor\b|\band\b|\bvs\.?|\bversus\b)\s*(?:the\s+)?$"
_MADE_FROM = (
    r"\b(?:k\w{2,5}r\s+(?:(?:that\s+is|that's)\s+)?(?:made\s+(?:from|with|of|using|out\s+of)|from)"
    r"|(?:ones?|it|kinds?|versions?)\s+(?:(?:that|is|that's|it's)\s+)*made\s+(?:from|with|of|using|out\s+of))\s+"
)
_OTHER_FOOD = r"(?!(?:\s+milk)?\s+(?:cheese|butter|soap|meat|cream|yog))"
# A list of products is read backwards from its last; what stands further before it is not listed.
_LIST_REACH = 40
_NEGATED = re.compile(
    r"(?:\b(?:not|never|no|without|nor|neither|non|isnt|arent|dont|doesnt|didnt|wasnt|rather\s+than|instead\s+of)"
    r"|n't)(?:\s+(?!but\b)\w+){0,2}[\s-]*$"
)
_KEFIR = r"k(?:[ei]+f+[ei]+r|eifr|efr|efire)s?"
_NOT = r"(?:not|never|isn't|isnt|wasn't|wasnt|aren't|arent)(?:\s+been)?"
# A slip in a shorter word gives another word: "got kefir" is not "goat kefir".
_LEAST_MISSPELT = 5
# Too common to stand for a product by themselves.
_NEVER_SHORT = {"milk", "dairy", "water", "own", "sugar water", "whole milk"}


@dataclass(frozen=True)
class Mention:
    """A product or modifier named in a text; ``kind`` is ``"product"`` or ``"modifier"``."""

    kind: str
    id: str
    start: int
    end: int


class ProductFinder:
    """Reads messages by the terms of ``products`` and ``modifiers`` (id to terms)."""

    def __init__(self, products: Mapping[str, Sequence[str]], modifiers: Mapping[str, Sequence[str]]) -> None:
        self._products = _Terms(products, _OTHER_FOOD)
        self._modifiers = _Terms(modifiers)
        self._count = len(products)
        shorts = {short: name for name, terms in products.items() for term in terms for short in _short(term)}
        self._shorts = _Terms({name: [s for s, n in shorts.items() if n == name] for name in products})
        self._stands_for = [
            re.compile(self._shorts.source + _STANDS_FOR),
            re.compile(_MADE_FROM + self._shorts.source),
        ]
        any_short = "|".join(map(_pattern, sorted(shorts, key=len, reverse=True)))
        self._ellipsis = re.compile(_ELLIPSIS.format(shorts=any_short))
        self._list = re.compile(r"\b" + _LIST.format(shorts=any_short))

    @classmethod
    def from_pack(cls, pack: Path) -> ProductFinder:
        """Build the finder from the files of the pack.

        Raises:
            OSError: if a file is missing.
        """
        return cls(*(_terms(pack / name, f"{kind}s") for kind, name in FILES.items()))

    def find(self, text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Mention]:
        """Return the mentions in ``text`` in their order, each id once.

        Spans in ``taken`` belong to conditions: "allergic to coconut" names no product.
        """
        lowered = _lower(text)
        found = [Mention("product", name, *span) for name, span in self._product_spans(lowered)]
        for name, span in self._modifiers.spans(lowered):
            if not _NEGATED.search(_clause_before(lowered, span[0])):
                found.append(Mention("modifier", name, *span))
        blocked = list(taken)
        free = [
            each for each in found if not any(each.start < end and start < each.end for start, end in blocked)
        ]
        first: dict[tuple[str, str], Mention] = {}
        for each in sorted(free, key=lambda mention: mention.start):
            first.setdefault((each.kind, each.id), each)
        return list(first.values())

    def _product_spans(self, text: str) -> list[tuple[str, tuple[int, int]]]:
        whole = self._ellipsis.match(text)
        if whole:
            return [(self._shorts.owner(whole["short"]), whole.span("short"))]
        spans = self._products.spans(text)
        for match in chain.from_iterable(pattern.finditer(text) for pattern in self._stands_for):
            if not any(start < match.end() and match.start() < end for _, (start, end) in spans):
                spans.append((self._shorts.owner(match["term"]), match.span("term")))
        return spans + [listed for _, (start, _) in spans for listed in self._listed_before(text, start)]

    def _listed_before(self, text: str, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield "oat" and "soy" of "soy, oat or coconut kefir"; no list is longer than there are products."""
        for _ in range(self._count):
            match = self._list.search(text, max(0, start - _LIST_REACH), start)
            if not match:
                return
            yield self._shorts.owner(match["short"]), match.span("short")
            start = match.start("short")


class _Terms:
    """A set of terms as one pattern, the longest first."""

    def __init__(self, terms: Mapping[str, Sequence[str]], unless: str = "") -> None:
        owners = {term.lower(): name for name, each in terms.items() for term in each}
        ordered = sorted(owners, key=len, reverse=True)
        self._owners = [(re.compile(_pattern(term)), owners[term]) for term in ordered]
        self.source = rf"(?<![\w'])(?P<term>{'|'.join(map(_pattern, ordered))})(?![\w']){unless}"
        self._whole = re.compile(self.source)

    def spans(self, text: str) -> list[tuple[str, tuple[int, int]]]:
        return [(self.owner(match["term"]), match.span("term")) for match in self._whole.finditer(text)]

    def owner(self, said: str) -> str:
        return next(name for pattern, name in self._owners if pattern.fullmatch(said))


def _pattern(term: str) -> str:
    """Allow for hyphens, apostrophes, plurals, and the ways to spell kefir."""
    words = re.split(r"[\s-]+", term.lower().translate(_QUOTES))
    patterns = [_word(word) for word in words]
    if words[-1] == "kefir" and len(words) == 2 and len(words[0]) >= _LEAST_MISSPELT:
        patterns[0] = rf"(?:{'|'.join([patterns[0], *_slips(words[0])])})"
    return r"[\s-]+".join(patterns)


def _slips(word: str) -> list[str]:
    """Return the word with one letter left out or two swapped ("watr", "wtaer"), the first letter kept."""
    left_out = {word[:i] + word[i + 1 :] for i in range(1, len(word))}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    return sorted((left_out | swapped) - {word})


def _word(word: str) -> str:
    if word in ("kefir", "kefirs"):
        return _KEFIR
    if word == "not":
        return _NOT
    if word.endswith(("'s", "s'")):
        return re.escape(word[:-2]) + r"(?:'s|s'|s)?"
    return re.escape(word) + ("s?" if word[-1].isalpha() and word[-1] != "s" else "")


def _short(term: str) -> list[str]:
    """Return what stands for the product without "kefir": "coconut" for "coconut milk kefir"."""
    words = term.lower().removesuffix(" kefir")
    if words == term.lower() or words in _NEVER_SHORT:
        return []
    bare = words.removesuffix(" milk")
    return [words] if bare in _NEVER_SHORT else sorted({words, bare})


def _clause_before(text: str, end: int) -> str:
    return re.split(r"[.,;:!?\n]|\bbut\b", text[:end])[-1]


def _lower(text: str) -> str:
    """Lower case of the same length, so that places still hold."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_QUOTES))


def _terms(path: Path, key: str) -> dict[str, list[str]]:
    rows = YAML(typ="safe").load(path.read_text(encoding="utf-8"))[key]
    return {row["id"]: list(row["terms"]) for row in rows}
