"""Normalise: values on different scales are brought onto one. High is a burden everywhere.

The areas stand in the last place of every array; leading places (draws) are carried along. A
gap (NaN, in the same areas of every draw) becomes the mean of the others.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from kreisblick.statistics.indices.choices import Normalisation

__all__ = ["exponential", "normalise", "rank"]

Floats = NDArray[np.float64]
_DECAY = 100.0  # the exponential scale ends here


def normalise(
    values: Floats, how: Normalisation, *, sample: Floats | None = None, sign: float = 1.0
) -> Floats:
    """The values on the scale of the normalisation.

    Args:
        values: ``... × areas``, turned so that high is a burden.
        how: the normalisation.
        sample: whose mean, spread and ends count; the values themselves when absent.
        sign: -1 where the values were turned; parameters given in the file are turned too.
    """
    gaps = np.isnan(values).any(axis=tuple(range(values.ndim - 1)))
    if not gaps.any():
        return _normalised(values, how, values if sample is None else sample, sign)
    if gaps.all():
        return np.full(values.shape, _middle(how))
    found = np.full(values.shape, np.nan)
    known = values[..., ~gaps]
    found[..., ~gaps] = _normalised(known, how, known if sample is None else sample, sign)
    found[..., gaps] = found[..., ~gaps].mean(axis=-1, keepdims=True)
    return found


def rank(index: Floats) -> NDArray[np.int64]:
    """Places by index, 1 for the heaviest burden; equal values share the smaller place."""
    return rankdata(-index, method="min", axis=-1).astype(np.int64)


def exponential(values: Floats, how: Normalisation) -> Floats:
    """0 to 100 by place, the heavy end drawn apart (English Indices of Deprivation)."""
    count = values.shape[-1]
    place = rankdata(-values, method="average", axis=-1)  # 1 is the heaviest burden
    share = (count - place + 1) / count if how.top == "at_100" else 1 - place / count
    c = how.constant
    return np.asarray(-c * np.log1p(-share * -np.expm1(-_DECAY / c)), dtype=np.float64)


def _middle(how: Normalisation) -> float:
    """Where all areas stand when nothing is known of any."""
    middles = {"min_max": sum(how.to) / 2, "rank": 0.5, "exponential": _DECAY / 2}
    return middles.get(how.by, 0.0)


def _normalised(values: Floats, how: Normalisation, sample: Floats, sign: float) -> Floats:
    if how.by == "none":
        return values
    if how.by == "z_score":
        return _z(values, how, sample, sign)
    if how.by == "min_max":
        return _min_max(values, how, sample, sign)
    if how.by == "exponential":
        return exponential(values, how)
    place = rankdata(values, method="average", axis=-1)
    count = values.shape[-1]
    found = place / count if how.by == "rank" else norm.ppf(place / (count + 1))
    return np.asarray(found, dtype=np.float64)


def _z(values: Floats, how: Normalisation, sample: Floats, sign: float) -> Floats:
    if how.centre is not None and how.spread is not None:
        return (values - sign * how.centre) / how.spread
    known = sample[..., ~np.isnan(sample).any(axis=tuple(range(sample.ndim - 1)))]
    spread = known.std(axis=-1, ddof=0 if how.over == "population" else 1, keepdims=True)
    away = values - known.mean(axis=-1, keepdims=True)
    flat = spread <= _nothing(known)
    return np.where(flat, 0.0, away / np.where(flat, 1.0, spread))


def _min_max(values: Floats, how: Normalisation, sample: Floats, sign: float) -> Floats:
    low: Floats | float
    if how.low is not None and how.high is not None:
        low, high = sorted((sign * how.low, sign * how.high))
        length = np.asarray(high - low)
        flat = np.asarray(False)
    else:
        known = sample[..., ~np.isnan(sample).any(axis=tuple(range(sample.ndim - 1)))]
        low = known.min(axis=-1, keepdims=True)
        length = known.max(axis=-1, keepdims=True) - low
        flat = length <= _nothing(known)
    place = np.where(flat, 0.5, (values - low) / np.where(flat, 1.0, length))
    return how.to[0] + (how.to[1] - how.to[0]) * place


def _nothing(values: Floats) -> Floats:
    """A spread of rounding errors only is none."""
    return np.asarray(1e-12 * np.maximum(np.abs(values).max(axis=-1, keepdims=True), 1e-300))
