"""Layout: where the variables and rows of a part of a system stand in its program.

A cell that is one variable of the part shares the variable's place; every other row that may move
has a place of its own behind the variables. Half of all cells are such, so programs are half as
large.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from kreisblick.protection.suppression.change import Lookup
from kreisblick.protection.suppression.program import HIDDEN, distinct, movable
from kreisblick.protection.suppression.system import ENDLESS, Ints, Kind, System

__all__ = ["Layout"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

INSIDE = 0.001  # a little cost keeps solutions small, and small ones are nearly always whole
KNOWN = 0.1  # a proof that leaves alone what somebody knows holds against him, too


@dataclass(frozen=True)
class Layout:
    """The places of a part.

    Attributes:
        columns: the variables that may change; they have the first places.
        place: of each row that may move.
        rows: the rows with places of their own, over the columns.
        still: the rows that must not move, over the columns.
        up, down: how far each place may move; all that share it allow it.
        inside: what moving a place by one costs always.
        cost: what it costs beside because of the cells that have it.
    """

    columns: Ints = field(repr=False)
    place: dict[int, int] = field(repr=False)
    rows: Any = field(repr=False)
    still: Any = field(repr=False)
    up: Floats = field(repr=False)
    down: Floats = field(repr=False)
    inside: Floats = field(repr=False)
    cost: Floats = field(repr=False)

    @classmethod
    def of(
        cls, lookup: Lookup, columns: Ints, hidden: Bools, *, strict: bool, frozen: bool
    ) -> "Layout":
        """The layout of some columns; the arguments are those of ``Model``."""
        system = lookup.system
        columns = columns[system.low[columns] < system.high[columns]]
        cell = system.kind == Kind.CELL
        if frozen:
            shown = (system.kind == Kind.FACT) | (cell & ~hidden)
            columns = movable(system.matrix, columns, shown)
        part = system.matrix[:, columns]
        part.sort_indices()
        widths = np.diff(part.indptr)
        whole = widths == lookup.widths
        moving = (cell & (hidden | (whole & (not frozen)))) | (system.kind == Kind.GUARD)
        moving &= widths > 0
        still, _like = distinct(part, ((widths > 0) & ~moving).nonzero()[0])
        place, rows = _places(part, moving, cell)
        up, down = _rooms(system, columns, place, len(rows), strict=strict)
        known = system.unit[columns] >= 0
        inside = np.concatenate([np.where(known, KNOWN, INSIDE), np.zeros(len(rows))])
        cost = np.zeros(len(inside))
        all_of = np.array(list(place), np.int64)
        weight = np.where((cell & ~hidden)[all_of], system.weight[all_of], HIDDEN)
        np.add.at(cost, list(place.values()), weight)  # what moves together costs together
        return cls(columns, place, part[rows], part[still], up, down, inside, cost)

    def places_of(self, rows: Ints) -> Iterator[int]:
        """The places of those rows that have one."""
        return (self.place[row] for row in rows.tolist() if row in self.place)


def _places(part: Any, moving: Bools, cell: Bools) -> tuple[dict[int, int], Ints]:
    """The place of each row that may move, and the rows with places of their own."""
    single = moving & cell & (np.diff(part.indptr) == 1)
    singles = single.nonzero()[0]
    singles = singles[part.data[part.indptr[singles]] == 1]
    single[:] = False
    single[singles] = True
    first = part.shape[1]
    cells, like = distinct(part, (moving & cell & ~single).nonzero()[0])
    guards = (moving & ~cell).nonzero()[0]
    places = dict(zip(singles.tolist(), part.indices[part.indptr[singles]].tolist(), strict=True))
    places |= {row: first + number for row, number in like.items()}
    places |= {row: first + len(cells) + i for i, row in enumerate(guards.tolist())}
    return places, np.concatenate([cells, guards]).astype(np.int64)


def _rooms(
    system: System, columns: Ints, place: dict[int, int], rows: int, *, strict: bool
) -> tuple[Floats, Floats]:
    endless = np.full(rows, ENDLESS)
    x = system.x[columns]
    up = np.concatenate([system.high[columns] - x, endless])
    down = np.concatenate([x - system.low[columns], endless])
    of, places = np.array(list(place), np.int64), list(place.values())
    floor = system.strict_floor if strict else system.floor
    np.minimum.at(up, places, system.ceiling[of] - system.value[of])
    np.minimum.at(down, places, system.value[of] - floor[of])
    unbound = ENDLESS // 2
    return np.where(up < unbound, up, np.inf), np.where(down < unbound, down, np.inf)
