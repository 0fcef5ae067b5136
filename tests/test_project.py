"""Nothing in the project is unreachable, undocumented, or imported against the direction of the design."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from guide.advice.screening import Question

ROOT = Path(__file__).resolve().parent.parent
MANY = {"out_of_scope", "near_scope"}


@lru_cache
def read(path: str) -> Any:
    """Return the YAML file."""
    with (ROOT / path).open(encoding="utf-8") as lines:
        return YAML(typ="safe").load(lines)


def domain() -> Any:
    """Return ``domain.yml``."""
    return read("domain.yml")


def intents() -> list[str]:
    """Return the names of all intents."""
    return [next(iter(i)) if isinstance(i, dict) else i for i in domain()["intents"]]


def files(folder: str, pattern: str = "*.yml") -> list[str]:
    """Return the files under ``folder``, relative to the project."""
    return sorted(str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob(pattern))


@lru_cache
def examples() -> dict[str, list[str]]:
    """Return the training sentences of each intent."""
    found: dict[str, list[str]] = {}
    for path in files("data/nlu"):
        for entry in read(path)["nlu"]:
            lines = [line.strip().removeprefix("- ") for line in entry["examples"].splitlines()]
            found.setdefault(entry["intent"], []).extend(line for line in lines if line)
    return found


@lru_cache
def rules() -> dict[str, str]:
    """Return which action the rule of each intent leads to."""
    found = {}
    for path in files("data/rules"):
        for rule in read(path)["rules"]:
            steps = {key: value for step in rule["steps"] for key, value in step.items()}
            if "intent" in steps:
                found[steps["intent"]] = steps["action"]
    return found


def documented(path: str) -> set[str]:
    """Return the names in the first column of the tables of a page."""
    return set(re.findall(r"^\| `([^`]+)` \|", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))


def modules() -> Iterator[tuple[str, set[str]]]:
    """Yield every module of ours with the full names it imports, wherever in it they stand."""
    for path in [*files("guide", "*.py"), *files("actions", "*.py")]:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        froms = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module]
        assert not any(n.level for n in froms), f"{path} imports relatively"
        names |= {str(n.module) for n in froms} | {f"{n.module}.{a.name}" for n in froms for a in n.names}
        yield path, names


def importers(package: str) -> set[str]:
    """Return the modules that import ``package`` or something in it."""
    return {p for p, names in modules() if any(n == package or n.startswith(package + ".") for n in names)}


@pytest.mark.parametrize("intent", intents())
def test_each_intent_can_be_learnt_and_leads_somewhere(intent: str) -> None:
    """Enough examples to learn it, one rule, and a line in the documentation."""
    assert len(examples()[intent]) >= (150 if intent in MANY else 30)
    assert rules()[intent] in domain()["actions"]
    assert intent in documented("docs/dialogue.md")


def test_no_example_teaches_an_intent_that_is_not_there() -> None:
    """Such examples would be learnt and then lead nowhere."""
    assert set(examples()) == set(intents()) == set(rules())


def test_each_topic_can_be_asked_about() -> None:
    """A topic without an intent could never be answered; an intent without a topic has no answer."""
    topics = {f"ask_{t['id']}" for t in read("content/kefir/topics.yml")["topics"]}
    about_the_talk = {
        "ask_suitability", "ask_sources", "ask_why", "ask_simpler", "ask_more", "ask_what_you_know",
        "ask_human", "ask_bot_identity",
    }  # fmt: skip
    assert topics == {i for i in intents() if i.startswith("ask_")} - about_the_talk


def test_each_action_is_implemented_reached_and_documented() -> None:
    """What the action server registers is what the domain names, and something leads to each."""
    executor = ActionExecutor()
    executor.register_package("actions")
    named = set(domain()["actions"])
    fallback = next(p for p in read("config.yml")["policies"] if p["name"] == "RulePolicy")
    answered = {"action_screen"}  # data/rules/screening.yml has no intent
    played_by_rasa = {fallback["core_fallback_action_name"], "action_session_start"}
    # None is the common base class of our actions, which the server lists without a name.
    assert set(executor.actions) - {None} == named
    assert named == set(rules().values()) | answered | played_by_rasa
    assert named <= documented("docs/dialogue.md")


def test_each_response_is_said_somewhere_and_nothing_else_is() -> None:
    """A response nobody says is dead; one that is missing would be silence."""
    said: set[str] = set()
    for path in [*files("guide", "*.py"), *files("actions", "*.py")]:
        said |= set(re.findall(r"\butter_[a-z_]+\b", (ROOT / path).read_text(encoding="utf-8")))
    said -= {"utter_message", "utter_audience_"}  # rasa_sdk's own method; a prefix completed by the audience
    said |= {"utter_audience_public", "utter_audience_professional", "utter_ask_screening_answer"}
    assert said == set(domain()["responses"])


def test_each_question_has_a_wording_and_a_line_in_the_documentation() -> None:
    """The form asks by the slot ``screening_question``; an unknown value would get the vague last variant."""
    variants = domain()["responses"]["utter_ask_screening_answer"]
    worded = {c["value"] for v in variants for c in v.get("condition") or []}
    assert worded == {*(q.value for q in Question), "risks_again", "age_own"}
    assert worded <= documented("docs/dialogue.md")


def test_each_slot_and_entity_is_documented() -> None:
    """So that a reader knows what is remembered."""
    assert {*domain()["slots"], *domain()["entities"]} <= documented("docs/dialogue.md")


def test_no_message_fills_a_slot_that_was_not_asked_for() -> None:
    """Rasa's mappings are global: without both conditions a stray "no" could clear an allergy."""
    for name, slot in domain()["slots"].items():
        for mapping in slot["mappings"]:
            if mapping["type"] != "custom":
                conditions = mapping["conditions"]
                asked = [c.get("active_loop") and c.get("requested_slot") == name for c in conditions]
                assert conditions, name
                assert all(asked), name
        assert slot["influence_conversation"] is False, name


