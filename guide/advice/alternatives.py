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
    """Return what this person could have instead, what to ask about first, and what is left out why.

    What needs a clinician's word first is neither offered nor left out: an illness that nothing is known
    of speaks against nothing in particular.
    """
    cite = Citations(content, asker.audience)
    options = alternatives(asker.profile, content, instead_of)
    fitting = [a for a in options if a.verdict <= Verdict.CAUTION]
    ask_first = [a for a in options if a.verdict is Verdict.ASK_CLINICIAN]
    excluded = [a for a in options if a.verdict is Verdict.AVOID]
    topic = content.topics.get(content.alternatives_topic)
    if topic is None:
        raise NotServed(content.alternatives_topic)
    main = advise(asker.profile, instead_of, content)
    asking = _asking_lines(ask_first, asker, content, cite)
    if fitting:
        bottom = cite.bottom_line(topic)
    else:
        bottom = asking.pop(0) if asking else verdict_line(excluded[0], asker, content, cite)
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
        statements=tuple(asking),
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
        yield _line_for_all(same, asker, content, cite)


def _asking_lines(
    ask_first: Sequence[ProductAdvice], asker: Asker, content: Content, cite: Citations
) -> list[Cited]:
    """One sentence for all products that need a clinician's word for the same reason."""
    groups: dict[tuple[str, str], list[ProductAdvice]] = {}
    for advice in ask_first:
        why = (advice.deciding[0].wording, named_conditions(advice, content))
        groups.setdefault(why, []).append(advice)
    return [_line_for_all(same, asker, content, cite) for same in groups.values()]


def _line_for_all(same: Sequence[ProductAdvice], asker: Asker, content: Content, cite: Citations) -> Cited:
    *others, last = (advice.product.label for advice in same)
    label = f"{', '.join(others)} or {last}" if others else last
    merged = replace(same[0], product=replace(same[0].product, label=label))
    return verdict_line(merged, asker, content, cite)


def _exclusion(advice: ProductAdvice, content: Content) -> Exclusion:
    known = any(r.condition for r in advice.deciding)
    why = named_conditions(advice, content) if known else reason_label(advice.deciding[0], content)
    return Exclusion(advice.product.id, advice.product.label, why)
