"""Draw: values as they may truly be, given how few people stand behind them.

Shares are drawn from their posterior: the areas of a date are taken as draws from one beta
distribution, fitted by its first two moments, and each area's own people are added to it. So an
extreme share of few people is drawn nearer to the others, as it mostly is in truth; a share of
many people stays where it is. Rates that are no parts of a whole are drawn from the gamma
distribution in the same way, changes from the normal distribution, with two dates taken as
independent. The variance between areas is never zero (``variance_between``): figures that differ
no more than by chance leave open who stands where, and draws say so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.estimation import variance_between

__all__ = ["Counts", "draw_values"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Numerator and denominator of every value, ``areas × indicators``, NaN where unknown.

    Attributes:
        above, below: of the date.
        old_above, old_below: of the earlier date, for changes.
        certain: numbers of the indicators in which nothing is chance, or of which nothing is
            known; they need no counts.
    """

    above: Floats
    below: Floats
    old_above: Floats | None = None
    old_below: Floats | None = None
    certain: frozenset[int] = frozenset()

    def enough(self) -> bool:
        """Whether every indicator that needs counts has some."""
        found = [bool(column.any()) for column in self.known().T]
        return any(found) and all(one or i in self.certain for i, one in enumerate(found))

    def known(self) -> NDArray[np.bool_]:
        """Where a value can be drawn."""
        sides = [self.above, self.below, self.old_above, self.old_below]
        known = np.logical_and.reduce([~np.isnan(x) for x in sides if x is not None])
        found: NDArray[np.bool_] = known & (np.nan_to_num(self.below) > 0)
        if self.old_below is not None:
            found &= np.nan_to_num(self.old_below) > 0
        return found


def draw_values(values: Floats, counts: Counts, *, draws: int, seed: int) -> Floats:
    """``draws × areas × indicators``: values drawn where counts are known, else as observed.

    Where no count is known at all, the observed values, ``areas × indicators``. The factor
    between count and value (100 for percent) is read off the values themselves.
    """
    random = np.random.default_rng(seed)
    known = counts.known() & ~np.isnan(values)
    if not known.any():
        return values
    drawn = np.broadcast_to(values, (draws, *values.shape)).copy()
    for i in range(values.shape[1]):
        at = known[:, i]
        if not at.any():
            continue
        above, below = counts.above[at, i], counts.below[at, i]
        if counts.old_above is None or counts.old_below is None:
            shares = _levels(above, below, draws, random)
            observed = above / below
        else:
            old = counts.old_above[at, i], counts.old_below[at, i]
            shares = _changes((above, below), old, draws, random)
            observed = above / below - old[0] / old[1]
        drawn[:, at, i] = _factor(values[at, i], observed) * shares
    return drawn


def _factor(values: Floats, observed: Floats) -> float:
    return float(np.abs(values).sum() / max(np.abs(observed).sum(), 1e-300)) or 1.0


def _levels(above: Floats, below: Floats, draws: int, random: np.random.Generator) -> Floats:
    mean = float(above.sum() / below.sum())
    shares = bool((above <= below).all())
    spread = mean * (1 - mean) if shares else mean
    if spread <= 0:
        return np.broadcast_to(above / below, (draws, above.size))
    size = (draws, above.size)
    between = variance_between(above / below, spread / below)
    people = max(spread / between - (1 if shares else 0), 0.0)
    if not shares:
        return random.gamma(above + people * mean, 1 / (below + people), size=size)
    # half a person on either side where nothing else is there to draw from
    first = np.maximum(above + people * mean, 0.5)
    return random.beta(first, np.maximum(below - above + people * (1 - mean), 0.5), size=size)


def _changes(
    now: tuple[Floats, Floats],
    old: tuple[Floats, Floats],
    draws: int,
    random: np.random.Generator,
) -> Floats:
    change = now[0] / now[1] - old[0] / old[1]
    noise = sum((_noise(*side) for side in (now, old)), np.zeros_like(change))
    between = variance_between(change, noise)
    weights = 1 / (between + noise)
    mean = float((weights * change).sum() / weights.sum())
    own = between * weights
    centre = own * change + (1 - own) * mean
    return centre + np.sqrt(own * noise) * random.standard_normal((draws, change.size))


def _noise(above: Floats, below: Floats) -> Floats:
    """Variance of a share or rate by chance; half a case is added so that it is never zero."""
    share = (above + 0.5) / (below + 1)
    kept = np.where((above <= below).all(), 1 - share, 1.0)
    return np.asarray(share * kept / below, dtype=np.float64)
