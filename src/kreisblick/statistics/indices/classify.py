"""Classify: which class an index value falls into, 0 for the lightest burden."""

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.part import IndexPart

__all__ = ["classify", "classify_by_size"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_TYPES = {
    1: "inverted_cdf", 2: "averaged_inverted_cdf", 3: "closest_observation",
    4: "interpolated_inverted_cdf", 5: "hazen", 6: "weibull", 7: "linear",
    8: "median_unbiased", 9: "normal_unbiased",
}  # fmt: skip
_HAIR = 1e-12  # a quantile that falls on a value may miss it by a rounding error
_ROUND = 9  # decimals of a number of areas: 0.1 * 30 is 3


def classify(index: Floats, part: IndexPart, *, sample: Floats | None = None) -> Places:
    """The number of each value's class, 0 for the first.

    Args:
        index: ``... × areas``.
        part: its classes.
        sample: index values whose quantiles are the cuts; the index itself when absent.
    """
    place = np.zeros(index.shape, dtype=np.int64)
    for one in part.classes[:-1]:
        kind, cut = one.ends or ("up_to", 0.0)
        if kind == "share":
            beyond = rank(index) <= np.round(index.shape[-1] * (1 - cut), _ROUND)
        elif kind == "quantile":
            whole = index if sample is None else sample
            method = _TYPES[part.quantile_type]
            at = np.quantile(whole, cut, axis=-1, keepdims=True, method=method)  # type: ignore[call-overload]
            hair = _HAIR * np.maximum(np.abs(at), 1.0)
            beyond = index - at > (hair if part.on_quantile == "here" else -hair)
        else:
            beyond = index >= cut if kind == "below" else index > cut
        place += beyond
    return place


def classify_by_size(index: Floats, published: Places, classes: int) -> Places:
    """Classes of the same sizes as the published ones, filled by rank.

    For scales on which published cuts mean nothing.
    """
    order = np.argsort(np.argsort(index, axis=-1, kind="stable"), axis=-1, kind="stable")
    ends = np.cumsum(np.bincount(published, minlength=classes))[:-1]
    return np.asarray((order[..., None] >= ends).sum(axis=-1), dtype=np.int64)
