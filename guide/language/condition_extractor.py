"""Rasa component that adds the conditions of a message as entities, and whom it is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from guide.advice.vocabulary import Status
from guide.language.conditions import ConditionFinder, Finding, Findings
from guide.language.conditions.it_meant import with_milk
from guide.language.conditions.lexicon import CONTENT_FILES, RULE_FILES
from guide.language.typos import as_read

GUIDE = "guide"
RULES = Path(__file__).parent / "rules"
CODE = Path(__file__).parent / "conditions"
_LIFE_STAGES = frozenset({"child", "infant_under_12_months"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ConditionExtractor(GraphComponent):
    """Appends one entity per condition and person, and merges its keys into the message's ``guide``.

    Rules and content are read when the component is created; a missing file stops the start, because a
    bot that overlooks conditions would give advice from half a profile.
    """

    def __init__(self, finder: ConditionFinder) -> None:
        self._finder = finder

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults: content is read from the folder ``content`` of the project."""
        return {"content_dir": "content"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConditionExtractor:
        """Build the component from the files that ``config`` names."""
        return cls(ConditionFinder.from_files(Path(config["content_dir"]), RULES))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return a hash of content, rules and code, so that Rasa never serves a stale cache of them."""
        content = Path(config.get("content_dir", "content"))
        paths = [content / name for name in CONTENT_FILES] + [RULES / name for name in RULE_FILES]
        digest = hashlib.sha256()
        for path in [*paths, *sorted(CODE.glob("*.py"))]:
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what each message states; messages without text stay as they are."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                _add(message, self._read(text))
        return messages

    def _read(self, text: str) -> Findings:
        """Read words as they were typed; only where that states nothing, as they were probably meant."""
        findings = self._finder.find(text)
        if _only_denies(findings):
            # "Not allergic, I just get a rash from it": what is denied hides no sign that "it" brings on.
            meant = self._finder.find(with_milk(text) or text)
            return meant if meant.signs else findings
        for read in (as_read(text), with_milk(text)):
            if _states(findings):
                break
            if read is None or read == text:
                continue
            meant = self._finder.find(read)
            if not (_states(meant) or meant.unlisted or meant.cleared_by) and findings.person is not None:
                continue  # names are known by their capital letters, which are lost in ``read``
            if findings.conditions and not _states(meant):
                continue  # nothing gained, and the places of what stands there would be lost
            # Places in the text are lost, so each finding is put at the whole.
            whole = tuple(replace(f, start=0, end=len(text)) for f in meant.conditions)
            findings = replace(meant, conditions=whole)
        return findings


def _states(findings: Findings) -> bool:
    """Whether more than a stage of life ("my daughter") was read."""
    return bool(findings.signs or any(f.condition not in _LIFE_STAGES for f in findings.conditions))


def _only_denies(findings: Findings) -> bool:
    """Whether all that was read is a denial."""
    stated = [f.status for f in findings.conditions if f.condition not in _LIFE_STAGES]
    return bool(stated) and not findings.signs and set(stated) == {Status.ABSENT}


def _add(message: Message, findings: Findings) -> None:
    entities = [_entity(finding) for finding in findings.conditions]
    if entities:
        message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
    guide = {
        **(message.get(GUIDE) or {}),
        "person": findings.person,
        "cleared": findings.cleared_by is not None,
        "cleared_by": findings.cleared_by,
        "signs": list(findings.signs),
        "age_months": findings.age_months,
        "allergens": list(findings.allergens),
        "pronoun": findings.pronoun,
        "another_patient": findings.another_patient,
        "genders": dict(findings.genders),
        "asked_of": list(findings.asked_of),
        "ages": dict(findings.ages),
        "denied_signs": list(findings.denied_signs),
        "unlisted": [{"status": f.status.value, "person": f.person} for f in findings.unlisted],
    }
    message.set(GUIDE, guide, add_to_output=True)


def _entity(finding: Finding) -> dict[str, Any]:
    return {
        "entity": "condition",
        "value": finding.condition,
        "status": finding.status.value,
        "subject": finding.subject,
        "person": finding.person,
        "start": finding.start,
        "end": finding.end,
        "extractor": ConditionExtractor.__name__,
    }
