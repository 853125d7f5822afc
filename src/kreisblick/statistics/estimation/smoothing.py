"""Smooth: rates of few people drawn towards those of many, by empirical Bayes.

Areas stand in the first direction of an array, indicators (if any) in the second. NaN marks a
count that is not known: it takes no part, and its area gets no smoothed value.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, identity

__all__ = ["eb_standardised_rates", "neighbour_matrix", "smooth_rates", "smooth_rates_near"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def smooth_rates(events: Floats, base: Floats, *, share: Flags | bool = False) -> Floats:
    """Rates drawn towards the rate of all areas together, the more the fewer people an area has.

    Marshall's global empirical Bayes estimator (Mapping disease and mortality rates using
    empirical Bayes estimators, Applied Statistics 40, 1991): m + A / (A + m/n_i) (r_i - m), with A
    the variance between areas beyond chance. A negative A, which pure chance gives half the time,
    is set to 0, so that nobody is pushed beyond the mean.

    Args:
        events: counts, ``areas`` or ``areas x indicators``.
        base: people at risk, of the same shape.
        share: where events are a part of the base, whose chance is binomial: m (1 - m) / n_i in
            place of Marshall's m / n_i; one for all, or one per indicator.

    Returns:
        Events per person of the base; NaN where events or base are not known, the base is
        empty, or a share's events exceed it.

    >>> smooth_rates(np.array([0.0, 40.0, 60.0]), np.array([20.0, 1000.0, 1000.0])).round(4)
    array([0.0485, 0.0447, 0.0548])
    """
    known, events, base = _known(events, base, share)
    total, people = events.sum(axis=0), base.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate, mean = events / base, total / people
        noise = _noise(mean, share)
        spread = np.where(known, base * (rate - mean) ** 2, 0.0).sum(axis=0) / people
        between = np.maximum(spread - noise * known.sum(axis=0) / people, 0.0)
    return _drawn(rate, base, mean, noise, between, known)


def smooth_rates_near(
    events: Floats, base: Floats, near: csr_array, *, share: Flags | bool = False
) -> Floats:
    """Rates drawn towards the rate of an area and its neighbours.

    The same estimator within each area and its neighbours (Marshall 1991, local estimator).

    Args:
        events: as for ``smooth_rates``.
        base: as for ``smooth_rates``.
        near: see ``neighbour_matrix``.
        share: as for ``smooth_rates``.

    Returns:
        As ``smooth_rates``; also NaN where no neighbour is known: then there is nothing to
        draw towards.
    """
    known, events, base = _known(events, base, share)
    people, count = near @ base, near @ known.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = events / base
        mean = (near @ events) / people
        noise = _noise(mean, share)
        squares = near @ np.where(known, events * rate, 0.0)  # sum of n r^2
        spread = squares / people - mean**2
        between = np.maximum(spread - noise * count / people, 0.0)
    return _drawn(rate, base, mean, noise, between, known & (count > 1))


def neighbour_matrix(size: int, pairs: NDArray[np.int64]) -> csr_array:
    """``size x size``, 1 where two areas are neighbours and on the diagonal.

    Args:
        size: number of areas.
        pairs: two columns, the places of each pair, given both ways.
    """
    ones = np.ones(len(pairs))
    beside = csr_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return csr_array(beside + identity(size, format="csr"))


def eb_standardised_rates(events: Floats, base: Floats) -> Floats:
    """Rates as standard deviations from the mean, each by the spread that its own base allows.

    (r_i - m) / sqrt(a + m / n_i) with a, the variance between areas, clamped at 0 (Assuncao and
    Reis, A new proposal to adjust Moran's I for population density, Statistics in Medicine 18,
    1999). What local clusters are searched in, so that small areas do not stand out by chance
    alone. NaN as in ``smooth_rates``, and everywhere where there are no events at all.
    """
    known, events, base = _known(events, base, share=False)
    people = base.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate, mean = events / base, events.sum(axis=0) / people
        spread = np.where(known, base * (rate - mean) ** 2, 0.0).sum(axis=0) / people
        between = np.maximum(spread - mean * known.sum(axis=0) / people, 0.0)
        found = (rate - mean) / np.sqrt(between + mean / base)
    return np.where(known, found, np.nan)


def _known(events: Floats, base: Floats, share: Flags | bool) -> tuple[Flags, Floats, Floats]:
    """Which counts are sound, and the counts with 0 in place of the others."""
    known = (base > 0) & (events >= 0) & (np.logical_not(share) | (events <= base))
    return known, np.where(known, events, 0.0), np.where(known, base, 0.0)


def _noise(mean: Floats, share: Flags | bool) -> Floats:
    """Variance by chance of one person's event."""
    return np.where(share, mean * (1 - mean), mean)


def _drawn(
    rate: Floats, base: Floats, mean: Floats, noise: Floats, between: Floats, known: Flags
) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = between / (between + noise / base)
    # no event anywhere, or everybody everywhere: nothing to weigh, the rate is the mean
    weight = np.where(noise > 0, weight, 1.0)
    return np.where(known, mean + weight * (rate - mean), np.nan)
