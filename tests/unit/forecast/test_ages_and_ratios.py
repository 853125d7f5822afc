"""Ages from groups, and cohort change ratios beside a hand computation."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.statistics.forecast.ages import group_matrix, parse_age, split_groups
from kreisblick.statistics.forecast.fallback import constant_share, project_ratios
from kreisblick.statistics.forecast.model import Stocks, standard_definition
from kreisblick.statistics.forecast.ratios import change_ratios
from kreisblick.statistics.forecast.settings import reading_of

OLDEST = 95
GROUPS = [(0, 5), (6, 14), (15, 17), (18, 26), (27, 44), (45, 54), (55, 64), (65, OLDEST)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=8, max_size=8))
def test_single_years_are_never_negative_and_keep_the_totals_of_their_groups(
    counts: list[int],
) -> None:
    singles = split_groups(np.array([counts], dtype=np.float64), GROUPS, OLDEST)

    assert (singles >= 0).all()
    assert singles @ group_matrix(GROUPS, OLDEST + 1).T == pytest.approx(
        np.array([counts], dtype=np.float64), abs=1e-6
    )


def test_codes_of_ages_are_read() -> None:
    assert parse_age("0-2", OLDEST) == (0, 2)
    assert parse_age("80+", OLDEST) == (80, OLDEST)
    assert parse_age("104", OLDEST) == (OLDEST, OLDEST)
    assert parse_age("jung", OLDEST) is None


def two_dates(first: np.ndarray, second: np.ndarray) -> Stocks:
    return Stocks(
        areas=tuple(f"{at}" for at in range(len(first))),
        dates=(date(2019, 12, 31), date(2020, 12, 31)),
        sexes=("female", "male"),
        counts=np.stack([first, second]),
        groups=tuple((age, age) for age in range(OLDEST + 1)),
    )


def test_plain_ratios_are_those_of_hamilton_and_perry_by_hand() -> None:
    """Of a group: people of that age now / people a year younger then (Hamilton, Perry 1962)."""
    rng = np.random.default_rng(4)
    first = rng.integers(20, 90, (3, 2, OLDEST + 1)).astype(float)
    second = rng.integers(20, 90, (3, 2, OLDEST + 1)).astype(float)
    definition = standard_definition().model_copy(update={"ratio_caps": (0.0, 99.0)})

    ratios = change_ratios(two_dates(first, second), definition)
    found = project_ratios(
        two_dates(first, second), definition, 1, reading_of(definition), 0, plain=True
    ).people[0]

    area, sex = 1, 0
    twenties = second[area, sex, 20:25].sum() / first[area, sex, 19:24].sum()
    assert ratios.plain[area, sex, ratios.row[22]] == pytest.approx(twenties)
    small = second[area, sex, 1:5].sum() / first[area, sex, 0:4].sum()  # without the newborn
    assert ratios.plain[area, sex, ratios.row[3]] == pytest.approx(small)
    oldest = second[area, sex, 85:].sum() / first[area, sex, 84:].sum()
    assert ratios.plain[area, sex, ratios.row[90]] == pytest.approx(oldest)
    women = (first + second)[area, 0, 15:50].sum() / 2
    children = second[area, sex, 0] / women
    assert ratios.plain[area, sex, 0] == pytest.approx(children)
    assert found[area, sex, 22] == pytest.approx(second[area, sex, 21] * twenties)
    both = second[area, sex, 94] + second[area, sex, 95]
    assert found[area, sex, 95] == pytest.approx(both * oldest)
    then = (second[area, 0, 15:50].sum() + found[area, 0, 15:50].sum()) / 2
    assert found[area, sex, 0] == pytest.approx(children * then)


def test_ratios_of_several_years_come_to_the_same_people_after_that_time() -> None:
    start = np.full((4, 2, OLDEST + 1), 100.0)
    decline = 0.97
    later = start.copy()
    for _year in range(3):
        older = later[..., :-1] * decline
        older[..., -1] += later[..., -1] * decline
        later = np.concatenate([later[..., :1], older], axis=-1)
    stocks = Stocks(
        areas=("a", "b", "c", "d"),
        dates=(date(2018, 12, 31), date(2021, 12, 31)),
        sexes=("female", "male"),
        counts=np.stack([start, later]),
        groups=tuple((age, age) for age in range(OLDEST + 1)),
    )
    definition = standard_definition()

    ratios = change_ratios(stocks, definition)

    assert ratios.length == 3
    assert ratios.all_areas[0, ratios.row[40]] == pytest.approx(decline, rel=1e-9)


def test_a_small_area_is_drawn_towards_all_areas_and_a_large_one_keeps_its_own() -> None:
    rng = np.random.default_rng(2)
    growth = np.array([1.05, *rng.normal(1.0, 0.01, 20), 1.05])
    size = np.array([4000.0, *[400.0] * 20, 4.0])
    first = np.broadcast_to(size[:, None, None], (22, 2, OLDEST + 1)) / 2
    noise = rng.poisson(first * growth[:, None, None])

    levels = change_ratios(
        two_dates(first.copy(), noise.astype(float)), standard_definition()
    ).levels

    seen = abs(levels.mean[1:, 0] - 1).mean()
    small = abs(levels.mean[1:, -1] - 1).mean()
    assert seen > 0.02
    assert small < seen


def test_constant_shares_add_up_to_the_district() -> None:
    rng = np.random.default_rng(5)
    origin = rng.uniform(1, 50, (7, 2, OLDEST + 1))
    reading = reading_of(standard_definition())
    district = reading.of(origin).sum(0) * np.linspace(1, 2, 3)[:, None]

    found = constant_share(origin, reading, district)

    assert found.sum(1) == pytest.approx(district)
    assert found[0, :, 0] == pytest.approx(origin.sum((1, 2)))
