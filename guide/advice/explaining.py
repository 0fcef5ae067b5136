"""Why something was said, its sources, and what is known about whom."""

from __future__ import annotations

from guide.advice.answer import Citations, Cited
from guide.advice.content import Claim, Content
from guide.advice.conversation import Conversation, LastAnswer
from guide.advice.profile import Profile
from guide.advice.render import (
    cited_text,
    fact_text,
    person_name,
    phrases,
    reason_label,
    review_text,
    source_lines,
)
from guide.advice.verdicts import advise
from guide.advice.vocabulary import Audience, Status

MAX_EXPLAINED_CLAIMS = 5


def why_text(last: LastAnswer, profile: Profile, content: Content, audience: Audience) -> str:
    """Return the facts used, the rule, and the claims with strength, directness and status."""
    words, cite = phrases(), Citations(content, audience)
    lines = [_facts_line(profile, content)]
    if last.verdict and last.product:
        lines.append(_rule_line(last, profile, content))
    claims = [content.claims[c] for c in last.claims if c in content.claims][:MAX_EXPLAINED_CLAIMS]
    if claims:
        lines += [words["why_claims"], *(f"- {_claim_line(c, cite)}" for c in claims)]
    lines += [review_text(cite.review_status, full=False), source_lines(cite.references)]
    return "\n".join(lines)


def _facts_line(profile: Profile, content: Content) -> str:
    words = phrases()
    facts = "; ".join(fact_text(f, content) for f in profile.facts.values())
    name = person_name(profile.person)
    if not facts:
        return str(words["why_no_facts"].format(person=name))
    return str(words["why_facts"].format(person=name, facts=facts))


def _rule_line(last: LastAnswer, profile: Profile, content: Content) -> str:
    words = phrases()
    advice = advise(profile, last.product or "", content, last.modifiers)
    rows = dict.fromkeys(reason_label(r, content) for r in advice.deciding)
    verdict = words["verdict"][advice.verdict.label]
    return str(words["why_rule"].format(verdict=verdict, product=advice.product.label, rows=", ".join(rows)))


def _claim_line(claim: Claim, cite: Citations) -> str:
    words, said = phrases(), cite.claim(claim)
    text = words["why_claim"].format(
        text=said.text.rstrip("."),
        strength=words["strength"][claim.strength.value],
        directness=words["directness"][claim.directness.value],
        status=_status_text(claim),
        version=claim.version,
    )
    return cited_text(Cited(text, said.citations))


def _status_text(claim: Claim) -> str:
    status = claim.review.status.value.replace("_", " ")
    return f"{status} {claim.review.reviewed_on}" if claim.review.reviewed_on else status


def sources_text(last: LastAnswer, content: Content) -> str:
    """Return the last answer's references, numbered as they were, with the full review notice."""
    numbered = [
        (n, content.references[r]) for n, r in enumerate(last.references, 1) if r in content.references
    ]
    cite = Citations(content, Audience.PUBLIC)
    for claim in last.claims:
        if claim in content.claims:
            cite.claim(content.claims[claim])
    return "\n".join([source_lines(numbered), review_text(cite.review_status, full=True)])


def known_lines(state: Conversation, content: Content) -> tuple[str, ...]:
    """Return one line per person with every fact and its origin; empty when nothing is known."""
    lines = []
    for profile in state.profiles.values():
        facts = [fact_text(f, content) for f in profile.facts.values()]
        facts += [phrases()["answered"][q] for q in sorted(profile.answered) if _adds(profile, q, content)]
        if facts:
            lines.append(f"{person_name(profile.person)}: {'; '.join(facts)}")
    return tuple(lines)


def _adds(profile: Profile, question: str, content: Content) -> bool:
    """Whether "answered" says more than the facts do: nothing on that list was named."""
    if question not in ("risks", "other_allergies"):
        return False
    listed = [c for c in profile.facts if content.conditions[c].question == question]
    return not any(profile.status(c) is not Status.ABSENT for c in listed)
