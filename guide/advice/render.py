"""Plain text of an answer: complete on its own, warnings before benefits, sources at the end."""

from __future__ import annotations

from collections.abc import Iterable

from guide.advice.answer import Answer, Cited
from guide.advice.content import Content, Reference
from guide.advice.identity import OF, ORDERS, PATIENT, split
from guide.advice.phrases import phrases
from guide.advice.profile import SELF, Fact, Profile
from guide.advice.verdicts import Reason
from guide.advice.vocabulary import ReviewStatus, Status

MAX_SHOWN_FACTS = 8


def person_name(person: str) -> str:
    """Return how a person is named to the user: "you", "your son", "your other son", "Emma", "patient 2"."""
    words = phrases()
    kind, apart = split(person)
    base, of, owner = person.partition(OF)
    if of:
        whose = words["whose"].get(owner) or words["whose"]["named"].format(person=person_name(owner))
        return f"{whose} {base}"
    if kind == PATIENT and (apart.isdigit() or len(apart) == 1):
        return f"{kind} {apart.upper()}"
    if apart and apart not in ORDERS:
        return apart.title()
    named: str = words["persons"].get(person) or words["person"].format(person=f"{apart} {kind}".strip())
    return named


def as_subject(person: str) -> str:
    """Return how the user would name the person in a question: "I", "my son"."""
    return "I" if person == SELF else person_name(person).replace("your ", "my ", 1)


def fact_text(fact: Fact, content: Content) -> str:
    """Return one fact with its status and origin: "milk allergy (you said)"."""
    words = phrases()
    label = content.conditions[fact.condition].label
    pattern = words["status"][fact.status.value]
    if fact.status is Status.UNCERTAIN and label.startswith(("trouble", "possible")):
        pattern = "{label}"
    return f"{pattern.format(label=label)} ({words['source'][fact.source.value]})"


def facts_text(profile: Profile, content: Content) -> str:
    """Return what counts about a person in one line, "" when nothing is known."""
    facts = [
        f for f in profile.facts.values() if f.status is not Status.ABSENT or f.condition == "milk_allergy"
    ]
    return "; ".join(fact_text(f, content) for f in facts[:MAX_SHOWN_FACTS])


def about_line(profile: Profile, content: Content) -> str:
    """Return the line that says for whom the answer is and on what facts."""
    words, facts = phrases(), facts_text(profile, content)
    name = person_name(profile.person)
    if facts:
        return str(words["for_facts"].format(person=name, facts=facts))
    return "" if profile.person == SELF else str(words["for"].format(person=name))


def reason_label(reason: Reason, content: Content) -> str:
    """Return what a reason for a verdict is called: a row, a modifier, or what is not known."""
    words = phrases()
    if reason.modifier:
        return content.modifiers[reason.modifier].label
    if reason.wording.startswith("unknown."):
        return str(words["row_unknown"])
    if reason.wording:
        return str(words["row_emergency"])
    return content.rows[reason.row].label if reason.condition else str(words["row_base"])


def cited_text(cited: Cited) -> str:
    """Return a sentence with its numbers: "Kefir is sour. [1][2]"."""
    numbers = "".join(f"[{n}]" for n in cited.citations)
    return f"{cited.text} {numbers}".strip()


def source_line(number: int, reference: Reference) -> str:
    """Return one entry of the list of sources."""
    words = phrases()
    year = reference.year or words["no_year"]
    doubt = "" if reference.verified else f" ({words['unverified']})"
    return f"[{number}] {reference.title} ({year}). {reference.url}{doubt}"


def source_lines(references: Iterable[tuple[int, Reference]]) -> str:
    """Return the list of sources under its heading."""
    lines = [source_line(n, r) for n, r in references]
    return "\n".join([phrases()["sources"], *lines])


def review_text(status: ReviewStatus, *, full: bool) -> str:
    """Return the review notice: in full once a conversation, else its one-line tag."""
    words = phrases()["review_notice" if full else "review_tag"]
    return str(words["approved" if status is ReviewStatus.APPROVED else "submitted"])


def answer_text(answer: Answer, *, full_notice: bool) -> str:
    """Return the whole answer as plain text. Cautions stand before statements, so cuts spare them."""
    words = phrases()
    lines = [answer.about] if answer.about else []
    if answer.nearest_only:
        lines.append(words["nearest_only"])
    lines.append(cited_text(answer.bottom_line))
    lines += [words["caution"].format(text=cited_text(c)) for c in answer.cautions]
    lines += [f"- {cited_text(s)}" for s in answer.statements]
    if answer.alternatives:
        lines.append(words["instead"])
        lines += [f"- {cited_text(line)}" for line in answer.alternative_lines]
    if answer.excluded:
        items = "; ".join(f"{e.label} ({e.why})" for e in answer.excluded)
        lines.append(words["left_out"].format(items=items))
    lines.append(review_text(answer.review_status, full=full_notice))
    lines.append(source_lines(answer.references))
    return "\n".join(lines)
