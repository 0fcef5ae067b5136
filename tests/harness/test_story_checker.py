"""``guide stories check`` against the trained model."""

from __future__ import annotations

from pathlib import Path

import pytest
from bot_processes import ROOT

from guide.runtime.stories.checking import StoryChecker

RIGHT = ROOT / "tests" / "conversations" / "test_digression.yml"


@pytest.fixture(scope="module")
def checker(model: Path) -> StoryChecker:
    """The checker with the trained model."""
    return StoryChecker(model)


@pytest.mark.parametrize(
    ("right", "wrong", "instead"),
    [
        ("intent: ask_storage", "intent: ask_storge", "nearest is ask_storage"),
        ("- action: action_recall", "- action: action_talk", "would play action_recall"),
        ("- action: action_recall", "- action: action_recal", "nearest is action_recall"),
        ("intent: deny", "intent: goodbye", "would play action_talk"),
    ],
)
def test_the_wrong_line_is_named(
    checker: StoryChecker, tmp_path: Path, right: str, wrong: str, instead: str
) -> None:
    """With what stands there and what the bot would do."""
    before = RIGHT.read_text(encoding="utf-8")
    text = before.replace(right, wrong, 1)
    path = tmp_path / "test_wrong.yml"
    path.write_text(text, encoding="utf-8")
    _, mistakes = checker.check(path)
    assert len(mistakes) == 1
    lines = zip(before.splitlines(), text.splitlines(), strict=True)
    changed = next(n for n, (old, new) in enumerate(lines, 1) if old != new)
    # An intent stands in the step that begins with its message; a wrong meaning shows in the next action.
    assert abs(mistakes[0].line - changed) <= 2
    assert instead in mistakes[0].instead


def test_every_shipped_story_is_right(checker: StoryChecker) -> None:
    """As many as there are."""
    results = [checker.check(path) for path in sorted(RIGHT.parent.glob("test_*.yml"))]
    assert sum(stories for stories, _ in results) >= 60
    assert [str(m) for _, mistakes in results for m in mistakes] == []


def test_a_file_that_is_no_yaml_is_a_mistake_with_its_line(checker: StoryChecker, tmp_path: Path) -> None:
    """Not a traceback."""
    path = tmp_path / "test_broken.yml"
    path.write_text("stories:\n- story: x\n  steps: [\n", encoding="utf-8")
    _, mistakes = checker.check(path)
    assert [m.path for m in mistakes] == [path]