def test_each_condition_is_documented() -> None:
    """The list in docs/safety.md is the one of the content."""
    assert {c["id"] for c in read("content/common/conditions.yml")["conditions"]} <= documented(
        "docs/safety.md"
    )


@pytest.mark.parametrize("question", ["milk", "risks", "age", "other_allergies"])
def test_the_chips_of_a_question_are_those_of_the_content(question: str) -> None:
    """A chip the content does not know could not be understood; one left out could not be picked."""
    variants = domain()["responses"]["utter_ask_screening_answer"]
    shown = next(v for v in variants if (v.get("condition") or [{}])[0].get("value") == question)
    titles = {b["title"].lower() for b in shown["buttons"]}
    chips: set[str] = set()
    for condition in read("content/common/conditions.yml")["conditions"]:
        if condition["question"] == question:
            chip = condition.get("chip") or []
            chips |= {c.lower() for c in ([chip] if isinstance(chip, str) else chip)}
    answers = {"none of these", "neither", "not sure", "skip", "18 or older"}
    assert titles - answers == chips


def test_every_button_is_plain_text() -> None:
    """A payload that differs from its title could say what a person cannot type."""
    buttons = [b for r in domain()["responses"].values() for v in r for b in v.get("buttons") or []]
    assert all(b["title"] == b["payload"] and not b["title"].startswith("/") for b in buttons)


def test_no_training_file_is_taken_for_a_test() -> None:
    """Rasa leaves files called test_* out of training without a word."""
    assert not [p for p in files("data", "*") if Path(p).name.startswith("test_")]


def test_no_test_sentence_is_a_training_sentence() -> None:
    """Otherwise the tests would only show that the model remembers."""
    learnt = {e.lower() for lines in examples().values() for e in lines}
    variants = [v for r in domain()["responses"].values() for v in r]
    buttons = {b["title"].lower() for v in variants for b in v.get("buttons") or []}
    said = [
        str(step["user"]).strip().lower()
        for path in files("tests/conversations")
        for story in read(path)["stories"]
        for step in story["steps"]
        if "user" in step
    ]
    said = [s for s in said if len(s.split()) > 4 and s not in buttons]
    assert not [s for s in said if s in learnt]


def test_there_are_test_stories_for_every_goal() -> None:
    """``rasa test`` passes when it finds no story at all, so their number is held here."""
    stories = [s for path in files("tests/conversations") for s in read(path)["stories"]]
    assert len(stories) >= 60
    assert len({s["story"] for s in stories}) >= 60
    assert all(Path(p).name.startswith("test_") for p in files("tests/conversations"))


def test_the_core_needs_nothing_but_the_standard_library() -> None:
    """Advice is pure: it can be read, tested and reused without anything else."""
    allowed = {*sys.stdlib_module_names, "guide"}
    core = [(p, names) for p, names in modules() if p.startswith("guide/advice/")]
    assert core
    assert not {(p, n) for p, names in core for n in names if n.split(".")[0] not in allowed}
    ours = {(p, n) for p, names in core for n in names if n.split(".")[0] == "guide"}
    assert not {(p, n) for p, n in ours if n != "guide" and not n.startswith("guide.advice")}


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("rasa", ("guide/language/", "guide/runtime/")),
        ("aiohttp", ("guide/gateway/",)),
        # Rasa's tracker store is made of SQLAlchemy, so what extends it must be too.
        ("sqlalchemy", ("guide/store/", "guide/runtime/tracker_store.py")),
        ("actions", ("actions/",)),
        ("guide.gateway", ("guide/gateway/", "guide/cli.py")),
        ("guide.cli", ("guide/cli.py",)),
    ],
)
def test_a_package_is_imported_only_where_the_design_says(package: str, allowed: tuple[str, ...]) -> None:
    """Dependencies run in one direction."""
    assert not {p for p in importers(package) if not p.startswith(allowed)}


@pytest.mark.parametrize("lock", [*files("requirements", "*.txt"), "widget/package-lock.json"])
def test_no_lock_file_names_an_address(lock: str) -> None:
    """Whoever installs uses their own registry, and a lock must not lead anywhere else."""
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8"), lock
