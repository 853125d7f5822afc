"""Aggregate: several entries become one value."""

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.indices.choices import Aggregation, Normalisation
from kreisblick.statistics.indices.errors import NotPositiveError
from kreisblick.statistics.indices.normalise import normalise

__all__ = ["aggregate"]

Floats = NDArray[np.float64]


def aggregate(entries: Floats, weights: Floats, how: Aggregation) -> Floats:
    """One value per area.

    Args:
        entries: ``... × areas × entries``.
        weights: ``entries``, or ``... × 1 × entries`` where every draw has its own.
        how: sum or mean.

    Raises:
        NotPositiveError: when a mean that needs entries above zero meets another.
    """
    if how.onto is not None:
        brought = Normalisation(by="min_max", to=how.onto)
        entries = np.moveaxis(normalise(np.moveaxis(entries, -1, -2), brought), -2, -1)
    if how.by == "sum":
        return np.asarray((entries * weights).sum(axis=-1), dtype=np.float64)
    if how.positive_only and entries.size and entries.min() <= 0:
        raise NotPositiveError(how.by)
    parts = weights / weights.sum(axis=-1, keepdims=True)
    return _mean(entries, parts, how)


def _mean(entries: Floats, parts: Floats, how: Aggregation) -> Floats:
    if how.by == "geometric":
        return np.asarray(np.exp((np.log(entries) * parts).sum(axis=-1)), dtype=np.float64)
    if how.by == "generalised":
        powered = (entries**how.power * parts).sum(axis=-1)
        return np.asarray(powered ** (1 / how.power), dtype=np.float64)
    mean = np.asarray((entries * parts).sum(axis=-1), dtype=np.float64)
    if how.by == "arithmetic":
        return mean
    variance = ((entries - mean[..., None]) ** 2 * parts).sum(axis=-1)
    uneven = variance / mean
    return np.asarray(mean + uneven if how.penalty == "add" else mean - uneven)
