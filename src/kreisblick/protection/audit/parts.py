"""The unknown of a system, taken apart: what is known already, and pieces that stand alone.

A row with one unknown gives it away, a sum of zero gives all its parts away; what is left falls
into pieces that share no row. Everything is whole numbers here: where figures have decimals, a
piece counts in tenths, hundredths and so on (its ``unit``).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.protection.audit.questions import Question
from kreisblick.protection.audit.reduce import Reduced, reduce_system
from kreisblick.protection.audit.system import System

__all__ = ["UNBOUNDED", "Part", "in_units", "split", "unit_of"]

UNBOUNDED = 2**62
DECIMALS = 6  # finer figures are not published
FORM = b"part/1"  # changes whenever the meaning of a part changes


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a system, in whole units.

    Attributes:
        columns: its atoms, by their number in the system.
        rows: its rows, by their number in the system.
        matrix: rows × columns.
        lower, upper: bounds of the rows; ±``UNBOUNDED`` where there is none.
        links: rows that say that a part is not larger than its whole.
        asked: questions, by their number.
        sums, known: the questions as ``known + sums · x``.
        low, high: the ends that have to be reached: at most ``low``, at least ``high``.
        either: questions for which one of the two ends is enough.
        town: the municipality of each column, by number.
        unit: parts of one: 1 for counts.
    """

    columns: np.ndarray
    rows: np.ndarray
    matrix: sparse.csr_matrix = field(repr=False)
    lower: np.ndarray = field(repr=False)
    upper: np.ndarray = field(repr=False)
    links: np.ndarray = field(repr=False)
    asked: np.ndarray = field(repr=False)
    sums: sparse.csr_matrix = field(repr=False)
    known: np.ndarray = field(repr=False)
    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    either: np.ndarray = field(repr=False)
    town: np.ndarray = field(repr=False)
    unit: int

    @property
    def width(self) -> int:
        """Number of atoms."""
        return len(self.columns)

    def key(self) -> str:
        """Fingerprint of everything that the judgement of this part depends on."""
        found = hashlib.sha256(FORM)
        for matrix in (self.matrix, self.sums):
            for array in (matrix.indptr, matrix.indices, matrix.data):
                found.update(np.asarray(array, dtype=np.int64).tobytes())
        town = np.unique(self.town, return_inverse=True)[1]
        for array in (self.lower, self.upper, self.links, self.known, self.low, self.high,
                      self.either, town, np.array([self.width, self.unit])):  # fmt: skip
            found.update(np.asarray(array, dtype=np.int64).tobytes())
        return found.hexdigest()


def split(
    system: System, questions: Sequence[Question], minimum: int
) -> tuple[Reduced, list[Part]]:
    """What is known of the system's atoms, and the parts that hold the rest.

    Only what hangs together with a question is taken.
    """
    matrix = system.matrix()
    sums = sums_of(questions, system.width)
    wanted = _together(matrix, sums)
    reduced = reduce_system(system, matrix, wanted)
    free = np.flatnonzero(wanted & np.isnan(reduced.values))
    if not len(free):
        return reduced, []
    part_of = np.full(system.width, -1)
    part_of[free] = _labels(sparse.vstack([abs(matrix[reduced.rows]), abs(sums)]).tocsr()[:, free])
    groups = _groups(part_of, free)
    rows = _owned(matrix[reduced.rows], part_of, reduced.rows)
    asked = _owned(sums, part_of, np.arange(len(questions)))
    maker = _Maker(system, matrix, reduced, sums, list(questions), minimum)
    nothing = np.empty(0, dtype=np.int64)
    return reduced, [
        maker.make(columns, rows.get(part, nothing), asked.get(part, nothing))
        for part, columns in groups.items()
    ]


def sums_of(questions: Sequence[Question], width: int) -> sparse.csr_matrix:
    """The questions as rows (questions × atoms)."""
    pointers = np.concatenate([[0], np.cumsum([len(q.atoms) for q in questions], dtype=np.int64)])
    columns = np.concatenate([q.atoms for q in questions]) if questions else np.empty(0, np.int64)
    signs = np.concatenate([q.signs for q in questions]) if questions else np.empty(0)
    made = sparse.csr_matrix((signs, columns, pointers), shape=(len(questions), width))
    made.sum_duplicates()
    return made


