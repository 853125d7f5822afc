"""Standardise: rates as if every area had the same ages, and how sure they are.

Arrays end in the age groups (``areas x groups``, ``areas x indicators x groups``); what is given
back lacks that last direction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from kreisblick.statistics.estimation.intervals import count_interval

__all__ = [
    "StandardisedRate",
    "direct_rate",
    "direct_share",
    "dobson_interval",
    "standardised_p",
    "standardised_ratio",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class StandardisedRate:
    """A directly standardised rate.

    Attributes:
        rate: events per person, weighted by the standard population.
        variance: of the rate.
        events: all events behind it; an interval rests on their number.
    """

    rate: Floats
    variance: Floats
    events: Floats


def direct_rate(events: Floats, people: Floats, standard: Floats) -> StandardisedRate:
    """The directly standardised rate of Poisson events, and its variance.

    Rate: sum of w_k O_k / n_k with w_k the standard population's shares; variance: sum of
    w_k^2 O_k / n_k^2 (Dobson and others, Confidence intervals for weighted sums of Poisson
    parameters, Statistics in Medicine 10, 1991; APHO Technical Briefing 3, 2008). NaN where a
    group with weight has nobody in it or a count is not known.

    Args:
        events: by group, in the last direction.
        people: of the same shape.
        standard: people of the standard population by group, or their weights.

    >>> found = direct_rate(np.array([10.0, 30.0]), np.array([1000.0, 500.0]), np.array([3.0, 1.0]))
    >>> round(float(found.rate), 4)
    0.0225
    """
    share = _weight_per_person(events, people, standard)
    return StandardisedRate(
        rate=(share * events).sum(axis=-1),
        variance=(share**2 * events).sum(axis=-1),
        events=events.sum(axis=-1),
    )


def direct_share(events: Floats, people: Floats, standard: Floats) -> StandardisedRate:
    """The same for shares: the people counted are part of the people of their group.

    The variance is that of independent binomials, sum of w_k^2 p_k (1 - p_k) / n_k, smaller than
    that of Poisson events where many have the attribute. NaN also where a count exceeds its group.
    """
    found = direct_rate(np.where(events <= people, events, np.nan), people, standard)
    share = _weight_per_person(events, people, standard)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (share**2 * events * (1 - events / people)).sum(axis=-1)
    return StandardisedRate(rate=found.rate, variance=variance, events=found.events)


def dobson_interval(found: StandardisedRate, *, confidence: float) -> tuple[Floats, Floats]:
    """Dobson's interval of a directly standardised rate, in the rate's unit.

    The interval of the plain count (``count_interval``), moved to the rate and stretched by the
    ratio of the standard deviations (Dobson and others 1991; OHID Fingertips technical guidance,
    Rates). Of no event it says nothing: NaN.
    """
    low, high = count_interval(found.events, confidence=confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = np.sqrt(found.variance / found.events)
    return (
        np.maximum(found.rate + stretch * (low - found.events), 0.0),
        found.rate + stretch * (high - found.events),
    )


def standardised_p(one: StandardisedRate, other: StandardisedRate) -> Floats:
    """Two-sided p-value for two standardised rates of people counted apart.

    By the normal distribution of the difference of square roots, whose variance (a quarter of
    the variance over the rate) hardly depends on the rate, so that it holds for few events, too.
    NaN where one has no event or is not known.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (one.variance / one.rate + other.variance / other.rate) / 4
        z = (np.sqrt(one.rate) - np.sqrt(other.rate)) / np.sqrt(spread)
    return np.asarray(2 * norm.sf(np.abs(z)))


def standardised_ratio(
    events: Floats, people: Floats, reference_rate: Floats, *, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Indirectly standardised ratio (SMR) and its interval: observed over expected events.

    Expected are the events an area would have if the reference's rates held for its ages; 1 means
    as many as expected. The interval is that of the observed count (Breslow and Day 1987; OHID
    Fingertips technical guidance, Rates). Ratios of two areas cannot be set beside each other:
    each is weighted by its own ages. NaN where nothing is expected.

    Args:
        events: observed, by group in the last direction; only their sum matters.
        people: of the same shape.
        reference_rate: events per person of the reference population, by group.
        confidence: of the interval.

    Returns:
        Ratio, lower bound, upper bound.
    """
    observed = events.sum(axis=-1)
    expected = (people * reference_rate).sum(axis=-1)
    expected = np.where(expected > 0, expected, np.nan)
    low, high = count_interval(observed, confidence=confidence)
    return observed / expected, low / expected, high / expected


def _weight_per_person(events: Floats, people: Floats, standard: Floats) -> Floats:
    """w_k / n_k; NaN where a group with weight has nobody or a count is impossible."""
    weight = np.asarray(standard, dtype=np.float64)
    weight = weight / weight.sum(axis=-1, keepdims=True)
    sound = (people > 0) & (events >= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(weight > 0, np.where(sound, weight / people, np.nan), 0.0)
