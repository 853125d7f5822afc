"""Transform: logarithms and outliers, before values are normalised.

What is done with outliers is decided once, on the observed values, and then done to every draw
in the same way.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kurtosis, skew

from kreisblick.statistics.indices.choices import Outliers, Transform

__all__ = ["Treated", "decide", "transform"]

Floats = NDArray[np.float64]

_SHIFT = 0.01  # of the range, added before the logarithm so that the least value has one


@dataclass(frozen=True, kw_only=True)
class Treated:
    """What is done with the outliers of one indicator.

    Attributes:
        low, high: values beyond them are drawn to them.
        points: how many values were pulled in.
        logarithm: 1 for a long tail above, -1 for one below, 0 for none.
    """

    low: float = -np.inf
    high: float = np.inf
    points: int = 0
    logarithm: int = 0

    def __call__(self, values: Floats) -> Floats:
        """The values treated; gaps stay gaps."""
        if self.logarithm == 0:
            return np.clip(values, self.low, self.high)
        shift = _SHIFT * (self.high - self.low)
        inside = np.clip(values, self.low, self.high)
        if self.logarithm > 0:
            return np.log(inside - self.low + shift)
        return -np.log(self.high - inside + shift)


def transform(values: Floats, how: Transform) -> Floats:
    """The logarithm of the values, of the values and 1, or the values; NaN where there is none."""
    if how == "none":
        return values
    shifted = values + 1.0 if how == "log_plus_1" else values
    return np.log(np.where(shifted > 0, shifted, np.nan))


def decide(values: Floats, rule: Outliers) -> Treated:
    """What is to be done with the outliers of one indicator (one value per area, NaN for gaps)."""
    known = values[~np.isnan(values)]
    if rule.by == "none" or known.size < 4 or known.min() == known.max():
        return Treated()
    if rule.by == "clip":
        low, high = np.quantile(known, [rule.low, rule.high])
        outside = int(((known < low) | (known > high)).sum())
        return Treated(low=float(low), high=float(high), points=outside)
    return _winsorised(known, rule)


def _winsorised(known: Floats, rule: Outliers) -> Treated:
    """Values pulled in one after the other, from the side of the longer tail."""
    if _passes(known, rule):
        return Treated()
    current = known.copy()
    for _attempt in range(rule.points):
        if _passes(current, rule):
            break
        far = current.max() if skew(current) > 0 else current.min()
        rest = current[current != far]
        if rest.size == 0:
            break
        current[current == far] = rest.max() if far > rest.max() else rest.min()
    if _passes(current, rule):
        pulled = int((current != known).sum())
        return Treated(low=float(current.min()), high=float(current.max()), points=pulled)
    side = 1 if skew(known) > 0 else -1
    return Treated(low=float(known.min()), high=float(known.max()), logarithm=side)


def _passes(values: Floats, rule: Outliers) -> bool:
    """Skewness and excess kurtosis as spreadsheets compute them (adjusted for small samples)."""
    if values.min() == values.max():
        return True
    skewed = abs(float(skew(values, bias=False))) > rule.skewness
    return not (skewed and float(kurtosis(values, bias=False)) > rule.kurtosis)
