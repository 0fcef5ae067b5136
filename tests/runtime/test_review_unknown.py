"""`guide review-unknown`, as typed."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from guide.cli import app
from guide.store import Store

ICE = ("can i make ice cream from kefir", "how do i make kefir ice cream", "kefir ice cream recipe")
HAIR = ("can i put kefir on my hair", "is kefir good on hair")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    opened = Store(url)
    opened.upgrade()
    return opened


def guide(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["review-unknown", *arguments], input=typed)


def keep(store: Store, *texts: str, intent: str = "near_scope") -> None:
    for text in texts:
        store.keep_unknown(text, intent, 0.4, 90)


def test_questions_of_one_meaning_are_listed_together_largest_first(store: Store) -> None:
    keep(store, *HAIR)
    keep(store, *ICE, intent="out_of_scope")
    keep(store, ICE[0])
    result = guide("--json")
    assert result.exit_code == 0
    first, second = json.loads(result.output)
    assert (first["count"], first["intents"]) == (4, {"out_of_scope": 3, "near_scope": 1})
    assert {first["sentence"], *first["others"]} == set(ICE)
    assert (second["count"], second["confidence"]) == (2, 0.4)


def test_small_clusters_can_be_left_out(store: Store) -> None:
    keep(store, *ICE, HAIR[0])
    result = guide("--least", "2")
    assert HAIR[0] not in result.output
    assert "4 questions kept, 1 clusters shown." in result.output


def test_how_alike_a_cluster_is_can_be_chosen(store: Store) -> None:
    keep(store, *ICE)
    assert len(json.loads(guide("--json", "--similar", "1").output)) == 3


def test_one_question_is_a_cluster(store: Store) -> None:
    keep(store, HAIR[0])
    assert "read as: near_scope 1; confidence 0.4" in guide().output


def test_without_any_it_says_how_to_switch_it_on(store: Store) -> None:
    result = guide()
    assert result.exit_code == 0
    assert "KEEP_UNKNOWN=true" in result.output
    assert json.loads(guide("--json").output) == []


def test_listing_deletes_what_is_old(store: Store, tmp_path: Path) -> None:
    past = datetime.now(UTC) - timedelta(days=90)
    keep(Store(f"sqlite:///{tmp_path / 'c.db'}", lambda: past), HAIR[0])
    guide()
    assert store.unknown_messages() == []


@pytest.mark.parametrize("missing", ["onnxruntime", "sklearn.cluster"])
def test_where_rasa_is_not_installed_it_says_what_is_missing(
    store: Store, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    keep(store, HAIR[0])
    monkeypatch.setitem(sys.modules, missing, None)
    for module in ("guide.language.clusters", "guide.language.encoder"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    result = guide()
    assert result.exit_code == 1
    assert "onnxruntime and scikit-learn" in result.output


@pytest.mark.parametrize(("typed", "left"), [("y\n", 0), ("n\n", 1)])
def test_all_are_erased_only_when_confirmed(store: Store, typed: str, left: int) -> None:
    keep(store, HAIR[0])
    result = guide("--erase", typed=typed)
    assert result.exit_code == (1 if left else 0)
    assert len(store.unknown_messages()) == left


def test_without_a_database_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    result = guide()
    assert result.exit_code == 1
    assert "run `guide content import`" in result.output
