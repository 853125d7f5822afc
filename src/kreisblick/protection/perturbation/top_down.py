"""Top-down: round the whole, then its parts within the fixed whole, level by level."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kreisblick.protection.perturbation.axes import Axis, Depths, Ints, labels_of
from kreisblick.protection.perturbation.part import Part
from kreisblick.protection.perturbation.program import closest
from kreisblick.protection.perturbation.swap import cheaper, close_enough

__all__ = ["Leans", "decide", "path_of"]

SMALL = 1_300  # figures of a part for which programming finds a cheap choice in seconds
LARGE = 50_000  # for which it finds any; exchanges make that cheaper

Leans = Callable[[int], npt.NDArray[np.float64]]
"""Level of the path to the lean of every figure (places x cells) there."""


def path_of(axes: Sequence[Axis]) -> int:
    """The axis along which the whole is taken apart: most levels, then most members."""
    return max(range(len(axes)), key=lambda i: (len(axes[i].columns), len(axes[i].members), -i))


def decide(  # noqa: PLR0913 - a problem by its parts
    counts: Ints,
    low: Ints,
    high: Ints,
    *,
    base: int,
    path: Axis,
    others: Sequence[Axis],
    tables: Sequence[tuple[int, Depths]],
    leans: Leans,
    seed: int,
) -> Ints:
    """The units of every atom.

    Args:
        counts: true counts of the atoms, places x cells.
        low: fewest units of the atoms.
        high: most units of the atoms.
        base: figures are multiples of it.
        path: the axis of the places.
        others: the axes that the cells are made of.
        tables: published tables, as level of the path and of the others.
        leans: which way each figure leans, by level of the path.
        seed: from the secret.
    """
    units: Ints | None = None
    finest = tuple(len(axis.columns) for axis in others)
    for depth in range(len(path.columns) + 1):
        starts = path.starts(depth)
        sums = [np.add.reduceat(array, starts, axis=0) for array in (counts, low, high)]
        groups = tuple(
            labels_of(others, table)
            for level, table in tables
            if level == depth and table != finest
        )
        above = path.starts(max(depth - 1, 0))
        edges = [*np.searchsorted(starts, above), len(starts)]
        lean = leans(depth)
        parts = [
            Part(
                base=base,
                counts=sums[0][first:last],
                low=sums[1][first:last],
                high=sums[2][first:last],
                lean=lean[first:last],
                total=None if units is None else units[number],
                groups=groups,
                seed=seed + 2 * (int(first) + (depth << 40)),
            )
            for number, (first, last) in enumerate(pairwise(edges))
        ]
        units = np.concatenate([_solve(part) for part in parts])
    return np.asarray(units)


def _solve(part: Part) -> Ints:
    """By programming alone, by programming and exchanges, or by exchanges alone."""
    small = part.counts.size <= SMALL
    found = closest(part, quick=not small) if part.counts.size <= LARGE else None
    if found is None:
        return close_enough(part)
    return found if small else cheaper(part, found)
