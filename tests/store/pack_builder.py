"""A tiny valid pack, made by code, that a test can bend before it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

VERDICTS = ("avoid", "ask_clinician", "caution", "usually_tolerated", "ok")


class PackBuilder:
    """Holds the files of a pack as plain values: change them, then ``write``."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {
            "common/conditions.yml": {"conditions": [_milk_allergy(), _antibiotics()]},
            "common/medicines.yml": {
                "medicines": [
                    {"names": ["amoxicillin", "amoxil"], "conditions": ["antibiotics"]},
                ]
            },
            "tea/pack.yml": {
                "id": "tea",
                "food": "tea",
                "title": "Tea",
                "main_product": "milk_tea",
                "alternatives_topic": "choice",
                "suggestions": {"avoid": ["Why?"]},
            },
            "tea/topics.yml": {
                "topics": [
                    _topic("safety", ["milk-harms", "milk-warm"]),
                    _topic("choice", ["pick-plain"]),
                ]
            },
            "tea/claims/safety.yml": {"claims": [_warning(), _claim("milk-warm", "safety", ["trial-2001"])]},
            "tea/claims/choice.yml": {"claims": [_claim("pick-plain", "choice", ["review-2010"])]},
            "tea/references.yml": {
                "references": [
                    _reference("guide-2020", "guideline"),
                    _reference("trial-2001", "rct"),
                    _reference("review-2010", "narrative-review"),
                ]
            },
            "tea/products.yml": {"products": [_product("milk_tea", "dairy"), _product("plain_tea", "plant")]},
            "tea/verdicts.yml": {
                "conditions": [
                    _row("healthy_adult", "ok"),
                    _row("suspected_milk_allergy", "avoid"),
                    _row("ige_milk_allergy", "avoid"),
                    _row("antibiotics", "caution"),
                ]
            },
            "tea/modifiers.yml": {"modifiers": [_modifier()]},
            "tea/wording.yml": {
                "wording": [_sentence(verdict, group) for verdict in VERDICTS for group in ("dairy", "plant")]
            },
            "tea/corrections.yml": {
                "corrections": [
                    {
                        "id": "all-tea",
                        "article_says": "All tea is good.",
                        "here": "Some tea holds milk.",
                        "why": "Nobody tested all tea.",
                        "claims": ["milk-warm"],
                    }
                ]
            },
        }

    def items(self, file: str) -> list[dict[str, Any]]:
        """Return the list of items of a file, to be changed in place."""
        (items,) = self.files[file].values()
        return items

    def item(self, file: str, key: str) -> dict[str, Any]:
        """Return the item of a file whose id, key or condition is ``key``."""
        names = ("id", "key", "condition")
        return next(each for each in self.items(file) if key in (each.get(name) for name in names))

    def write(self, root: Path) -> Path:
        """Write the files under ``root``, one field per line, and return ``root``."""
        yaml: Any = YAML()
        yaml.default_flow_style = False
        yaml.width = 4096
        yaml.representer.ignore_aliases = lambda _: True
        for old in root.glob("**/*.yml"):
            old.unlink()
        for name, value in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8") as file:
                file.write(value) if isinstance(value, str) else yaml.dump(value, file)
        return root


def _milk_allergy() -> dict[str, Any]:
    return {
        "id": "milk_allergy",
        "label": "milk allergy",
        "question": "milk",
        "chip": "milk allergy",
        "rows": {"present": "ige_milk_allergy", "uncertain": "suspected_milk_allergy"},
        "historical": "uncertain",
        "historical_source": "expert opinion",
        "relax_needs": "clinician",
        "implies": [],
        "terms": ["milk allergy", "allergic to milk"],
    }


def _antibiotics() -> dict[str, Any]:
    return {
        "id": "antibiotics",
        "label": "antibiotics",
        "question": "risks",
        "chip": ["antibiotics", "tablets"],
        "rows": {},
        "historical": "absent",
        "historical_source": "trial-2001",
        "relax_needs": "",
        "implies": [],
        "terms": ["antibiotics"],
    }


def _topic(key: str, claims: list[str]) -> dict[str, Any]:
    return {
        "id": key,
        "title": key.title(),
        "plain": "Tea can hold milk.",
        "clinical": "Tea may contain milk protein.",
        "claims": claims,
        "bottom_line_claims": claims[:1],
        "followups": ["Is tea safe?"],
        "conditions": [],
        "consumption": False,
    }


def _claim(key: str, topic: str, references: list[str]) -> dict[str, Any]:
    return {
        "id": key,
        "topic": topic,
        "about": "milk_tea",
        "plain": f"Tea of kind {key} is warm.",
        "clinical": f"Tea ({key}) is served warm.",
        "applies_to": [],
        "verdict": None,
        "strength": "moderate",
        "directness": "food_in_people",
        "asks": [f"is {key} so?", f"tell me of {key}"],
        "same_as": [],
        "references": references,
        "article_statement": None,
        "correction": None,
    }


def _warning() -> dict[str, Any]:
    return _claim("milk-harms", "safety", ["guide-2020", "review-2010"]) | {
        "verdict": "avoid",
        "applies_to": ["milk_allergy"],
        "plain": "A cup holds about 10 g of milk.",
        "clinical": "One serving contains about 10 g of milk.",
    }


def _reference(key: str, kind: str) -> dict[str, Any]:
    return {
        "id": key,
        "kind": kind,
        "authors": "Leaf A",
        "title": f"On {key}",
        "container": "Tea Journal",
        "year": 2001,
        "doi": None,
        "pmid": "123",
        "url": f"https://tea.example/{key}",
        "verified": True,
        "seen_at": None,
        "note": None,
    }


def _product(key: str, group: str) -> dict[str, Any]:
    label = key.replace("_", " ")
    return {"id": key, "label": label, "group": group, "dairy": group == "dairy", "terms": [label]}


def _row(condition: str, verdict: str) -> dict[str, Any]:
    cell = {"verdict": verdict, "claims": ["milk-harms"]}
    return {
        "condition": condition,
        "label": condition,
        "includes": [],
        "note": None,
        "products": {"milk_tea": dict(cell), "plain_tea": dict(cell) | {"note": "no milk added"}},
    }


def _modifier() -> dict[str, Any]:
    return {
        "id": "sweet",
        "label": "sweetened",
        "at_least": "caution",
        "treat_as": None,
        "applies_to": ["antibiotics"],
        "product_groups": ["plant"],
        "claims": ["milk-warm"],
        "terms": ["sugar"],
    }


def _sentence(verdict: str, group: str) -> dict[str, Any]:
    return {
        "key": f"verdict.{verdict}.{group}",
        "plain": "For {person}, {product} is noted due to {condition}.",
        "clinical": "For {person}, {product}: {condition}.",
        "claims": ["milk-warm"],
    }
