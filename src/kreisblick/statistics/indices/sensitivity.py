"""Judge sensitivity: which assumption moves the ranks most (Sobol's first and total effects).

Four assumptions: which draw of the counts, which weights, which normalisation, which way of
putting together. Outcome: mean absolute change of rank against the published index. First and
total effects by ``scipy.stats.sobol_indices`` (Saltelli 2010; Jansen); its function takes all
runs at once, so that they are scored as one array.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import sobol_indices, uniform

from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.vary import Variation, Variety

__all__ = ["ASSUMPTIONS", "Sensitivity", "rank_shift", "sensitivity"]

Floats = NDArray[np.float64]

_RESAMPLES = 200

ASSUMPTIONS = ("counts", "weights", "normalise", "aggregate")


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """Shares of the variance of the mean rank change, in the order of ``ASSUMPTIONS``.

    Attributes:
        first: by the assumption alone.
        total: by it and everything it does together with others.
        total_low, total_high: bounds of the total by bootstrap.
        shift: the mean absolute rank change over all runs.
    """

    first: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    shift: float


def sensitivity(
    variety: Variety, index: Floats, variation: Variation, *, seed: int
) -> Sensitivity | None:
    """First and total effects; None where nothing moves any rank."""
    shifts: list[Floats] = []

    def outcome(points: Floats) -> Floats:
        found = rank_shift(variety, index, points)
        shifts.append(found.copy())  # scipy centres what it gets, in place
        return found

    effects = sobol_indices(
        func=outcome,
        n=variation.sobol_points,
        dists=[uniform()] * len(ASSUMPTIONS),  # type: ignore[list-item]  # stubs know no overload
        rng=np.random.default_rng(seed),
    )
    everything = np.concatenate([one.ravel() for one in shifts])
    if everything.std() == 0:
        return None
    total = np.ravel(effects.total_order)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # an assumption without any effect has no spread to be resampled
        warnings.simplefilter("ignore")
        bounds = effects.bootstrap(confidence_level=variation.confidence, n_resamples=_RESAMPLES)
    low, high = (
        np.where(np.isnan(np.ravel(x)), total, np.ravel(x))
        for x in bounds.total_order.confidence_interval
    )
    return Sensitivity(
        first=np.ravel(effects.first_order),
        total=total,
        total_low=low,
        total_high=high,
        shift=float(everything.mean()),
    )


def rank_shift(variety: Variety, index: Floats, points: Floats) -> Floats:
    """Mean absolute rank change of runs (``assumptions × runs``, each from 0 to 1)."""
    normal, together = zip(*variety.parts, strict=True)
    draws = next(iter(variety.weights.values())).shape[0]
    counts, weights = (_number(points[i], draws) for i in (0, 1))
    drawn = variety.index(
        counts,
        weights,
        _number(points[2], max(normal) + 1),
        _number(points[3], max(together) + 1),
    )
    return np.asarray(np.abs(rank(drawn) - rank(index)).mean(axis=-1), dtype=np.float64)


def _number(point: Floats, choices: int) -> NDArray[np.int64]:
    return np.minimum((point * choices).astype(np.int64), choices - 1)
