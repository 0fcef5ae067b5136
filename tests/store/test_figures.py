"""Figures are read from text and compared between the two wordings."""

from __future__ import annotations

import pytest

from guide.store.figures import figure_conflicts, figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 10 million per gram", [(1e7, "")]),
        (">=1e7 CFU/g and 10^4 yeasts", [(1e7, ""), (1e4, "")]),
        ("between 20-30% less", [(20, "%"), (30, "%")]),
        ("2 to 4 hours, or 8 hours", [(2, "hour"), (4, "hour"), (8, "hour")]),
        ("under 0.5 percent", [(0.5, "%")]),
        ("1,000 mg and 1/4 cup", [(1000, "mg"), (0.25, "cup")]),
        ("at 4 °C for 24-hour use", [(4, "°C"), (24, "hour")]),
        ("vitamin B12, IL-10 and half a cup", []),
        ("It took 12.", [(12, "")]),
    ],
)
def test_figures_are_read_with_scale_and_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in figures(text)] == expected


@pytest.mark.parametrize(
    ("plain", "clinical", "same_as"),
    [
        ("10 million per gram", "floor of 1e7 CFU/g", []),
        ("wait 2 hours", "an interval of 2 h; 6 h for others", []),
        ("about 1 in 5 drinks", "19% of samples", ["1 in 5 = 19%"]),
        ("a quarter cup", "60 ml", []),
    ],
)
def test_figures_that_agree_pass(plain: str, clinical: str, same_as: list[str]) -> None:
    assert figure_conflicts(plain, clinical, same_as) == []


@pytest.mark.parametrize(
    ("plain", "clinical", "same_as"),
    [
        ("wait 2 hours", "an interval of 4 h", []),
        ("wait 2 hours", "an interval of 4 h in 2 trials", []),
        ("5 drops", "some drops", []),
        ("about 1 in 5 drinks", "19% of samples", ["1 in 5 = 30%"]),
    ],
)
def test_figures_that_differ_are_named(plain: str, clinical: str, same_as: list[str]) -> None:
    assert figure_conflicts(plain, clinical, same_as)
