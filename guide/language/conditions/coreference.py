"""Pronouns, pairs and ages: which mentions belong together."""

from __future__ import annotations

from dataclasses import replace

from guide.language.conditions.ages import ADULT, FIRST_BIRTHDAY, Age, life_stage
from guide.language.conditions.findings import OTHER, SELF
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import UNNAMED, Mention

_IT_IS = (["it", "is"], ["this", "is"], ["that", "is"], ["it", "was"], ["it", "'s"])


class Coreference:
    """Resolves pronouns and joins pairs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets

    def resolve(self, message: Message, mentions: list[Mention]) -> list[Mention]:
        """Give each pronoun the last named person that it fits."""
        resolved: list[Mention] = []
        for mention in mentions:
            if not mention.who:
                word = message.words[mention.start]
                if word in self._sets["they"] and not any(m.named and not m.generic for m in resolved):
                    continue
                who = self._antecedent(word, resolved)
                pet = who[0][0] in self._sets["pets"]
                possessive = word in ("his", "her", "their")
                mention = replace(mention, who=who, possessive=possessive, generic=mention.generic or pet)
            resolved.append(mention)
        return self._named_at_the_end(message, resolved)

    def _named_at_the_end(self, message: Message, mentions: list[Mention]) -> list[Mention]:
        """ "She has an allergy to nuts, my girl", "... It's for my sister": who was meant is said last."""
        last = next((m for m in reversed(mentions) if m.named and not m.generic), None)
        closes = last and last.start and message.words[last.start - 1] == ","
        closes = closes and not set(message.words[last.end if last else 0 :]) - {".", "!", "?"}
        closes = closes or (last and _meant_for(message, last))
        if not (last and closes) or len({m.who for m in mentions if m.named}) > 1:
            return mentions
        return [replace(m, who=last.who) if m.who and m.who[0][0] == UNNAMED else m for m in mentions]

    def _antecedent(self, word: str, before: list[Mention]) -> tuple[tuple[str, str], ...]:
        """Return the last one named whom ``word`` fits; who only says something comes after all others.

        "My son has a milk allergy. A friend told me it is fine. Can he have it?" asks for the son.
        """
        other = "she_names" if word in self._sets["he"] else "he_names"
        if word in self._sets["they"]:
            other = ""
            group = next((m for m in before if m.group), None)
            if group is not None:
                return group.who
        fits = [
            mention.who
            for mention in sorted(before, key=lambda m: not m.reporter)
            if mention.named
            and (not mention.generic or mention.who[0][0] in self._sets["pets"])
            and not (other and is_one_of(mention.who[0][0], self._sets[other]))
        ]
        return fits[-1] if fits else ((UNNAMED, OTHER),)

    def join(self, message: Message, mentions: list[Mention]) -> list[Mention]:
        """Make one mention of "me and my daughter"."""
        joined: list[Mention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if last and not (mention.generic or last.generic) and self._pair(message, last, mention):
                joined[-1] = replace(
                    last,
                    end=mention.end,
                    who=_union(last.who, mention.who),
                    named=True,
                    possessive=False,
                    stage=last.stage or mention.stage,
                    parts=(*(last.parts or (last,)), mention),
                )
            else:
                joined.append(mention)
        return joined

    def _pair(self, message: Message, left: Mention, right: Mention) -> bool:
        between = list(message.between(left.end, right.start))
        if not between or between[0] not in self._sets["joiners"] or len(between) > 1 or left.possessive:
            return False
        following = message.words[right.end] if right.end < len(message.words) else ""
        before = message.words[left.start - 1] if left.start else ""
        plural = following in ("both", "are", "have", "were", "can", "all", "each")
        return before in ("both", "neither") or (
            plural and (right.who[0][0] != SELF or right.end - right.start == 1)
        )


def _meant_for(message: Message, mention: Mention) -> bool:
    """Whether the words before say whom all of it is about: "it's for my brother", "asking for a friend"."""
    before = list(message.between(max(0, mention.start - 3), mention.start))
    return before[-1:] == ["for"] and (before[:-1][-1:] == ["asking"] or before[-3:-1] in _IT_IS)


def is_one_of(person: str, names: frozenset[str]) -> bool:
    """Return whether ``person`` is of this kind or has this name: "son_other", "person_emma"."""
    kind, _, apart = person.partition("_")
    return kind in names or apart in names


def _union(
    left: tuple[tuple[str, str], ...], right: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys([*left, *right]))


def with_ages(mentions: list[Mention], ages: list[Age]) -> list[Mention]:
    """Attach each age to the mention that holds it, else to the nearest one before it."""
    result = list(mentions)
    for age in ages:
        holders = [i for i, m in enumerate(result) if m.start <= age.start < m.end]
        holders = holders or [i for i, m in enumerate(result) if m.named and m.end == age.start]
        before = [i for i, m in enumerate(result) if m.start < age.start and not m.generic]
        named_after = [i for i, m in enumerate(result) if m.named and m.start == age.end]
        later = [i for i, m in enumerate(result) if m.named and not m.generic]
        places = holders or named_after or before[-1:] or later[:1]
        index = places[0] if places else None
        if index is None and (age.start <= 1 or age.somebody):
            result.insert(
                0,
                Mention(
                    age.start,
                    age.end,
                    ((UNNAMED, OTHER),) if age.somebody else ((SELF, SELF),),
                    stage=tuple(life_stage(age.months).items()),
                    age_months=age.months,
                ),
            )
        elif index is not None and _counts(age, result[index]):
            stage = tuple(life_stage(age.months).items())
            result[index] = replace(result[index], age_months=age.months, stage=stage)
    return result


def _counts(age: Age, mention: Mention) -> bool:
    """Whether a mention takes an age: the first, or a later one by which it is a baby."""
    known = mention.age_months
    return known is None or age.months < FIRST_BIRTHDAY <= known < ADULT
