"""The words of the domain. Each is a closed list, so that a typo is an error and not a guess."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Status(StrEnum):
    """Status of a condition for one person, in the terms of ConText (Harkema et al. 2009).

    ``UNKNOWN`` means "not asked yet" and has consequences; it is never the same as ``ABSENT``.
    """

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    UNKNOWN = "unknown"


class Verdict(IntEnum):
    """Advice on one product for one person. A larger value is stricter, so ``max`` decides."""

    OK = 0
    USUALLY_TOLERATED = 1
    CAUTION = 2
    ASK_CLINICIAN = 3
    AVOID = 4

    @property
    def label(self) -> str:
        """The verdict's name as written in content files: ``"ask_clinician"``."""
        return self.name.lower()

    @classmethod
    def from_label(cls, label: str) -> Verdict:
        """Return the verdict written ``label`` in content files.

        Raises:
            KeyError: if no verdict has that name.
        """
        return cls[label.upper()]


class ReviewStatus(StrEnum):
    """Where a piece of content stands in medical review."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    RETIRED = "retired"


class Audience(StrEnum):
    """Whose wording is shown. It never changes what is screened or which verdict holds."""

    PUBLIC = "public"
    PROFESSIONAL = "professional"


class Strength(StrEnum):
    """How well a claim is supported."""

    STRONG = "strong"
    MODERATE = "moderate"
    LIMITED = "limited"
    VERY_LIMITED = "very_limited"
    EXPERT_OPINION = "expert_opinion"


class Directness(StrEnum):
    """What was studied, seen from "this food, in people"."""

    FOOD_IN_PEOPLE = "food_in_people"
    FERMENTED_FOODS_IN_PEOPLE = "fermented_foods_in_people"
    PROBIOTICS_IN_PEOPLE = "probiotics_in_people"
    OTHER_IN_PEOPLE = "other_in_people"
    ANIMAL = "animal"
    LABORATORY = "laboratory"
    NOT_A_STUDY = "not_a_study"
