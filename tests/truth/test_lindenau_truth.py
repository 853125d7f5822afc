"""Intervals and smoothed values against Lindenau's known chances, over many drawn worlds."""

from pathlib import Path

import pytest
from tests.truth.lindenau_truth import (
    share_coverage,
    smoothing_errors,
    standardised_coverage,
    table,
)

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "how-sure-a-figure-is.md"
Coverage = list[tuple[float, float]]


@pytest.fixture(scope="module")
def coverage() -> dict[str, Coverage]:
    return share_coverage()


def test_wilsons_interval_holds_the_truth_95_times_in_100_whatever_the_size(
    coverage: dict[str, Coverage],
) -> None:
    for areas, share in coverage["wilson"]:
        assert areas > 100
        assert 0.93 <= share <= 0.97


def test_byars_interval_holds_the_truth_95_times_in_100_from_ten_cases_on(
    coverage: dict[str, Coverage],
) -> None:
    """Below ten the exact interval holds it more often than it promises: never less."""
    (_, few), *rest = coverage["byar"]

    assert few >= 0.95
    for _, share in rest:
        assert 0.93 <= share <= 0.97


def test_dobsons_interval_holds_the_truth_95_times_in_100() -> None:
    for areas, share in standardised_coverage():
        if areas > 10:
            assert 0.93 <= share <= 0.97


def test_smoothed_values_of_small_areas_are_nearer_to_the_truth_than_observed_ones() -> None:
    for name, areas, raw, smoothed, _ in smoothing_errors():
        assert areas > 100, name
        assert smoothed < raw, name


def test_the_figures_on_the_page_are_those_that_the_command_gives() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")
