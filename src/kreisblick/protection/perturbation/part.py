"""A part of a rounding problem: one place whose figures are fixed, and the places within it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kreisblick.protection.perturbation.axes import Ints

__all__ = ["Part", "preferred", "strays"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What is to be decided: ``units`` (places x cells), how often the base each figure shows.

    Attributes:
        base: figures are multiples of it.
        counts: true counts, places x cells.
        low, high: the fewest and most units of each figure.
        lean: from 0 (rather up) to 1 (rather down) for each figure, from the sealed secret.
        total: units of every cell over all places; None when nothing is fixed.
        groups: for every kind of margin the group of each cell; a place's sum over a group is to
            stay closer than the base to its true sum.
        seed: of the random numbers of a search.
    """

    base: int
    counts: Ints
    low: Ints
    high: Ints
    lean: npt.NDArray[np.float64]
    total: Ints | None
    groups: tuple[Ints, ...]
    seed: int

    @property
    def cost(self) -> npt.NDArray[np.float64]:
        """What one unit more costs: deviations upwards count ``lean``, downwards ``1 - lean``.

        With ``r`` the rest of the count over the base ``b``: ``(b - r) lean - r (1 - lean)``.
        """
        return np.asarray(self.base * self.lean - self.counts % self.base, np.float64)


def preferred(part: Part) -> Ints:
    """The cheapest units of every figure for itself: up where the rest outweighs the lean."""
    up = (part.counts % part.base > 0) & (part.cost < 0)
    return np.clip(part.counts // part.base + up, part.low, part.high)


def strays(part: Part, units: Ints) -> int:
    """How many sums of a choice are the base or more away from the truth, or break the total."""
    off = part.base * units - part.counts
    wrong = int((np.abs(off) >= part.base).sum())
    for group in part.groups:
        sums = np.stack([off[:, group == kind].sum(axis=1) for kind in range(group.max() + 1)])
        wrong += int((np.abs(sums) >= part.base).sum())
    if part.total is not None:
        wrong += int((units.sum(axis=0) != part.total).sum())
    return wrong
