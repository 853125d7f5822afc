"""Shrink: shares of few people are pulled towards those of the larger area.

The estimator of the English and Scottish indices of deprivation (Noble et al.): log odds with
a half added, weighted by the precision of the small area against the spread of the small areas
inside the larger one.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["shrink"]

Floats = NDArray[np.float64]


def shrink(numerator: Floats, denominator: Floats, group: NDArray[np.int64]) -> Floats:
    """Shrunken shares as fractions of 1.

    Args:
        numerator: ``... × areas``; NaN for gaps.
        denominator: the same.
        group: number of the larger area of each area, from 0.

    Returns:
        The shares; those of a larger area with one small area only are not pulled anywhere. NaN
        stays NaN.
    """
    found = np.full(numerator.shape, np.nan)
    for one in np.unique(group):
        inside = group == one
        found[..., inside] = _within(numerator[..., inside], denominator[..., inside])
    return found


def _within(r: Floats, n: Floats) -> Floats:
    known = ~np.isnan(r) & ~np.isnan(n) & (n > 0)
    r, n = np.where(known, r, np.nan), np.where(known, n, np.nan)
    logit = np.log((r + 0.5) / (n - r + 0.5))
    variance = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
    whole_r, whole_n = (np.nansum(x, axis=-1, keepdims=True) for x in (r, n))
    larger = np.log((whole_r + 0.5) / (whole_n - whole_r + 0.5))
    count = known.sum(axis=-1, keepdims=True)
    spread = np.nansum((logit - larger) ** 2, axis=-1, keepdims=True) / np.maximum(count - 1, 1)
    # one small area alone has no spread to be judged by, and equal ones have no difference
    own = np.where(count > 1, spread / (spread + variance), 1.0)
    pulled = own * logit + (1 - own) * larger
    alone = r / np.where(n > 0, n, np.nan)
    return np.asarray(np.where(count > 1, 1 / (1 + np.exp(-pulled)), alone), dtype=np.float64)
