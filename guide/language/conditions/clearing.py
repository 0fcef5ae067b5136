"""Whether a message says that a milk allergy was tested and cleared, and by whom."""

from __future__ import annotations

from guide.language.conditions.matching import Message


def cleared_by(message: Message) -> str | None:
    """Return "clinician", "self" or ``None``.

    A clinician counts only with a word of clearing in the same sentence and none that takes it back. Where a
    friend, a homeopath or a kit has its part in the sentence, it was no clinician, whoever else is named.
    """
    parts: dict[int, set[str]] = {}
    for mark in message.of("clear"):
        parts.setdefault(message.sentence[mark.start], set()).add(mark.value)
    for found in parts.values():
        if "unless" in found:
            continue
        if {"lay", "lay_verbs"} <= found:
            return "self"
        if {"clinician", "verbs"} <= found and "self" not in found:
            return "clinician"
        if "self" in found:
            return "self"
    return None
