"""Change: the difference between two tables, as the few variables that differ."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix

from kreisblick.protection.suppression.system import ENDLESS, Ints, Kind, System

__all__ = ["Change", "Lookup"]


@dataclass(frozen=True)
class Change:
    """What differs from the true table.

    Attributes:
        columns, amounts: the variables that differ, and by how much.
        rows, moves: the rows that differ, and by how much.
    """

    columns: Ints = field(repr=False)
    amounts: Ints = field(repr=False)
    rows: Ints = field(repr=False)
    moves: Ints = field(repr=False)

    def times(self, factor: int) -> "Change":
        """The same change several times, or backwards."""
        return Change(self.columns, factor * self.amounts, self.rows, factor * self.moves)


@dataclass(frozen=True)
class Lookup:
    """A system the other way round: what a variable is counted in, what is asked of a row.

    Attributes:
        matrix: by variable.
        row, sign, amount, strict: of each need.
        first, order: the needs of row r are ``order[first[r]:first[r + 1]]``.
    """

    system: System
    matrix: "csc_matrix[np.int64]" = field(repr=False)
    row: Ints = field(repr=False)
    sign: Ints = field(repr=False)
    amount: Ints = field(repr=False)
    strict: npt.NDArray[np.bool_] = field(repr=False)
    first: Ints = field(repr=False)
    order: Ints = field(repr=False)

    @classmethod
    def of(cls, system: System) -> "Lookup":
        """Look-ups of a system."""
        table = [(n.row, n.sign, n.amount, n.strict) for n in system.needs]
        row, sign, amount, strict = np.array(table, np.int64).reshape(-1, 4).T
        order = np.argsort(row, kind="stable")
        first = np.searchsorted(row[order], np.arange(len(system.value) + 1))
        matrix = system.matrix.tocsc()
        return cls(system, matrix, row, sign, amount, strict.astype(np.bool_), first, order)

    @cached_property
    def widths(self) -> Ints:
        """How many variables of each row can change."""
        free = (self.system.low < self.system.high).nonzero()[0]
        rows = self.matrix[:, free].indices
        return np.asarray(np.bincount(rows, minlength=len(self.system.value)), np.int64)

    @cached_property
    def known(self) -> list[tuple[int, ...]]:
        """What each insider knows."""
        return [tuple(one.tolist()) for one in self.system.insiders]

    @cached_property
    def most(self) -> int:
        """The largest amount that any need asks for."""
        return int(self.amount.max(initial=0))

    def change(self, columns: Ints, amounts: Ints) -> Change:
        """A change of variables with the rows that it moves."""
        starts, ends = self.matrix.indptr[columns], self.matrix.indptr[columns + 1]
        sizes = ends - starts
        places = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        rows, where = np.unique(self.matrix.indices[places], return_inverse=True)
        moves = np.zeros(len(rows), np.int64)
        np.add.at(moves, where, self.matrix.data[places] * np.repeat(amounts, sizes))
        stays = moves != 0
        return Change(columns, amounts, rows[stays].astype(np.int64), moves[stays])

    def needs_of(self, rows: Ints) -> Ints:
        """The needs of some rows."""
        parts = [self.order[self.first[row] : self.first[row + 1]] for row in rows.tolist()]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def moved(self, change: Change) -> Ints:
        """The cells that a change moves: all of them must be hidden."""
        moved: Ints = change.rows[self.system.kind[change.rows] == Kind.CELL]
        return moved

    def room(self, change: Change, *, strict: bool) -> int:
        """How often a change can be repeated before something leaves its bounds."""
        system = self.system
        floor = system.strict_floor if strict else system.floor
        columns, rows = change.columns, change.rows
        inside = (system.x[columns], change.amounts, system.low[columns], system.high[columns])
        outside = (system.value[rows], change.moves, floor[rows], system.ceiling[rows])
        return max(0, min(_room(*inside), _room(*outside)))

    def is_strict(self, change: Change) -> bool:
        """Whether a change leaves every hidden cell at one or more, where that is asked for."""
        system, rows = self.system, change.rows
        return bool((system.value[rows] + change.moves >= system.strict_floor[rows]).all())


def _room(value: Ints, step: Ints, low: Ints, high: Ints) -> int:
    up, down = step > 0, step < 0
    rooms = np.concatenate(
        [(high - value)[up] // step[up], (value - low)[down] // -step[down], [ENDLESS]]
    )
    return int(rooms.min())
