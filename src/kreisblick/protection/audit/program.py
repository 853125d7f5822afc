"""A warm linear program over a part of the system (HiGHS), and its whole-number twin."""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from kreisblick.protection.audit.parts import UNBOUNDED

__all__ = ["NEAR", "TIME_OVER", "Answer", "Program"]

TIME_OVER = "Time limit reached"  # HiGHS says so

NEAR = 1e-6
SOLUTION_FOUND = 2  # HiGHS: a feasible point is there, even if it is not known to be the best
STATES = {
    highspy.HighsModelStatus.kOptimal: "ok",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "unbounded",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a program said.

    Attributes:
        state: ``ok``, ``unbounded``, ``infeasible`` or the solver's word for why it gave up.
        table: the atoms, if there is a solution.
        value: of the objective.
    """

    state: str
    table: np.ndarray | None
    value: float

    @property
    def whole(self) -> np.ndarray | None:
        """The table in whole numbers, if it is one up to the solver's tolerance."""
        if self.table is None:
            return None
        rounded = np.round(self.table)
        return rounded.astype(np.int64) if np.abs(self.table - rounded).max() < NEAR else None


class Program:
    """Rows ``lower ≤ matrix · x ≤ upper``, x ≥ 0, asked for one end after the other."""

    def __init__(
        self,
        matrix: sparse.csr_matrix,
        lower: np.ndarray,
        upper: np.ndarray,
        *,
        patience: float,
        whole: bool = False,
    ) -> None:
        self.width = matrix.shape[1]
        self.height = matrix.shape[0]
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.patience = patience
        self.spent = 0
        self.solver.passModel(_model(matrix.tocsc(), lower, upper, whole=whole))
        self.everything = np.arange(self.width, dtype=np.int32)

    def limit(self, columns: np.ndarray, upper: np.ndarray) -> None:
        """Let some atoms not exceed a value."""
        self._bounds(columns, np.asarray(upper, dtype=float))

    def free(self, columns: np.ndarray) -> None:
        """Take such limits away."""
        self._bounds(columns, np.full(len(columns), highspy.kHighsInf))

    def _bounds(self, columns: np.ndarray, upper: np.ndarray) -> None:
        numbers = np.asarray(columns, dtype=np.int32)
        self.solver.changeColsBounds(len(numbers), numbers, np.zeros(len(numbers)), upper)

    def best(
        self, cost: np.ndarray, *, most: bool, enough: float | None = None, room: float = 0.0
    ) -> Answer:
        """The table with the largest (or smallest) ``cost · x``.

        Args:
            cost: per atom.
            most: largest or smallest.
            enough: more than this is not asked for.
            room: how far beyond it the sum may go (needed where no table hits it exactly).
        """
        if self.patience <= 0:
            return Answer(state=TIME_OVER, table=None, value=np.nan)
        self.solver.changeColsCost(self.width, self.everything, np.asarray(cost, dtype=float))
        sense = highspy.ObjSense.kMaximize if most else highspy.ObjSense.kMinimize
        self.solver.changeObjectiveSense(sense)
        if enough is not None:
            self._stop_at(cost, most=most, end=enough + (room if most else -room))
        # the solver counts the time of all runs of a model together
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.patience)
        self.solver.run()
        self.spent += 1
        answer = self._answer()
        if enough is not None:
            self.solver.deleteRows(1, np.array([self.height], dtype=np.int32))
        return answer

    def _stop_at(self, cost: np.ndarray, *, most: bool, end: float) -> None:
        used = np.flatnonzero(cost).astype(np.int32)
        infinite = highspy.kHighsInf
        bounds = (-infinite, end) if most else (end, infinite)
        self.solver.addRow(*bounds, len(used), used, np.asarray(cost, dtype=float)[used])

    def _answer(self) -> Answer:
        status = self.solver.getModelStatus()
        state = STATES.get(status, self.solver.modelStatusToString(status))
        feasible = self.solver.getInfo().primal_solution_status == SOLUTION_FOUND
        if state in {"infeasible", "unbounded"} or not feasible:
            return Answer(state=state, table=None, value=np.nan)
        table = np.array(self.solver.getSolution().col_value)
        value = float(self.solver.getInfo().objective_function_value)
        return Answer(state=state, table=table, value=value)


def _model(
    matrix: sparse.csc_matrix, lower: np.ndarray, upper: np.ndarray, *, whole: bool
) -> highspy.HighsLp:
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_ = np.zeros(matrix.shape[1])
    program.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    program.row_lower_ = np.where(lower <= -UNBOUNDED, -highspy.kHighsInf, lower)
    program.row_upper_ = np.where(upper >= UNBOUNDED, highspy.kHighsInf, upper)
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data.astype(float)
    return program
