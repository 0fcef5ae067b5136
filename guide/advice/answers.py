"""What an answer to a screening question means, and what it adds to the profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from guide.advice.content import Content
from guide.advice.profile import (
    ALLERGY_SIGNS,
    CHILD,
    DAIRY_PROBLEM,
    INFANT,
    LACTOSE,
    MILK,
    MILK_QUESTION,
    UNSPECIFIED_SIGN,
    Fact,
    Profile,
    Source,
    note_signs,
)
from guide.advice.screening import Question
from guide.advice.vocabulary import Status

ADULT_MONTHS = 18 * 12
INFANT_MONTHS = 12


class Reply(StrEnum):
    """The kinds of answer a person can give besides naming a condition."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SKIP = "skip"


# Whole-message patterns per kind of reply: the chips' own words and what people type for them.
# Order matters: "not sure" is no "no".
_FILLER = r"(?:(?:um+|uh+|er+m*|well|oh|ok(?:ay)?|so|hm+|honestly|sorry|i think|i guess|i would say) )*"
_TAIL = r"(?: (?:thanks?|thank you|please|really|at all|so far|as far as i know|afaik|that i know of|i think))*"
_WHOLE = {
    Reply.SKIP: r"(?:skip(?: (?:it|this|that|this one|that one|the question))?|pass|next(?: question)?|no comment"
    r"|(?:i(?:'d| would)? )?(?:rather not|prefer not(?: to)?)(?: (?:say|answer|tell(?: you)?))?"
    r"|(?:i )?(?:don'?t|do not) want to (?:say|answer|tell(?: you)?))",
    Reply.UNSURE: r"(?:(?:i'?m |i am |we'?re |we are )?(?:not|un|not really|not too|not quite) ?(?:sure|certain)(?: (?:which|about (?:it|that|this)|either|tbh))?"
    r"|(?:i )?(?:don'?t|do not|dont) (?:really )?know(?: (?:which(?: one)?|yet))?|dunno|no (?:idea|clue)|idk|(?:could be|maybe) (?:either|both)"
    r"|hard to (?:say|tell)|can'?t (?:say|tell|remember)|maybe|possibly|perhaps|unclear|never (?:been )?tested|either|both maybe)",
    Reply.NO: r"(?:no+|nope|nah|na|neither(?: (?:one|of (?:them|those|these|the two)))?|none(?: (?:of (?:these|those|them|the above|that)))?|nothing"
    r"|not? (?:any|one)(?: of (?:these|those|them))?|no (?:other )?(?:problems?|issues?|trouble|reactions?|conditions?|meds|medicines?|medications?|allerg(?:y|ies))(?: (?:with|to) (?:milk|dairy|it))?"
    r"|never(?: had (?:any|anything|that|those|one|it))?|(?:i|we|he|she|they)(?:'m|'re|'s| am| are| is)? fine(?: with (?:milk|dairy|it))?|(?:milk|dairy)(?:'s| is)? (?:fine|ok(?:ay)?|no problem)"
    r"|(?:i|we|he|she|they) (?:don'?t|dont|doesn'?t|doesnt|do not|does not|haven'?t|hasn'?t|have not|has not)(?: have)?(?: (?:any|that|those|these|anything))*"
    r"|(?:i|we|he|she|they) (?:drink|have|tolerates?|digests?) (?:milk|dairy)(?: (?:fine|ok|okay|well|without (?:any )?(?:problems?|issues?|trouble)|every ?day|all the time|daily))+"
    r"|all (?:good|clear|fine)|not that i know(?: of)?|no i (?:don'?t|dont|haven'?t|am not|'m not)|he (?:isn'?t|doesn'?t)|she (?:isn'?t|doesn'?t)|negative|false|correct to none)",
    Reply.YES: r"(?:yes+|yep|yeah?|yup|ya|aye|sure|correct|right|true|indeed|exactly|that'?s (?:right|it|correct)|(?:yes )?(?:i|he|she|they|we) (?:do|does|did|have|has|had|am|is|are)|ok(?:ay)?|please do|go ahead|definitely|absolutely|of course)",
}
_MORE = r"(?: (?:{}))*".format("|".join((_WHOLE[Reply.NO], _WHOLE[Reply.YES], _WHOLE[Reply.UNSURE])))
_PATTERNS = {kind: re.compile(rf"{_FILLER}{whole}{_TAIL}") for kind, whole in _WHOLE.items()}
_INTENTS = {"affirm": Reply.YES, "deny": Reply.NO, "unsure": Reply.UNSURE, "skip": Reply.SKIP}
_BARE_ALLERGY = re.compile(r"(?:an? |the |it'?s an? |i'?m |is )*(?:allerg(?:y|ic)|(?:milk )?protein|1st|first(?: one)?)")
_BARE_INTOLERANCE = re.compile(r"(?:an? |the |it'?s an? |i'?m |just |is )*(?:intoleran(?:ce|t)|lactose|second(?: one)?)")
_FAST = re.compile(r"\b(?:minutes?|mins?|instant\w*|immediate\w*|right away|straight ?away|seconds?|fast|quick\w*|at once|(?:an?|one|two|2|1) hours?|within two hours|soon)\b")
_SLOW = re.compile(r"\b(?:later|hours later|many hours|next (?:day|morning)|days?|overnight|evening|slow\w*|after (?:a while|several|some|many))\b")
_TRACE = re.compile(r"\b(?:trace|tiny|any amount|smallest|drop|bit|little|even (?:a|the)|crumb|sip|all amounts|any)\b")
_LARGE = re.compile(r"\b(?:large\w*|lots?|big\w*|glass|only (?:if|when|with|larger)|too much|more than|much|amounts? only|cup|pint|bowl)\b")
_NUMBER = re.compile(r"(\d{1,3})(?:[.,]\d)?\s*(d(?:ays?)?|w(?:eeks?|ks?)?|m(?:onths?|os?|ths?)?|y(?:ears?|rs?|o)?)?\b")
_WORD_NUMBERS = {
    w: str(n)
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"]
    )
}
_UNDER_ONE = re.compile(r"\b(?:under|less than|younger than|below|not yet|nearly|almost) (?:12 months|1(?: years?)?|1 year)\b")
_ADULT = re.compile(r"\b(?:adult|grown ?up|grown|over (?:18|eighteen))\b")


