"""One component of the joint system as a warm linear program with shared witnesses."""

import highspy
import numpy as np
from scipy import sparse

__all__ = ["NEAR", "Need", "Program"]

NEAR = 1e-6
Need = tuple[float, float]


class Program:
    """The linear program of a component, and the interval each watched quantity has reached.

    Each optimum is a table that fits everything published, so it widens the intervals of all
    quantities, not only of the one it was sought for.

    Attributes:
        known, sums, needs: the watched quantities and the intervals they need (None: a width).
        least, most: the ends reached so far, after ``run``.
        programs: how many were solved.
        state: ``ok``, ``infeasible``, or the solver's word for why it gave up.
    """

    def __init__(
        self,
        matrix: sparse.csr_matrix,
        lower: np.ndarray,
        upper: np.ndarray,
        columns: np.ndarray,
    ) -> None:
        self.local = {int(atom): i for i, atom in enumerate(columns)}
        self.width = len(columns)
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.passModel(_model(matrix.tocsc(), lower, upper))
        self.known: list[float] = []
        self.needs: list[Need | None] = []
        self.sums: list[np.ndarray] = []
        self.programs = 0
        self.state = "ok"

    def watch(self, known: float, atoms: np.ndarray, signs: np.ndarray, need: Need | None) -> None:
        """Add a quantity ``known + Σ sign · atom`` whose interval is wanted."""
        total = np.zeros(self.width)
        np.add.at(total, [self.local[int(atom)] for atom in atoms], signs)
        self.known.append(known)
        self.needs.append(need)
        self.sums.append(total)

    def run(self, minimum: int) -> None:
        """Solve until every quantity's interval is wide enough or exhausted."""
        count = len(self.sums)
        self.least = np.full(count, np.inf)
        self.most = np.full(count, -np.inf)
        self.sum_matrix = sparse.csr_matrix(np.array(self.sums))
        for i in range(count):
            if self.state != "ok" or self.enough(i, minimum):
                continue
            self._solve(i, highspy.ObjSense.kMaximize)
            if self.state == "ok" and not self.enough(i, minimum):
                self._solve(i, highspy.ObjSense.kMinimize)

    def enough(self, i: int, minimum: int) -> bool:
        """Whether the interval reached is as wide as it has to be."""
        need = self.needs[i]
        if need is None:
            # without the sealed list nobody knows which cells only cover others; what must not be
            # is a proof that somebody is there, and that they are few
            return bool(self.most[i] >= minimum - NEAR or self.least[i] < 1 - NEAR)
        return bool(self.least[i] <= need[0] + NEAR and self.most[i] >= need[1] - NEAR)

    def _solve(self, i: int, sense: highspy.ObjSense) -> None:
        everything = np.arange(self.width, dtype=np.int32)
        self.solver.changeColsCost(self.width, everything, self.sums[i])
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        self.programs += 1
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            self._witness(np.array(self.solver.getSolution().col_value))
        elif status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            self._unbounded(i, sense)
        elif status == highspy.HighsModelStatus.kInfeasible:
            self.state = "infeasible"
        else:
            self.state = str(status)

    def _unbounded(self, i: int, sense: highspy.ObjSense) -> None:
        """Nothing limits the quantity on this side, if the system has a solution at all."""
        self.solver.changeColsCost(
            self.width, np.arange(self.width, dtype=np.int32), np.zeros(self.width)
        )
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.state = "infeasible"
            return
        self._witness(np.array(self.solver.getSolution().col_value))
        if sense == highspy.ObjSense.kMaximize:
            self.most[i] = np.inf
        else:
            self.least[i] = -np.inf

    def _witness(self, atoms: np.ndarray) -> None:
        values = self.sum_matrix @ atoms + np.array(self.known)
        self.least = np.minimum(self.least, values)
        self.most = np.maximum(self.most, values)


def _model(matrix: sparse.csc_matrix, lower: np.ndarray, upper: np.ndarray) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_ = np.zeros(matrix.shape[1])
    program.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    program.row_lower_ = np.where(np.isinf(lower), -highspy.kHighsInf, lower)
    program.row_upper_ = np.where(np.isinf(upper), highspy.kHighsInf, upper)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    return program
