"""Why something was said, its sources, and what is known about whom."""

from __future__ import annotations

from guide.advice.answer import Citations, Cited
from guide.advice.content import Claim, Content
from guide.advice.conversation import Conversation, KnownFact, KnownPerson, LastAnswer
from guide.advice.phrases import phrases
from guide.advice.profile import SELF, Fact, Profile
from guide.advice.render import (
    as_subject,
    cited_text,
    fact_text,
    person_name,
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


def known_people(state: Conversation, content: Content) -> tuple[KnownPerson, ...]:
    """Return every person of whom something is known, with every fact, its origin and its correction."""
    known = (_known(profile, content) for profile in state.profiles.values())
    return tuple(person for person in known if person.facts)


def _known(profile: Profile, content: Content) -> KnownPerson:
    facts = [
        KnownFact(fact_text(f, content), _correction(profile.person, f, content))
        for f in profile.facts.values()
    ]
    answered = [q for q in sorted(profile.answered) if _adds(profile, q, content)]
    facts += [KnownFact(phrases()["answered"][q], phrases()["correct"]["open"]) for q in answered]
    return KnownPerson(person_name(profile.person), tuple(facts))


def _correction(person: str, fact: Fact, content: Content) -> str:
    """Return what to say to set a fact right. It is read like anything typed, and confirmed if it relaxes."""
    words = phrases()["correct"]
    if fact.condition in words["to_be_completed"]:
        return str(words["open"])
    told = words["was_absent" if fact.status is Status.ABSENT else "was_told"]
    pattern = told["self" if person == SELF else "other"]
    return str(pattern.format(person=as_subject(person), label=content.conditions[fact.condition].label))


def _adds(profile: Profile, question: str, content: Content) -> bool:
    """Whether "answered" says more than the facts do: nothing on that list was named."""
    if question not in ("risks", "other_allergies"):
        return False
    listed = [c for c in profile.facts if content.conditions[c].question == question]
    return not any(profile.status(c) is not Status.ABSENT for c in listed)
