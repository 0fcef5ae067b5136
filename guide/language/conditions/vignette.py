"""Clinicians' shorthand: "72M AF on warfarin", "ICU pt, pancreatitis", "ANC 300" speak of a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guide.language.conditions.ages import life_stage
from guide.language.conditions.described import (
    BEFORE_HEAD,
    OLDEST,
    PATIENT,
    Span,
    described,
    named_already,
)
from guide.language.conditions.findings import OTHER, SELF, Finding
from guide.language.conditions.labs import lab_places
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message
from guide.language.conditions.mentions import UNNAMED, Mention

_SEXES = {
    "m": "m",
    "male": "m",
    "yom": "m",
    "man": "m",
    "f": "f",
    "female": "f",
    "yof": "f",
    "woman": "f",
    "boy": "m",
    "girl": "f",
    "primip": "f",
    "multip": "f",
    "primigravida": "f",
    "lady": "f",
    "gentleman": "m",
    "gent": "m",
}
_YEARS = frozenset({"yo", "y", "/", "o", "year", "years", "yr", "old"})
_ADVISING = frozenset(
    {"advise", "tell", "recommend", "suggest", "let", "give", "allow", "offer", "prescribe"}
)
_SEEING = frozenset(
    {"have", "got", "see", "seeing", "saw", "manage", "managing", "review", "reviewing", "looking"}
)
_ASKING = frozenset(
    {"wants", "want", "asking", "asks", "asked", "would", "keen", "brought", "brings", "wondering"}
)
_TOLD_OF = (["with"], ["on"], ["who"], ["has"], ["post"], ["wants"], ["asks"], ["taking"])
_BEFORE_COMPACT = frozenset({"a", "an", "this", "our", "my", "the", "for", "in", "with", "have", "got"})
_THIRD = frozenset({"he", "she", "him", "her", "his", "they", "them"})
_NOUNS = frozenset({"man", "woman", "boy", "girl", "lady", "gentleman", "gent"})
_REVIEWING = frozenset({"reviewing", "seeing", "treating", "managing", "assessing", "reviewed", "discussing"})
_ARTICLES = frozenset({"a", "an", "the", "this", "that", "my", "our"})


def with_patient(message: Message, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Return ``mentions`` with the patients among them if the message is written as about some."""
    if _speaks_of_self(message, mentions, lexicon):
        return mentions
    spans = _spans(message, mentions, lexicon)
    if not spans:
        return mentions
    patients = named_already(message, mentions, [_patient(n, span) for n, span in enumerate(spans, 1)])
    covered = {place for m in patients for place in range(m.start, m.end)}
    kept = [_of_patient(m, patients) for m in mentions if not covered & set(range(m.start, m.end))]
    return sorted([*kept, *patients], key=lambda m: m.start)


def begins_another(message: Message, lexicon: Lexicon) -> str:
    """Return how a message speaks of a further patient: "next", "other", "first", "head", ... or ""."""
    orders = lexicon.rules["people"]["patient_orders"]
    for place, word in enumerate(message.words[:-1]):
        following = message.words[place + 1]
        if word in orders and following in lexicon.sets["patient_words"]:
            return str(orders[word])
        if word in lexicon.sets["patient_words"] and following in orders:
            return str(orders[following])
    return "head" if _heads(message) else ""


def _patient(number: int, span: Span) -> Mention:
    start, end, months = span
    stage = tuple(life_stage(months).items()) if months is not None else ()
    name = PATIENT if number == 1 else f"{PATIENT}_{number}"
    return Mention(start, end, ((name, OTHER),), named=True, stage=stage, age_months=months, shorthand=True)


def _spans(message: Message, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Span]:
    """The words that stand for each patient of the message."""
    heads = _heads(message)
    if heads:
        return heads
    relatives = any(_spoken_of(message, m) for m in mentions)
    found = _nouns(message, lexicon) or _day(message) or ([] if relatives else _noted(message, lexicon))
    return found if found and (message.marks or len(found) > 1) else []


def _spoken_of(message: Message, mention: Mention) -> bool:
    """Whether somebody else is named who does not only want something for the patient."""
    if not mention.named or not mention.who or mention.generic or mention.who[0][0] in (SELF, PATIENT):
        return False
    return not _ASKING & set(message.between(mention.end, mention.end + 2))


def as_patients(stated: Sequence[Finding], message: Message, mentions: Sequence[Mention]) -> list[Finding]:
    """Give what nobody claims to the patient: in shorthand nobody else is spoken of."""
    patients = [m for m in mentions if m.shorthand]
    if not patients:
        return list(stated)
    own = [message.tokens[m.start].start for m in mentions if m.who and m.who[0][0] == SELF]
    sentences = set(_sentences(message, own))
    return [
        f
        if f.person != SELF or sentences & set(_sentences(message, [f.start]))
        else replace(f, person=_before(message, patients, f.start), subject=OTHER)
        for f in stated
    ]


def _before(message: Message, patients: Sequence[Mention], start: int) -> str:
    """The patient named last before the character ``start``."""
    named = [m for m in patients if message.tokens[m.start].start <= start]
    return (named or patients[:1])[-1].who[0][0]


