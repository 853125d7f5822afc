"""Intervals against published values, the exact distribution, and their limits."""

import numpy as np
import pytest
from scipy.stats import binomtest, poisson

from kreisblick.statistics.estimation import poisson_interval, wilson_interval


def test_wilson_equals_scipys_binomial_test():
    pairs = [(0, 10), (1, 10), (30, 120), (10, 10), (250, 5000)]
    n, people = (np.array(x, dtype=float) for x in zip(*pairs, strict=True))

    low, high = wilson_interval(n, people, confidence=0.95)

    for i, (k, size) in enumerate(pairs):
        theirs = binomtest(k, size).proportion_ci(0.95, method="wilson")
        assert (low[i], high[i]) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_wilson_is_unknown_where_the_part_is_larger_than_the_whole():
    low, high = wilson_interval(np.array([5.0, 1, 0]), np.array([4.0, 0, 0]), confidence=0.95)

    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_the_poisson_interval_leaves_two_and_a_half_percent_outside_on_each_side():
    low, high = poisson_interval(np.array([7.0]), np.array([1.0]), confidence=0.95)

    assert poisson.sf(6, low[0]) == pytest.approx(0.025)
    assert poisson.cdf(7, high[0]) == pytest.approx(0.025)


def test_the_poisson_interval_of_no_case_starts_at_zero():
    low, high = poisson_interval(np.array([0.0]), np.array([1000.0]), confidence=0.95)

    assert low[0] == 0
    assert high[0] * 1000 == pytest.approx(3.689, abs=1e-3)


def test_byars_formula_is_close_to_the_exact_interval():
    n = np.array([20.0, 50.0, 400.0])
    low, high = poisson_interval(n, np.ones(3), confidence=0.95)

    byar_low = n * (1 - 1 / (9 * n) - 1.959964 / (3 * np.sqrt(n))) ** 3
    byar_high = (n + 1) * (1 - 1 / (9 * (n + 1)) + 1.959964 / (3 * np.sqrt(n + 1))) ** 3

    assert low == pytest.approx(byar_low, rel=2e-3)
    assert high == pytest.approx(byar_high, rel=2e-3)


def test_wilson_covers_the_true_share_about_95_times_in_100():
    random = np.random.default_rng(7)
    n = random.binomial(150, 0.08, size=20_000).astype(float)

    low, high = wilson_interval(n, np.full(n.shape, 150.0), confidence=0.95)

    assert 0.93 <= ((low <= 0.08) & (high >= 0.08)).mean() <= 0.97
