"""Whom a message is about, and which life stage it gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guide.language.conditions.ages import FIRST_BIRTHDAY
from guide.language.conditions.coreference import is_one_of
from guide.language.conditions.findings import SELF, Finding
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import UNNAMED, Mention, apart

_FEEDING = frozenset(
    {
        "breastfeeding", "nursing", "feeding", "feed", "breastfeed", "breastfeeds", "pump",
        "pumping", "expressing"
    }
)  # fmt: skip
_GIVING = frozenset({"give", "giving", "gave", "offer", "feed", "for", "let"})
_ASKING = frozenset({"can", "could", "should", "may", "is", "would", "will"})


def stages(message: Message, mentions: Sequence[Mention], stated: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the life stages of the people a message is about.

    A nursed baby is not asked about, so its age is left alone.
    """
    each_alone = list(apart(mentions))
    aged = {m.who[0][0] for m in each_alone if m.who and m.age_months is not None and not m.group}
    for mention in each_alone:
        if mention.generic or not mention.stage or _nursed(message, mention, stated):
            continue
        start, end = message.tokens[mention.start].start, message.tokens[mention.end - 1].end
        person, subject = mention.who[0]
        if person == UNNAMED and mention.age_months is None:
            continue
        if subject == SELF and mention.age_months is not None and mention.age_months < FIRST_BIRTHDAY:
            continue  # no baby writes to us: those are weeks of something else
        everybody = [pair for pair in mention.who if pair[0] not in aged]  # their own ages are told
        for each, kind in everybody if mention.group else ((person, subject),):
            for condition, status in mention.stage:
                yield Finding(condition, status, kind, each, start, end)


def _nursed(message: Message, mention: Mention, stated: Sequence[Finding]) -> bool:
    before = message.between(max(0, mention.start - 3), mention.start)
    nursing = any(finding.condition == "breastfeeding" for finding in stated)
    asked = bool(_GIVING & set(before))
    return (
        nursing
        and not asked
        and bool(_FEEDING & set(message.words))
        and not any(f.person == mention.who[0][0] for f in stated)
    )


def person_meant(
    message: Message,
    mentions: Sequence[Mention],
    found: Sequence[Finding],
    sets: Mapping[str, frozenset[str]],
) -> str | None:
    """Return the person asked about, else the only person with a condition, else the only one named."""
    named = [m for m in mentions if m.who and not m.generic and m.who[0][0] != UNNAMED and not m.reporter]
    for mention in named:
        before = message.words[mention.start - 1] if mention.start else ""
        if mention.who[0][0] != SELF and before in sets["beneficiary_before"]:
            return mention.who[0][0]
    if any(_for_me(message, mention) for mention in named):
        return SELF
    asking = [m for m in named if m.who[0][0] == SELF and m.start and message.words[m.start - 1] in _ASKING]
    told = sorted(found, key=lambda f: f.start)
    experiencers = list(dict.fromkeys(f.person for f in told if f.person != UNNAMED))
    if len(experiencers) == 1 and not (asking and not _gives(message)):
        return experiencers[0]
    if asking and not _gives(message):
        return SELF
    others = list(dict.fromkeys(m.who[0][0] for m in named if m.who[0][0] != SELF))
    if len(others) == 1 and not experiencers:
        return others[0]
    if SELF in experiencers or (named and not others):
        return SELF
    return experiencers[0] if experiencers else None


def age_of(mentions: Sequence[Mention], person: str | None) -> int | None:
    """Return the age told of ``person``; where nobody is meant, the first that is somebody's.

    "How much can a 4 year old have?" tells no age of the one talked about, but a baby's is never dropped.
    """
    for mention in apart(mentions):
        months = mention.age_months
        if months is None or (mention.generic and months >= FIRST_BIRTHDAY):
            continue
        if months < FIRST_BIRTHDAY and mention.who and mention.who[0][0] == SELF:
            continue  # no baby writes to us
        if person is None or (mention.who and mention.who[0][0] == person):
            return months
    return None


def ages_of(mentions: Sequence[Mention]) -> tuple[tuple[str, int], ...]:
    """Return the age in months of each person of whom one is told."""
    told = (m for m in apart(mentions) if m.who and not m.generic and m.age_months is not None)
    return tuple({m.who[0][0]: m.age_months or 0 for m in told if m.who[0][0] != UNNAMED}.items())


def youngest(mentions: Sequence[Mention], several: Sequence[str]) -> str | None:
    """Return the youngest baby among ``several`` asked for at once: its strict advice comes first."""
    ages = {
        m.who[0][0]: m.age_months
        for m in apart(mentions)
        if m.who and m.who[0][0] in several and m.age_months is not None and m.age_months < FIRST_BIRTHDAY
    }
    return min(ages, key=ages.__getitem__) if ages else None


def unresolved_pronoun(
    message: Message, mentions: Sequence[Mention], sets: Mapping[str, frozenset[str]]
) -> str | None:
    """Return "he", "she" or "they" if the message uses it of somebody it does not name."""
    for mention in mentions:
        if mention.who and mention.who[0][0] == UNNAMED:
            word = message.words[mention.start]
            return next((kind for kind in ("he", "she", "they") if word in sets[kind]), None)
    if any(m.named and not m.generic for m in mentions):
        return None
    for place, word in enumerate(message.words):
        near = {*message.between(max(0, place - 1), place), *message.between(place + 1, place + 3)}
        if word in sets["they"] and near & sets["people_do"]:
            return "they"
    return None


def genders(message: Message, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return "he" or "she" for each person of whom the message tells it: by kind, name, note or pronoun."""
    known: dict[str, str] = {}
    for mention in mentions:
        if mention.generic or not mention.who or mention.who[0][0] in (SELF, UNNAMED):
            continue
        person, words = mention.who[0][0], set(message.between(mention.start, mention.end))
        for gender in ("he", "she"):
            told = (
                is_one_of(person, lexicon.sets[f"{gender}_names"]) or words & lexicon.sets[f"{gender}_words"]
            )
            pronoun = (
                mention.end - mention.start == 1 and message.words[mention.start] in lexicon.sets[gender]
            )
            if told or pronoun:
                known.setdefault(person, gender)
    return tuple(known.items())


def _for_me(message: Message, mention: Mention) -> bool:
    """ "Is kefir good for me, though?"; not "for me to give"."""
    words = message.words
    me = words[mention.start] in ("me", "myself") and words[mention.start - 1] == "for" and mention.start > 0
    return me and words[mention.end : mention.end + 1] != ["to"] and not {"give", "giving"} & set(words)


def _gives(message: Message) -> bool:
    return bool(_GIVING & set(message.words))
