"""Judge: whether two shares or rates differ by more than chance, vectorised over arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom

__all__ = ["adjusted_p", "rate_p", "share_p"]

Floats = NDArray[np.float64]


def share_p(count: Floats, people: Floats, other_count: Floats, other_people: Floats) -> Floats:
    """Two-sided p-value for two proportions of people counted apart (Fisher's exact test).

    The smaller tail is doubled, which errs on the careful side. NaN where a group is empty or a
    count does not fit into its group.
    """
    total, hits = people + other_people, count + other_count
    sound = _fits(count, people) & _fits(other_count, other_people)
    k, n, m, h = (np.where(sound, x, 1.0).round() for x in (count, people, total, hits))
    m, h = np.where(sound, m, 2.0), np.where(sound, h, 1.0)
    tail = _smaller_tail(k, n * h / m, hypergeom, (m, h, n))
    return np.where(sound, np.clip(2 * tail, 0.0, 1.0), np.nan)


def rate_p(cases: Floats, people: Floats, other_cases: Floats, other_people: Floats) -> Floats:
    """Two-sided p-value for two Poisson rates (exact, conditional on all cases together).

    Given their sum, the cases here are binomial with this group's share of the people
    (Przyborowski and Wilenski 1940). NaN where a group is empty.
    """
    sound = (people > 0) & (other_people > 0) & (cases >= 0) & (other_cases >= 0)
    k = np.where(sound, cases, 0.0).round()
    n = np.where(sound, cases + other_cases, 0.0).round()
    share = np.where(sound, people, 1.0) / np.where(sound, people + other_people, 2.0)
    tail = _smaller_tail(k, n * share, binom, (n, share))
    return np.where(sound, np.clip(2 * tail, 0.0, 1.0), np.nan)


def adjusted_p(p: Floats, group: NDArray[np.int64]) -> Floats:
    """P-values adjusted for many comparisons (Benjamini and Hochberg 1995), within each group.

    An adjusted value at or below the false discovery rate is a find. NaN stays NaN and does not
    count as a comparison.
    """
    found = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.lexsort((p[known], group[known]))]
    borders = np.flatnonzero(np.diff(group[order])) + 1
    for part in np.split(order, borders):
        ratio = p[part] * part.size / np.arange(1, part.size + 1)
        found[part] = np.minimum(np.minimum.accumulate(ratio[::-1])[::-1], 1.0)
    return found


def _smaller_tail(k: Floats, mean: Floats, chance: Any, shape: tuple[Floats, ...]) -> Floats:
    """The chance of a count at least so far from the mean, on its own side of the mean.

    Mean and median of these distributions lie less than 1 apart, so that where the other tail is
    the smaller one, both are above one half.
    """
    below = k <= mean
    tail = np.empty(k.shape)
    tail[below] = chance.cdf(k[below], *(one[below] for one in shape))
    tail[~below] = chance.sf(k[~below] - 1, *(one[~below] for one in shape))
    return tail


def _fits(count: Floats, people: Floats) -> NDArray[np.bool_]:
    return (people > 0) & (count >= 0) & (count <= people)
