"""Whole numbers from estimates, with totals kept: controlled rounding of a table.

Areas are rows, codes are columns. Each entry becomes one of its two neighbouring whole numbers
so that row and column totals hold. With free row totals such a table always exists (the
constraints are a network; Cox 1987, Journal of the American Statistical Association 82).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

__all__ = ["largest_remainder", "round_table"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
DIGITS = 9  # a share times a whole number misses it by rounding errors, which are no remainder


def largest_remainder(values: Floats, total: int | None = None) -> Counts:
    """Whole numbers next to the values; ties go to the earlier one.

    Args:
        values: numbers >= 0.
        total: the sum to reach, at least the sum of the whole parts; the rounded sum when None.

    >>> largest_remainder(np.array([1.5, 1.5, 2.0])).tolist()
    [2, 1, 2]
    """
    near = np.round(values, DIGITS)
    floor = np.floor(near)
    goal = round(float(near.sum())) if total is None else total
    missing = goal - int(floor.sum())
    rank = np.argsort(np.argsort(floor - near, kind="stable"))
    return (floor + (rank < missing)).astype(np.int64)


def round_table(
    values: Floats, rows: Counts | None = None, columns: Counts | None = None
) -> Counts:
    """A table of estimates (areas x codes) as whole numbers.

    Column totals are ``columns`` if given, otherwise the rounded sums of the columns, whole table
    included. Row totals are ``rows`` if given, otherwise one of the two whole numbers next to
    each row's sum.

    Args:
        values: estimates >= 0.
        rows: whole row totals from another table of the same areas, with the same grand total.
        columns: whole column totals, each one of the two numbers next to the column's sum.
    """
    near = np.round(values, DIGITS)
    floor = np.floor(near)
    columns = largest_remainder(near.sum(axis=0)) if columns is None else columns
    if rows is not None and int(rows.sum()) != int(columns.sum()):
        rows = None  # the two tables never had one total; each keeps its own
    sums = np.round(near.sum(axis=1), DIGITS)
    low, high = (np.floor(sums), np.ceil(sums)) if rows is None else (rows, rows)
    short = columns - floor.sum(axis=0)
    missing = (low - floor.sum(axis=1), high - floor.sum(axis=1))
    for most in (np.ceil(near - floor), np.ones_like(near), np.full_like(near, np.inf)):
        added = _distribute(near - floor, most, missing, short)
        if added is not None:
            return (floor + added).astype(np.int64)
    return np.apply_along_axis(largest_remainder, 0, near).astype(np.int64)


def _distribute(
    remainder: Floats, most: Floats, rows: tuple[Floats, Floats], columns: Floats
) -> Floats | None:
    """Whole units for the entries with the largest remainders that reach all totals."""
    height, width = remainder.shape
    of_row = np.kron(np.eye(height), np.ones(width))
    of_column = np.kron(np.ones(height), np.eye(width))
    # a tiny slope makes the answer unique where remainders are equal
    slope = np.linspace(0, 1e-6, remainder.size)
    caps = [(0.0, float(cap)) for cap in most.ravel()]
    found = linprog(
        slope - remainder.ravel(),
        A_ub=np.vstack([of_row, -of_row]),
        b_ub=np.concatenate([rows[1], -rows[0]]),
        A_eq=of_column,
        b_eq=columns,
        bounds=caps,
        method="highs-ds",
    )
    if found.x is None or not found.success:
        return None
    units: Floats = np.rint(np.array(found.x, np.float64)).reshape(height, width)
    return units
