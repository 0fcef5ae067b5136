"""Puts answers together: a topic's answer, a verdict, and what to have instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guide.advice.answer import Answer, Citations, Cited
from guide.advice.content import Claim, Content, Topic
from guide.advice.profile import CHILD, INFANT, UNLISTED, Profile, milk_settled
from guide.advice.statements import choose, lead_of, withheld
from guide.advice.verdicts import (
    BASE_ROW,
    UNKNOWN_AGE,
    UNKNOWN_MILK,
    UNKNOWN_RISKS,
    ProductAdvice,
    Reason,
    advise,
)
from guide.advice.vocabulary import Audience, Status, Verdict

MAX_CAUTIONS = 2
MAX_DECIDING_CLAIMS = 2


@dataclass(frozen=True)
class Asker:
    """Who is answered: the profile, how to name the person, and whose wording to use."""

    profile: Profile
    name: str
    about: str
    audience: Audience


def topic_answer(
    topic_id: str,
    asker: Asker,
    content: Content,
    nearness: Mapping[str, float],
    *,
    said: Iterable[str] = (),
    at_most: int = 3,
    modifiers: Sequence[str] = (),
    answered: bool = True,
    headline: bool = True,
    product: str | None = None,
) -> Answer:
    """Return the answer to a question about a topic, cautions for this person included.

    ``modifiers`` are what was said of the product ("home_made"): they may make it worse for this person.
    ``answered``: whether the topic speaks of the very point that was asked about.
    ``headline``: whether to begin with the topic's bottom line; it need not be read twice running.
    ``product``: what "it" stands for; beside one without milk the verdict on milk kefir is no answer.
    """
    topic, cite = content.topics[topic_id], Citations(content, asker.audience)
    hold = topic.consumption and withheld(asker.profile, content)
    meant = product if product and not content.products[product].dairy else content.main_product
    advice = advise(asker.profile, meant, content)
    verdict = advice if topic.consumption and advice.known_strict else None
    # "How much?" of somebody on an MAO inhibitor: what is unknown is stricter still, yet that is no answer.
    known = verdict or advice.of_what_is_known()
    strict = known.verdict >= Verdict.ASK_CLINICIAN
    warned = topic.consumption and strict
    choice = choose(
        *(topic, asker.profile, nearness, content),
        said=said,
        at_most=at_most,
        withhold_permissive=hold,
        only_warnings=warned,
        answered=answered,
    )
    lead = lead_of(choice, topic, nearness, content, withhold_permissive=hold)
    if warned:
        bottom = verdict_line(known, asker, content, cite)
    elif lead is not None and not headline:
        bottom = cite.claim(lead)
    else:
        bottom = _bottom(topic, asker, hold, content, cite)
    cautions: list[Cited] = []
    if topic.consumption and not verdict and not milk_settled(asker.profile, content):
        cautions.append(cite.wording(UNKNOWN_MILK, person=asker.name))
    if not topic.consumption and strict and topic_id != content.alternatives_topic:
        # Not what was asked, yet "does it boost immunity?" of somebody with leukaemia is no idle question.
        cautions.append(verdict_line(known, asker, content, cite))
    changed = advise(asker.profile, meant, content, modifiers) if modifiers else advice
    if not verdict and not cautions and any(r.modifier and r.condition for r in changed.deciding):
        cautions.append(verdict_line(changed, asker, content, cite))
    return Answer(
        topic=topic_id,
        person=asker.profile.person,
        about=asker.about,
        bottom_line=bottom,
        verdict=verdict.verdict.label if verdict else None,
        product=verdict.product.id if verdict else None,
        statements=_without(tuple(cite.claim(c) for c in choice.claims), bottom),
        cautions=tuple(cautions),
        references=cite.references,
        review_status=cite.review_status,
        followups=topic.followups[:3] if not hold else (),
        nearest_only=(choice.nearest_only or not answered) and not warned,
        claim_ids=tuple(cite.claim_ids),
    )


def _bottom(topic: Topic, asker: Asker, hold: bool, content: Content, cite: Citations) -> Cited:
    """The topic's bottom line, which is about adults; for a child what the topic has for children."""
    if topic.consumption and not topic.conditions and not hold and asker.profile.counts(CHILD, content):
        claims = [content.claims[c] for c in topic.claims if c in content.claims]
        for claim in claims:
            if claim.verdict is not None and claim.applies_to == (CHILD,):
                return cite.claim(claim)
    return cite.bottom_line(topic)


def _without(statements: tuple[Cited, ...], bottom: Cited) -> tuple[Cited, ...]:
    """Leave out a statement that says word for word what the bottom line says."""
    return tuple(s for s in statements if s.text.rstrip(".") != bottom.text.rstrip("."))


def verdict_line(advice: ProductAdvice, asker: Asker, content: Content, cite: Citations) -> Cited:
    """Return the one sentence that gives the verdict, for its deciding reason."""
    reason = advice.deciding[0]
    alone = not any(r.condition and r.condition != INFANT for r in advice.deciding)
    if alone and reason.condition == INFANT and reason.status is Status.UNCERTAIN:
        return cite.wording(UNKNOWN_AGE, reason.claims, person=asker.name)
    if reason.wording:
        return cite.wording(reason.wording, reason.claims, person=asker.name)
    if reason.modifier and not reason.condition:
        return cite.wording(f"modifier.{reason.modifier}", reason.claims[:2])
    key = f"verdict.{advice.verdict.label}.{advice.product.group}"
    return cite.wording(
        key,
        reason.claims[:2],
        person=asker.name,
        product=_named(advice, content),
        condition=named_conditions(advice, content),
    )


