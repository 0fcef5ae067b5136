"""What a message would say if its "it" were milk: "but my daughter gets hives from it".

What "it" is stands in the turn before, which is not read here; whoever knows that turn decides.
"""

from __future__ import annotations

import re

_BEFORE = (
    "from|after|to|with|by|of|on|has|have|having|had|drinks?|drinking|drank|eats?|eating|ate|tried|tries"
    "|trying|touch(?:es|ed|ing)?|gi(?:ve|ves|ving|ven) (?:him|her|them|me)|gave (?:him|her|them|me)"
)
_AFTER = (
    "gives?|gave|makes?|made|brings?|brought|causes?|caused|triggers?|triggered|sets?|upsets?|always|just"
)
_IT = re.compile(
    rf"(?<=\b)(?:(?P<before>{_BEFORE})\s+(?:it|that|this|them|these|those|some)\b(?!\s+(?:\w+\s+)?(?:milk|dairy))"
    rf"|\b(?:it|that|this)\s+(?P<after>{_AFTER})\b)",
    re.IGNORECASE,
)

_ASKED = re.compile(
    r"\b(?:can|cn|could|should|shud|may|might|would|shall|allowed|wants?|like"
    r"|(?:ok|okay|safe|fine) (?:for|if))\b"
    r"[^.!?;\n]*$",
    re.IGNORECASE,
)


def with_milk(text: str) -> str | None:
    """Return ``text`` with milk in the place of its "it", ``None`` if there is no such word in it."""

    def put(match: re.Match[str]) -> str:
        if _ASKED.search(text[: match.start()]):
            return match.group()  # "can my child with eczema have it?" tells of no reaction to it
        return f"{match['before']} milk" if match["before"] else f"milk {match['after']}"

    read = _IT.sub(put, text)
    return read if read != text else None
