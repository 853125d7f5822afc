"""Reduce: atoms that a row of the system gives away at once."""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from kreisblick.protection.audit.system import System

__all__ = ["Reduced", "reduce_system"]

NEAR = 1e-6


@dataclass(frozen=True, kw_only=True)
class Reduced:
    """A system after everything obvious has been put in.

    Attributes:
        values: the known atoms; not a number where an atom is still unknown.
        rows: numbers of the rows that still have an unknown atom.
        lower, upper: bounds of all rows for their unknown atoms.
        contradicted: rows about known atoms that do not hold.
    """

    values: np.ndarray = field(repr=False)
    rows: np.ndarray = field(repr=False)
    lower: np.ndarray = field(repr=False)
    upper: np.ndarray = field(repr=False)
    contradicted: np.ndarray = field(repr=False)


def reduce_system(system: System, matrix: sparse.csr_matrix, wanted: np.ndarray) -> Reduced:
    """Put in what single rows give away, until nothing more follows.

    Args:
        system: the rows' bounds.
        matrix: its rows (rows × atoms).
        wanted: which atoms are looked at.
    """
    values = np.full(system.width, np.nan)
    lower, upper = np.array(system.lower), np.array(system.upper)
    here = np.zeros(len(lower), dtype=bool)
    here[np.unique(matrix[:, np.flatnonzero(wanted)].tocoo().row)] = True
    ones = abs(matrix)
    while True:
        unknown = np.isnan(values)
        known = matrix @ np.where(unknown, 0.0, values)
        open_atoms = ones @ unknown.astype(float)
        low, high = lower - known, upper - known
        found = _given_away(matrix, here, unknown, open_atoms, low, high)
        if not len(found[0]):
            break
        values[found[0]] = found[1]
    settled = here & (open_atoms == 0)
    wrong = settled & ((low > NEAR) | (high < -NEAR))
    return Reduced(
        values=values,
        rows=np.flatnonzero(here & (open_atoms > 0)),
        lower=low,
        upper=high,
        contradicted=np.flatnonzero(wrong),
    )


def _given_away(
    matrix: sparse.csr_matrix,
    here: np.ndarray,
    unknown: np.ndarray,
    open_atoms: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Atoms and values: the only unknown of a row, and all parts of a sum of zero."""
    exact = here & (np.abs(high - low) < NEAR)
    negative = matrix.multiply(matrix < 0).sum(axis=1).A1 < 0
    empty = here & (open_atoms > 0) & (np.abs(high) < NEAR) & ~negative
    alone = exact & (open_atoms == 1) & ~negative & (low >= -NEAR)
    entries = matrix[np.flatnonzero(empty | alone)].tocoo()
    rows = np.flatnonzero(empty | alone)[entries.row]
    good = unknown[entries.col]
    atoms, first = np.unique(entries.col[good], return_index=True)
    owner = rows[good][first]
    return atoms, np.where(empty[owner], 0.0, high[owner])
