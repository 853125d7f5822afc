"""A slow and obvious attacker: all tables of whole numbers that fit what is shown of a table.

Rows are put together one after the other; sums of columns that cannot be completed any more are
dropped. Nothing of the engine is used.
"""

import numpy as np

MARGIN = -1  # stands for "all rows" or "all columns"


BITS = 8  # a row, or the sums of columns, is one number with eight bits for each column
CHUNK = 2_000_000


class Enumeration:
    """All tables that fit a protected table.

    ``shown[row, column]`` is a value or None; row or column ``MARGIN`` is a total. ``known`` are
    cells that the attacker is counted in alone.
    """

    def __init__(self, shape, shown, *, cap, known=None, hidden_is_not_zero=False):
        self.rows, self.columns = shape
        self.shown, self.known = shown, known or {}
        self.cap, self.least = cap, int(hidden_is_not_zero)
        self.vectors = [self._vectors(row) for row in range(self.rows)]
        before = [np.zeros(1, np.int64)]
        for vectors in self.vectors:
            before.append(self._not_above(_sums(before[-1], vectors)))
        after = [self._fitting(before[-1])]
        for row in range(self.rows - 1, -1, -1):
            after.append(_leading(before[row], self.vectors[row], after[-1]))
        self.before, self.after = before, after[::-1]

    def column_of(self, states, column):
        if column == MARGIN:
            return sum(self.column_of(states, c) for c in range(self.columns))
        return (states >> (BITS * column)) & ((1 << BITS) - 1)

    def _vectors(self, row):
        found = np.zeros(1, np.int64)
        for column in range(self.columns):
            value = self.known.get((row, column), self.shown[row, column])
            steps = np.arange(self.least, self.cap + 1) if value is None else np.array([value])
            found = (found[:, None] + (steps[None, :] << (BITS * column))).ravel()
        sums, total = self.column_of(found, MARGIN), self.shown[row, MARGIN]
        return found[sums >= self.least if total is None else sums == total]

    def _not_above(self, states):
        for column in [*range(self.columns), MARGIN]:
            total = self.shown[MARGIN, column]
            if total is not None:
                states = states[self.column_of(states, column) <= total]
        return states

    def _fitting(self, states):
        for column in [*range(self.columns), MARGIN]:
            sums, total = self.column_of(states, column), self.shown[MARGIN, column]
            states = states[sums >= self.least if total is None else sums == total]
        return states

    def possible(self, row, column):
        """All values that a cell takes in any table that fits."""
        if row == MARGIN:
            return set(self.column_of(self.after[-1], column).tolist())
        vectors = self.vectors[row]
        fits = np.zeros(len(vectors), bool)
        for part in np.array_split(np.arange(len(vectors)), 1 + len(vectors) // 500):
            sums = self.before[row][None, :] + vectors[part][:, None]
            fits[part] = np.isin(sums, self.after[row + 1]).any(axis=1)
        return set(self.column_of(vectors[fits], column).tolist())


def _sums(states, vectors):
    size = max(1, CHUNK // max(1, len(vectors)))
    parts = [
        np.unique(states[i : i + size, None] + vectors[None, :])
        for i in range(0, len(states), size)
    ]
    return np.unique(np.concatenate(parts)) if parts else states


def _leading(states, vectors, wanted):
    """The states from which a row leads to a wanted one."""
    size = max(1, CHUNK // max(1, len(vectors)))
    parts = [
        states[i : i + size][
            np.isin(states[i : i + size, None] + vectors[None, :], wanted).any(axis=1)
        ]
        for i in range(0, len(states), size)
    ]
    return np.concatenate(parts) if parts else states


def shown_of(cells, shape):
    """What is shown, by position, of cells with the columns ``row`` (r0…) and ``column`` (c0…)."""
    shown = {}
    for cell in cells.iter_rows(named=True):
        row = MARGIN if cell["row"] is None else int(cell["row"][1:])
        column = MARGIN if cell["column"] is None else int(cell["column"][1:])
        shown[row, column] = cell["value"]
    assert len(shown) == (shape[0] + 1) * (shape[1] + 1)
    return shown


def truth_of(table):
    """All cells and totals of a table by position."""
    rows, columns = table.shape
    truth = {(r, c): int(table[r, c]) for r in range(rows) for c in range(columns)}
    truth |= {(r, MARGIN): int(table[r].sum()) for r in range(rows)}
    truth |= {(MARGIN, c): int(table[:, c].sum()) for c in range(columns)}
    return truth | {(MARGIN, MARGIN): int(table.sum())}
