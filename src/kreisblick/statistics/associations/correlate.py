"""Relate two maps: how closely, and whether more than neighbours explain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from kreisblick.statistics.associations.spectrum import Spectrum

__all__ = ["Related", "correlation", "relate"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Related:
    """A correlation and how sure it is.

    Attributes:
        r: weighted by people.
        low, high: interval from the effective number of areas; NaN where these are too few.
        p: two-sided, (k + 1)/(m + 1) over maps with the same pattern.
        effective: as many independent areas would scatter as much: 1 + 1/variance of r by chance
            (Clifford, Richardson and Hémon 1989), at most the number of areas.
    """

    r: float
    low: float
    high: float
    p: float
    effective: float


def relate(
    x: Floats, y: Floats, weights: Floats, pattern: Spectrum, *, confidence: float, draws: int,
    seed: int, ranks: bool = False,
) -> Related:  # fmt: skip
    """Pearson's correlation, with ``ranks`` Spearman's, weighted, tested on the map.

    Each of the two maps is randomised in half of the draws, so that the order of the pair does
    not matter.
    """
    if ranks:
        x, y = rankdata(x), rankdata(y)
    observed = float(correlation(x[None, :], y, weights)[0])
    if np.isnan(observed):
        return Related(r=observed, low=observed, high=observed, p=observed, effective=observed)
    random = np.random.default_rng(seed)
    half = draws // 2
    chance = np.concatenate(
        [
            correlation(pattern.others(x, half, random), y, weights),
            correlation(pattern.others(y, draws - half, random), x, weights),
        ]
    )
    more = int((np.abs(chance) >= abs(observed) - 1e-12).sum())
    effective = min(1 + 1 / max(float((chance**2).mean()), 1e-12), float(len(x)))
    low, high = _interval(observed, effective, confidence)
    return Related(r=observed, low=low, high=high, p=(more + 1) / (draws + 1), effective=effective)


def correlation(maps: Floats, y: Floats, weights: Floats) -> Floats:
    """Weighted correlation of each row with ``y``; NaN where one of them is constant."""
    w = weights / weights.sum()
    x = maps - (maps @ w)[:, None]
    v = y - y @ w
    spread = np.sqrt((x**2 @ w) * (v**2 @ w))
    tiny = 1e-12 * np.maximum(np.abs(maps).max(axis=1) * np.abs(y).max(initial=0.0), 1e-12)
    found: Floats = np.divide(
        x @ (w * v), spread, out=np.full(len(maps), np.nan), where=spread > tiny
    )
    return found


def _interval(r: float, effective: float, confidence: float) -> tuple[float, float]:
    """Fisher's interval with the effective number of areas."""
    if effective <= 4 or abs(r) >= 1:
        return float("nan"), float("nan")
    half = float(norm.ppf(0.5 + confidence / 2)) / np.sqrt(effective - 3)
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))
