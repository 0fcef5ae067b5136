"""The words and rules that conditions are found with, read from YAML: content and rules apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from guide.advice.vocabulary import Status
from guide.language.conditions import outside, tokens
from guide.language.conditions.spelling import Speller

CONTENT_FILES = ("common/conditions.yml", "common/medicines.yml", "common/persons.yml", "common/unlisted.yml")
RULE_FILES = (
    "allergens.yml",
    "body.yml",
    "brands.txt",
    "common_words.txt",
    "context.yml",
    "dairy.yml",
    "labs.yml",
    "normalise.yml",
    "people.yml",
)


SHORTEST_UNLISTED = 8


@dataclass(frozen=True)
class Entry:
    """What one phrase stands for. ``kind`` says which part of the code reads it."""

    kind: str
    value: str
    direction: str = "forward"
    scope: int = 0
    chain: str = "noun"


@dataclass(frozen=True)
class Person:
    """Whom a word like "toddler" or "hubby" means, and the life stage that it implies."""

    name: str
    subject: str
    stage: Mapping[str, Status]


@dataclass(frozen=True)
class Lexicon:
    """All phrases with what they stand for, and the rule files as read."""

    phrases: Mapping[tuple[str, ...], list[Entry]]
    persons: Mapping[str, Person]
    expansions: Mapping[str, str]
    speller: Speller
    rules: Mapping[str, Any]
    doubtful: frozenset[str]
    lasting: frozenset[str]
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def from_files(cls, content_root: Path, rules_path: Path) -> Lexicon:
        """Read the content and rule files.

        Raises:
            FileNotFoundError: if a file is missing.
            KeyError: if an entry lacks a key.
        """
        content = {Path(name).stem: _read(content_root / name) for name in CONTENT_FILES}
        rules = {Path(name).stem: _read(rules_path / name) for name in RULE_FILES if name.endswith(".yml")}
        expansions = {key: str(value) for key, value in rules["normalise"]["expansions"].items()}
        phrases: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        for phrase, entry in _entries(content, rules):
            for words in _variants(phrase, expansions):
                if entry not in phrases[words]:
                    phrases[words].append(entry)
        context = rules["context"]
        names = ("common_words.txt", "brands.txt")
        common = [word for name in names for word in (rules_path / name).read_text(encoding="utf-8").split()]
        return cls(
            phrases=phrases,
            persons={row["name"]: _person(row) for row in content["persons"]["persons"]},
            expansions=expansions,
            speller=Speller(_spellable(phrases), [*common, *_never_corrected(content, rules)]),
            rules=rules,
            doubtful=_normal(context["doubtful"], expansions),
            lasting=_normal(context["lasting"], expansions),
            sets=_word_sets(rules),
        )

    def tokens(self, text: str) -> list[tokens.Token]:
        """Return the normalised words of ``text``, typos corrected."""
        return tokens.split(text, self.expansions, self.speller.correct)


def _never_corrected(content: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[str]:
    """Words that are right as they are: first names, and illnesses without a row."""
    yield from (*rules["people"]["names_m"], *rules["people"]["names_f"])
    yield from (word for term in content["unlisted"]["terms"] for word in term.split())


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _person(row: Mapping[str, Any]) -> Person:
    stage = {condition: Status(status) for condition, status in row["conditions"].items()}
    return Person(row["name"], row["subject"], stage)


def _words(phrase: str, expansions: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens.split(phrase, expansions))


def _normal(phrases: Iterable[str], expansions: Mapping[str, str]) -> frozenset[str]:
    return frozenset(" ".join(_words(str(phrase), expansions)) for phrase in phrases)


def _variants(phrase: str, expansions: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The phrase, and the phrase with its possessive written without an apostrophe ("cows milk")."""
    words = _words(phrase, expansions)
    if words:
        yield words
    if "'s" in phrase:
        yield _words(phrase.replace("'s", "s"), expansions)


def _spellable(phrases: Mapping[tuple[str, ...], Sequence[Entry]]) -> set[str]:
    """The words that a typo may be corrected to; illnesses without a row if long: "stroe" is no stroke."""
    unlisted = (outside.UNLISTED, outside.UNLISTED_WEAK)
    return {
        w
        for words, found in phrases.items()
        for w in words
        if len(w) >= SHORTEST_UNLISTED or any(e.value not in unlisted for e in found)
    }


