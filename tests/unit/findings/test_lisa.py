"""Local clusters beside a slow and obvious second computation, and beside esda."""

import warnings

import numpy as np
import pytest

from kreisblick.statistics.estimation import eb_standardised_rates
from kreisblick.statistics.findings.lisa import global_p, local_moran

SIDE = 8


def grid() -> list[np.ndarray]:
    found = []
    for row in range(SIDE):
        for column in range(SIDE):
            near = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
            kept = [r * SIDE + c for r, c in near if 0 <= r < SIDE and 0 <= c < SIDE]
            found.append(np.array(kept))
    return found


def counts() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(3)
    people = random.integers(300, 3000, SIDE * SIDE).astype(float)
    rate = np.full(SIDE * SIDE, 0.1)
    for row in range(3):
        rate[row * SIDE : row * SIDE + 3] = 0.22
    return random.binomial(people.astype(int), rate).astype(float), people


def test_it_is_the_formula():
    values = eb_standardised_rates(*counts())
    z = (values - values.mean()) / values.std()

    found = local_moran(values, grid(), permutations=99, refined=99, seed=1)

    slow = [z[i] * sum(z[j] for j in near) / len(near) for i, near in enumerate(grid())]
    assert found.local == pytest.approx(slow)


def test_p_values_are_those_of_esda_within_the_error_of_the_draws():
    esda = pytest.importorskip("esda")
    weights = pytest.importorskip("libpysal.weights")
    cases, people = counts()
    draws = 9999
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        beside = weights.W({i: list(map(int, near)) for i, near in enumerate(grid())})
        theirs = esda.Moran_Local_Rate(cases, people, beside, permutations=draws, seed=5, n_jobs=1)

    ours = local_moran(
        eb_standardised_rates(cases, people), grid(), permutations=draws, refined=draws, seed=1
    )

    error = np.sqrt(2 * theirs.p_sim * (1 - theirs.p_sim) / draws)
    assert ours.local == pytest.approx(theirs.Is * SIDE**2 / (SIDE**2 - 1), rel=1e-6)
    assert (np.abs(ours.p - theirs.p_sim) <= 5 * error + 1 / draws).all()


def test_the_test_of_the_whole_map_is_that_of_esda():
    esda = pytest.importorskip("esda")
    weights = pytest.importorskip("libpysal.weights")
    values = eb_standardised_rates(*counts())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        beside = weights.W({i: list(map(int, near)) for i, near in enumerate(grid())})
        theirs = esda.Moran(values, beside, permutations=0, two_tailed=False)

    assert global_p(values, grid()) == pytest.approx(theirs.p_rand, rel=1e-6)


def test_areas_that_no_draw_surpassed_are_drawn_again():
    values = eb_standardised_rates(*counts())

    rough = local_moran(values, grid(), permutations=99, refined=99, seed=1)
    fine = local_moran(values, grid(), permutations=99, refined=9999, seed=1)

    assert np.nanmin(rough.p) == pytest.approx(0.01)
    assert np.nanmin(fine.p) < 0.002


def test_an_area_without_neighbours_takes_no_part():
    near = grid()
    near[0] = np.array([], dtype=np.int64)

    found = local_moran(eb_standardised_rates(*counts()), near, permutations=99, refined=99, seed=1)

    assert np.isnan(found.p[0])
    assert not np.isnan(found.p[1:]).any()
