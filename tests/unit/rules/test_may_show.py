"""Single values out of the sealed zone: in doubt the answer is no."""

import math
from itertools import product

import pytest

from kreisblick.protection.rules import (
    Dominance,
    FurtherAttributes,
    Statistic,
    Terms,
    may_show,
    needed_protection,
)

RULES = Terms(minimum_count=5)
GROUP = Terms(minimum_count=5, group_rule=True)
SPREAD = [float(n) for n in range(1, 12)]  # 1 to 11: five on each side of 6


@pytest.mark.parametrize(
    ("statistic", "values", "rules", "shown"),
    [
        ("mean", SPREAD[:4], RULES, False),
        ("mean", SPREAD[:5], RULES, True),
        ("mean", [7.0] * 9, RULES, False),  # of equal values each is told
        ("median", SPREAD, RULES, True),
        ("median", SPREAD[:10], RULES, False),  # four below 5, if that is taken for the middle
        ("median", [*SPREAD, 12.0], RULES, True),
        ("median", SPREAD[:9], RULES, False),
        ("median", [1.0] * 4 + [5.0] * 3 + [9.0] * 5, RULES, False),  # four below the ties
        ("minimum", [1.0, *SPREAD], RULES, False),
        ("minimum", [1.0] * 5 + SPREAD[1:], RULES, True),
        ("maximum", SPREAD, RULES, False),
        ("maximum", SPREAD + [11.0] * 4, RULES, True),
        ("maximum", [3.0] * 9, GROUP, False),  # everybody shares it
        ("share", [1.0] * 4 + [0.0] * 20, RULES, False),
        ("share", [1.0] * 5 + [0.0] * 20, GROUP, True),
        ("share", [1.0] * 20 + [0.0] * 4, GROUP, False),
        ("share", [1.0] * 20 + [0.0] * 4, RULES, True),
        ("share", [1.0] * 20, GROUP, False),
        ("share", [0.0] * 20, GROUP, True),
        ("share", [0.0] * 20, GROUP.model_copy(update={"zeros": "sensitive"}), False),
        ("share", [0.5] * 20, RULES, False),
        ("variance", SPREAD[:4], RULES, False),
        ("gini", SPREAD[:4], RULES, False),
        ("gini", SPREAD, RULES, True),
        ("rank", SPREAD, RULES, False),
        ("mode", SPREAD, RULES, False),  # nobody has thought about it
        ("mean", [*SPREAD, None], RULES, False),
        ("mean", [*SPREAD, math.nan], RULES, False),
        ("mean", [*SPREAD, -1.0], RULES, False),
        ("mean", SPREAD, Terms(source="publisher"), False),
        ("mean", SPREAD, Terms(minimum_contributors=3), False),
    ],
)
def test_a_value_is_shown_only_when_it_tells_nothing_of_a_single_unit(
    statistic: str,
    values: list,
    rules: Terms,
    shown: bool,
) -> None:
    verdict = may_show(statistic, values, rules=rules)

    assert bool(verdict) is shown
    assert bool(verdict.reason) is not shown


@pytest.mark.parametrize(
    ("at", "shown"), [(0.05, True), (0.04, False), (0.0, False), (None, False)]
)
def test_a_whisker_needs_enough_outside_it(at: float | None, shown: bool) -> None:
    values = [float(n) for n in range(101)]  # 0.05 lies at 5: five below

    assert bool(may_show("quantile", values, rules=RULES, at=at)) is shown


def test_further_attributes_ask_for_more_behind_a_mean() -> None:
    rules = Terms(minimum_count=5, further_attribute=FurtherAttributes(adds=2, up_to=9))

    shown = [bool(may_show("mean", SPREAD[:7], rules=rules, attributes=n)) for n in range(4)]

    assert shown == [True, True, True, False]


def test_a_holding_with_three_homes_counts_once() -> None:
    rules = Terms(minimum_count=3, minimum_contributors=3)
    homes, beds = ["A", "A", "A", "B"], [30.0, 40.0, 35.0, 60.0]

    assert not may_show("mean", beds, rules=rules, holders=homes)
    assert not may_show("mean", beds, rules=rules, holders=homes[:3])
    assert may_show("mean", beds, rules=rules, holders=["A", "B", "C", "D"])


def test_who_makes_up_a_total_or_its_spread_nearly_alone_is_not_told() -> None:
    rules = Terms(minimum_count=5, dominance=Dominance(p_percent=20))
    even, one_large = [10.0, 11.0, 12.0, 13.0, 14.0], [1.0, 1.0, 1.0, 2.0, 300.0]
    far = [100.0] * 40 + [200.0, 99.0]  # the total hides the one far off, the variance does not

    assert may_show("total", even, rules=rules)
    assert not may_show("mean", one_large, rules=rules)
    assert may_show("mean", far, rules=rules)
    assert not may_show("variance", far, rules=rules)


def test_protection_is_needed_just_where_the_second_could_guess_the_first_too_closely() -> None:
    """Slow and obvious: the second largest subtracts herself and looks how close she is."""
    for first, second, rest, p in product((40, 80, 100), (10, 30), (0, 3, 7, 8, 9, 50), (5, 10)):
        parts = [first, second, rest]
        estimate = sum(parts) - second  # at most so much is the first
        too_close = estimate - first < p / 100 * first

        assert (needed_protection(parts, Dominance(p_percent=p)) > 0) is too_close


def test_every_statistic_is_refused_below_the_minimum() -> None:
    for statistic in Statistic:
        assert not may_show(statistic, [1.0, 0.0, 1.0, 0.0], rules=RULES, at=0.5), statistic
