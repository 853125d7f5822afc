"""Top-down: round the whole, then its parts within the fixed whole, level by level.

Tables that are small enough are decided at once, because a part need not have a choice that keeps
all its sums close within the whole that was fixed before.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kreisblick.protection.perturbation.axes import Axis, Depths, Ints, labels_of
from kreisblick.protection.perturbation.part import Part
from kreisblick.protection.perturbation.program import closest
from kreisblick.protection.perturbation.swap import close_enough

__all__ = ["Leans", "Problem", "decide", "path_of"]

WHOLE = 2_500  # atoms of a table that is decided at once
SMALL = 1_300  # figures of a part for which programming finds a cheap choice in seconds
LARGE = 50_000  # for which it finds any

Leans = Callable[[int], npt.NDArray[np.float64]]
"""Level of the path to the lean of every figure (places x cells) there."""


def path_of(axes: Sequence[Axis]) -> int:
    """The axis along which the whole is taken apart: most levels, then most members."""
    return max(range(len(axes)), key=lambda i: (len(axes[i].columns), len(axes[i].members), -i))


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is to be rounded.

    Attributes:
        base: figures are multiples of it.
        counts: true counts of the atoms, places x cells.
        low: fewest units of the atoms.
        high: most units of the atoms.
        path: the axis of the places.
        others: the axes that the cells are made of.
        tables: published tables, as level of the path and of the others.
        leans: which way each figure leans, by level of the path.
        seed: from the secret.
    """

    base: int
    counts: Ints
    low: Ints
    high: Ints
    path: Axis
    others: Sequence[Axis]
    tables: Sequence[tuple[int, Depths]]
    leans: Leans
    seed: int

    @property
    def finest(self) -> Depths:
        """The levels of the cells."""
        return tuple(len(axis.columns) for axis in self.others)


def decide(problem: Problem) -> Ints:
    """The units of every atom, places x cells."""
    if problem.counts.size <= WHOLE:
        found = closest(_whole(problem))
        if found is not None:
            return found.reshape(problem.counts.shape)
    units: Ints | None = None
    for depth in range(len(problem.path.columns) + 1):
        parts = list(_parts(problem, depth, units))
        units = np.concatenate([_solve(part) for part in parts])
    return np.asarray(units)


def _whole(problem: Problem) -> Part:
    """All atoms as one place; its margins are all tables."""
    depth = len(problem.path.columns)
    axes = [problem.path, *problem.others]
    return Part(
        base=problem.base,
        counts=problem.counts.reshape(1, -1),
        low=problem.low.reshape(1, -1),
        high=problem.high.reshape(1, -1),
        lean=problem.leans(depth).reshape(1, -1),
        total=None,
        groups=tuple(
            labels_of(axes, (level, *table))
            for level, table in problem.tables
            if (level, table) != (depth, problem.finest)
        ),
        seed=problem.seed,
    )


def _parts(problem: Problem, depth: int, above: Ints | None) -> Iterator[Part]:
    """The parts of a level, each within one place of the level above."""
    starts = problem.path.starts(depth)
    counts, low, high = (
        np.add.reduceat(array, starts, axis=0)
        for array in (problem.counts, problem.low, problem.high)
    )
    groups = tuple(
        labels_of(problem.others, table)
        for level, table in problem.tables
        if level == depth and table != problem.finest
    )
    edges = [*np.searchsorted(starts, problem.path.starts(max(depth - 1, 0))), len(starts)]
    lean = problem.leans(depth)
    for number, (first, last) in enumerate(pairwise(edges)):
        yield Part(
            base=problem.base,
            counts=counts[first:last],
            low=low[first:last],
            high=high[first:last],
            lean=lean[first:last],
            total=None if above is None else above[number],
            groups=groups,
            seed=problem.seed + 2 * (int(first) + (depth << 40)),
        )


def _solve(part: Part) -> Ints:
    """By programming; by exchanges where that finds no choice with all sums close."""
    size = part.counts.size
    found = closest(part, quick=size > SMALL) if size <= LARGE else None
    return close_enough(part) if found is None else found
