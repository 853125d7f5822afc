"""Rank: what may be said of rough categories: the middle, the shares, and bounds of a sum.

Of ordered classes the median may be said and the mean may not (S. S. Stevens, On the Theory of
Scales of Measurement, Science 103, 1946, table 1). For an even number of areas both middle ranks
are given, never a value between them.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kreisblick.statistics.cube import OrdinalClass

__all__ = ["ClassShares", "class_shares", "sum_bounds"]


@dataclass(frozen=True, kw_only=True)
class ClassShares:
    """How areas are spread over the classes.

    Attributes:
        areas: how many have a class.
        without: how many have none.
        counts: areas of each class, lowest first; classes without areas, too.
        middle: the lower and the upper median rank; the same for an odd number; None without areas.
    """

    areas: int
    without: int
    counts: tuple[int, ...]
    middle: tuple[int, int] | None

    def percent(self, rank: int) -> float | None:
        """The share of the areas in a class, in percent; None where no area has a class."""
        return 100 * self.counts[rank - 1] / self.areas if self.areas else None


def class_shares(ranks: Iterable[int | None], classes: Sequence[OrdinalClass]) -> ClassShares:
    """Median and shares of ranks; None stands for an area without a class.

    >>> from kreisblick.base.definitions import Translated
    >>> def one(rank):
    ...     return OrdinalClass(code=str(rank), rank=rank, title=Translated(de=str(rank)))
    >>> scale = [one(1), one(2), one(3)]
    >>> found = class_shares([1, 3, 3, 2, None], scale)
    >>> found.counts, found.middle, found.without, found.percent(3)
    ((1, 1, 2), (2, 3), 1, 50.0)
    """
    given = list(ranks)
    known = sorted(rank for rank in given if rank is not None)
    tally = Counter(known)
    middle = (known[(len(known) - 1) // 2], known[len(known) // 2]) if known else None
    return ClassShares(
        areas=len(known),
        without=len(given) - len(known),
        counts=tuple(tally[one.rank] for one in classes),
        middle=middle,
    )


def sum_bounds(
    parts: Iterable[tuple[OrdinalClass | None, float | None]],
) -> tuple[int, int] | None:
    """Between which numbers a sum lies: each area's count times the bounds of its class.

    Interval arithmetic: the least is the sum of the lower bounds, the most that of the upper ones;
    rounded outwards to whole numbers. None where a class, its bounds or a count is not known.

    >>> from kreisblick.base.definitions import Translated
    >>> low = OrdinalClass(code="A", rank=1, title=Translated(de="A"), lower=0, upper=4)
    >>> high = OrdinalClass(code="B", rank=2, title=Translated(de="B"), lower=4, upper=8)
    >>> sum_bounds([(low, 100), (high, 50)]), sum_bounds([(low, 100), (high, None)])
    ((2, 8), None)
    """
    least = most = 0.0
    for one, count in parts:
        if one is None or count is None or one.lower is None or one.upper is None:
            return None
        least += count * one.lower / 100
        most += count * one.upper / 100
    # six decimals, so that 0.07 * 100 is not pushed over a whole number by its last bit
    return math.floor(round(least, 6)), math.ceil(round(most, 6))