@dataclass(frozen=True)
class Heard:
    """What a message holds for the open question: its text, intent and the facts found in it."""

    text: str
    intent: str
    facts: tuple[Fact, ...] = ()
    signs: frozenset[str] = frozenset()
    age_months: int | None = None


@dataclass(frozen=True)
class Outcome:
    """The profile after an answer, and the triage question that follows, if one does."""

    profile: Profile
    then: Question | None = None
    reply: Reply | None = None


_Reader = Callable[[Profile, Heard, Content], Outcome | None]


def plain(text: str) -> str:
    """Return ``text`` in lower case with straight apostrophes and single spaces, no end marks."""
    text = text.lower().replace("’", "'")
    return " ".join(re.sub(r"[^\w'\s.,-]|[.,](?!\d)|-", " ", text).split())


def reply_kind(text: str, intent: str = "") -> Reply | None:
    """Return whether a message as a whole says yes, no, not sure or skip; ``None`` if it does not.

    The wording decides; the classifier's intent only where no wording matches, and never for a
    message longer than six words, which says more than yes or no.
    """
    text = plain(text)
    for kind in (Reply.SKIP, Reply.UNSURE, Reply.NO, Reply.YES):
        if _PATTERNS[kind].fullmatch(text):
            return kind
    if len(text.split()) > 6:
        return None
    return _INTENTS.get(intent)


