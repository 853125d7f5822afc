"""Assumptions do what they say; needs follow from ages; intervals are drawn honestly."""

import numpy as np
import pytest

from kreisblick.statistics.forecast.chance import multipliers
from kreisblick.statistics.forecast.levels import estimate_levels
from kreisblick.statistics.forecast.model import (
    Flows,
    ForecastDefinition,
    Stocks,
    Variant,
    standard_definition,
)
from kreisblick.statistics.forecast.project import Course, project
from kreisblick.statistics.forecast.rates import Rates, estimate_rates
from kreisblick.statistics.forecast.settings import Projection, Settings, reading_of
from kreisblick.statistics.forecast.told import round_down, round_up

from .history import Truth, live, schedules

QUIET = Truth(areas=30, years=10, own_years=0.0, whole_years=0.0)


@pytest.fixture(scope="module")
def known() -> tuple[Stocks, Flows]:
    return live(QUIET, 11)


@pytest.fixture(scope="module")
def definition() -> ForecastDefinition:
    return standard_definition()


def rates_of(known: tuple[Stocks, Flows], definition: ForecastDefinition) -> Rates:
    return estimate_rates(*known, {}, definition)


def projected(
    known: tuple[Stocks, Flows],
    definition: ForecastDefinition,
    variant: Variant | None = None,
    settings: Settings | None = None,
) -> Projection:
    course = Course(
        origin=known[0].counts[-1],
        year=known[0].years[-1],
        rates=rates_of(known, definition),
        definition=definition,
        variant=variant or definition.variants["base"],
        settings=settings or Settings(),
    )
    return project(course, 6, reading_of(definition), 0)


def test_schedules_come_near_the_rates_that_people_were_drawn_by(known, definition) -> None:
    rates = rates_of(known, definition)
    truth = schedules()

    assert rates.schedule["born"][0].sum() == pytest.approx(truth["born"].sum(), rel=0.03)
    for age in (25, 40, 75):
        found = rates.schedule["moved_out"][0, :, age]
        mean_level = 1.0  # levels are drawn with mean one
        assert found == pytest.approx(truth["moved_out"][:, age] * mean_level, rel=0.15)
    assert rates.schedule["died"][0, :, 80] == pytest.approx(truth["died"][:, 80], rel=0.08)


def test_levels_find_the_areas_that_differ(known, definition) -> None:
    stocks, flows = known
    doubled = {name: counts.copy() for name, counts in flows.counts.items()}
    doubled["moved_in"][:, 0] *= 2

    plain = rates_of(known, definition)
    other = estimate_rates(stocks, Flows(counts=doubled, mothers=True), {}, definition)

    row = plain.phase["moved_in"][40]
    assert other.levels.mean[row, 0] > 1.6 * plain.levels.mean[row, 0]


def test_types_have_schedules_of_their_own(known, definition) -> None:
    stocks, flows = known
    kinds = np.arange(len(stocks.areas)) % 2
    changed = {name: counts.copy() for name, counts in flows.counts.items()}
    changed["moved_out"][:, kinds == 1, :, 60:] = 0

    rates = estimate_rates(
        stocks, Flows(counts=changed, mothers=True), {"moved_out": kinds}, definition
    )

    assert rates.schedule["moved_out"][1, 0, 70] == 0
    assert rates.schedule["moved_out"][0, 0, 70] > 0


def test_children_per_woman_is_the_total_fertility_rate(known, definition) -> None:
    base = definition.variants["base"]
    more = base.model_copy(update={"children_per_woman": 2 * 1.45})

    one = projected(known, definition).moves["born"][0].sum()
    two = projected(known, definition, more).moves["born"][0].sum()

    assert two == pytest.approx(2 * one, rel=0.05)


def test_fewer_arrivals_make_fewer_people(known, definition) -> None:
    found = {key: projected(known, definition, one).middle[-1, :, 0].sum()
             for key, one in definition.variants.items()}  # fmt: skip

    assert found["low"] < found["base"] < found["high"]


def test_special_groups_neither_age_nor_move(known, definition) -> None:
    held = np.zeros(known[0].counts.shape[1:])
    held[2, :, 85] = known[0].counts[-1, 2, :, 85]

    found = projected(known, definition, settings=Settings(held=held))

    for year in range(6):
        assert (found.people[year, 2, :, 85] >= held[2, :, 85] - 1e-9).all()


def test_births_without_the_age_of_mothers_give_the_same_number(known, definition) -> None:
    stocks, flows = known
    without = {name: counts.copy() for name, counts in flows.counts.items()}
    born = without["born"].sum(-1)
    without["born"] = np.zeros_like(without["born"])
    without["born"][..., 0] = born

    plain = projected((stocks, Flows(counts=without, mothers=False)), definition)

    told = projected(known, definition)
    assert plain.moves["born"][0].sum() == pytest.approx(told.moves["born"][0].sum(), rel=0.02)


def test_school_entries_are_two_parts_of_two_years_of_birth(definition) -> None:
    """On 30 June 181 of 365 days are over: half of those who are 6 at the end, half of the 7."""
    reading = reading_of(definition)
    people = np.zeros((1, 2, definition.oldest + 1))
    people[0, :, 6], people[0, :, 7] = 365.0, 730.0

    entries = reading.of(people)[0, reading.names.index("school_entries")]

    assert entries == pytest.approx(2 * (181 + 2 * 184))


def test_needs_are_quotas_of_ages(definition) -> None:
    reading = reading_of(definition)
    people = np.zeros((1, 1, definition.oldest + 1))
    people[0, 0, :3] = 100.0

    need = reading.of(people)[0, reading.names.index("daycare_under_3")]

    assert need == pytest.approx(3 + 45 + 70)


def test_ranges_are_rounded_outwards(definition) -> None:
    values = np.array([3.0, 101.0, 4321.0, 45678.0])

    assert round_down(values, definition.rounding).tolist() == [0, 100, 4320, 45600]
    assert round_up(values, definition.rounding).tolist() == [5, 105, 4330, 45700]


def test_factors_have_the_levels_as_their_mean_and_families_move_together(definition) -> None:
    rng = np.random.default_rng(3)
    expected = np.full((2, 8, 60), 50.0)
    shared = rng.normal(0, 15, (8, 60))
    seen = np.maximum(rng.poisson(expected) + shared, 0)

    levels = estimate_levels(seen, expected, definition)
    first = next(multipliers(levels, 0.7, 1, 4000, rng))

    assert levels.leftover[0, 1] > 2  # shared spread of 15 around 50: 225 / 50 = 4.5
    assert first.mean(0) == pytest.approx(levels.mean, abs=0.05)
    apart = first / first.mean(0) - 1
    together = (apart[:, 0] * apart[:, 1]).mean() / (apart**2).mean()
    assert together > 0.4


def test_draws_are_the_same_for_the_same_seed(known, definition) -> None:
    course = Course(
        origin=known[0].counts[-1],
        year=2020,
        rates=rates_of(known, definition),
        definition=definition,
        variant=definition.variants["base"],
    )

    one, two = (project(course, 2, reading_of(definition), 70).draws for _ in range(2))

    assert np.array_equal(one, two)
    assert one.shape[0] == 70
