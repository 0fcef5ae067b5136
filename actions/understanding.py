"""Turns tracker events into the messages that the rules read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from guide.advice.conversation import Mention, Message, TopicAsked
from guide.advice.profile import SELF, UNLISTED
from guide.advice.vocabulary import Audience, Status

# Only what our own component found counts: a typed "/intent{...}" carries entities without it.
CONDITION_EXTRACTOR = "ConditionExtractor"
PRODUCT_EXTRACTOR = "ProductExtractor"


def unfolded_messages(events: Iterable[Mapping[str, Any]], folded: float) -> tuple[Message, ...]:
    """Return the user's messages of this session that no action has taken in yet, oldest first."""
    current: list[Mapping[str, Any]] = []
    for event in events:
        if event.get("event") == "session_started":
            current = []
        elif event.get("event") == "user" and event.get("timestamp", 0.0) > folded:
            current.append(event)
    return tuple(message(event) for event in current)


def message(event: Mapping[str, Any]) -> Message:
    """Return one user event as a message. Missing parse data reads as nothing found."""
    parsed = event.get("parse_data") or {}
    guide = parsed.get("guide") or {}
    entities = parsed.get("entities") or []
    flag = guide.get("red_flag") or {}
    return Message(
        number=event.get("timestamp", 0.0),
        text=event.get("text") or "",
        intent=(parsed.get("intent") or {}).get("name") or "",
        confidence=(parsed.get("intent") or {}).get("confidence") or 0.0,
        mentions=tuple(_mentions(entities)),
        allergens=tuple(guide.get("allergens") or ()),
        unlisted=tuple(_unlisted(guide.get("unlisted") or ())),
        pronoun=guide.get("pronoun"),
        another_patient=guide.get("another_patient") or "",
        genders=dict(guide.get("genders") or {}),
        asked_of=tuple(guide.get("asked_of") or ()),
        questions=tuple(_question(q) for q in guide.get("questions") or []),
        products=_values(entities, "product"),
        modifiers=_values(entities, "modifier"),
        person=guide.get("person"),
        cleared_by=guide.get("cleared_by"),
        signs=frozenset(guide.get("signs") or []),
        denied_signs=frozenset(guide.get("denied_signs") or []),
        age_months=guide.get("age_months"),
        ages=dict(guide.get("ages") or {}),
        red_flag=flag.get("kind"),
        food_involved=bool(flag.get("food_involved")),
        past_reaction=bool(guide.get("past_reaction")),
        audience=_audience(event.get("metadata") or {}),
        language=guide.get("language") or "",
        red_flag_language=flag.get("language") or "",
        ranking=tuple((each["name"], each["confidence"]) for each in parsed.get("intent_ranking") or ()),
        near=dict(guide.get("near") or ()),
        reply=dict(guide.get("reply") or {}),
        stated_reply=dict(guide.get("stated_reply") or {}),
    )


def _mentions(entities: Iterable[Mapping[str, Any]]) -> Iterable[Mention]:
    for entity in sorted(entities, key=lambda each: each.get("start") or 0):
        if entity.get("entity") == "condition" and entity.get("extractor") == CONDITION_EXTRACTOR:
            person = entity.get("person") or SELF
            yield Mention(entity["value"], Status(entity["status"]), person, entity.get("subject") or SELF)


def _unlisted(found: Iterable[Mapping[str, Any]]) -> Iterable[Mention]:
    """An illness or medicine without a row of its own counts as one that needs a clinician's advice."""
    for each in found:
        yield Mention(UNLISTED, Status(each["status"]), each.get("person") or SELF)


def _question(question: Mapping[str, Any]) -> TopicAsked:
    nearness = dict(question.get("claims") or [])
    return TopicAsked(
        question["intent"], nearness, question.get("confidence") or 0.0, question.get("text") or ""
    )


def _values(entities: Iterable[Mapping[str, Any]], kind: str) -> tuple[str, ...]:
    found = (
        e["value"] for e in entities if e.get("entity") == kind and e.get("extractor") == PRODUCT_EXTRACTOR
    )
    return tuple(dict.fromkeys(found))


def _audience(metadata: Mapping[str, Any]) -> Audience | None:
    named = metadata.get("audience")
    return Audience(named) if named in {a.value for a in Audience} else None
