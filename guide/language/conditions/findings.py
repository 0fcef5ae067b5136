"""What is found in a message."""

from __future__ import annotations

from dataclasses import dataclass

from guide.advice.vocabulary import Status

SELF = "self"
CHILD = "child"
OTHER = "other"


@dataclass(frozen=True)
class Finding:
    """One condition of one person. ``start`` and ``end`` are places in the message as it was typed."""

    condition: str
    status: Status
    subject: str
    person: str
    start: int
    end: int


@dataclass(frozen=True)
class Findings:
    """Everything a message says about people and their conditions.

    ``person`` is whom the message is about, ``None`` if it does not say. ``cleared_by`` is "clinician" or
    "self" when it says that the milk allergy was tested and cleared. ``signs`` are allergy or gut signs
    after milk. ``age_months`` is the age of ``person``. ``allergens`` are the conditions that allergen words
    would mean if the message answered a question about allergies. ``pronoun`` is the "he", "she" or "they"
    that nobody named in the message explains. ``unlisted`` are illnesses and medicines without a verdict.
    ``asked_of`` are the people whom it asks about if they are several.
    ``ages`` are (person, months) of those whose age is told.
    ``denied_signs`` are the signs of allergy that are said not to come.
    ``another_patient`` says how the message begins to speak of one more patient: "next" ("next patient"),
    "other" ("the other patient"), "head" ("67F, ..."). ``genders`` are (person, "he" or "she") where known.
    """

    conditions: tuple[Finding, ...] = ()
    person: str | None = None
    cleared_by: str | None = None
    signs: tuple[str, ...] = ()
    age_months: int | None = None
    allergens: tuple[str, ...] = ()
    pronoun: str | None = None
    unlisted: tuple[Finding, ...] = ()
    another_patient: str = ""
    genders: tuple[tuple[str, str], ...] = ()
    asked_of: tuple[str, ...] = ()
    denied_signs: tuple[str, ...] = ()
    ages: tuple[tuple[str, int], ...] = ()
