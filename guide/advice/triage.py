"""The short triage after "not sure": what decides its questions, and what is answered before it is asked.

Signs of allergy outrank everything (boyce-2010). Where none comes, wind and cramps alone are the ordinary
picture of trouble with milk sugar, however soon they come; so the onset is asked for only where the trouble
is of a kind not told, and the amount of both.
"""

from __future__ import annotations

from collections.abc import Mapping

from guide.advice.meaning import surely
from guide.advice.profile import ALLERGY_SIGNS, GUT_ONLY, LACTOSE, MILK, Profile
from guide.advice.replies import mentions
from guide.advice.vocabulary import Status

_ORGANS = {"hives": "skin", "wheeze": "breath", "throat_tightness": "breath", "vomiting": "stomach"}
_ALL_ORGANS = 3
SIGNS_QUESTION = "signs"


def gut_alone(profile: Profile) -> bool:
    """Whether all that was told of milk is trouble of the gut, and no allergy is thought of."""
    if profile.signs & ALLERGY_SIGNS or profile.status(MILK) is not Status.UNKNOWN or profile.unsure:
        return False
    return GUT_ONLY in profile.signs or profile.status(LACTOSE) is Status.UNCERTAIN


def denies_all_signs(text: str, denied: frozenset[str], reply: Mapping[str, float]) -> bool:
    """Whether the words leave no sign of allergy open: "only wind, never a rash", "no rash or anything".

    "No rash" alone says nothing of the breath, so that is still asked.
    """
    if not denied:
        return False
    organs = {_ORGANS.get(sign, sign) for sign in denied}
    only_gut = surely(reply, "only_gut") or mentions("nothing_but_gut", text)
    return only_gut or mentions("or_anything", text) or len(organs) >= _ALL_ORGANS
