"""Joins the parts: from a message to its conditions, each with status and person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from guide.advice.vocabulary import Status
from guide.language.conditions.ages import ADULT, AgeReader, Weeks
from guide.language.conditions.allergen_words import allergens
from guide.language.conditions.allergies import AllergyReader
from guide.language.conditions.asked import asked_of
from guide.language.conditions.assertion import Assertion
from guide.language.conditions.body import body_states, remaining_bowel
from guide.language.conditions.claimed import Claims
from guide.language.conditions.clearing import cleared_by
from guide.language.conditions.concepts import Concept
from guide.language.conditions.corrections import corrected, young_by_unit
from guide.language.conditions.dairy import DairyReader
from guide.language.conditions.denied_signs import denied_signs
from guide.language.conditions.donors import gift_places, grafts
from guide.language.conditions.drinking import abstinence
from guide.language.conditions.either_or import unless_either
from guide.language.conditions.ellipsis import EllipsisReader, Statement
from guide.language.conditions.experiencer import Experiencer
from guide.language.conditions.findings import CHILD, SELF, Finding, Findings
from guide.language.conditions.food_signs import food_signs
from guide.language.conditions.harmless import HarmlessReader
from guide.language.conditions.labs import labs, measured_places
from guide.language.conditions.later import later_owner
from guide.language.conditions.lexicon import Lexicon
from guide.language.conditions.matching import Message, PhraseFinder
from guide.language.conditions.mentions import Mention
from guide.language.conditions.outside import part, weigh
from guide.language.conditions.people import PeopleReader
from guide.language.conditions.persons_meant import (
    age_of,
    ages_of,
    genders,
    person_meant,
    stages,
    unresolved_pronoun,
    youngest,
)
from guide.language.conditions.proofs import proofs
from guide.language.conditions.refinement import Refiner
from guide.language.conditions.results import with_results
from guide.language.conditions.unreal import feared
from guide.language.conditions.vignette import as_patients, begins_another, with_patient

_STRICTNESS = {Status.PRESENT: 3, Status.UNCERTAIN: 2, Status.HISTORICAL: 1, Status.ABSENT: 0}


_UNSURE = frozenset({"sure", "certain", "positive", "tested", "yet", "know", "now", "anymore", "longer"})


class ConditionFinder:
    """Finds the conditions a message states. Holds no state between messages."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = PhraseFinder(lexicon)
        self._ages = AgeReader(lexicon.rules["normalise"]["numbers"])
        self._people = PeopleReader(lexicon)
        self._allergies = AllergyReader(lexicon)
        self._dairy = DairyReader(lexicon)
        self._harmless = HarmlessReader(lexicon)
        self._refiner = Refiner(lexicon)
        self._assertion = Assertion(lexicon)
        self._experiencer = Experiencer(lexicon)
        self._ellipsis = EllipsisReader(lexicon)
        self._claims = Claims(lexicon)

    @classmethod
    def from_files(cls, content_root: Path, rules_path: Path) -> ConditionFinder:
        """Build the finder from the content folder and the folder of rules."""
        return cls(Lexicon.from_files(Path(content_root), Path(rules_path)))

    def find(self, text: str) -> Findings:
        """Return what ``text`` says. Text without words gives empty findings."""
        message = self._phrases.read(text)
        if not message.words:
            return Findings()
        ages, weeks = self._ages.read(message.words)
        measured, valued = list(labs(message, self._lexicon)), measured_places(message, self._lexicon)
        ages = [a for a in corrected(message.words, ages, self._ages) if a.start not in valued]
        mentions = self._people.read(message, ages)
        mentions = with_patient(message, mentions, self._lexicon)
        harmless = self._harmless.read(message)
        concepts = [*harmless, *self._named(message, weeks, harmless)]
        concepts += grafts(message, self._lexicon)
        concepts += remaining_bowel(message, self._lexicon)
        concepts += body_states(message, self._lexicon, concepts)
        dairy, signs = self._dairy.read(message, frozenset(_places(concepts)), frozenset(_places(harmless)))
        concepts = [*concepts, *dairy, *proofs(message, self._lexicon), *abstinence(message, self._lexicon)]
        concepts += [*measured, *food_signs(message, self._lexicon, frozenset(_places(concepts)))]
        concepts = self._refiner.refine(message, with_results(message, concepts))
        stated = as_patients(list(self._findings(message, concepts, mentions)), message, mentions)
        young = list(young_by_unit(message, mentions))
        known = {f.person for f in young}
        stated += [*young, *(f for f in stages(message, mentions, stated) if f.person not in known)]
        grown = {m.who[0][0] for m in mentions if m.who and (m.age_months or 0) >= ADULT}
        stated = [f for f in stated if f.condition != "preterm_infant" or f.person not in grown]
        stated = list(_of_the_baby(stated, mentions))
        found = self._refiner.finest(_combine(weigh(stated)))
        person = person_meant(message, mentions, found, self._lexicon.sets)
        cleared = cleared_by(message)
        listed, unlisted = part(found)
        named = allergens(message, listed, self._lexicon)
        pronoun = unresolved_pronoun(message, mentions, self._lexicon.sets)
        another = begins_another(message, self._lexicon)
        sexes = genders(message, mentions, self._lexicon)
        several = asked_of(message, mentions, found)
        person = youngest(mentions, several) or person
        age = None if several else age_of(mentions, person)
        return Findings(
            listed, person, cleared, tuple(signs), age, named, pronoun, unlisted, another, sexes, several,
            denied_signs(message, self._lexicon),
            ages_of(mentions),
        )  # fmt: skip

    def _named(self, message: Message, weeks: Iterable[Weeks], harmless: Iterable[Concept]) -> list[Concept]:
        """Every concept of the message; parts that a composed concept uses up do not count again."""
        quiet = frozenset(_places(harmless)) | gift_places(message, self._lexicon)
        composed = [c for c in self._allergies.read(message) if c.end - 1 not in quiet]
        used = {*_places(composed), *quiet}
        plain = [
            Concept(
                mark.value,
                mark.start,
                mark.end,
                self._ceiling(mark.value, mark.text),
                mark.text in self._lexicon.lasting,
                text=mark.text,
            )
            for mark in message.of("condition")
            if not used & set(range(mark.start, mark.end))
        ]
        counted = [
            Concept(week.condition, week.start, week.end, lasting=week.condition == "preterm_infant")
            for week in weeks
        ]
        return [c for c in (*composed, *plain, *counted) if not feared(message, c)]

    def _ceiling(self, condition: str, text: str) -> Status:
        doubtful = text in self._lexicon.doubtful or condition in self._lexicon.sets["doubtful_conditions"]
        return Status.UNCERTAIN if doubtful else Status.PRESENT

    def _findings(
        self, message: Message, concepts: Sequence[Concept], mentions: Sequence[Mention]
    ) -> Iterable[Finding]:
        clauses = (m for m in mentions if m.relative)
        places = frozenset([*_places(c for c in concepts if not c.told), *_places(clauses)])
        stated = [self._statement(message, concept, mentions, places) for concept in concepts]
        completed = list(self._ellipsis.complete(message, stated, mentions))
        for statement in [*(s for s in stated if not _taken_back(message, s, completed)), *completed]:
            concept, status = statement.concept, statement.status
            start, end = message.tokens[concept.start].start, message.tokens[concept.end - 1].end
            if status:
                yield from (Finding(concept.condition, status, s, p, start, end) for p, s in statement.who)

    def _statement(
        self, message: Message, concept: Concept, mentions: Sequence[Mention], places: frozenset[int]
    ) -> Statement:
        who = self._experiencer.who(message, concept, mentions, places)
        status = self._assertion.status(message, concept, places, mentions) if who else None
        if status is None:
            who = later_owner(message, concept, mentions, self._lexicon)
            status = concept.ceiling if who else None
        claim = self._claims.of(message, concept, mentions) if status is None else None
        who, status = claim or (who, status)
        return Statement(concept, unless_either(message, concept, status), who or ())


