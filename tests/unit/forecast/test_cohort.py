"""A year of life beside slow and obvious second computations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.statistics.forecast.adjust import adjust
from kreisblick.statistics.forecast.cohort import Year, live_a_year
from kreisblick.statistics.forecast.settings import Settings

AGES = 12


def rates(rng: np.random.Generator, areas: int) -> dict[str, np.ndarray]:
    shape = (areas, 2, AGES)
    return {
        "born": rng.uniform(0, 0.2, shape) * (np.arange(AGES) > 3),
        "died": rng.uniform(0, 0.2, shape),
        "moved_in": rng.uniform(0, 9, shape),
        "moved_out": rng.uniform(0, 0.2, shape),
        "moved_inside_out": rng.uniform(0, 0.2, shape),
        "moved_inside_in": rng.uniform(0.1, 9, shape),
    }


def leslie(death: np.ndarray, birth: np.ndarray, girls: float) -> np.ndarray:
    """The matrix of one sex, written down entry by entry from the textbook.

    Children are born to the mean of the women at both ends of the year; the last age stays.
    """
    matrix = np.zeros((AGES, AGES))
    for age in range(1, AGES):
        matrix[age, age - 1] += 1 - death[age]
    matrix[AGES - 1, AGES - 1] += 1 - death[AGES - 1]
    for age in range(AGES):
        grown = min(age + 1, AGES - 1)
        mean_women = (1 + (1 - death[grown])) / 2
        matrix[0, age] += girls * birth[grown] * mean_women * (1 - death[0])
    return matrix


def test_without_moves_thirty_years_are_a_power_of_the_leslie_matrix() -> None:
    death = np.linspace(0.01, 0.6, AGES)
    birth = np.where((np.arange(AGES) > 2) & (np.arange(AGES) < 8), 0.3, 0.0)
    women = np.linspace(100, 10, AGES)
    people = np.stack([women, women])[None]
    year = Year(
        rates={
            "born": np.stack([0.487 * birth, 0.513 * birth])[None],
            "died": np.stack([death, death])[None],
        }
    )

    for _year in range(30):
        people = live_a_year(people, year).people

    by_hand = np.linalg.matrix_power(leslie(death, birth, 0.487), 30) @ women
    assert people[0, 0] == pytest.approx(by_hand, rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_change_is_births_less_deaths_plus_moves(seed: int, areas: int) -> None:
    rng = np.random.default_rng(seed)
    people = rng.uniform(0, 500, (areas, 2, AGES))
    year = Year(
        rates=rates(rng, areas),
        building=rng.uniform(0, 3, (areas, 2, AGES)),
        building_inside=0.5,
    )

    step = live_a_year(people, year)

    total = {name: amount.sum((-1, -2)) for name, amount in step.moves.items()}
    signs = {"born": 1, "died": -1, "moved_in": 1, "moved_out": -1}
    signs |= {"moved_inside_in": 1, "moved_inside_out": -1}
    change = sum(sign * total[name] for name, sign in signs.items())
    assert step.people.sum((-1, -2)) - people.sum((-1, -2)) == pytest.approx(change, abs=1e-8)
    assert total["moved_inside_in"].sum() == pytest.approx(total["moved_inside_out"].sum())


def test_new_buildings_bring_their_people_and_take_half_of_them_from_the_district() -> None:
    rng = np.random.default_rng(1)
    people = np.full((3, 2, AGES), 100.0)
    same = rates(rng, 3)
    new = np.zeros((3, 2, AGES))
    new[0] = 2.0

    without = live_a_year(people, Year(rates=same)).people
    with_new = live_a_year(people, Year(rates=same, building=new, building_inside=0.5)).people

    gained = (with_new - without).sum((1, 2))
    assert gained[0] > 0.5 * new[0].sum()
    assert gained[1] < 0 and gained[2] < 0
    from_outside = new.sum() * 0.5  # the rest lived here already
    children = (with_new[..., 0] - without[..., 0]).sum() - new[..., 0].sum() * 0.5
    assert gained.sum() == pytest.approx(from_outside + children, abs=1e-8)


def test_chance_has_the_mean_and_the_variance_of_people_drawn_one_by_one() -> None:
    rng = np.random.default_rng(7)
    people = np.full((2, 2, AGES), 40.0)
    year = Year(rates=rates(rng, 2) | {"born": np.zeros((2, 2, AGES))})
    draws = 20_000

    fast = live_a_year(np.broadcast_to(people, (draws, *people.shape)), year, rng).people

    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    leave = sum(year.rates[n] for n in ("died", "moved_out", "moved_inside_out"))
    pool = (older * year.rates["moved_inside_out"]).sum(0)
    weight = year.rates["moved_inside_in"]
    come = year.rates["moved_in"] + pool * weight / weight.sum(0)
    slow = rng.binomial(older.astype(int), 1 - leave, (draws, *people.shape))
    slow = slow + rng.poisson(come, (draws, *people.shape))
    for old in range(1, AGES):
        assert fast[..., old].mean(0) == pytest.approx(slow[..., old].mean(0), abs=0.2)
        assert fast[..., old].std(0) == pytest.approx(slow[..., old].std(0), rel=0.05)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_sum_over_areas_is_the_target(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = rng.uniform(1, 50, (4, 6, 2, AGES))
    targets = rng.uniform(500, 5000, (1, 3))
    known = Settings(
        targets=targets,
        target_groups=((0, 2), (3, 7), (8, AGES - 1)),
        lower=np.full(6, 10.0),
        upper=np.full(6, 1e6),
    )

    found = adjust(people, known, 0)

    district = found.sum((1, 2))
    assert district[:, :3].sum(1) == pytest.approx(targets[0, 0])
    assert district[:, 3:8].sum(1) == pytest.approx(targets[0, 1])
    assert district[:, 8:].sum(1) == pytest.approx(targets[0, 2])


def test_bounds_are_kept_and_nobody_is_lost() -> None:
    rng = np.random.default_rng(3)
    people = rng.uniform(1, 50, (6, 2, AGES))
    total = people.sum((1, 2))
    known = Settings(lower=np.full(6, np.median(total) * 0.9), upper=np.full(6, total.max() * 0.95))

    found = adjust(people, known, 0).sum((1, 2))

    assert found.sum() == pytest.approx(total.sum())
    assert (found >= known.lower - 1e-6).all()
    assert (found <= known.upper + 1e-6).all()
