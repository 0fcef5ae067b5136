"""What an answer about milk means, to the question itself and to the triage, which never diagnoses."""

from __future__ import annotations

from dataclasses import replace

from guide.advice.content import Content
from guide.advice.denials import opens_with_neither
from guide.advice.heard import Heard, Outcome, kind_of
from guide.advice.meaning import likely, may_tell_of_trouble, surely, tells_of_trouble_besides
from guide.advice.profile import (
    ALLERGY_SIGNS,
    DAIRY_PROBLEM,
    GUT_ONLY,
    LACTOSE,
    MILK,
    MILK_QUESTION,
    UNSPECIFIED_SIGN,
    Fact,
    Profile,
    Source,
    kind_unclear,
    note_signs,
)
from guide.advice.replies import Reply, is_wholly, mentions, without
from guide.advice.screening import Question, next_of_triage
from guide.advice.triage import SIGNS_QUESTION, denies_all_signs
from guide.advice.vocabulary import Status


def read_milk(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    # "He drinks it daily. Just what I told you": the second half is about the list.
    heard = replace(heard, text=without("told_already", heard.text))
    reply = kind_of(heard)
    if reply is Reply.SKIP:
        return Outcome(profile.with_skip(MILK_QUESTION), reply=reply)
    if denies_all_signs(heard.text, heard.denied_signs, heard.reply) and not heard.signs & ALLERGY_SIGNS:
        profile = profile.with_answer(SIGNS_QUESTION)
    if any(f.condition in _group(content) for f in heard.facts) or heard.signs:
        return _stated_milk(profile, heard)
    if is_wholly("bare_allergy", heard.text) or likely(heard.reply, "says_allergy"):
        return Outcome(_milk_answer(profile, Fact(MILK, Status.PRESENT, Source.ANSWERED)))
    if is_wholly("bare_intolerance", heard.text) or surely(heard.reply, "says_intolerance"):
        return Outcome(_milk_answer(profile, Fact(LACTOSE, Status.PRESENT, Source.ANSWERED)))
    if mentions("absent_person", heard.text):
        return None
    if mentions("never_had", heard.text) or (
        mentions("avoids_milk", heard.text) and not may_tell_of_trouble(heard.reply)
    ):
        # Who never has any milk does not know; asking when it starts would be idle.
        return Outcome(profile.with_skip(MILK_QUESTION), reply=Reply.UNSURE)
    if _says_no_trouble(heard, reply):
        return Outcome(_no_milk_trouble(profile))
    if is_wholly("only_gut", heard.text) or surely(heard.reply, "only_gut"):
        return _triage(_maybe_intolerant(profile))
    if reply is Reply.UNSURE and not may_tell_of_trouble(heard.reply):
        return _not_sure(replace(profile, unsure=True), content)
    if reply in (Reply.UNSURE, Reply.YES) or may_tell_of_trouble(heard.reply):
        return _triage(_in_trouble(profile))
    return None


def _triage(profile: Profile) -> Outcome:
    return Outcome(profile, next_of_triage(profile))


def _not_sure(profile: Profile, content: Content) -> Outcome:
    """Trouble was not told: nothing is noted of it, and the triage asks where it could still sort."""
    if kind_unclear(profile, content):
        return Outcome(profile, next_of_triage(profile), reply=Reply.UNSURE)
    return Outcome(profile.with_skip(MILK_QUESTION), reply=Reply.UNSURE)


def _in_trouble(profile: Profile) -> Profile:
    return profile.with_fact(Fact(DAIRY_PROBLEM, Status.UNCERTAIN, Source.ANSWERED))


def _says_no_trouble(heard: Heard, reply: Reply | None) -> bool:
    """Whether "neither" is meant. After a reply that was not understood a bare "no" does not say so.

    That reply may have been a disclosure ("it does something to my chest"), and a "no" may stand for
    "no milk": both would end in leave to drink it.
    """
    if is_wholly("milk_fine", heard.text) or surely(heard.reply, "milk_fine"):
        return not heard.signs
    if heard.facts and opens_with_neither(heard.text):
        return True
    denies = reply is Reply.NO and not mentions("about_the_list", heard.text)
    if mentions("answers_no_choice", heard.text):
        return False
    return denies and not (heard.unclear and is_wholly("bare_no", heard.text))


def _stated_milk(profile: Profile, heard: Heard) -> Outcome:
    """A stated kind settles the question; doubt or mere symptoms lead to the triage."""
    if heard.signs & ALLERGY_SIGNS:
        return Outcome(profile.with_answer(MILK_QUESTION))
    statuses = {f.condition: f.status for f in heard.facts}
    denied = statuses.get(MILK) is Status.ABSENT and profile.status(MILK) is Status.ABSENT
    if denied and tells_of_trouble_besides(heard.reply):
        # "Not allergic, it just brings me up in spots": what the label denies, the rest tells of.
        return _triage(_in_trouble(profile.without(MILK)))
    settled = (Status.PRESENT, Status.ABSENT, Status.HISTORICAL)
    if statuses.get(MILK) in settled or statuses.get(LACTOSE) in (Status.PRESENT,):
        return Outcome(profile.with_answer(MILK_QUESTION))
    if any(c in statuses for c in ("fpies_milk", "eoe_milk")):
        return Outcome(profile.with_answer(MILK_QUESTION))
    if statuses == {LACTOSE: Status.ABSENT}:
        return Outcome(profile)
    if set(statuses.values()) == {Status.ABSENT}:
        return Outcome(_no_milk_trouble(profile))
    return _triage(profile)


def _maybe_intolerant(profile: Profile) -> Profile:
    """Wind or bloating alone is like trouble with milk sugar; the triage then asks for signs of allergy."""
    profile = note_signs(profile, frozenset({GUT_ONLY}))
    if profile.status(LACTOSE) is not Status.UNKNOWN:
        return profile
    return profile.with_fact(Fact(LACTOSE, Status.UNCERTAIN, Source.ANSWERED))


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


def read_signs(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    reply = kind_of(heard)
    if reply is Reply.NO and mentions("about_the_list", heard.text):
        reply = None  # "no other conditions" is about the list
    if heard.signs & ALLERGY_SIGNS or reply is Reply.YES:
        found = heard.signs & ALLERGY_SIGNS or frozenset({UNSPECIFIED_SIGN})
        return Outcome(_suspected(note_signs(profile, found)), reply=Reply.YES)
    only_gut = is_wholly("only_gut", heard.text) or mentions("gut_signs", heard.text)
    only_gut = only_gut or surely(heard.reply, "only_gut")
    if (
        heard.signs
        or reply is Reply.NO
        or only_gut
        or denies_all_signs(heard.text, heard.denied_signs, heard.reply)
    ):
        profile = note_signs(profile, frozenset({GUT_ONLY})) if only_gut else profile
        return _triage(profile.with_answer(SIGNS_QUESTION))
    if reply in (Reply.UNSURE, Reply.SKIP):
        return Outcome(_suspected(profile), reply=reply)
    if any(f.condition == MILK and f.status is Status.PRESENT for f in heard.facts):
        return Outcome(profile.with_answer(MILK_QUESTION))
    return None


def read_onset(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    """Within two hours fits an allergy (avi-timing), so only a later start asks for the amount.

    It is asked where the trouble is of a kind not told; of the gut alone see ``guide.advice.triage``.
    """
    if _never_troubled(profile, heard):
        return Outcome(_no_milk_trouble(profile), reply=Reply.NO)
    if mentions("later", heard.text) or surely(heard.reply, "onset_late"):
        return Outcome(profile, Question.AMOUNT)
    if mentions("within_two_hours", heard.text) or likely(heard.reply, "onset_soon"):
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    if kind_of(heard) is not None:
        return Outcome(profile, Question.AMOUNT)
    return None


def _never_troubled(profile: Profile, heard: Heard) -> bool:
    """Whether who was only not sure now says that milk gives no trouble; signs were asked for before."""
    if not profile.unsure or profile.signs or heard.signs or may_tell_of_trouble(heard.reply):
        return False
    told = {f.condition: f.status for f in heard.facts}
    if any(status is not Status.ABSENT for status in told.values()):
        return False
    return DAIRY_PROBLEM in told or is_wholly("milk_fine", heard.text) or surely(heard.reply, "milk_fine")


def read_amount(profile: Profile, heard: Heard, content: Content) -> Outcome | None:
    if _never_troubled(profile, heard):
        return Outcome(_no_milk_trouble(profile), reply=Reply.NO)
    reply = kind_of(heard)
    if surely(heard.reply, "larger_amounts"):
        return Outcome(_likely_intolerance(profile))
    if likely(heard.reply, "little_enough"):
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    if mentions("larger_amounts", heard.text):
        return Outcome(_likely_intolerance(profile))
    # "None" says nothing of an amount: it may answer the list that comes later.
    if mentions("even_a_little", heard.text) or reply in (Reply.UNSURE, Reply.SKIP):
        return Outcome(_suspected(profile), reply=Reply.UNSURE)
    return None


def _suspected(profile: Profile) -> Profile:
    if profile.status(MILK) is not Status.PRESENT:
        profile = profile.with_fact(Fact(MILK, Status.UNCERTAIN, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _likely_intolerance(profile: Profile) -> Profile:
    """No sign of allergy and only larger amounts trouble: reads the intolerance row from here on.

    Signs of allergy, or an allergy stated meanwhile, outrank the amount.
    """
    stated = profile.status(MILK) in (Status.PRESENT, Status.HISTORICAL)
    if stated or profile.signs & ALLERGY_SIGNS or profile.had_emergency:
        return _suspected(profile)
    profile = profile.without(DAIRY_PROBLEM)
    if profile.status(MILK) is Status.UNCERTAIN:
        profile = profile.without(MILK)
    if profile.status(LACTOSE) is not Status.PRESENT:
        profile = profile.with_fact(Fact(LACTOSE, Status.UNCERTAIN, Source.ANSWERED))
    return profile.with_answer(MILK_QUESTION)


def _group(content: Content) -> frozenset[str]:
    return frozenset(c.id for c in content.conditions.values() if c.question == MILK_QUESTION)
