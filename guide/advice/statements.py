"""Which claims of a topic to say: warnings for this person first, then the nearest to the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guide.advice.content import Claim, Content, Topic
from guide.advice.profile import CHILD, Profile, milk_settled
from guide.advice.verdicts import BASE_ROW, active_rows, advise
from guide.advice.vocabulary import Verdict

NEAREST_ONLY_BELOW = 0.3
"""Cosine similarity under which no claim is taken to answer the question itself. Chosen by hand
in trial conversations; not yet tuned on data."""

NEAR_MARGIN = 0.15
"""How far below the nearest claim one about others still counts as near the question of a stranger."""

KNOWN_MARGIN = 0.03
"""How much nearer a claim about others must be than all for this person, where something is known of them."""

ABOUT_OTHERS = 0.65
"""Similarity under which a question of somebody known is never about other people's conditions."""

SURELY_ASKED = 0.9
"""Similarity from which a claim says what was asked, whoever else it may be for."""

FITS = 0.8
"""Similarity from which a claim that opens with a question of its own speaks to this one."""

GENERAL = frozenset({"fermented_foods", "probiotics"})


@dataclass(frozen=True)
class Choice:
    """The claims to say, in order; ``nearest_only`` when none is really near the question."""

    claims: tuple[Claim, ...]
    nearest_only: bool


def applies(claim: Claim, rows: Iterable[str]) -> bool:
    """Whether the claim speaks of one of the verdict rows that apply to this person."""
    return bool(set(claim.applies_to) & set(rows))


def rows_of(profile: Profile, content: Content) -> frozenset[str]:
    """Return the verdict rows whose claims concern this person; the base row is that of adults."""
    base = frozenset() if profile.minor or profile.counts(CHILD, content) else frozenset({BASE_ROW})
    return base | frozenset(active_rows(profile, content))


def permissive(claim: Claim) -> bool:
    """Whether the claim says that something dairy may be had."""
    relaxed = claim.verdict is not None and claim.verdict <= Verdict.USUALLY_TOLERATED
    return relaxed and claim.about != "non_dairy_kefir"


def withheld(profile: Profile, content: Content) -> bool:
    """Whether claims that permit dairy must stay unsaid for this person.

    True while the reaction to milk is open, and when what is known already advises against it.
    """
    if not milk_settled(profile, content):
        return not profile.is_empty or profile.minor
    return advise(profile, content.main_product, content).known_strict


def choose(
    topic: Topic,
    profile: Profile,
    nearness: Mapping[str, float],
    content: Content,
    *,
    said: Iterable[str] = (),
    at_most: int = 3,
    withhold_permissive: bool = False,
    only_warnings: bool = False,
    answered: bool = True,
) -> Choice:
    """Return the claims of ``topic`` to say to this person.

    Args:
        topic: what was asked about.
        profile: decides which warnings concern this person.
        nearness: claim id → similarity of the question to the claim (0 to 1).
        content: the snapshot; retired and rejected claims are not in it.
        said: claim ids already said in this conversation; only the one that answers is said again.
        at_most: how many claims to return.
        withhold_permissive: leave out claims that permit dairy.
        only_warnings: say nothing but what warns or tells to ask first.
        answered: whether the nearest claim answers; if not, only it and warnings are said.
    """
    claims = [content.claims[c] for c in topic.claims if c in content.claims]
    if withhold_permissive:
        claims = [c for c in claims if not permissive(c)]
    if only_warnings:
        claims = [c for c in claims if c.is_warning]
    rows = rows_of(profile, content)
    claims = _fitting(claims, rows, nearness, stranger=profile.is_empty)
    fresh = [c for c in claims if c.id not in frozenset(said)]
    ranked = _ranked(fresh, rows, nearness, stranger=profile.is_empty)
    if not answered:
        nearest = _with_nearest([], claims, nearness, 1)
        ranked = [c for c in ranked if c in nearest or (c.is_warning and applies(c, rows))]
    chosen = _with_nearest(ranked[:at_most], claims if answered else ranked, nearness, at_most)
    best = max((nearness.get(c.id, 0.0) for c in claims), default=0.0)
    return Choice(tuple(chosen), bool(nearness) and best < NEAREST_ONLY_BELOW)


def lead_of(
    choice: Choice,
    topic: Topic,
    nearness: Mapping[str, float],
    content: Content,
    *,
    withhold_permissive: bool = False,
) -> Claim | None:
    """Return the nearest claim to begin with where the headline was just read: a new one, if there is one."""
    measured = [content.claims[c] for c in topic.claims if c in content.claims and c in nearness]
    old = [c for c in measured if not (withhold_permissive and permissive(c))]
    return max(choice.claims or old, key=lambda claim: nearness.get(claim.id, 0.0), default=None)


def _ranked(
    claims: list[Claim], rows: frozenset[str], nearness: Mapping[str, float], *, stranger: bool
) -> list[Claim]:
    """Order claims: what warns this person, what else is for them, then the nearest; about others last."""
    order = {c.id: i for i, c in enumerate(claims)}

    def rank(claim: Claim) -> tuple[int, bool, float, int]:
        own, general = applies(claim, rows), claim.about in GENERAL
        first = 0 if own and claim.is_warning else 1 if own and claim.verdict else 2
        foreign = _foreign(claim, rows) and not stranger
        near = -round(nearness.get(claim.id, 0.0), 2)
        return (first, foreign or (own and general), near, order[claim.id])

    return sorted(claims, key=rank)


def _foreign(claim: Claim, rows: Iterable[str]) -> bool:
    """Whether the claim speaks of conditions, and of none of this person."""
    return bool(claim.applies_to) and not applies(claim, rows)


def _fitting(
    claims: list[Claim], rows: frozenset[str], nearness: Mapping[str, float], *, stranger: bool
) -> list[Claim]:
    """Leave out what is not for this person or their question, as long as something nearer is left.

    That is what concerns other people's conditions, what speaks only to whom its own question fits
    ("Did you swallow grains?"), and beside kefir itself what is known of fermented foods at large.
    """

    def near(claim: Claim) -> float:
        return nearness.get(claim.id, 0.0)

    if nearness:
        claims = [c for c in claims if applies(c, rows) or "?" not in c.plain or near(c) >= FITS] or claims
    best = max(claims, key=near, default=None)
    if best is None or near(best) < NEAREST_ONLY_BELOW:
        return claims
    own = max((near(c) for c in claims if not _foreign(c, rows) and c.about not in GENERAL), default=0.0)
    known = min(max(own + KNOWN_MARGIN, ABOUT_OTHERS), SURELY_ASKED)
    meant = near(best) - NEAR_MARGIN if stranger else known
    kept = [c for c in claims if not _foreign(c, rows) or near(c) >= meant]
    if best.about not in GENERAL:
        kept = [c for c in kept if c.applies_to or c.about not in GENERAL]
    return kept or claims


def _with_nearest(
    chosen: list[Claim], claims: Sequence[Claim], nearness: Mapping[str, float], at_most: int
) -> list[Claim]:
    """Warnings may fill the list; the claim that answers the question keeps a place in it."""
    near = [c for c in claims if c.id in nearness]
    if not near or not at_most:
        return chosen
    nearest = max(near, key=lambda c: nearness[c.id])
    return chosen if nearest in chosen else [*chosen[: at_most - 1], nearest]
