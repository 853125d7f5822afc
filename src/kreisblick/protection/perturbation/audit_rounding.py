"""Audit of rounded figures as ranges: what their readers can still not know.

Readers know every atom's figure z, that it is the multiple of the base b just below or above the
count, that no published sum is farther from the truth than the cube's closeness c, and whatever
else was published. For every small count (above zero and below the minimum) in any published table
the audit requires that **every** count from max(0, z - b + 1) to z + b - 1 can still be thought
of at both ends: the tables and everything beside them have told nothing that the cell's own figure
did not. At b = 3 that is 0 to 2 for the figure 0, and 1 to 5 for the figure 3. So a figure of b or
more does say that somebody is there; a figure 0 never says that nobody is.

Without anything else published the proof is short. The rounded atoms themselves keep all ranges;
change one atom of the cell by up to b - 1 (downwards one with a figure above 0): every sum moves by
no more than b - 1, which is no more than c. So only b, c and the figures must be checked.
With exact figures or other ranges beside, both ends are looked for by linear programs, and each is
proved by a table of whole numbers that is checked exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kreisblick.protection.perturbation.axes import Depths, Ints, gather, roll_up, spread
from kreisblick.protection.perturbation.protected_cube import ProtectedCube, Where
from kreisblick.protection.perturbation.ranges import Ranges

__all__ = ["Fact", "RoundingVerdict", "audit_rounding"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What else was published: the true count of a group lies within two bounds.

    Attributes:
        where: the group, as in ``ProtectedCube.ask``.
        lower, upper: both included; equal for an exact figure.
    """

    where: Where
    lower: int
    upper: int


@dataclass(frozen=True, kw_only=True)
class RoundingVerdict:
    """What the audit found (sealed).

    Attributes:
        audited: how many small counts were looked at.
        breaches: those that are known too closely: ``table, <columns>, lower, upper,
            required_lower, required_upper``; bounds that could not be proved stand as null.
        faults: promises of the cube that do not hold, in words without figures.
    """

    audited: int
    breaches: pl.DataFrame = field(repr=False)
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every requirement was proved."""
        return self.breaches.is_empty() and not self.faults


def audit_rounding(
    counts: pl.DataFrame, cube: ProtectedCube, *, minimum_count: int, facts: Sequence[Fact] = ()
) -> RoundingVerdict:
    """Whether readers of the cube, and of the facts beside it, know no small count too closely.

    Args:
        counts: the sealed true counts: all columns of the cube and ``count``; atoms that are not
            there are zero.
        cube: what is to be published.
        minimum_count: counts above zero and below this need protection.
        facts: everything else that is or was published about the same counts.
    """
    true = gather(counts, cube.axes)
    faults = tuple(_faults(true, cube, minimum_count))
    targets = [_targets(true, cube, depths, minimum_count) for depths in _levels(cube)]
    empty = pl.DataFrame(
        schema={"table": pl.String}
        | {column: pl.String for axis in cube.axes for column in axis.columns}
        | dict.fromkeys(("lower", "upper", "required_lower", "required_upper"), pl.Int64)
    )
    found = [empty]
    if facts and not faults:
        ranges = Ranges(true, cube, [(fact.where, fact.lower, fact.upper) for fact in facts])
        found += [ranges.breaches(depths, frame) for depths, frame in targets]
    return RoundingVerdict(
        audited=sum(frame.height for _depths, frame in targets),
        breaches=pl.concat(found, how="diagonal").select(empty.columns),
        faults=faults,
    )


def _faults(true: Ints, cube: ProtectedCube, minimum_count: int) -> list[str]:
    """Promises that do not hold."""
    off = np.abs(cube.values - true)
    sums = [np.abs(roll_up(cube.values - true, cube.axes, depths)) for depths in cube.tables]
    checks = {
        "figures are no multiples of the base": bool((cube.values % cube.base).any()),
        "figures are below zero": bool((cube.values < 0).any()),
        "figures are no neighbours of their counts": bool((off >= cube.base).any()),
        "sums are not as close as said": any(int(s.max()) > cube.closeness for s in sums),
        "closeness below the base minus one": cube.closeness < cube.base - 1,
        "base below the minimum count": cube.base < minimum_count,
    }
    return [words for words, wrong in checks.items() if wrong]


def _levels(cube: ProtectedCube) -> tuple[Depths, ...]:
    """The published tables and the atoms."""
    finest = tuple(len(axis.columns) for axis in cube.axes)
    return tuple(dict.fromkeys([*cube.tables, finest]))


def _targets(
    true: Ints, cube: ProtectedCube, depths: Depths, minimum_count: int
) -> tuple[Depths, pl.DataFrame]:
    """The small cells of a table with the bounds that must stay possible."""
    cells = spread(roll_up(true, cube.axes, depths), cube.axes, depths).with_row_index("cell")
    figures = pl.Series("shown", roll_up(cube.values, cube.axes, depths).ravel())
    small = (pl.col("value") > 0) & (pl.col("value") < minimum_count)
    reach = cube.base - 1
    required = cells.with_columns(
        figures,
        required_lower=(figures - reach).clip(lower_bound=0),
        required_upper=figures + reach,
    )
    return depths, required.filter(small)