def _sentences(message: Message, places: Sequence[int]) -> Iterator[int]:
    for place, token in enumerate(message.tokens):
        if token.start in places:
            yield message.sentence[place]


def _of_patient(mention: Mention, patients: Sequence[Mention]) -> Mention:
    """A "he" that nobody explains is the patient named last."""
    if not mention.who or mention.who[0][0] not in (UNNAMED, PATIENT):
        return mention
    named = [m for m in patients if m.start <= mention.start]
    return replace(mention, who=(named or patients[:1])[-1].who)


def _speaks_of_self(message: Message, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    """Whether somebody says "I" but as a professional or in asking what to advise."""
    heads = _heads(message)
    for mention in mentions:
        if not mention.who or mention.who[0][0] != SELF or mention.generic:
            continue
        if message.words[mention.start].isdigit():
            continue
        start, end = message.sentence_range(mention.start)
        said = set(message.between(start, end))
        seen = (
            bool(heads) and bool(said & _SEEING) and "am" not in message.between(mention.end, mention.end + 1)
        )
        working = said & (lexicon.sets["neutral"] | lexicon.sets["professions"] | _ADVISING)
        if not working and not seen and not said & lexicon.sets["patient_words"]:
            return True
    return False


def _heads(message: Message) -> list[Span]:
    """ "72M", "62 yo F" at the beginning of a sentence, "a 67F" anywhere."""
    found: list[Span] = []
    words = message.words
    for place, word in enumerate(words[:-1]):
        if not word.isdigit() or not 0 < int(word) < OLDEST:
            continue
        end = place + 1
        while end < len(words) and words[end] in _YEARS and end < place + 5:
            end += 1
        sexed = end < len(words) and words[end] in _SEXES
        if sexed and words[end + 1 : end + 2] not in (["here"], ["old"]) and _may_begin(message, place, end):
            found.append((place, end + 1, int(word) * 12))
    return found or described(message)


def _may_begin(message: Message, place: int, end: int) -> bool:
    if not place or message.words[place - 1] in BEFORE_HEAD:
        return message.words[end] not in _NOUNS or message.words[end + 1 : end + 2] in _TOLD_OF
    if set(message.between(max(0, place - 2), place)) & _REVIEWING:
        return True
    compact = end == place + 1 and message.tokens[place].end == message.tokens[end].start
    compact = compact and message.words[end] not in _NOUNS
    return compact and message.words[place - 1] in _BEFORE_COMPACT and "am" not in message.words[:place]


def _nouns(message: Message, lexicon: Lexicon) -> list[Span]:
    """ "Short bowel pt on TPN", "next client", "ICU patient"; not "my patient", which is one already."""
    ends = {p for mark in message.of("condition") for p in range(mark.end, mark.end + 2)}
    found: list[Span] = []
    for place, word in enumerate(message.words):
        before = message.words[place - 1] if place else ""
        if word not in lexicon.sets["patient_words"] or before in _ARTICLES:
            continue
        numbered = set(message.words[place + 1 : place + 2]) <= {"1", "2", "3", "4"} and place + 1 < len(
            message.words
        )
        another = before in lexicon.rules["people"]["patient_orders"]
        ward = before in lexicon.sets["ward_words"]
        ends |= {m.end - 1 for m in message.of("condition") if m.start < place < m.end}
        told_of = list(message.words[place + 1 : place + 2]) in _TOLD_OF
        fragment = word == "pt" and (place == 0 or place in ends or told_of)
        fragment = fragment or (word in ("patient", "pt") and _told_of_third(message, place))
        noted = word in ("patient", "pt") and place in ends and bool(lab_places(message, lexicon))
        if another or ward or fragment or noted or numbered:
            found.append((place - (another or ward), place + 1, None))
    return found


def _told_of_third(message: Message, place: int) -> bool:
    """ "Dialysis patient with a tunnelled line. Can he have kefir?": named by the illness, then a "he"."""
    start, _ = message.sentence_range(place)
    named = any(m.start == start and m.end in (place, place + 1) for m in message.of("condition"))
    return named and bool(_THIRD & set(message.words[place + 1 :]))


def _day(message: Message) -> list[Span]:
    """ "HSCT day +40"; the plus is read as "and"."""
    for place, word in enumerate(message.words[:-2]):
        plus = message.words[place + 1] in ("and", "+")
        if word in ("day", "d") and plus and message.words[place + 2].isdigit():
            return [(place, place + 3, None)]
    return []


def _noted(message: Message, lexicon: Lexicon) -> list[Span]:
    """ "K 5.8", "Bed 4: ...", "PMH: ...", "admitted with ..., family want to bring kefir"."""
    places = lab_places(message, lexicon)
    if places:
        return [(places[0], places[0] + 1, None)]
    text = f" {' '.join(message.words)} "
    if any(f" {phrase} " in text for phrase in lexicon.sets["ward_phrases"]):
        return [(0, 1, None)]
    for place, word in enumerate(message.words):
        bed = word == "bed" and message.words[place + 1 : place + 2] and message.words[place + 1].isdigit()
        headed = message.words[place + 1 : place + 2] == [":"] and word in ("dh", "dx", "pmh", "sh", "fh")
        if bed or headed or word in lexicon.sets["ward_words"]:
            return [(place, place + 1, None)]
    return []
