"""Ranges: everything published in one system of ranges, and how far it lets a count move."""

from collections.abc import Sequence

import highspy
import numpy as np
import polars as pl
from scipy.sparse import coo_array, csr_array, vstack

from kreisblick.base.language import translate as _
from kreisblick.protection.perturbation.axes import Axis, Depths, Ints, labels_of
from kreisblick.protection.perturbation.protected_cube import ProtectedCube, Where
from kreisblick.protection.perturbation.tables import TOTAL
from kreisblick.protection.rules import ProtectionFailedError

__all__ = ["Ranges"]

LARGEST = 50_000  # atoms of one system; more could not be proved in reasonable time
NODES = 1_000  # of a search for whole numbers
NEAR = 1e-6


class Ranges:
    """The attacker's system: atoms within the base of their figures, sums within their ranges.

    Args:
        true: true counts, one array axis per dimension.
        cube: the rounded cube.
        facts: groups with the lowest and highest count that was published of them.

    Raises:
        ProtectionFailedError: a fact is not true, or the system is too large to be proved.
    """

    def __init__(
        self, true: Ints, cube: ProtectedCube, facts: Sequence[tuple[Where, int, int]]
    ) -> None:
        if true.size > LARGEST:
            raise ProtectionFailedError(
                _("A cube of more than {count} atoms cannot be audited with other figures.").format(
                    count=LARGEST
                )
            )
        self.cube = cube
        figures = cube.values.ravel()
        reach = cube.base - 1
        self.low, self.high = np.maximum(figures - reach, 0), figures + reach
        sums = [_sums(cube.axes, depths) for depths in cube.tables]
        groups = [cube.matching(where).ravel().astype(np.float64) for where, _low, _high in facts]
        middle = np.concatenate([matrix @ figures for matrix in sums])
        self.matrix = csr_array(vstack([*sums, csr_array(np.array(groups))]))
        ends = np.array([(lower, upper) for _where, lower, upper in facts], np.float64).T
        self.least = np.concatenate([middle - cube.closeness, ends[0]])
        self.most = np.concatenate([middle + cube.closeness, ends[1]])
        self.tables: list[Ints] = [true.ravel()]
        if not self._fits(self.tables[0]):
            raise ProtectionFailedError(_("A figure published beside the cube is not true."))
        self.solver = self._load()

    def breaches(self, depths: Depths, targets: pl.DataFrame) -> pl.DataFrame:
        """The targets of a table for which an end of what is required was not reached."""
        rows = _sums(self.cube.axes, depths)
        ends = [
            (
                self._end(rows, cell, required_lower, -1),
                self._end(rows, cell, required_upper, 1),
            )
            for cell, required_lower, required_upper in targets.select(
                "cell", "required_lower", "required_upper"
            ).iter_rows()
        ]
        schema = {"lower": pl.Int64, "upper": pl.Int64}
        found = targets.hstack(pl.DataFrame(ends, schema=schema, orient="row"))
        kept = (pl.col("lower") <= pl.col("required_lower")).fill_null(value=False)
        kept &= (pl.col("upper") >= pl.col("required_upper")).fill_null(value=False)
        columns = targets.columns[1 : targets.columns.index("value")]
        name = "+".join(columns) or TOTAL
        return found.filter(~kept).with_columns(pl.lit(name).alias("table"))

    def _fits(self, table: Ints) -> bool:
        sums = self.matrix @ table
        inside = (table >= self.low) & (table <= self.high)
        return bool(inside.all() and (sums >= self.least).all() and (sums <= self.most).all())

    def _end(self, rows: csr_array, cell: int, required: int, sign: int) -> int | None:
        """How far the cell can go in one direction, as far as that matters; None if unproved."""
        row = rows[[cell], :]
        for table in self.tables:
            if sign * ((row @ table)[0] - required) >= 0:
                return required
        bound, found = self._solve(row, sign)
        if bound is None or sign * (bound - required) < 0:
            return bound
        if found is None or sign * ((row @ found)[0] - required) < 0:
            found = self._whole(row, required, sign)
        if found is None:
            return None
        self.tables.append(found)
        return required

    def _solve(self, row: csr_array, sign: int) -> tuple[int | None, Ints | None]:
        """The bound by a linear program, and its table if that is one of whole numbers."""
        places = row.indices.astype(np.int32)
        self.solver.changeColsCost(len(places), places, np.full(len(places), -float(sign)))
        self.solver.run()
        solved = self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = np.array(self.solver.getSolution().col_value)
        self.solver.changeColsCost(len(places), places, np.zeros(len(places)))
        if not solved:
            return None, None
        reached = float((row @ values)[0])
        bound = int(np.floor(reached + NEAR) if sign > 0 else np.ceil(reached - NEAR))
        table = np.rint(values).astype(np.int64)
        return bound, table if self._fits(table) else None

    def _whole(self, row: csr_array, required: int, sign: int) -> Ints | None:
        """A table of whole numbers that reaches the end, by branch and cut."""
        solver = self._load()
        size = self.low.size
        kinds = [highspy.HighsVarType.kInteger] * size
        solver.changeColsIntegrality(size, np.arange(size, dtype=np.int32), np.array(kinds))
        ends = (float(required), np.inf) if sign > 0 else (-np.inf, float(required))
        places = row.indices.astype(np.int32)
        solver.addRow(*ends, len(places), places, np.ones(len(places)))
        solver.setOptionValue("mip_max_nodes", NODES)
        solver.run()
        values = np.array(solver.getSolution().col_value)
        if values.size != size:
            return None
        table = np.rint(values).astype(np.int64)
        reached = sign * ((row @ table)[0] - required) >= 0
        return table if reached and self._fits(table) else None

    def _load(self) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, "random_seed": 1}.items():
            solver.setOptionValue(name, value)
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = self.matrix.shape
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = self.low.astype(np.float64), self.high.astype(np.float64)
        lp.row_lower_, lp.row_upper_ = self.least, self.most
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = self.matrix.indptr.astype(np.int32)
        lp.a_matrix_.index_ = self.matrix.indices.astype(np.int32)
        lp.a_matrix_.value_ = self.matrix.data
        solver.passModel(lp)
        return solver


def _sums(axes: Sequence[Axis], depths: Depths) -> csr_array:
    """Cells of a table as sums of atoms."""
    labels = labels_of(axes, depths)
    shape = (int(labels.max()) + 1, labels.size)
    return coo_array((np.ones(labels.size), (labels, np.arange(labels.size))), shape).tocsr()
