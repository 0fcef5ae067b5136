"""Puts together what somebody could have instead, and what is left out because of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from guide.advice.answer import Alternative, Answer, Citations, Cited, Exclusion, NotServed
from guide.advice.compose import Asker, named_conditions, verdict_line
from guide.advice.content import Content
from guide.advice.render import reason_label
from guide.advice.verdicts import ProductAdvice, advise, alternatives
from guide.advice.vocabulary import Verdict


def alternatives_answer(
    asker: Asker, content: Content, *, instead_of: str, followups: Sequence[str] = ()
) -> Answer:
    """Return what this person could have instead, and what is left out because of what."""
    cite = Citations(content, asker.audience)
    options = alternatives(asker.profile, content, instead_of)
    fitting = [a for a in options if a.verdict <= Verdict.CAUTION]
    excluded = [a for a in options if a.verdict > Verdict.CAUTION]
    topic = content.topics.get(content.alternatives_topic)
    if topic is None:
        raise NotServed(content.alternatives_topic)
    main = advise(asker.profile, instead_of, content)
    bottom = verdict_line(excluded[0], asker, content, cite) if not fitting else cite.bottom_line(topic)
    offered = tuple(_alternative(a, asker, content, cite) for a in fitting)
    lines = tuple(_alternative_lines(fitting, asker, content, cite))
    cautions = (cite.wording("caution.alternatives"),) if offered else ()
    return Answer(
        topic=topic.id,
        person=asker.profile.person,
        about=asker.about,
        bottom_line=bottom,
        verdict=main.verdict.label,
        product=instead_of,
        statements=(),
        cautions=cautions,
        alternatives=offered,
        alternative_lines=lines,
        excluded=tuple(_exclusion(a, content) for a in excluded),
        references=cite.references,
        review_status=cite.review_status,
        followups=tuple(followups),
        claim_ids=tuple(cite.claim_ids),
    )


def _alternative(advice: ProductAdvice, asker: Asker, content: Content, cite: Citations) -> Alternative:
    line = verdict_line(advice, asker, content, cite)
    return Alternative(
        advice.product.id, advice.product.label, advice.verdict.label, line.text, line.citations
    )


def _alternative_lines(
    fitting: Sequence[ProductAdvice], asker: Asker, content: Content, cite: Citations
) -> Iterable[Cited]:
    """One sentence for all products of a group with the same verdict, so that none is said thrice."""
    groups: dict[tuple[Verdict, str], list[ProductAdvice]] = {}
    for advice in fitting:
        groups.setdefault((advice.verdict, advice.product.group), []).append(advice)
    for same in groups.values():
        label = " or ".join(a.product.label for a in same)
        merged = replace(same[0], product=replace(same[0].product, label=label))
        yield verdict_line(merged, asker, content, cite)


def _exclusion(advice: ProductAdvice, content: Content) -> Exclusion:
    known = any(r.condition for r in advice.deciding)
    why = named_conditions(advice, content) if known else reason_label(advice.deciding[0], content)
    return Exclusion(advice.product.id, advice.product.label, why)
