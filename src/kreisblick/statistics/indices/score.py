"""Score: z-values, their sum, the index and its class, for one table or for many draws at once.

Method: Monitoring Soziale Stadtentwicklung Berlin (indicator sheets 2019 and 2021): z-values
over the areas with the population's standard deviation, added, and the sum made a z-value again.
All arrays hold the areas in the last but one and the indicators in the
last place; leading places (draws) are carried along.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from kreisblick.statistics.indices.model import IndexPart

__all__ = ["Scores", "classify", "rank", "score"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The scores of one part.

    Attributes:
        z: areas × indicators, positive where the value is above the mean, whatever it means.
        total: the weighted sum, positive where burdens are above the mean.
        index: the sum, standardised again where the part says so.
        place: number of the class, 0 for the lightest burden.
    """

    z: Floats
    total: Floats
    index: Floats
    place: NDArray[np.int64]


def score(values: Floats, part: IndexPart) -> Scores:
    """Scores of a table without gaps: ``... × areas × indicators``.

    Every area weighs the same. An indicator that is the same everywhere tells nothing apart: its
    z-values are zero.
    """
    z = _standardised(values, axis=-2)
    weights = np.array([one.signed_weight for one in part.indicators])
    total = z @ weights
    index = _standardised(total, axis=-1) if part.restandardise else total
    return Scores(z=z, total=total, index=index, place=classify(index, part))


def classify(index: Floats, part: IndexPart) -> NDArray[np.int64]:
    """The number of each value's class, 0 for the first."""
    place = np.zeros(index.shape, dtype=np.int64)
    for one in part.classes[:-1]:
        beyond = index >= one.below if one.below is not None else index > (one.up_to or 0.0)
        place += beyond
    return place


def rank(index: Floats) -> NDArray[np.int64]:
    """Places by index, 1 for the heaviest burden; equal values share the smaller place."""
    return rankdata(-index, method="min", axis=-1).astype(np.int64)


def _standardised(values: Floats, *, axis: int) -> Floats:
    spread = values.std(axis=axis, ddof=0, keepdims=True)
    away = values - values.mean(axis=axis, keepdims=True)
    # a spread of rounding errors only is none
    flat = spread <= 1e-12 * np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-300)
    return np.where(flat, 0.0, away / np.where(flat, 1.0, spread))