def _named(advice: ProductAdvice, content: Content) -> str:
    labels = [content.modifiers[m].label for m in advice.modifiers if m in content.modifiers]
    return ", ".join([advice.product.label, *labels])


def named_conditions(advice: ProductAdvice, content: Content) -> str:
    """Return what makes the verdict so strict, as a noun phrase: at most three conditions."""
    labels = [condition_label(r, content) for r in advice.deciding if r.condition]
    unique = list(dict.fromkeys(labels))[:3] or [content.rows[BASE_ROW].label]
    return " and ".join([", ".join(unique[:-1]), unique[-1]]) if len(unique) > 1 else unique[0]


def condition_label(reason: Reason, content: Content) -> str:
    """Return the condition's name with its doubt: "possible milk allergy"."""
    condition = content.conditions[reason.condition]
    label = condition.label
    if reason.status.value == "uncertain" and not label.startswith(("possible", "trouble")):
        return f"possible {label}"
    return label


def verdict_answer(
    asker: Asker,
    product: str,
    content: Content,
    *,
    modifiers: Sequence[str] = (),
    topic: str | None = None,
    nearest: Sequence[Claim] = (),
    followups: Sequence[str] = (),
) -> Answer:
    """Return the answer to "can {person} have {product}?".

    ``nearest`` are claims that answer the asker's own words; they follow the deciding ones.
    """
    advice, cite = advise(asker.profile, product, content, modifiers), Citations(content, asker.audience)
    bottom = verdict_line(advice, asker, content, cite)
    statements = _deciding_claims(advice, content, cite, nearest)
    cautions = list(_other_cautions(advice, asker, content, cite))
    if advice.verdict < Verdict.ASK_CLINICIAN and advice.product.dairy and not modifiers:
        cautions.append(cite.wording("unknown.modifiers"))
    return Answer(
        topic=topic,
        person=asker.profile.person,
        about=asker.about,
        bottom_line=bottom,
        verdict=advice.verdict.label,
        product=product,
        statements=_without(statements, bottom),
        cautions=tuple(cautions),
        references=cite.references,
        review_status=cite.review_status,
        followups=tuple(followups),
        claim_ids=tuple(cite.claim_ids),
    )


def _claims_of(reason: Reason, content: Content) -> tuple[str, ...]:
    """The claims of a reason; a floor has those of its wording."""
    wording = content.wording.get(reason.wording)
    return reason.claims or (wording.claims if wording else ())


def _deciding_claims(
    advice: ProductAdvice, content: Content, cite: Citations, nearest: Sequence[Claim]
) -> tuple[Cited, ...]:
    """The claims that justify the verdict, one per reason before a second of any.

    What the person's own conditions say comes before the general advice, also where it is
    milder; beside a warning nothing mild is said. That no advice is known on an illness is no warning of
    it: what is known on the person's other conditions is said beside it.
    """
    unlisted = {r.condition for r in advice.deciding if r.condition} == {UNLISTED}
    mild = advice.verdict < Verdict.CAUTION or unlisted
    own = [r for r in advice.reasons if r.condition and (mild or r in advice.deciding)]
    deciding = sorted(own, key=lambda r: r not in advice.deciding)
    # What is not known yet, or holds for adults at large, says nothing beside what decides.
    modified = [r for r in advice.deciding if r.modifier]
    reasons = list(dict.fromkeys(deciding or modified or advice.deciding))
    ids: list[str] = []
    for rank in range(MAX_DECIDING_CLAIMS):
        # Beside "ask first" one statement on each other condition is enough: no amount is named.
        spoken = [r for r in reasons if not (rank and unlisted) or r in advice.deciding]
        ids += [c[rank] for c in (_claims_of(r, content) for r in spoken) if len(c) > rank]
    unique = [c for c in dict.fromkeys(ids) if c in content.claims][: MAX_DECIDING_CLAIMS + 1]
    asked = [c.id for c in nearest if c.id not in unique[:2]][:2]
    chosen = [*unique[:2], *asked] if asked else unique
    return tuple(cite.claim(content.claims[c]) for c in chosen)


def _other_cautions(
    advice: ProductAdvice, asker: Asker, content: Content, cite: Citations
) -> Iterable[Cited]:
    """Warnings of rows that did not decide, the deciding cell's note, and what is still unknown."""
    said = set(cite.claim_ids)
    for reason in advice.deciding[:1]:
        if reason.note and reason.claims and reason.condition:
            yield Cited(reason.note, cite.of_claims(reason.claims[:1]))
    left = [r for r in advice.reasons if r not in advice.deciding and r.verdict >= Verdict.CAUTION]
    for reason in [r for r in left if r.condition and r.claims][:MAX_CAUTIONS]:
        claim = next((c for c in reason.claims if c in content.claims and c not in said), None)
        if claim:
            said.add(claim)
            yield cite.claim(content.claims[claim])
    unsettled = [r for r in advice.reasons if r.wording in (UNKNOWN_MILK, UNKNOWN_RISKS)]
    for reason in unsettled if advice.conditional else []:
        if reason is not advice.deciding[0]:
            yield cite.wording(reason.wording, person=asker.name)
