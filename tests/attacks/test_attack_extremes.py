"""A13: smallest and largest values, whiskers, dots of outliers, ends of axes and colour scales,
class breaks of maps. None of them is a single unit's value, and none moves with a withheld one.
"""

import numpy as np
import pytest

from kreisblick.products.drawing import class_breaks
from kreisblick.products.drawing.axis import axis_from_zero
from kreisblick.protection.rules import Terms, may_show

RULES = Terms(minimum_count=5)
DAYS = [
    *np.linspace(100, 2_000, 60).round().tolist(),
    5_113.0,
]  # one of 14 years


def box(values):
    """A box plot as statistics programmes draw it: the dots are single people."""
    q1, q3 = np.quantile(values, [0.25, 0.75])
    reach = 1.5 * (q3 - q1)
    within = [v for v in values if q1 - reach <= v <= q3 + reach]
    return min(within), max(within), [v for v in values if v < q1 - reach or v > q3 + reach]


def test_a_box_plot_shows_the_longest_case_of_a_naive_release() -> None:
    low, high, dots = box(DAYS)

    assert dots == [5_113.0]
    assert (low, high) == (min(DAYS), sorted(DAYS)[-2])


@pytest.mark.parametrize("statistic", ["minimum", "maximum"])
def test_no_extreme_of_single_people_may_be_shown(statistic) -> None:
    assert not may_show(statistic, DAYS, rules=RULES)


def test_a_whisker_at_p5_and_p95_may_be_shown_only_with_enough_people_beyond() -> None:
    """With 61 people three lie beyond; with 122 there are six."""
    assert [bool(may_show("quantile", DAYS, rules=RULES, at=at)) for at in (0.05, 0.95)] == [
        False,
        False,
    ]
    twice = [*DAYS, *(day + 1 for day in DAYS)]
    shown = [may_show("quantile", twice, rules=RULES, at=at) for at in (0.05, 0.95)]
    assert all(shown)
    for at in (0.05, 0.95):  # what is shown is none of the extremes
        value = float(np.quantile(twice, at))
        assert sum(day < value for day in twice) >= 5
        assert sum(day > value for day in twice) >= 5


def test_an_extreme_that_many_share_is_no_single_persons_value() -> None:
    capped = [min(day, 1_800.0) for day in DAYS]  # "five years and more"

    assert sum(day == 1_800.0 for day in capped) >= 5
    assert may_show("maximum", capped, rules=RULES)
    assert not may_show("minimum", capped, rules=RULES)


def naive_breaks(values, classes=5):
    """Quantiles: every break is the value of one area."""
    return tuple(np.quantile(values, np.arange(1, classes) / classes, method="inverted_cdf"))


@pytest.mark.parametrize("seed", range(20))
def test_class_breaks_lie_on_a_round_grid_and_not_on_values(seed) -> None:
    """Naive breaks are values of areas, withheld ones among them; ours are round numbers."""
    rng = np.random.default_rng(seed)
    values = (rng.gamma(2.0, 7.3, 61) + rng.uniform(0, 1, 61) / 1e3).tolist()
    withheld = sorted(values)[12]  # where the first naive break falls
    assert withheld in naive_breaks(values)

    breaks = class_breaks([v for v in values if v != withheld])

    assert not set(breaks) & set(values)
    span = max(values) - min(values)
    grid = 10.0 ** (np.floor(np.log10(span)) - 2)
    assert [b for b in breaks if abs(b / grid - round(b / grid)) > 1e-6] == []


@pytest.mark.parametrize("move", [0.0, 3.0, 40.0, 900.0])
def test_breaks_and_axes_do_not_move_with_a_withheld_value(move) -> None:
    """A naive scale ends at the largest value, withheld or not."""
    shown = [3.1, 4.7, 8.8, 12.0, 14.9, 17.2, 21.0]
    withheld = 33.3 + move
    assert max([*shown, withheld]) == withheld  # the naive end of the scale

    released = [*shown, None]

    assert class_breaks(released) == class_breaks(shown)
    axis = axis_from_zero(released, 0, 100)
    assert axis == axis_from_zero(shown, 0, 100)
    assert withheld not in axis.ticks
