"""Solve: the cheapest other table that fits, for one need after the other.

The linear program knows for each variable its change up ``u`` and down ``v``, and for each row
that may move its move up ``p`` and down ``q``: ``A (u - v) - p + q = 0``. Moving a published cell
costs its weight, because it must then be hidden; moving a hidden one or a variable costs next to
nothing. The model stays warm between needs: only bounds and costs change.
"""

from collections.abc import Iterable
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.change import Change, Lookup
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.program import (
    bound,
    distinct,
    fill_matrix,
    movable,
    new_solver,
)
from kreisblick.protection.suppression.system import Ints, Kind

__all__ = ["Model"]

SECONDS_PER_PROGRAM = 120.0  # a single program needs milliseconds; beyond this something is wrong
HIDDEN = 0.05  # moving hidden cells is next to free; a little cost keeps solutions small
INSIDE = 0.001  # the same for variables; small solutions are nearly always whole numbers
KNOWN = 0.1  # a proof that leaves alone what somebody knows holds against him, too
GAP = 0.2  # a whole solution this close to the cheapest is good enough
MULTIPLES = (1, 2, 3)  # vertices of such systems are mostly whole, else halves or thirds
DEPTH = 12  # variables rounded one after the other before the whole-number search begins
WHOLE = 1e-5  # a solution this close to whole numbers is rounded and then checked exactly


