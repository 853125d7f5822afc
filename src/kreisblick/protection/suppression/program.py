"""Program: a part of a system as a linear program for the solver."""

from typing import Any

import highspy
import numpy as np

from kreisblick.protection.suppression.system import ENDLESS, Ints

__all__ = ["bound", "distinct", "fill_matrix", "movable", "new_solver"]


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


def bound(value: int) -> float:
    """A bound as the solver takes it."""
    return float(value) if value < ENDLESS // 2 else highspy.kHighsInf


def fill_matrix(target: Any, rows: Any, moving: int) -> None:
    """Columns up and down of every variable, then up and down of every row that may move."""
    rows = rows.tocsc()
    identity = np.arange(moving)
    target.format_ = highspy.MatrixFormat.kColwise
    whole = int(rows.indptr[-1])
    ends = 2 * whole + np.arange(1, 2 * moving + 1)
    starts = [rows.indptr, whole + rows.indptr[1:], ends]
    target.start_ = np.concatenate(starts).astype(np.int32)
    index = [rows.indices, rows.indices, identity, identity]
    target.index_ = np.concatenate(index).astype(np.int32)
    signs = [rows.data, -rows.data, -np.ones(moving), np.ones(moving)]
    target.value_ = np.concatenate(signs).astype(np.float64)
