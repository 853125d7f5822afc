"""Withholds small counts as the federal agency does: 1 to 9, and what would give them away."""

import numpy as np

from kreisblick.lindenau.definitions import Integers
from kreisblick.lindenau.people import Flags

__all__ = ["with_sums", "withhold"]


def with_sums(parts: Integers, town: Integers, towns: int) -> Integers:
    """Rows of areas, then of towns, then of the district; a last column with the row's sum."""
    sums = np.zeros((towns, parts.shape[1]), dtype=np.int64)
    np.add.at(sums, town, parts)
    table = np.concatenate([parts, sums, sums.sum(axis=0, keepdims=True)])
    return np.column_stack([table, table.sum(axis=1)])


def withhold(table: Integers, town: Integers, towns: int, minimum: int) -> Flags:
    """Which cells of a table made by ``with_sums`` the agency does not show.

    A cell from 1 to ``minimum - 1`` is hidden; wherever one hidden cell stands alone in a sum,
    the smallest open cell of that sum is hidden too, until none stands alone.
    """
    hidden = (table > 0) & (table < minimum)
    lines = _lines(table.shape, town, towns)
    changed = True
    while changed:
        changed = False
        for rows, columns in lines:
            if int(hidden[rows, columns].sum()) == 1:
                open_cells = ~hidden[rows, columns]
                size = np.where(open_cells, table[rows, columns], np.iinfo(np.int64).max)
                size = np.where(size == 0, np.iinfo(np.int64).max - 1, size)  # zeros at last
                pick = int(size.argmin())
                hidden[rows[pick], columns[pick]] = True
                changed = True
    return np.asarray(hidden)


def _lines(shape: tuple[int, ...], town: Integers, towns: int) -> list[tuple[Integers, Integers]]:
    """The cells of every sum: across each row, down each town, down the district."""
    height, width = shape
    areas = len(town)
    across = [(np.full(width, row), np.arange(width)) for row in range(height)]
    groups = [
        np.r_[np.flatnonzero(town == index), areas + index].astype(np.int64)
        for index in range(towns)
    ]
    groups.append(np.arange(areas, areas + towns + 1))
    down = [(rows, np.full(len(rows), column)) for rows in groups for column in range(width)]
    return across + down