def _entries(content: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    listed = list(_condition_entries(content))
    yield from listed
    known = frozenset(phrase for phrase, _ in listed)
    for phrase, condition in outside.terms(content["unlisted"], known):
        yield phrase, Entry("condition", condition)
    for row in content["persons"]["persons"]:
        yield from ((word, Entry("person", row["name"])) for word in row["words"])
    yield from _context_entries(rules["context"])
    yield from _allergy_entries(rules["allergens"])
    yield from _dairy_entries(rules["dairy"])
    yield from _body_entries(rules["body"])


def _condition_entries(content: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for row in content["conditions"]["conditions"]:
        chips = row["chip"] if isinstance(row["chip"], list) else [row["chip"]]
        for phrase in [*row["terms"], *(chip.lower() for chip in chips if chip)]:
            yield phrase, Entry("condition", row["id"])
        for implied in row["implies"]:
            yield from ((phrase, Entry("condition", implied)) for phrase in row["terms"])
    for row in content["medicines"]["medicines"]:
        for condition in row["conditions"]:
            yield from ((name, Entry("condition", condition)) for name in row["names"])


def _context_entries(context: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for group in context["rules"]:
        entry = Entry(
            "cue", group["category"], group["direction"], group["scope"], group.get("chain", "noun")
        )
        yield from ((str(literal), entry) for literal in group["literals"])
    yield from ((phrase, Entry("blocked", "")) for phrase in context["not_conditions"])
    yield from ((phrase, Entry("unreal", "")) for phrase in context["unreal"])
    for index, refinement in enumerate(context["refinements"]):
        yield from ((cue, Entry("refine", str(index))) for cue in refinement["cues"])
        yield from ((cue, Entry("refine_not", str(index))) for cue in refinement["unless"])
    for part, literals in context["clearing"].items():
        yield from ((literal, Entry("clear", part)) for literal in literals)


def _allergy_entries(allergens: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for group in allergens["groups"]:
        yield from ((word, Entry("allergen", group["id"])) for word in group["words"])
    for head, words in allergens["heads"].items():
        yield from ((word, Entry("head", head)) for word in words)
    yield from ((phrase, Entry("drug_only", "")) for phrase in allergens["drug_only"])


def _dairy_entries(dairy: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for kind in ("avoid", "react", "trouble", "dairy_free"):
        yield from ((literal, Entry("dairy", kind)) for literal in dairy[kind]["literals"])
    yield from ((phrase, Entry("choice", "")) for phrase in dairy["by_choice"])
    for sign, words in dairy["signs"].items():
        yield from ((word, Entry("sign", sign)) for word in words)


def _body_entries(body: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for index, part in enumerate(body["parts"]):
        yield from ((word, Entry("part", str(index))) for word in part["words"])
    for state, places in body["states"].items():
        for place, literals in places.items():
            yield from ((literal, Entry("state", f"{state} {place}")) for literal in literals)


def _word_sets(rules: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Plain word lists of the rule files, as sets of strings."""
    people, context, allergens, dairy = (rules[n] for n in ("people", "context", "allergens", "dairy"))
    named = {name: words for name, words in people.items() if isinstance(words, list)}
    named |= {name: context[name] for name in ("transparent", "blockers", "having", "inquiry", "lifelong")}
    named |= {name: context[name] for name in ("like_me", "doubtful_conditions", "recent_is_present")}
    named |= {"told_of": context["told_of"]}
    named |= {
        name: allergens[name]
        for name in ("no_matter", "links", "fillers", "separators", "not_allergens", "totals")
    }
    named |= {"triggers": dairy["triggers_before"], "not_for_gut": dairy["not_for_gut"]}
    named |= {"exceptions": allergens["exceptions"]}
    named |= {f"body_{name}": rules["body"][name] for name in ("among", "taken_back")}
    named["he_names"] = [*people["he_names"], *people["names_m"]]
    named["she_names"] = [*people["she_names"], *people["names_f"]]
    return {name: frozenset(str(word) for word in words) for name, words in named.items()}
