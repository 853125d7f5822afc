"""Check: do the certificates prove what they say? By multiplication only, without a solver."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scipy import sparse

from kreisblick.base.language import translate as _
from kreisblick.protection.audit.attack import USUAL_FLOOR, systems_of
from kreisblick.protection.audit.certificates import Certificates
from kreisblick.protection.audit.files import read_published
from kreisblick.protection.audit.model import Need
from kreisblick.protection.audit.parts import in_units, sums_of
from kreisblick.protection.audit.questions import Question
from kreisblick.protection.audit.system import System

__all__ = ["Checked", "check_certificates"]

NEAR = 1e-6


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check of certificates found.

    Attributes:
        passed: every withheld quantity of the folder is proved.
        quantities: how many were looked at.
        tables: how many whole-number tables were multiplied out.
        left_out: rows that the certificate does not rely on because offices contradict each
            other there.
        faults: why it did not pass, in words.
    """

    passed: bool
    quantities: int
    tables: int
    left_out: int
    faults: tuple[str, ...]


def check_certificates(
    folder: Path,
    certificates: Certificates,
    targets: pl.DataFrame | None = None,
    *,
    earlier: Sequence[Path] = (),
    minimum: int = USUAL_FLOOR,
) -> Checked:
    """Whether the certificates prove that nothing withheld in a folder can be narrowed too far.

    Everything is rebuilt from the files; from the certificates come only the tables. Each must
    hold every published sum exactly, in whole numbers that are not negative, and each quantity
    must reach both of its ends.

    Args:
        folder: as for ``attack``.
        certificates: as ``attack`` gave them.
        targets: as for ``attack``.
        earlier: as for ``attack``.
        minimum: as for ``attack``.

    Raises:
        NoFiguresFoundError: when the folder holds no published cells.
    """
    published = read_published(folder, earlier)
    faults: list[str] = []
    quantities = tables = left_out = 0
    for when, system, questions in systems_of(published, targets):
        rows = certificates.frame.filter(pl.col("system") == when)
        quantities += len(questions)
        if not questions:
            continue
        if rows.filter(pl.col("kind") == "base").height != 1:
            faults.append(_("{when}: there is no base table.").format(when=when))
            continue
        if not _sound(rows, system):
            faults.append(_("{when}: the tables are damaged.").format(when=when))
            continue
        sheet = _Sheet(when, system, rows)
        faults += [*sheet.rows_that_fail(), *sheet.questions_that_fail(questions, minimum)]
        tables += sheet.changes.shape[1] + 1
        left_out += len(sheet.left_out)
    return Checked(
        passed=not faults,
        quantities=quantities,
        tables=tables,
        left_out=left_out,
        faults=tuple(faults),
    )


def _sound(rows: pl.DataFrame, system: System) -> bool:
    """Whether every number names an atom, a row or a table that there is."""
    tables = rows.filter(pl.col("kind") == "change")
    numbered = tables["number"].sort().to_list() == list(range(1, tables.height + 1))
    numbers = pl.concat([rows["low"], rows["high"]]).drop_nulls()
    named = numbers.is_between(0, tables.height).all()
    within = True
    for kinds, most in ((("base", "change"), system.width), (("left_out",), len(system.rows))):
        found = rows.filter(pl.col("kind").is_in(kinds))["atoms"].explode().drop_nulls()
        within = within and bool(found.is_between(0, most - 1).all())
    pairs = rows.filter(pl.col("kind").is_in(["base", "change"]))
    even = (pairs["atoms"].list.len() == pairs["values"].list.len()).fill_null(value=False).all()
    unit = rows.filter(pl.col("kind") == "base")["number"][0]
    return numbered and named and within and bool(even) and unit is not None and unit > 0


