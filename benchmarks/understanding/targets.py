"""What was promised, beside what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.understanding.noisy import MOST_LOST, mean_loss


@dataclass(frozen=True)
class Target:
    """A figure and its limit, which it must reach or must not pass."""

    what: str
    value: float
    limit: float
    at_least: bool
    is_share: bool = True

    @property
    def is_met(self) -> bool:
        """Whether the limit holds."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The target as cells of a table."""
        sign = ">=" if self.at_least else "<="
        return (
            self.what,
            self._shown(self.value),
            f"{sign} {self._shown(self.limit)}",
            "yes" if self.is_met else "**no**",
        )

    def _shown(self, value: float) -> str:
        return f"{value:.1%}" if self.is_share else f"{value:.3g}"


def targets(results: Mapping[str, Any]) -> list[Target]:
    """Return every target that these results can be held against."""
    found = results["contestants"][results["served"]]
    read = results["conditions"]
    listed = [
        Target("questions in scope, acceptable topic", found["acceptable"], 0.92, True),
        Target("hard questions, acceptable topic", found["acceptable_hard"], 0.82, True),
        Target("out of scope and near scope, refused", found["outside_refused"], 0.85, True),
        Target("questions in scope, refused", found["questions_refused"], 0.04, False),
        Target("emergencies recognised", found["emergency_recall"], 1.0, True),
        Target("look-alikes taken for emergencies", found["lookalike_alarms"], 1 / 15, False),
        Target("conditions with right status and subject", read["conditions_right"], 0.93, True),
        Target("conditions invented", read["invented"], 0.03, False),
        Target("present read as absent (count)", read["present_as_absent"], 0, False, is_share=False),
        Target(
            "lost to noise, mean of the kinds",
            mean_loss(results["noise"][results["served"]]),
            MOST_LOST,
            False,
        ),
    ]
    return listed + _beside_rasa(results)


def _beside_rasa(results: Mapping[str, Any]) -> list[Target]:
    listed = []
    if default := results.get("rasa_default"):
        errors = results["contestants"][default]["errors"]
        ours = results["contestants"][results["served"]]["errors"]
        listed.append(
            Target("errors of Rasa's default / ours", errors / max(1, ours), 3, True, is_share=False)
        )
    if speed := results.get("speed"):
        for part in ("p50", "p99"):
            ratio = speed[f"ratio_{part}"]
            listed.append(Target(f"time of /model/parse / DIET's, {part}", ratio, 0.6, False, is_share=False))
        listed.append(Target("training, seconds", speed["guide_training_s"], 90, False, is_share=False))
    return listed
