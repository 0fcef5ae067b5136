"""The figures of the benchmark, on a handful of made-up sentences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.understanding import figures, refusal
from benchmarks.understanding.chain import Answer
from benchmarks.understanding.choosing import Trial, best, refused, search
from benchmarks.understanding.heads import Signals
from benchmarks.understanding.sentences import (
    ACT,
    ALARM,
    LOOKALIKE,
    QUESTION,
    REFUSALS,
    Case,
    Profile,
    read_split,
)
from benchmarks.understanding.speed import MOST_WORDS, messages
from benchmarks.understanding.store import Store, digest
from guide.language.topic_model import Blend

ALARMS = frozenset({"report_emergency"})


def question(text: str, *accept: str, hard: bool = False) -> Case:
    return Case(text, QUESTION, accept[0], frozenset(accept), hard)


def said(intent: str, topic: str = "ask_a", confidence: float = 0.9) -> Answer:
    return Answer(intent, confidence, topic)


JUDGED = [
    (question("1", "ask_a"), said("ask_a")),
    (question("2", "ask_a", "ask_b", hard=True), said("ask_b", "ask_b")),
    (question("3", "ask_a", hard=True), said("near_scope")),
    (question("4", "ask_a", "near_scope"), said("near_scope", "ask_b")),
    (Case("5", ACT, "affirm", frozenset({"affirm"})), said("deny", "deny")),
    (Case("6", "out_of_scope", "out_of_scope", REFUSALS), said("near_scope")),
    (Case("7", "near_scope", "near_scope", REFUSALS), said("nlu_fallback")),
    (Case("8", "near_scope", "near_scope", REFUSALS), said("ask_a")),
    (Case("9", ALARM, "report_emergency", ALARMS), said("report_emergency")),
    (Case("10", ALARM, "report_emergency", ALARMS), said("ask_a")),
    (Case("11", LOOKALIKE, "", frozenset()), said("report_emergency")),
    (Case("12", LOOKALIKE, "", frozenset()), said("greet")),
]


def test_shares_of_what_was_understood() -> None:
    found = figures.figures(JUDGED)
    assert found["acceptable"] == 3 / 4
    assert found["acceptable_hard"] == 1 / 2
    assert found["before_refusal"] == 3 / 4
    assert found["acts"] == 0
    assert (found["emergency_recall"], found["lookalike_alarms"]) == (1 / 2, 1 / 2)


def test_a_refusal_counts_against_questions_unless_it_is_acceptable() -> None:
    found = figures.figures(JUDGED)
    assert found["questions_refused"] == 1 / 4
    assert found["outside_refused"] == pytest.approx(2 / 3)
    assert (found["out_of_scope_refused"], found["near_scope_refused"]) == (1, 1 / 2)


def test_errors_are_counted_in_questions_acts_and_outside() -> None:
    found = figures.figures(JUDGED)
    assert (found["errors"], found["messages"]) == (3, 8)


def test_the_confusion_matrix_takes_an_acceptable_intent_for_the_true_one() -> None:
    labels, counts = figures.confusion(JUDGED)
    row = dict(zip(labels, counts[labels.index("ask_a")], strict=True))
    assert (row["ask_a"], row["near_scope"]) == (3, 1)
    assert counts.sum() == len(JUDGED) - 2


def test_each_intent_has_its_share_and_its_mistakes() -> None:
    rows = {row[0]: row for row in figures.per_intent(JUDGED)}
    assert rows["ask_a"][1:] == (4, 3 / 4, 3 / 4, "near_scope 1")


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    rows = figures.reliability([0.95, 0.95, 0.15, 0.15], [True, True, True, False])
    assert rows == [pytest.approx((0.15, 0.5, 2)), pytest.approx((0.95, 1.0, 2))]
    assert figures.calibration_error(rows) == pytest.approx((0.35 + 0.05) / 2)
    assert figures.reliability([1.0], [True]) == [(1.0, 1.0, 1)]


def conditions(expect: set[tuple[str, str, str]], found: set[tuple[str, str, str]]) -> figures.Figures:
    return figures.condition_figures([(Profile("", frozenset(expect)), frozenset(found))])


def test_conditions_count_only_with_the_right_status_and_subject() -> None:
    expect = {("a", "present", "self"), ("b", "absent", "self"), ("c", "uncertain", "child")}
    read = {("a", "present", "self"), ("b", "present", "self"), ("d", "present", "self")}
    found = conditions(expect, read)
    assert found["conditions_right"] == pytest.approx(1 / 3)
    assert found["invented"] == pytest.approx(1 / 3)
    assert (found["present_as_absent"], found["profiles_exact"]) == (0, 0)


@pytest.mark.parametrize(
    ("read", "turned"),
    [
        ({("a", "absent", "self")}, 1),
        ({("a", "absent", "other")}, 1),
        ({("a", "present", "self"), ("a", "absent", "self")}, 1),
        ({("a", "present", "self"), ("a", "absent", "other")}, 0),
        ({("a", "uncertain", "self")}, 0),
        (set(), 0),
    ],
)
def test_present_read_as_absent(read: set[tuple[str, str, str]], turned: int) -> None:
    assert conditions({("a", "present", "self")}, read)["present_as_absent"] == turned


def test_no_condition_stated_and_none_read_is_exact() -> None:
    assert conditions(set(), set())["profiles_exact"] == 1


CASES = [question("a", "ask_a"), question("b", "ask_a"), Case("c", "near_scope", "near_scope", REFUSALS)]


def test_a_limit_is_chosen_by_recall_within_what_may_be_refused() -> None:
    points = refusal.curve([0.1, 0.6, 0.4], CASES)
    assert [(p.false_rejection, p.recall) for p in points] == [(0, 0), (0.5, 0), (0.5, 1)]
    assert refusal.choose(points).recall == 0
    assert refusal.choose(points, most=0.5).limit == pytest.approx(0.1)
    assert refusal.area(refusal.curve([0.1, 0.2, 0.9], CASES)) == pytest.approx(1.0)


def test_intents_make_a_point_of_the_curve() -> None:
    assert refused(CASES, ["ask_a", "near_scope", "ask_a"], 0.3) == refusal.Point(0.3, 0.5, 0.0)


def test_every_score_is_higher_outside() -> None:
    logits = np.array([[5.0, 0.0, 0.0], [0.0, 0.0, 5.0]], dtype=np.float32)
    signals = Signals(("ask_a", "ask_b", "near_scope"), ("in", "out"), logits, logits / 10)
    for name, (ours, outside) in refusal.scores(signals, nearest=1.0).items():
        assert ours < outside, name


def test_the_search_tries_each_strength_and_then_each_weight_at_the_best() -> None:
    def judge(blend: Blend) -> dict[float, float]:
        return {0.0: -abs(blend.strength - 30) - blend.spelling, 5.0: -99.0}

    tried = search(judge)
    assert best(tried) == Trial(Blend(30.0, 0.0, 0.0), 0.0)
    assert len({trial.blend for trial in tried}) == len(tried)


def test_timed_messages_are_different_and_not_too_long() -> None:
    texts = [f"sentence number {number} of this made-up list" for number in range(300)]
    drawn = messages(texts)
    assert drawn == messages(texts)
    assert len(set(drawn)) == len(drawn) == 330
    assert max(len(text.split()) for text in drawn) <= MOST_WORDS


def test_what_is_kept_is_made_once(tmp_path: Path) -> None:
    store, made = Store(tmp_path), []
    for _ in range(2):
        assert store.record("r", digest("key"), lambda: made.append(1) or {"a": 1}) == {"a": 1}
        kept = store.arrays("a", digest("key"), lambda: made.append(1) or {"x": np.ones(2)})
        assert kept["x"].tolist() == [1, 1]
    assert len(made) == 2


def test_a_split_is_read_with_what_is_acceptable(tmp_path: Path) -> None:
    row = "{text: t, intent: ask_a, accept: [ask_b], hard: true}"
    (tmp_path / "questions.yml").write_text(f"questions: [{row}]")
    (tmp_path / "acts.yml").write_text("acts: [{text: yes please, intent: affirm, accept: []}]")
    (tmp_path / "scope.yml").write_text("{out_of_scope: [o], near_scope: [n]}")
    (tmp_path / "emergencies.yml").write_text("{emergencies: [e], lookalikes: [l]}")
    (tmp_path / "profiles.yml").write_text("profiles: [{text: p, expect: [[a, present, self]]}]")
    split = read_split(tmp_path)
    assert split.cases[0] == Case("t", QUESTION, "ask_a", frozenset({"ask_a", "ask_b"}), hard=True)
    assert [case.group for case in split.cases] == [
        QUESTION,
        ACT,
        "out_of_scope",
        "near_scope",
        ALARM,
        LOOKALIKE,
    ]
    assert split.profiles[0].expect == {("a", "present", "self")}
