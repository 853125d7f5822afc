"""Program: a part of a system as a linear program for the solver."""

from typing import Any

import highspy
import numpy as np
from scipy.sparse import vstack

from kreisblick.protection.suppression.system import Ints

__all__ = ["HIDDEN", "distinct", "movable", "new_solver", "program_of"]

HIDDEN = 0.05  # moving hidden cells is next to free; a little cost keeps solutions small


def new_solver(seconds: float) -> Any:
    """A silent solver on one thread that gives the same answer every time."""
    make: Any = highspy.Highs
    highs = make()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 1),
        ("time_limit", seconds),
    ):
        highs.setOptionValue(name, value)
    return highs


def distinct(part: Any, rows: Ints) -> tuple[Ints, dict[int, int]]:
    """One row for all that hold the same variables, and the place of each row's like."""
    places: dict[tuple[bytes, bytes], int] = {}
    firsts: list[int] = []
    found: dict[int, int] = {}
    for row in rows:
        inside = slice(part.indptr[row], part.indptr[row + 1])
        key = (part.indices[inside].tobytes(), part.data[inside].tobytes())
        if key not in places:
            places[key] = len(firsts)
            firsts.append(int(row))
        found[int(row)] = places[key]
    return np.array(firsts, np.int64), found


def movable(matrix: Any, columns: Ints, shown: Any) -> Ints:
    """The columns that are left when those are taken out that a shown row alone holds still."""
    part = matrix[shown.nonzero()[0]][:, columns]
    free = np.ones(len(columns), np.bool_)
    while True:
        alone = (abs(part) @ free.astype(np.int64)) == 1  # entries are plus or minus one
        held = np.unique(part[alone.nonzero()[0]].indices)
        held = held[free[held]]
        if not len(held):
            return columns[free]
        free[held] = False


def program_of(rows: Any, still: Any, costs: Any, rooms: tuple[Any, Any]) -> Any:
    """The program of a layout: every place up, then every place down.

    Args:
        rows: rows with places of their own, which come behind the variables.
        still: rows that must not move.
        costs: of moving each place by one.
        rooms: how far each place may move up, and down.
    """
    program = highspy.HighsLp()
    program.num_col_ = 2 * len(costs)
    program.num_row_ = rows.shape[0] + still.shape[0]
    program.col_cost_ = np.concatenate([costs, costs])
    program.col_lower_ = np.zeros(program.num_col_)
    program.col_upper_ = np.concatenate(rooms)
    program.row_lower_ = np.zeros(program.num_row_)
    program.row_upper_ = np.zeros(program.num_row_)
    _fill(program.a_matrix_, vstack([rows, still]), rows.shape[0])
    return program


def _fill(target: Any, rows: Any, moving: int) -> None:
    """Variables up, rows that may move up, and the same down."""
    rows = rows.tocsc()
    identity = np.arange(moving)
    target.format_ = highspy.MatrixFormat.kColwise
    whole = int(rows.indptr[-1]) + moving
    ends = int(rows.indptr[-1]) + np.arange(1, moving + 1)
    once = np.concatenate([rows.indptr[1:], ends])
    target.start_ = np.concatenate([[0], once, whole + once]).astype(np.int32)
    target.index_ = np.concatenate([rows.indices, identity] * 2).astype(np.int32)
    values = np.concatenate([rows.data, -np.ones(moving)])
    target.value_ = np.concatenate([values, -values]).astype(np.float64)