def _of_the_baby(stated: Iterable[Finding], mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Give what only a baby can be to the baby spoken of: "NICU grad, 5 months", "just started weaning"."""
    named = [m for m in mentions if m.who and not m.generic]
    babies = [m.who[0] for m in named if m.age_months is not None and m.age_months < ADULT]
    children = babies or [m.who[0] for m in named if m.who[0][1] == CHILD]
    for finding in stated:
        if finding.person == SELF and finding.condition == "preterm_infant" and babies:
            finding = replace(finding, person=babies[-1][0], subject=babies[-1][1])
        elif finding.person == SELF and finding.condition == "infant_under_12_months":
            person, subject = children[-1] if children else ("baby", CHILD)
            finding = replace(finding, person=person, subject=subject)
        yield finding


def _taken_back(message: Message, stated: Statement, completed: Sequence[Statement]) -> bool:
    """ "My ex said I was lactose intolerant but I'm not": a doubt that the same person denies in the end."""
    if stated.status not in (Status.UNCERTAIN, Status.HISTORICAL) or _UNSURE & set(message.words):
        return False
    return "but" in message.words[stated.concept.end :] and any(
        s.concept is stated.concept and s.who == stated.who and s.status is Status.ABSENT for s in completed
    )


def _places(spans: Iterable[Concept | Mention]) -> Iterable[int]:
    return (place for span in spans for place in range(span.start, span.end))


def _combine(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per condition and person; where a message contradicts itself the strictest holds."""
    strictest: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.condition, finding.person)
        if key not in strictest or _STRICTNESS[finding.status] > _STRICTNESS[strictest[key].status]:
            strictest[key] = finding
    return list(strictest.values())