def unit_of(values: np.ndarray) -> int | None:
    """The smallest power of ten that makes all numbers whole; None if they are finer.

    >>> unit_of(np.array([3.0, 12.5])), unit_of(np.array([1 / 3]))
    (10, None)
    """
    for decimals in range(DECIMALS + 1):
        scaled = values * 10**decimals
        if np.allclose(scaled, np.round(scaled), rtol=0, atol=1e-5):
            return int(10**decimals)
    return None


def in_units(values: np.ndarray, unit: int) -> np.ndarray:
    """Bounds in whole units; infinite ones become ±``UNBOUNDED``."""
    finite = np.where(np.isfinite(values), values, 0.0)
    whole = np.round(finite * unit).astype(np.int64)
    return np.where(np.isfinite(values), whole, np.where(values > 0, UNBOUNDED, -UNBOUNDED))


@dataclass(frozen=True)
class _Maker:
    """Cuts parts out of a system."""

    system: System
    matrix: sparse.csr_matrix
    reduced: Reduced
    sums: sparse.csr_matrix
    questions: list[Question]
    minimum: int

    def make(self, columns: np.ndarray, rows: np.ndarray, asked: np.ndarray) -> Part:
        """One part with everything in whole units."""
        lower, upper = self.reduced.lower[rows], self.reduced.upper[rows]
        values = np.nan_to_num(self.reduced.values)
        known = np.array([self.questions[q].known for q in asked]) + self.sums[asked] @ values
        bounds = np.concatenate([lower, upper, known])
        unit = unit_of(bounds[np.isfinite(bounds)]) or 10**DECIMALS
        low, high, either = self._ends(asked, unit)
        return Part(
            columns=columns,
            rows=rows,
            matrix=self.matrix[rows][:, columns].astype(np.int64),
            lower=in_units(np.where(np.isfinite(lower), lower, -np.inf), unit),
            upper=in_units(upper, unit),
            links=np.isin(rows, self.system.links),
            asked=asked,
            sums=self.sums[asked][:, columns].astype(np.int64),
            known=in_units(known, unit),
            low=low,
            high=high,
            either=either,
            town=np.array(self.system.towns, dtype=np.int64)[columns],
            unit=unit,
        )

    def _ends(self, asked: np.ndarray, unit: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        needs = [self.questions[q].need for q in asked]
        # without the sealed list nobody knows which cells only cover others; what must not be is
        # a proof that somebody is there, and that they are few
        low = [unit - 1 if n is None else int(np.floor(n[0] * unit + 1e-6)) for n in needs]
        high = [
            self.minimum * unit if n is None else int(np.ceil(n[1] * unit - 1e-6)) for n in needs
        ]
        either = np.array([n is None for n in needs], dtype=bool)
        return np.array(low, dtype=np.int64), np.array(high, dtype=np.int64), either


def _together(matrix: sparse.csr_matrix, sums: sparse.csr_matrix) -> np.ndarray:
    """The atoms that hang together with a question."""
    labels = _labels(sparse.vstack([abs(matrix), abs(sums)]).tocsr())
    asked = np.unique(labels[sums.indices])
    return np.isin(labels, asked)


def _labels(links: sparse.csr_matrix) -> np.ndarray:
    """The component of each column; columns are linked by rows."""
    found = links.tocoo()
    size = sum(found.shape)
    graph = sparse.coo_matrix(
        (np.ones(found.nnz), (found.row, found.col + found.shape[0])), shape=(size, size)
    )
    labels: np.ndarray = connected_components(graph, directed=False)[1]
    return labels[found.shape[0] :]


def _groups(part_of: np.ndarray, free: np.ndarray) -> dict[int, np.ndarray]:
    """Part → its columns in order, parts by their first column."""
    order = free[np.argsort(part_of[free], kind="stable")]
    cuts = np.flatnonzero(np.diff(part_of[order])) + 1
    found = {int(part_of[piece[0]]): piece for piece in np.split(order, cuts)}
    return dict(sorted(found.items(), key=lambda item: int(item[1][0])))


def _owned(
    matrix: sparse.csr_matrix, part_of: np.ndarray, names: np.ndarray
) -> dict[int, np.ndarray]:
    """Part → the rows (by name) that have a column of it."""
    found = matrix.tocoo()
    parts = part_of[found.col]
    pairs = np.unique(np.stack([parts[parts >= 0], found.row[parts >= 0]]), axis=1)
    cuts = np.flatnonzero(np.diff(pairs[0])) + 1
    split_rows = np.split(names[pairs[1]], cuts)
    firsts = np.split(pairs[0], cuts)
    return {int(a[0]): rows for a, rows in zip(firsts, split_rows, strict=True) if len(a)}
