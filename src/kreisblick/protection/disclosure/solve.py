"""Solve: the cheapest other table that fits, for one need after the other.

Variables of the linear program are the changes ``d`` of the system's variables and, for each row
that may move, its move up ``p`` and down ``q``: ``A d - p + q = 0``. Moving a published cell
costs its weight (it must then be hidden), moving a hidden one costs nothing. The model stays
warm between needs: only bounds and costs change.
"""

from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.errors import ProtectionFailedError
from kreisblick.protection.disclosure.system import ENDLESS, Ints, Kind, Need, System

__all__ = ["Model"]

SECONDS_PER_PROGRAM = 120.0  # a single program needs milliseconds; beyond this something is wrong
WHOLE = 1e-5  # a solution this close to whole numbers is rounded and then checked exactly


class Model:
    """A warm linear program over some columns of a system.

    Args:
        system: the joint system.
        columns: the variables that may change; all others stay as they are, which can only
            narrow the attacker's choice, so what is proved here is proved for the whole.
        hidden: which rows are hidden by now.
        strict: whether hidden cells must stay above zero.
        frozen: whether published cells must stay published.
    """

    def __init__(
        self,
        system: System,
        columns: Ints,
        hidden: npt.NDArray[np.bool_],
        *,
        strict: bool,
        frozen: bool = False,
    ) -> None:
        self.system = system
        self.columns = columns[system.low[columns] < system.high[columns]]
        self.place = {int(column): i for i, column in enumerate(self.columns)}
        part = system.matrix[:, self.columns]
        touched = np.diff(part.indptr) > 0
        whole = np.diff(part.indptr) == np.diff(_live(system).indptr)
        cell = system.kind == Kind.CELL
        moving = touched & ((cell & (hidden | (whole & (not frozen)))) | (system.kind == Kind.GUARD))
        self.moving = moving.nonzero()[0]
        self.still = (touched & ~moving).nonzero()[0]
        self.row_place = {int(row): i for i, row in enumerate(self.moving)}
        self.floor = system.strict_floor if strict else system.floor
        self.costs = np.where(cell & ~hidden, system.weight, 0.0)
        self.highs = self._load(part)

    def knows(self, row: int) -> bool:
        """Whether the row can move in this part."""
        return row in self.row_place

    def hide(self, rows: Ints) -> None:
        """Cells that are hidden from now on cost nothing any more."""
        places = [self.row_place[int(row)] for row in rows if int(row) in self.row_place]
        self.costs[rows] = 0.0
        self._change_costs(np.array(places, np.int64))

    def publish(self, row: int) -> None:
        """Forbid a cell to move at all (to try whether it can be shown)."""
        self._row_bounds(row, 0, 0)

    def unpublish(self, row: int) -> None:
        """Take ``publish`` back."""
        self._free(row)

    def find(self, need: Need) -> Ints | None:
        """The change of all variables of the system that meets a need, or None."""
        known = [self.place[int(v)] for v in self.system.insiders[need.insider] if v in self.place]
        for place in known:
            self.highs.changeColBounds(place, 0.0, 0.0)
        low = (need.amount, 0) if need.sign > 0 else (0, need.amount)
        self._demand(need, low)
        found = self._whole_solution()
        self._free(need.row)
        for place in known:
            self.highs.changeColBounds(place, *self._variable_bounds(place))
        return found

    def _whole_solution(self) -> Ints | None:
        values = self._run()
        if values is None:
            return None
        if not _is_whole(values):
            values = self._run_in_whole_numbers()
            if values is None:
                return None
        change = np.zeros(len(self.system.x), np.int64)
        change[self.columns] = np.rint(values).astype(np.int64)
        return change

    def _run(self) -> npt.NDArray[np.float64] | None:
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return np.array(self.highs.getSolution().col_value[: len(self.columns)])
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        raise ProtectionFailedError(
            _("The solver gave no answer in time ({status}). Publish fewer slices.").format(
                status=self.highs.modelStatusToString(status)
            )
        )

    def _run_in_whole_numbers(self) -> npt.NDArray[np.float64] | None:
        size = len(self.columns)
        which = np.arange(size, dtype=np.int32)
        integer = np.full(size, int(highspy.HighsVarType.kInteger), np.uint8)
        self.highs.changeColsIntegrality(size, which, integer)
        try:
            values = self._run()
        finally:
            self.highs.changeColsIntegrality(size, which, np.zeros(size, np.uint8))
        return values

    def _demand(self, need: Need, low: tuple[int, int]) -> None:
        place = self.row_place[need.row]
        up, down = self._columns_of(place)
        room_up, room_down = self._room(need.row)
        self.highs.changeColBounds(up, float(low[0]), float(room_up) if need.sign > 0 else 0.0)
        self.highs.changeColBounds(down, float(low[1]), float(room_down) if need.sign < 0 else 0.0)

    def _free(self, row: int) -> None:
        self._row_bounds(row, *self._room(row))

    def _row_bounds(self, row: int, room_up: float, room_down: float) -> None:
        up, down = self._columns_of(self.row_place[row])
        self.highs.changeColBounds(up, 0.0, float(room_up))
        self.highs.changeColBounds(down, 0.0, float(room_down))

    def _room(self, row: int) -> tuple[float, float]:
        value = self.system.value[row]
        above = self.system.ceiling[row] - value
        return _bound(above), _bound(value - self.floor[row])

    def _columns_of(self, place: int) -> tuple[int, int]:
        return len(self.columns) + place, len(self.columns) + len(self.moving) + place

    def _variable_bounds(self, place: int) -> tuple[float, float]:
        column = self.columns[place]
        x = self.system.x[column]
        return -_bound(x - self.system.low[column]), _bound(self.system.high[column] - x)

    def _change_costs(self, places: Ints) -> None:
        for place in places:
            cost = float(self.costs[self.moving[place]])
            for column in self._columns_of(int(place)):
                self.highs.changeColCost(column, cost)

    def _load(self, part: Any) -> Any:
        highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("time_limit", SECONDS_PER_PROGRAM),
            ("presolve", "off"),
        ):
            highs.setOptionValue(name, value)
        highs.passModel(self._program(part))
        return highs

    def _program(self, part: Any) -> Any:
        variables, moving, still = len(self.columns), len(self.moving), len(self.still)
        program = highspy.HighsLp()
        program.num_col_ = variables + 2 * moving
        program.num_row_ = moving + still
        cost = self.costs[self.moving]
        program.col_cost_ = np.concatenate([np.zeros(variables), cost, cost])
        program.col_lower_, program.col_upper_ = self._all_bounds()
        program.row_lower_ = np.zeros(moving + still)
        program.row_upper_ = np.zeros(moving + still)
        self._fill_matrix(program.a_matrix_, part)
        return program

    def _all_bounds(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        variables = [self._variable_bounds(i) for i in range(len(self.columns))]
        rooms = [self._room(int(row)) for row in self.moving]
        low = [low for low, _high in variables] + [0.0] * (2 * len(rooms))
        high = [high for _low, high in variables]
        return np.array(low), np.array(high + [up for up, _d in rooms] + [down for _u, down in rooms])

    def _fill_matrix(self, target: Any, part: Any) -> None:
        rows = part[np.concatenate([self.moving, self.still]).astype(np.int64)].tocsc()
        moving = len(self.moving)
        identity = np.arange(moving)
        target.format_ = highspy.MatrixFormat.kColwise
        ends = rows.indptr[-1] + np.arange(1, 2 * moving + 1)
        target.start_ = np.concatenate([rows.indptr, ends]).astype(np.int32)
        target.index_ = np.concatenate([rows.indices, identity, identity]).astype(np.int32)
        signs = [rows.data, -np.ones(moving), np.ones(moving)]
        target.value_ = np.concatenate(signs).astype(np.float64)


def _live(system: System) -> Any:
    """The matrix without variables that cannot change."""
    return system.matrix[:, (system.low < system.high).nonzero()[0]]


def _bound(value: int) -> float:
    return float(value) if value < ENDLESS // 2 else highspy.kHighsInf


def _is_whole(values: npt.NDArray[np.float64]) -> bool:
    return bool(np.all(np.abs(values - np.rint(values)) < WHOLE))
