"""Standardised rates against published figures, esda, exact cases and simulation."""

import numpy as np
import pytest
from esda.smoothing import direct_age_standardization, standardized_mortality_ratio
from statsmodels.stats.rates import confint_poisson

from kreisblick.statistics.estimation import (
    StandardisedRate,
    byar_interval,
    count_interval,
    direct_rate,
    direct_share,
    dobson_interval,
    poisson_interval,
    standardised_p,
    standardised_ratio,
)

# Down's syndrome by age of the mother, Michigan 1950-1964, fifth and later children
# (Stark and Mantel 1966; table II of Fay and Feuer 1997)
CASES = np.array([0.0, 8, 63, 112, 262, 295])
BIRTHS = np.array([327.0, 30666, 123419, 149919, 104088, 34392])
ALL_BIRTHS = np.array([319933.0, 931318, 786511, 488235, 237863, 61313])


def test_byar_is_within_two_tenths_of_a_percent_of_the_exact_interval_from_ten_on():
    """As OHID's technical guide on confidence intervals (2018) says."""
    counts = np.arange(10.0, 2000)
    exact = poisson_interval(counts, np.ones_like(counts), confidence=0.95)

    for ours, theirs in zip(byar_interval(counts, confidence=0.95), exact, strict=True):
        assert ours == pytest.approx(theirs, rel=2e-3)


def test_byar_equals_its_formula_written_out():
    low, high = byar_interval(np.array([65.0]), confidence=0.95)

    assert low[0] == pytest.approx(65 * (1 - 1 / 585 - 1.959964 / (3 * 65**0.5)) ** 3)
    assert high[0] == pytest.approx(66 * (1 - 1 / 594 + 1.959964 / (3 * 66**0.5)) ** 3)


def test_below_ten_events_the_exact_interval_stands():
    low, high = count_interval(np.array([0.0, 9, 10]), confidence=0.95)
    theirs = [confint_poisson(n, 1, method="exact-c") for n in (0, 9)]

    assert low[:2] == pytest.approx([one[0] for one in theirs])
    assert high[:2] == pytest.approx([one[1] for one in theirs])
    assert low[2] == byar_interval(np.array([10.0]), confidence=0.95)[0][0]


def test_the_rate_of_a_published_example():
    """75.52901 per 100,000: R dsrTest 1.0.0, example of Fay and Feuer's data."""
    assert direct_rate(CASES, BIRTHS, ALL_BIRTHS).rate * 1e5 == pytest.approx(75.52901, abs=5e-6)


def test_the_rate_equals_esdas():
    events = np.array([30, 25, 25, 15, 33, 21, 30, 20])
    people = np.array([1000, 1000, 1100, 900, 1000, 900, 1100, 900])
    standard = np.array([1000, 900, 1000, 900, 1000, 900, 1000, 900])
    theirs = [one[0] for one in direct_age_standardization(events, people, standard, 2)]

    shape = (2, 4)
    ours = direct_rate(events.reshape(shape) * 1.0, people.reshape(shape) * 1.0, standard[:4] * 1.0)

    assert ours.rate == pytest.approx(theirs)


def test_dobson_is_the_count_interval_where_the_standard_is_the_own_population():
    """Exact whenever the standard is proportional to the study population (Fay and Feuer 1997)."""
    found = direct_rate(CASES, BIRTHS, 3 * BIRTHS)

    low, high = dobson_interval(found, confidence=0.95)
    plain = count_interval(CASES.sum(), confidence=0.95)

    assert (low, high) == pytest.approx(tuple(one / BIRTHS.sum() for one in plain))


def test_dobson_equals_its_formula_written_out():
    weights = ALL_BIRTHS / ALL_BIRTHS.sum()
    rate = sum(w * x / n for w, x, n in zip(weights, CASES, BIRTHS, strict=True))
    variance = sum(w**2 * x / n**2 for w, x, n in zip(weights, CASES, BIRTHS, strict=True))
    total = CASES.sum()
    below, above = count_interval(total, confidence=0.95)

    low, high = dobson_interval(direct_rate(CASES, BIRTHS, ALL_BIRTHS), confidence=0.95)

    assert low == pytest.approx(rate + (variance / total) ** 0.5 * (below - total))
    assert high == pytest.approx(rate + (variance / total) ** 0.5 * (above - total))


@pytest.mark.parametrize("people", [[4000.0, 3000, 900], [700.0, 500, 120]])
def test_dobson_covers_the_true_rate_about_95_times_in_100(people: list[float]):
    random = np.random.default_rng(2)
    base = np.array(people)
    standard = np.array([50.0, 30, 20])
    rates = np.array([0.01, 0.03, 0.09])
    truth = (standard * rates).sum() / standard.sum()
    events = random.poisson(base * rates, (20_000, 3)).astype(float)

    low, high = dobson_interval(direct_rate(events, base, standard), confidence=0.95)

    assert 0.93 <= ((low <= truth) & (truth <= high)).mean() <= 0.97


def test_a_group_without_people_leaves_no_rate():
    found = direct_rate(np.array([3.0, 0.0]), np.array([100.0, 0.0]), np.array([1.0, 1.0]))

    assert np.isnan(found.rate)


def test_a_share_varies_less_than_a_rate_and_never_exceeds_its_group():
    people, standard = np.array([50.0, 80.0]), np.array([1.0, 1.0])

    half = direct_share(np.array([25.0, 40.0]), people, standard)

    assert half.variance == pytest.approx(0.25 * 0.25 / 50 + 0.25 * 0.25 / 80)
    assert np.isnan(direct_share(np.array([60.0, 40.0]), people, standard).rate)


def test_the_indirect_ratio_equals_esdas():
    events = np.array([30, 25, 25, 15, 33, 21, 30, 20])
    people = np.array([100, 100, 110, 90, 100, 90, 110, 90])
    other, whole = np.array([100, 45, 120, 100] * 2), np.array([1000, 900, 1000, 900] * 2)
    theirs = standardized_mortality_ratio(events, people, other, whole, 2)

    shape = (2, 4)
    ratio, low, high = standardised_ratio(
        events.reshape(shape) * 1.0, people.reshape(shape) * 1.0, (other / whole)[:4],
        confidence=0.95,
    )  # fmt: skip

    assert ratio == pytest.approx(theirs)
    assert low == pytest.approx(ratio * byar_interval(np.array([95.0, 104]), confidence=0.95)[0]
                                / np.array([95, 104]))  # fmt: skip
    assert (low < ratio).all()
    assert (ratio < high).all()


def test_rates_that_do_not_differ_are_seldom_called_different():
    random = np.random.default_rng(4)
    base, rest = np.array([600.0, 400, 150]), np.array([30000.0, 20000, 9000])
    rates, standard = np.array([0.02, 0.04, 0.10]), np.array([5.0, 3, 2])
    one = direct_rate(random.poisson(base * rates, (10_000, 3)).astype(float), base, standard)
    other = direct_rate(random.poisson(rest * rates, (10_000, 3)).astype(float), rest, standard)

    p = standardised_p(one, other)

    assert 0.03 <= (p < 0.05).mean() <= 0.06


def test_a_rate_twice_as_high_is_found():
    one = StandardisedRate(rate=np.array(0.02), variance=np.array(4e-6), events=np.array(100.0))
    other = StandardisedRate(rate=np.array(0.01), variance=np.array(1e-7), events=np.array(1000.0))

    assert standardised_p(one, other) < 0.001