class Model:
    """A warm linear program over some columns of a system.

    Args:
        lookup: the joint system.
        columns: the variables that may change; all others stay as they are, which can only
            narrow the attacker's choice, so what is proved here is proved for the whole.
        hidden: which rows are hidden by now.
        strict: whether hidden cells must stay above zero.
        frozen: whether published cells must stay published.
    """

    def __init__(
        self,
        lookup: Lookup,
        columns: Ints,
        hidden: npt.NDArray[np.bool_],
        *,
        strict: bool,
        frozen: bool = False,
    ) -> None:
        self.lookup = lookup
        self.system = system = lookup.system
        self.columns = columns[system.low[columns] < system.high[columns]]
        if frozen:
            shown = (system.kind == Kind.FACT) | ((system.kind == Kind.CELL) & ~hidden)
            self.columns = movable(system.matrix, self.columns, shown)
        self.place = {int(column): i for i, column in enumerate(self.columns)}
        self.known: dict[int, list[int]] = {}
        for place, unit in enumerate(system.unit[self.columns].tolist()):
            self.known.setdefault(unit, []).append(place)
        part = system.matrix[:, self.columns]
        part.sort_indices()
        touched = np.diff(part.indptr) > 0
        whole = np.diff(part.indptr) == lookup.widths
        cell = system.kind == Kind.CELL
        moving = touched & (
            (cell & (hidden | (whole & (not frozen)))) | (system.kind == Kind.GUARD)
        )
        self.still, _places = distinct(part, (touched & ~moving).nonzero()[0])
        cells, self.row_place = distinct(part, (moving & cell).nonzero()[0])
        guards = (moving & ~cell).nonzero()[0]
        self.row_place |= {int(row): len(cells) + i for i, row in enumerate(guards)}
        self.moving = np.concatenate([cells, guards]).astype(np.int64)
        self.movable = part[self.moving]
        self.floor = system.strict_floor if strict else system.floor
        self.costs = np.where(cell & ~hidden, system.weight, HIDDEN)
        twins = np.zeros(len(self.moving))  # cells that always move together cost together
        np.add.at(twins, list(self.row_place.values()), self.costs[list(self.row_place)])
        self.costs[self.moving] = twins
        self.highs = self._load(part)
        self.effort = 0  # simplex steps so far: work counted the same on every computer

    def knows(self, row: int) -> bool:
        """Whether the row can move in this part."""
        return row in self.row_place

    def hide(self, rows: Ints) -> None:
        """Cells that are hidden from now on cost nothing any more."""
        places = [self.row_place[int(row)] for row in rows if int(row) in self.row_place]
        self.costs[rows] = HIDDEN
        self.costs[self.moving[places]] = HIDDEN
        self._change_costs(np.array(places, np.int64))

    def publish(self, row: int) -> None:
        """Forbid a cell to move at all (to try whether it can be shown)."""
        self._row_bounds(row, 0, 0)

    def unpublish(self, row: int) -> None:
        """Take ``publish`` back."""
        self._row_bounds(row, *self._room(row))

    def find(self, need: Need, unmoved: Iterable[int] = ()) -> Change | None:
        """The change that meets a need and leaves what some units know as it is, or None."""
        known = self.system.insiders[need.insider].tolist()
        inside = {self.place[v] for v in known if v in self.place}
        places = sorted(inside.union(*(self.known.get(unit, ()) for unit in unmoved)))
        for place in places:
            self._variable_bounds(place, 0.0, 0.0)
        ways = [self._move(need, sign) for sign in ([need.sign] if need.sign else [1, -1])]
        for place in places:
            self._variable_bounds(place, *self._rooms_inside(place))
        found = [way for way in ways if way is not None]
        whole = min(found, key=self._cost, default=None)
        if whole is None:
            return None
        moved = whole.nonzero()[0]
        return self.lookup.change(self.columns[moved], whole[moved])

    def _move(self, need: Need, sign: int) -> Ints | None:
        """The cheapest change of the columns that moves a row in one direction."""
        room_up, room_down = self._room(need.row)
        if (room_up if sign > 0 else room_down) < need.amount:
            return None
        up, down = self._columns_of(self.row_place[need.row])
        self.highs.changeColBounds(up if sign < 0 else down, 0.0, 0.0)
        room = room_up if sign > 0 else room_down
        self.highs.changeColBounds(up if sign > 0 else down, float(need.amount), room)
        found = self._whole_solution()
        self._row_bounds(need.row, room_up, room_down)
        return found

    def _cost(self, whole: Ints) -> float:
        move: Ints = np.asarray(self.movable @ whole, np.int64)
        return float(self.costs[self.moving] @ np.abs(move))

    def _whole_solution(self) -> Ints | None:
        values = self._run()
        if values is None:
            return None
        whole = self._multiple(values)
        if whole is None:
            whole = self._dive(values)
        for near in (values, None) if whole is None else ():
            searched = self._run_in_whole_numbers(near)
            if searched is not None:
                whole = np.rint(searched).astype(np.int64)
                break
        return whole

    def _dive(self, values: npt.NDArray[np.float64]) -> Ints | None:
        """Fix one broken variable after the other to a whole number on the warm program."""
        touched: list[int] = []
        whole: Ints | None = None
        found: npt.NDArray[np.float64] | None = values
        while found is not None and whole is None and len(touched) < DEPTH:
            place = int(np.argmax(np.abs(found - np.rint(found))))
            touched.append(place)
            found = self._round(place, float(found[place]))
            whole = None if found is None else self._multiple(found)
        for place in touched:
            self._variable_bounds(place, *self._rooms_inside(place))
        return whole

    def _round(self, place: int, value: float) -> npt.NDArray[np.float64] | None:
        """The program with a variable rounded away from zero, or else towards it."""
        sign, size = (1, value) if value > 0 else (-1, -value)
        room = self._rooms_inside(place)[0 if sign > 0 else 1]
        for low, high in ((np.ceil(size), room), (0.0, np.floor(size))):
            up, down = ((low, high), (0.0, 0.0))[::sign]
            self.highs.changeColBounds(place, *up)
            self.highs.changeColBounds(len(self.columns) + place, *down)
            found = self._run()
            if found is not None:
                return found
        return None

    def _multiple(self, values: npt.NDArray[np.float64]) -> Ints | None:
        """The smallest multiple of a solution that is whole and still within all bounds."""
        for times in MULTIPLES:
            scaled = times * values
            whole = np.rint(scaled).astype(np.int64)
            if np.abs(scaled - whole).max() < WHOLE and (times == 1 or self._fits(whole)):
                return whole
        return None

    def _fits(self, change: Ints) -> bool:
        x = self.system.x[self.columns] + change
        low, high = self.system.low[self.columns], self.system.high[self.columns]
        value = self.system.value[self.moving] + self.movable @ change
        fits = (x >= low).all() and (x <= high).all() and (value >= self.floor[self.moving]).all()
        return bool(fits and (value <= self.system.ceiling[self.moving]).all())

    def _run(self, highs: Any = None) -> npt.NDArray[np.float64] | None:
        solver = self.highs if highs is None else highs
        solver.setOptionValue("time_limit", solver.getRunTime() + SECONDS_PER_PROGRAM)
        solver.run()
        self.effort += max(0, int(solver.getInfo().simplex_iteration_count))
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            size = len(self.columns)
            values = np.array(solver.getSolution().col_value[: 2 * size])
            return np.asarray(values[:size] - values[size:])
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        raise ProtectionFailedError(
            _("The solver gave no answer in time ({status}). Publish fewer slices.").format(
                status=solver.modelStatusToString(status)
            )
        )

    def _run_in_whole_numbers(
        self, near: npt.NDArray[np.float64] | None
    ) -> npt.NDArray[np.float64] | None:
        """The same program in whole numbers, on a fresh solver: ten times faster than warm.

        With ``near``, cells that this solution leaves alone and that are published must stay.
        """
        fresh = new_solver(SECONDS_PER_PROGRAM)
        fresh.setOptionValue("mip_rel_gap", GAP)
        program = self.highs.getLp()
        size = 2 * len(self.columns)
        if near is not None:
            upper = np.array(program.col_upper_)
            stay = np.abs(self.movable @ near) < WHOLE
            stay &= self.costs[self.moving] > HIDDEN
            upper[size:][np.concatenate([stay, stay])] = 0.0
            program.col_upper_ = upper
        fresh.passModel(program)
        integer = np.full(size, int(highspy.HighsVarType.kInteger), np.uint8)
        fresh.changeColsIntegrality(size, np.arange(size, dtype=np.int32), integer)
        return self._run(fresh)

    def _row_bounds(self, row: int, room_up: float, room_down: float) -> None:
        up, down = self._columns_of(self.row_place[row])
        self.highs.changeColBounds(up, 0.0, float(room_up))
        self.highs.changeColBounds(down, 0.0, float(room_down))

    def _room(self, row: int) -> tuple[float, float]:
        value = self.system.value[row]
        above = self.system.ceiling[row] - value
        return bound(above), bound(value - self.floor[row])

    def _columns_of(self, place: int) -> tuple[int, int]:
        first = 2 * len(self.columns) + place
        return first, first + len(self.moving)

    def _rooms_inside(self, place: int) -> tuple[float, float]:
        column = self.columns[place]
        x = self.system.x[column]
        return bound(self.system.high[column] - x), bound(x - self.system.low[column])

    def _variable_bounds(self, place: int, room_up: float, room_down: float) -> None:
        self.highs.changeColBounds(place, 0.0, room_up)
        self.highs.changeColBounds(len(self.columns) + place, 0.0, room_down)

    def _change_costs(self, places: Ints) -> None:
        for place in places:
            cost = float(self.costs[self.moving[place]])
            for column in self._columns_of(int(place)):
                self.highs.changeColCost(column, cost)

    def _load(self, part: Any) -> Any:
        highs = new_solver(SECONDS_PER_PROGRAM)
        highs.setOptionValue("presolve", "off")  # it would throw the warm start away
        highs.passModel(self._program(part))
        return highs

    def _program(self, part: Any) -> Any:
        moving, still = len(self.moving), len(self.still)
        program = highspy.HighsLp()
        program.num_col_ = 2 * (len(self.columns) + moving)
        program.num_row_ = moving + still
        cost = self.costs[self.moving]
        inside = np.where(self.system.unit[self.columns] >= 0, KNOWN, INSIDE)
        program.col_cost_ = np.concatenate([inside, inside, cost, cost])
        program.col_lower_ = np.zeros(program.num_col_)
        program.col_upper_ = self._all_rooms()
        program.row_lower_ = np.zeros(moving + still)
        program.row_upper_ = np.zeros(moving + still)
        rows = part[np.concatenate([self.moving, self.still]).astype(np.int64)]
        fill_matrix(program.a_matrix_, rows, moving)
        return program

    def _all_rooms(self) -> npt.NDArray[np.float64]:
        inside = [self._rooms_inside(place) for place in range(len(self.columns))]
        rooms = [self._room(int(row)) for row in self.moving]
        return np.array(
            [pair[way] for pairs in (inside, rooms) for way in (0, 1) for pair in pairs]
        )
