"""Empirical Bayes against esda, Marshall's formula by hand, and a known truth."""

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes, Spatial_Empirical_Bayes, assuncao_rate
from libpysal.weights import W

from kreisblick.statistics.estimation import (
    eb_standardised_rates,
    neighbour_matrix,
    smooth_rates,
    smooth_rates_near,
)

random = np.random.default_rng(5)
BASE = random.integers(80, 4000, 60).astype(float)
TRUE = random.gamma(9, 0.01, 60)
EVENTS = random.poisson(BASE * TRUE).astype(float)
RING = [(i, (i + step) % 60) for i in range(60) for step in (-2, -1, 1, 2)]


def test_smoothed_rates_equal_esdas():
    theirs = Empirical_Bayes(EVENTS, BASE).r.ravel()

    assert smooth_rates(EVENTS, BASE) == pytest.approx(theirs, rel=1e-12)


def test_rates_smoothed_by_neighbours_equal_esdas():
    beside = {i: [j for a, j in RING if a == i] for i in range(60)}
    weights = W(beside, id_order=list(range(60)), silence_warnings=True)
    theirs = Spatial_Empirical_Bayes(EVENTS, BASE, weights).r.ravel()

    ours = smooth_rates_near(EVENTS, BASE, neighbour_matrix(60, np.array(RING)))

    assert ours == pytest.approx(theirs, rel=1e-9)


def test_rates_standardised_by_empirical_bayes_equal_esdas():
    assert eb_standardised_rates(EVENTS, BASE) == pytest.approx(assuncao_rate(EVENTS, BASE))


def test_esdas_worked_example_of_standardised_rates():
    events = np.array([30.0, 25, 25, 15, 33, 21, 30, 20])
    people = np.array([100.0, 100, 110, 90, 100, 90, 110, 90])

    # between these areas there is less variance than chance gives: esda takes the clamp area by
    # area and lets a + b/n, where it is still positive, shrink; here a itself is clamped
    rate, mean = events / people, events.sum() / people.sum()
    ours = eb_standardised_rates(events, people)

    assert ours == pytest.approx((rate - mean) / np.sqrt(mean / people))


def test_where_chance_explains_everything_nobody_is_pushed_beyond_the_mean():
    events, base = np.array([10.0, 11, 10, 9]), np.full(4, 100.0)

    assert smooth_rates(events, base) == pytest.approx(np.full(4, 0.1))
    # esda's unclamped variance turns the order round
    assert Empirical_Bayes(events, base).r.ravel()[1] < 0.1


def test_a_share_that_most_have_is_weighed_by_its_binomial_chance():
    people = np.array([50.0, 400, 900])
    hits = np.array([30.0, 280, 540])
    mean = hits.sum() / people.sum()
    rate = hits / people
    between = (people * (rate - mean) ** 2).sum() / people.sum()
    between = max(between - mean * (1 - mean) * 3 / people.sum(), 0)
    weight = between / (between + mean * (1 - mean) / people)

    ours = smooth_rates(hits, people, share=True)

    assert between > 0
    assert ours == pytest.approx(mean + weight * (rate - mean))


def test_an_unknown_count_takes_no_part_and_gets_no_value():
    events, base = EVENTS.copy(), BASE.copy()
    events[[3, 7]] = np.nan
    base[9] = np.nan
    known = ~np.isnan(events) & ~np.isnan(base)
    near = neighbour_matrix(60, np.array(RING))

    smoothed, local = smooth_rates(events, base), smooth_rates_near(events, base, near)

    assert smoothed[known] == pytest.approx(smooth_rates(events[known], base[known]))
    assert np.isnan(smoothed[~known]).all()
    assert np.isnan(local[~known]).all()
    assert not np.isnan(local[known]).any()
    assert np.isnan(eb_standardised_rates(events, base)[~known]).all()


def test_an_area_without_a_known_neighbour_is_not_smoothed_by_neighbours():
    near = neighbour_matrix(3, np.array([[0, 1], [1, 0]]))
    events, base = np.array([5.0, np.nan, 8]), np.array([50.0, 60, 70])

    assert np.isnan(smooth_rates_near(events, base, near)).all()


def test_many_indicators_at_once_are_each_smoothed_for_themselves():
    events = np.column_stack([EVENTS, EVENTS[::-1], np.minimum(EVENTS, 7)])
    base = np.column_stack([BASE, BASE[::-1], BASE])
    share = np.array([False, True, True])
    near = neighbour_matrix(60, np.array(RING))

    together = smooth_rates(events, base, share=share)
    local = smooth_rates_near(events, base, near, share=share)
    standardised = eb_standardised_rates(events, base)

    for i in range(3):
        alone = (events[:, i], base[:, i])
        assert together[:, i] == pytest.approx(smooth_rates(*alone, share=bool(share[i])))
        assert local[:, i] == pytest.approx(smooth_rates_near(*alone, near, share=bool(share[i])))
        assert standardised[:, i] == pytest.approx(eb_standardised_rates(*alone))


def test_without_any_event_the_smoothed_rate_is_zero():
    nothing = np.zeros(3)

    assert smooth_rates(nothing, np.array([10.0, 20, 30])).tolist() == [0, 0, 0]
