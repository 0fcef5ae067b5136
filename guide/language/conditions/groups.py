"""Several people of one group told apart: "one of my ladies ... another", "two residents: one ... the other".

Each becomes a person of its own, so that what is said of one never reaches the other. Words for the whole
group ("my kids") then stand for all of them and for nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.language.conditions.ages import Age
from guide.language.conditions.findings import CHILD, OTHER, SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import Mention
from guide.language.conditions.several import IRREGULAR, ORDERS, PATIENT, called, several, singular

APART = "_"
_ONE = frozenset({"one", "first"})
_SEVERAL = frozenset({"two", "three", "four", "2", "3", "4", "both", "several"})


def with_groups(message: Message, named: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return ``named`` with the members of each group as persons of their own."""
    marked = several(message, named, lexicon.sets)
    told = marked if marked != list(named) else _told_apart(message, named, lexicon)
    return _standing_for_all(message, told, lexicon)


def without_members(message: Message, named: Sequence[Mention], ages: Sequence[Age]) -> list[Age]:
    """Return ``ages`` without the "one" of "one takes ...", which is nobody's age."""
    members = {m.start for m in named if m.who and message.words[m.start] == "one"}
    return [age for age in ages if age.start not in members]


def _told_apart(message: Message, named: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    found = _group(message, named, lexicon)
    if found is None:
        return list(named)
    kind, place, first = found
    spans = list(_members(message, place, lexicon))[: len(ORDERS) - first]
    if not spans:
        return list(named)
    names = [called(kind, n) for n in range(1, len(spans) + first + 1)] if len(spans) + first > 1 else [kind]
    members = zip(spans, names[first:], strict=True)
    others = [Mention(start, end, ((name, OTHER),), named=True) for (start, end), name in members]
    taken = {p for start, end in spans for p in range(start, end)}
    group = [m for m in named if m.start <= place < m.end]
    kept = [m for m in named if m not in group and not taken & set(range(m.start, m.end))]
    told = [replace(m, who=((names[0], OTHER),), generic=False) for m in group] if first else []
    return sorted([*kept, *told, *others], key=lambda m: m.start)


def _group(message: Message, named: Sequence[Mention], lexicon: Lexicon) -> tuple[str, int, bool] | None:
    """The kind of the group, where its noun stands, and whether one of it was named with it."""
    for place in range(len(message.words)):
        kind = _kind(message, place, lexicon)
        if kind is None or any(m.who and m.who[0][1] == CHILD and m.start <= place < m.end for m in named):
            continue
        before = list(message.between(max(0, place - 3), place))
        if before[-1:] == ["one"] or ("of" in before and _ONE & set(before)):
            return kind, place, True
        if _SEVERAL & set(before):
            return kind, place, False
    return None


def _kind(message: Message, place: int, lexicon: Lexicon) -> str | None:
    """What one of the group is called: of "ladies", of the "lady" in "one lady ... another"."""
    word, plurals = message.words[place], lexicon.sets["groups"]
    single = place > 0 and message.words[place - 1] == "one" and word in map(singular, plurals)
    if not single and word not in plurals and word not in IRREGULAR:
        return None
    kind = word if single else singular(word)
    return PATIENT if kind in lexicon.sets["patient_words"] else kind


def _members(message: Message, group: int, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """ "One has ..., another has ...": where each word for a member stands that a verb follows."""
    for place in range(group + 1, len(message.words)):
        word, article = message.words[place], message.words[place - 1]
        if word not in ("one", "another", "other") or (word == "other" and article != "the"):
            continue
        if word == "one" and article in ("another", "other"):
            continue
        end = place + 1 + (message.words[place + 1 : place + 2] == ["one"])
        end += 2 * (list(message.between(end, end + 2)) == ["of", "them"])
        following = message.words[end] if end < len(message.words) else "."
        if following in lexicon.sets["person_verbs"] | lexicon.sets["ellipsis_ends"]:
            yield place - (article == "the"), end


def _standing_for_all(message: Message, named: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Let "my kids" stand for the children that the message tells apart, and be no child of its own."""
    plurals = [m for m in named if _is_group_of_children(message, m, lexicon)]
    if len(plurals) != 1:
        return list(named)
    (group,) = plurals
    members = dict.fromkeys(m.who[0] for m in named if m.start > group.start and _is_member(m))
    if len(members) < 2:
        return list(named)
    return [replace(m, who=tuple(members), group=True) if m is group else m for m in named]


def _is_group_of_children(message: Message, mention: Mention, lexicon: Lexicon) -> bool:
    words = set(message.between(mention.start, mention.end))
    return bool(mention.who) and mention.who[0][1] == CHILD and bool(words & lexicon.sets["child_groups"])


def _is_member(mention: Mention) -> bool:
    """A child told apart from others, or somebody called by name."""
    if mention.generic or not mention.who or mention.who[0][0] == SELF:
        return False
    person, subject = mention.who[0]
    return subject == CHILD or person.startswith(f"person{APART}")
