"""Tests of differences against slow second computations."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest, false_discovery_control, hypergeom

from kreisblick.statistics.estimation import adjusted_p, rate_p, share_p


def test_two_shares_are_tested_by_the_doubled_tail_of_the_hypergeometric():
    hits, people, other_hits, other_people = 12, 60, 50, 600

    p = share_p(*(np.array([float(x)]) for x in (hits, people, other_hits, other_people)))

    chance = hypergeom(people + other_people, hits + other_hits, people)
    upper = sum(chance.pmf(k) for k in range(hits, people + 1))
    assert p[0] == pytest.approx(2 * upper)


def test_equal_shares_are_never_called_different():
    p = share_p(np.array([10.0]), np.array([100.0]), np.array([100.0]), np.array([1000.0]))

    assert p[0] > 0.8


def test_two_rates_are_tested_by_the_binomial_of_all_cases():
    p = rate_p(np.array([15.0]), np.array([1000.0]), np.array([30.0]), np.array([4000.0]))

    upper = binomtest(15, 45, 0.2, alternative="greater").pvalue
    assert p[0] == pytest.approx(2 * upper)


def test_the_tail_on_the_counts_side_is_the_smaller_one_or_both_are_above_one_half():
    random = np.random.default_rng(8)
    people, rest = random.integers(1, 400, 5000), random.integers(1, 4000, 5000)
    chance = random.uniform(0, 1, 5000) ** 2
    hits, others = random.binomial(people, chance), random.binomial(rest, chance)
    counts = tuple(x.astype(float) for x in (hits, people, others, rest))
    whole, known = people + rest, hits + others
    share = people / whole

    tails = hypergeom(whole, known, people)
    exact = np.minimum(tails.cdf(hits), tails.sf(hits - 1))
    cases = binom(known, share)
    conditional = np.minimum(cases.cdf(hits), cases.sf(hits - 1))

    assert share_p(*counts) == pytest.approx(np.minimum(2 * exact, 1), abs=1e-12)
    assert rate_p(*counts) == pytest.approx(np.minimum(2 * conditional, 1), abs=1e-12)


def test_an_empty_group_cannot_be_tested():
    nobody = np.array([0.0])

    assert np.isnan(share_p(nobody, nobody, np.array([5.0]), np.array([50.0]))[0])
    assert np.isnan(rate_p(np.array([5.0]), np.array([50.0]), nobody, nobody)[0])


def test_adjusted_p_values_equal_scipys_within_each_group():
    random = np.random.default_rng(3)
    p = random.uniform(size=40) ** 2
    group = np.repeat([0, 1], 20)

    ours = adjusted_p(p, group)

    assert ours[:20] == pytest.approx(false_discovery_control(p[:20]))
    assert ours[20:] == pytest.approx(false_discovery_control(p[20:]))


def test_what_was_not_tested_is_no_comparison():
    p = np.array([0.01, np.nan, 0.04])

    ours = adjusted_p(p, np.zeros(3, dtype=np.int64))

    assert np.isnan(ours[1])
    assert ours[[0, 2]] == pytest.approx([0.02, 0.04])


def test_false_alarms_stay_rare_when_nothing_differs():
    random = np.random.default_rng(11)
    alarms = 0
    for _ in range(60):
        people = random.integers(80, 900, size=90).astype(float)
        hits = random.binomial(people.astype(int), 0.12).astype(float)
        p = share_p(hits, people, hits.sum() - hits, people.sum() - people)
        alarms += bool((adjusted_p(p, np.zeros(90, dtype=np.int64)) <= 0.05).any())

    assert alarms <= 7  # at most one district in twenty on average; seven of 60 is 1 in 1,000