class _Sheet:
    """The tables of one date, laid beside the system of that date."""

    def __init__(self, when: str, system: System, rows: pl.DataFrame) -> None:
        self.when = when
        self.system = system
        base = rows.filter(pl.col("kind") == "base").row(0, named=True)
        self.unit = int(base["number"])
        self.covered = np.zeros(system.width, dtype=bool)
        self.base = np.zeros(system.width, dtype=np.int64)
        self.covered[base["atoms"]] = True
        self.base[base["atoms"]] = base["values"]
        out = rows.filter(pl.col("kind") == "left_out")["atoms"].explode().drop_nulls()
        self.left_out = np.unique(out.to_numpy().astype(np.int64))
        self.changes = self._changes(rows.filter(pl.col("kind") == "change").sort("number"))
        named = rows.filter(pl.col("kind") == "quantity").select("name", "low", "high")
        self.proofs = {name: (low, high) for name, low, high in named.iter_rows()}

    def _changes(self, rows: pl.DataFrame) -> sparse.csc_matrix:
        """Atoms × tables."""
        lengths = rows["atoms"].list.len().to_numpy()
        atoms = rows["atoms"].explode().drop_nulls().to_numpy()
        values = rows["values"].explode().drop_nulls().to_numpy()
        pointers = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        shape = (self.system.width, rows.height)
        return sparse.csc_matrix((values.astype(np.int64), atoms, pointers), shape=shape)

    def rows_that_fail(self) -> Iterator[str]:
        """Published sums that a table does not hold, and numbers below zero."""
        matrix = self.system.matrix().astype(np.int64).tocsr()
        known = abs(matrix) @ self.covered.astype(np.int64)
        whole = np.diff(matrix.indptr)
        if ((known > 0) & (known < whole)).any():
            yield self._say(_("{when}: the base table leaves out numbers that hang together."))
        unlinked = np.setdiff1d(self.left_out, self.system.links)
        if len(unlinked):
            yield self._say(_("{when}: published sums were left out."))
        watched = known == whole
        watched[self.left_out] = False
        lower = in_units(_minus_infinite(np.array(self.system.lower)), self.unit)
        upper = in_units(np.array(self.system.upper), self.unit)
        totals = matrix @ self.base
        moved = (matrix @ self.changes).tocoo()
        reached = totals[moved.row] + moved.data
        good = (reached >= lower[moved.row]) & (reached <= upper[moved.row])
        base_good = (totals >= lower) & (totals <= upper)
        if not (good | ~watched[moved.row]).all() or not (base_good | ~watched).all():
            yield self._say(_("{when}: a table does not add up to what is published."))
        yield from self._not_whole(matrix, watched)
        if (self.base < 0).any() or (self._tables_at_changes() < 0).any():
            yield self._say(_("{when}: a table holds numbers below zero."))
        if not self.covered[self.changes.indices].all():
            yield self._say(_("{when}: a change is about a number without a base."))

    def _not_whole(self, matrix: sparse.csr_matrix, watched: np.ndarray) -> Iterator[str]:
        """A row finer than the unit cannot be checked in whole numbers."""
        del matrix
        for bounds in (self.system.lower, self.system.upper):
            values = np.array(bounds)[watched]
            scaled = values[np.isfinite(values)] * self.unit
            if len(scaled) and np.abs(scaled - np.round(scaled)).max() > 1e-5:
                yield self._say(_("{when}: published figures are finer than the tables."))
                return

    def _tables_at_changes(self) -> np.ndarray:
        found = self.changes.tocoo()
        return np.asarray(self.base[found.row] + found.data)

    def questions_that_fail(self, questions: list[Question], minimum: int) -> Iterator[str]:
        """Quantities whose tables do not reach what has to stay possible."""
        sums = sums_of(questions, self.system.width).astype(np.int64)
        uncovered = abs(sums) @ (~self.covered).astype(np.int64)
        moved = (sums @ self.changes).tocsr()
        fixed = sums @ self.base + np.array([q.known for q in questions]) * self.unit
        low, high = (self._values(questions, fixed, moved, end) for end in (0, 1))
        for number, question in enumerate(questions):
            good = self._enough(question.need, low[number], high[number], minimum)
            if uncovered[number] or not len(question.atoms) or not good:
                yield _("{quantity}: not proved.").format(quantity=question.name)

    def _values(
        self, questions: list[Question], fixed: np.ndarray, moved: sparse.csr_matrix, end: int
    ) -> np.ndarray:
        """The quantities in the tables named for one end; not a number where none is named."""
        named = [self.proofs.get(question.name, (None, None))[end] for question in questions]
        there = np.array([table is not None for table in named])
        tables = np.array([table or 0 for table in named], dtype=np.int64)
        changed = np.flatnonzero(tables)
        values = np.where(there, fixed, np.nan)
        if len(changed):
            values[changed] += np.asarray(moved[changed, tables[changed] - 1]).ravel()
        return values

    def _enough(self, need: Need | None, low: float, high: float, minimum: int) -> bool:
        if need is None:
            return bool(low < self.unit - NEAR or high >= minimum * self.unit - NEAR)
        enough = low <= need[0] * self.unit + NEAR and high >= need[1] * self.unit - NEAR
        return bool(enough)

    def _say(self, words: str) -> str:
        return words.format(when=self.when)


def _minus_infinite(lower: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(lower), lower, -np.inf)
