"""A12: mean times number, means of subgroups beside the mean of all, variance, Gini, median shift.

Incomes of single people are summed by area: a mean is their total. The attacker knows how many
there are and, as one of them, his own income.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.attacks.outsider import Outsider, cube, everything, rules, shown, territory

from kreisblick.protection.disclosure import protect
from kreisblick.protection.rules import Dominance, Terms, may_show
from kreisblick.statistics.cube import Unit

TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
CLOSE = 0.1
RICH = ("A1", "rich")
INCOMES = {(a, f"{a}{i}"): 1800 + 37 * i for a in AREAS for i in range(8)} | {RICH: 400_000}
LONELY = ("B2", "alone")
INCOMES = {k: v for k, v in INCOMES.items() if k[0] != "B2"} | {LONELY: 2_400}
RULES = Terms(minimum_count=5, dominance=Dominance(p_percent=100 * CLOSE))


def inside(area):
    return AREAS if area == "D" else TOWNS.get(area, [area])


def total(area):
    return sum(n for (place, _who), n in INCOMES.items() if place in inside(area))


def people(area):
    return [n for (place, _who), n in INCOMES.items() if place in inside(area)]


@pytest.fixture(scope="module")
def released():
    rows = [("planning_area", a, who, float(n)) for (a, who), n in INCOMES.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "contributor", "value"], orient="row")
    made = cube("income", {a: total(a) for a in AREAS}, towns=TOWNS)
    made = replace(made, unit=Unit.CASES, contributions=frame)
    rule = rules(minimum_contributors=3, dominance=Dominance(p_percent=100 * CLOSE))
    return shown(protect([made], everything([made]), [], territory(TOWNS), {"income": rule}),
                 "income")  # fmt: skip


def test_a_mean_times_the_number_of_people_gives_the_total_of_a_naive_release() -> None:
    mean = round(total("A1") / len(people("A1")), 2)

    assert round(mean * len(people("A1"))) == total("A1")
    second = max(n for who, n in INCOMES.items() if who[0] == "A1" and who != RICH)
    guess = mean * len(people("A1")) - second  # the second largest takes her own off
    assert abs(guess - INCOMES[RICH]) < CLOSE * INCOMES[RICH]


def test_means_of_all_and_of_the_other_parts_give_the_left_out_one_of_a_naive_release() -> None:
    """The only one in B2 is left out; mean and number of everybody else stand in the table."""
    shown_parts = [a for a in AREAS if a != "B2"]
    mean = {a: total(a) / len(people(a)) for a in [*shown_parts, "D"]}

    lost = mean["D"] * len(people("D")) - sum(mean[a] * len(people(a)) for a in shown_parts)

    assert round(lost) == INCOMES[LONELY]


@pytest.mark.parametrize("person", [RICH, LONELY])
@pytest.mark.parametrize("insider", [False, True])
def test_no_released_mean_tells_an_income_closely(released, person, insider) -> None:
    """Every released total is a mean times a number; one neighbour adds what he knows of himself.

    The neighbour of the rich one is the second largest of the area, who learns most.
    """
    attacker = Outsider()
    for (_generation, _slice, area), value in released.items():
        attacker.know({who: 1 for who in INCOMES if who[0] in inside(area)}, value)
    if insider:
        second = max((w for w in INCOMES if w[0] == person[0] and w != person), default=None,
                     key=lambda who: INCOMES[who])  # fmt: skip
        if second:
            attacker.know({second: 1}, INCOMES[second])

    low, high = attacker.bounds({person: 1})

    assert low <= INCOMES[person] * (1 - CLOSE)
    assert high >= INCOMES[person] * (1 + CLOSE)


def test_totals_of_many_people_of_like_income_are_released(released) -> None:
    assert {area for _g, _s, area in released} & set(AREAS)
    assert not {"A1", "B2"} & {area for _g, _s, area in released}


def test_variance_and_mean_of_two_give_both_values_of_a_naive_release() -> None:
    values = [1_900.0, 2_640.0]
    mean, spread = np.mean(values), np.std(values)

    assert sorted([mean - spread, mean + spread]) == values
    assert not may_show("variance", values, rules=RULES)
    assert not may_show("mean", values, rules=RULES)


@pytest.mark.parametrize("statistic", ["total", "mean", "variance", "gini"])
def test_one_too_few_is_refused_where_no_value_stands_out_and_one_more_is_not(statistic) -> None:
    """Only their number speaks against it: nobody dominates, no two are equal."""
    alike = Terms(minimum_count=5)
    values = [2_000.0, 2_010.0, 2_020.0, 2_030.0, 2_040.0]

    assert may_show(statistic, values, rules=alike)
    assert not may_show(statistic, values[:-1], rules=alike)


def test_a_variance_tells_the_one_far_off_of_a_naive_release() -> None:
    """Who knows that all others earn about the same reads the outlier off mean and variance."""
    values = [2_000.0] * 30 + [2_001.0, 9_000.0]
    n, mean, variance = len(values), float(np.mean(values)), float(np.var(values))

    guess = mean + np.sqrt(variance * (n - 1))  # exact if the others are equal

    assert abs(guess - 9_000) < 5
    assert not may_show("variance", values, rules=RULES)


def test_a_gini_of_two_gives_their_ratio_of_a_naive_release() -> None:
    low, high = 1_000.0, 3_000.0
    gini = abs(high - low) / (2 * (high + low))

    ratio = (1 + 2 * gini) / (1 - 2 * gini)

    assert ratio == pytest.approx(high / low)
    assert not may_show("gini", [low, high], rules=RULES)


def test_a_median_before_and_after_somebody_left_brackets_his_income_of_a_naive_release() -> None:
    """Median shift: three people with and two without one of them. Few on each side: refused."""
    before, after = [1_500.0, 2_000.0, 2_600.0], [1_500.0, 2_600.0]
    assert np.median(before) == 2_000  # the value of the one who left, exactly
    assert not may_show("median", before, rules=RULES)
    assert not may_show("median", after, rules=RULES)


def test_a_median_that_may_be_shown_moves_less_than_the_gap_between_its_neighbours() -> None:
    """One more or less, and the median stays among values that five on each side surround."""
    rng = np.random.default_rng(5)
    for _ in range(200):
        values = sorted(rng.integers(1_000, 5_000, rng.integers(4, 30)).astype(float))
        if not may_show("median", values, rules=RULES):
            continue
        for gone in range(len(values)):
            rest = values[:gone] + values[gone + 1 :]
            told = float(np.median(rest))
            assert sum(v < told for v in rest) >= RULES.minimum_count - 1
            assert sum(v > told for v in rest) >= RULES.minimum_count - 1


def test_homes_of_one_holding_do_not_make_a_mean_of_three() -> None:
    sums = defaultdict(float)
    for holder, beds in (("H", 30.0), ("H", 45.0), ("H", 50.0), ("H", 41.0), ("H", 44.0)):
        sums[holder] += beds
    values = [30.0, 45.0, 50.0, 41.0, 44.0]
    naive = round(float(np.mean(values)), 1) * len(values)

    assert naive == sums["H"]
    assert not may_show("mean", values, rules=RULES.model_copy(
        update={"minimum_contributors": 3}), holders=["H"] * 5)  # fmt: skip