def interpret(profile: Profile, question: Question, heard: Heard, content: Content) -> Outcome | None:
    """Return what ``heard`` answers to ``question``, or ``None`` if it is no answer to it.

    ``profile`` already holds the facts that the message states.
    """
    return _READERS[question](profile, heard, content)


def _milk(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = reply_kind(heard.text, heard.intent)
    text = plain(heard.text)
    if reply is Reply.SKIP:
        return Outcome(profile.with_skip(MILK_QUESTION), reply=reply)
    if any(f.condition in _group(content, "milk") for f in heard.facts) or heard.signs:
        return _stated_milk(profile, heard)
    if _BARE_ALLERGY.fullmatch(text):
        return Outcome(_milk_answer(profile, Fact(MILK, Status.PRESENT, Source.ANSWERED)))
    if _BARE_INTOLERANCE.fullmatch(text):
        return Outcome(_milk_answer(profile, Fact(LACTOSE, Status.PRESENT, Source.ANSWERED)))
    if reply is Reply.NO:
        return Outcome(_no_milk_trouble(profile))
    if reply in (Reply.UNSURE, Reply.YES):
        return Outcome(profile.with_fact(Fact(DAIRY_PROBLEM, Status.UNCERTAIN, Source.ANSWERED)), Question.SIGNS)
    return None


def _stated_milk(profile: Profile, heard: Heard) -> Outcome:
    """A stated kind settles the question; doubt or mere symptoms lead to the triage."""
    if heard.signs & ALLERGY_SIGNS:
        return Outcome(profile.with_answer(MILK_QUESTION))
    statuses = {f.condition: f.status for f in heard.facts}
    settled = (Status.PRESENT, Status.ABSENT, Status.HISTORICAL)
    if statuses.get(MILK) in settled or statuses.get(LACTOSE) in (Status.PRESENT,):
        return Outcome(profile.with_answer(MILK_QUESTION))
    if any(c in statuses for c in ("fpies_milk", "eoe_milk")):
        return Outcome(profile.with_answer(MILK_QUESTION))
    if statuses == {LACTOSE: Status.ABSENT}:
        return Outcome(profile)
    return Outcome(profile, Question.SIGNS)


def _milk_answer(profile: Profile, *facts: Fact) -> Profile:
    for fact in facts:
        profile = profile.with_fact(fact)
    return profile.with_answer(MILK_QUESTION)


def _no_milk_trouble(profile: Profile) -> Profile:
    """Record "neither". What was disclosed before stays: an answer to a list relaxes nothing."""
    for condition in (MILK, LACTOSE):
        if profile.status(condition) is Status.UNKNOWN:
            profile = profile.with_fact(Fact(condition, Status.ABSENT, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _signs(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = reply_kind(heard.text, heard.intent)
    if heard.signs & ALLERGY_SIGNS or reply is Reply.YES:
        found = heard.signs & ALLERGY_SIGNS or frozenset({UNSPECIFIED_SIGN})
        return Outcome(_suspected(note_signs(profile, found)), reply=Reply.YES)
    if heard.signs or reply is Reply.NO:
        return Outcome(profile, Question.ONSET)
    if reply in (Reply.UNSURE, Reply.SKIP):
        return Outcome(_suspected(profile), reply=reply)
    if any(f.condition == MILK and f.status is Status.PRESENT for f in heard.facts):
        return Outcome(profile.with_answer(MILK_QUESTION))
    return None


def _onset(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    """Within two hours fits an allergy (avi-timing), so only a later start asks for the amount."""
    text = plain(heard.text)
    if _SLOW.search(text):
        return Outcome(profile, Question.AMOUNT)
    if _FAST.search(text):
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    if reply_kind(heard.text, heard.intent) is not None:
        return Outcome(profile, Question.AMOUNT)
    return None


def _amount(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    text, reply = plain(heard.text), reply_kind(heard.text, heard.intent)
    if _LARGE.search(text):
        return Outcome(_likely_intolerance(profile))
    if _TRACE.search(text) or reply is not None:
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    return None


def _suspected(profile: Profile) -> Profile:
    if profile.status(MILK) is not Status.PRESENT:
        profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _likely_intolerance(profile: Profile) -> Profile:
    """No sign of allergy and only larger amounts trouble: reads the intolerance row from here on."""
    profile = profile.without(DAIRY_PROBLEM)
    if profile.status(MILK) is Status.UNCERTAIN:
        profile = profile.without(MILK)
    if profile.status(LACTOSE) is not Status.PRESENT:
        profile = profile.with_fact(Fact(LACTOSE, Status.UNCERTAIN, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _listed(question: Question) -> _Reader:
    """Read a multi-select list: named conditions, or "none of these"."""

    def read(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
        reply = reply_kind(heard.text, heard.intent)
        if reply in (Reply.SKIP, Reply.UNSURE):
            return Outcome(profile.with_skip(question.value), reply=reply)
        if reply is Reply.NO:
            done = profile.with_answer(question.value)
            if "other" in plain(heard.text).split() and question is Question.RISKS:
                done = done.with_answer(Question.OTHER_ALLERGIES.value)
            return Outcome(done, reply=reply)
        if heard.facts:
            return Outcome(profile.with_answer(question.value))
        return None

    return read


def _age(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    months = heard.age_months if heard.age_months is not None else age_in_months(heard.text)
    if any(f.condition in (INFANT, CHILD, "preterm_infant") for f in heard.facts) and heard.age_months is None:
        return Outcome(profile.with_answer(Question.AGE.value))
    if months is not None:
        return Outcome(with_age(profile, months))
    if reply_kind(heard.text, heard.intent) in (Reply.SKIP, Reply.UNSURE):
        return Outcome(profile.with_skip(Question.AGE.value), reply=Reply.SKIP)
    return None


def with_age(profile: Profile, months: int) -> Profile:
    """Return the profile with the life stage that an age in months means."""
    done = profile.with_answer(Question.AGE.value)
    if months >= ADULT_MONTHS:
        return replace(done.without(INFANT).without(CHILD), minor=False)
    if months < INFANT_MONTHS:
        return done.without(CHILD).with_fact(Fact(INFANT, Status.PRESENT, Source.ANSWERED))
    return done.without(INFANT).with_fact(Fact(CHILD, Status.PRESENT, Source.ANSWERED))


def age_in_months(text: str) -> int | None:
    """Return the age that a short answer gives, in months; a bare number means years."""
    words = [_WORD_NUMBERS.get(w, w) for w in plain(text).split()]
    line = " ".join(words)
    if _ADULT.search(line):
        return ADULT_MONTHS
    if _UNDER_ONE.search(line):
        return INFANT_MONTHS - 1
    match = _NUMBER.search(line)
    if match is None or len(words) > 12:
        return None
    number, unit = int(match[1]), (match[2] or "y")[0]
    return {"d": 0, "w": number // 4, "m": number, "y": number * 12}[unit]


def _yes_or_no(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = reply_kind(heard.text, heard.intent)
    return None if reply is None else Outcome(profile, reply=reply)


def _group(content: Content, question: str) -> frozenset[str]:
    return frozenset(c.id for c in content.conditions.values() if c.question == question)


def listed_facts(facts: Iterable[Fact], question: Question, content: Content) -> tuple[Fact, ...]:
    """Return the facts that belong to the list ``question`` asks for."""
    return tuple(f for f in facts if content.conditions[f.condition].question == question.value)


_READERS = {
    Question.MILK: _milk,
    Question.SIGNS: _signs,
    Question.ONSET: _onset,
    Question.AMOUNT: _amount,
    Question.RISKS: _listed(Question.RISKS),
    Question.OTHER_ALLERGIES: _listed(Question.OTHER_ALLERGIES),
    Question.AGE: _age,
    Question.CONFIRM: _yes_or_no,
    Question.CLINICIAN: _yes_or_no,
    Question.WHO: _yes_or_no,
}
