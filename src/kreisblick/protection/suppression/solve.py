"""Solve: the cheapest other table that fits, for one need after the other.

The linear program knows for each place (see ``layout``) its change up ``u`` and down ``v``; a row
with a place of its own moves with its variables: ``A (u - v) - p + q = 0``. Moving a published
cell costs its weight, because it must then be hidden; moving a hidden one or a variable costs next
to nothing. The model stays warm between needs: only bounds and costs change.
"""

from collections.abc import Iterable
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.change import Change, Lookup
from kreisblick.protection.suppression.layout import Layout
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.program import HIDDEN, new_solver, program_of
from kreisblick.protection.suppression.system import Ints

__all__ = ["Model"]

SECONDS_PER_PROGRAM = 120.0  # a single program needs milliseconds; beyond this something is wrong
GAP = 0.2  # a whole solution this close to the cheapest is good enough
MULTIPLES = (1, 2, 3)  # vertices of such systems are mostly whole, else halves or thirds
DEPTH = 12  # variables rounded one after the other before the whole-number search begins
WHOLE = 1e-5  # a solution this close to whole numbers is rounded and then checked exactly


Pair = tuple[float, float]
STILL: Pair = (0.0, 0.0)


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
        self.lookup, self.system = lookup, lookup.system
        self.layout = layout = Layout.of(lookup, columns, hidden, strict=strict, frozen=frozen)
        self.columns, self.cost = layout.columns, layout.cost.copy()
        self.rooms = np.array([layout.up, layout.down])
        self.place = {int(column): i for i, column in enumerate(self.columns)}
        self.known: dict[int, list[int]] = {}
        for place, unit in enumerate(self.system.unit[self.columns].tolist()):
            self.known.setdefault(unit, []).append(place)
        self.asked: dict[int, tuple[Pair, Pair]] = {}
        self.highs = self._load()
        self.effort = 0  # simplex steps so far: work counted the same on every computer

    def knows(self, row: int) -> bool:
        """Whether the row can move in this part."""
        return row in self.layout.place

    def hide(self, rows: Ints) -> None:
        """Cells that are hidden from now on cost nothing any more."""
        for place in self.layout.places_of(rows):
            self.cost[place] = HIDDEN
            cost = float(self.layout.inside[place] + HIDDEN)
            for column in self._columns_of(place):
                self.highs.changeColCost(column, cost)

    def publish(self, row: int) -> None:
        """Forbid a cell to move at all (to try whether it can be shown)."""
        place = self.layout.place[row]
        self.rooms[:, place] = 0.0
        self._forget(place)

    def unpublish(self, row: int) -> None:
        """Take ``publish`` back."""
        place = self.layout.place[row]
        self.rooms[:, place] = self.layout.up[place], self.layout.down[place]
        self._forget(place)

    def find(self, need: Need, unmoved: Iterable[int] = ()) -> Change | None:
        """The change that meets a need and leaves what some units know as it is, or None."""
        known = self.system.insiders[need.insider].tolist()
        inside = {self.place[v] for v in known if v in self.place}
        places = sorted(inside.union(*(self.known.get(unit, ()) for unit in unmoved)))
        if self.layout.place[need.row] in places:
            return None
        for place in places:
            self._ask(place, STILL, STILL)
        ways = [self._move(need, sign) for sign in ([need.sign] if need.sign else [1, -1])]
        for place in places:
            self._forget(place)
        found = [way for way in ways if way is not None]
        whole = min(found, key=self._cost_of, default=None)
        if whole is None:
            return None
        moved = whole.nonzero()[0]
        return self.lookup.change(self.columns[moved], whole[moved])

    def _move(self, need: Need, sign: int) -> Ints | None:
        """The cheapest change of the columns that moves a row in one direction."""
        place = self.layout.place[need.row]
        room = float(self.rooms[0 if sign > 0 else 1, place])
        if room < need.amount:
            return None
        self._ask(place, *((float(need.amount), room), STILL)[::sign])
        found = self._whole_solution()
        self._forget(place)
        return found

    def _cost_of(self, whole: Ints) -> float:
        return float((self.layout.inside + self.cost) @ np.abs(self._moves(whole)))

    def _moves(self, change: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """By how much every place moves."""
        return np.concatenate([change, self.layout.rows @ change])

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
            self._bounds(place, *self._bounds_now(place))
        return whole

    def _round(self, place: int, value: float) -> npt.NDArray[np.float64] | None:
        """The program with a variable rounded away from zero, or else towards it."""
        sign, size = (1, value) if value > 0 else (-1, -value)
        least, room = self._bounds_now(place)[0 if sign > 0 else 1]
        for low, high in ((np.ceil(size), room), (least, np.floor(size))):
            if low > high:
                continue
            self._bounds(place, *((low, high), STILL)[::sign])
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
        moves = self._moves(change)
        return bool((moves <= self.rooms[0]).all() and (-moves <= self.rooms[1]).all())

    def _run(self, highs: Any = None) -> npt.NDArray[np.float64] | None:
        solver = self.highs if highs is None else highs
        solver.setOptionValue("time_limit", solver.getRunTime() + SECONDS_PER_PROGRAM)
        solver.run()
        self.effort += max(0, int(solver.getInfo().simplex_iteration_count))
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            up, down = np.array(solver.getSolution().col_value).reshape(2, -1)
            return np.asarray((up - down)[: len(self.columns)])
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
        if near is not None:
            stay = (np.abs(self._moves(near)) < WHOLE) & (self.cost > HIDDEN)
            upper = np.array(program.col_upper_)
            upper[np.concatenate([stay, stay])] = 0.0
            program.col_upper_ = upper
        fresh.passModel(program)
        columns = np.arange(len(self.columns), dtype=np.int32)
        columns = np.concatenate([columns, len(self.cost) + columns]).astype(np.int32)
        integer = np.full(len(columns), int(highspy.HighsVarType.kInteger), np.uint8)
        fresh.changeColsIntegrality(len(columns), columns, integer)
        return self._run(fresh)

    def _columns_of(self, place: int) -> tuple[int, int]:
        return place, place + len(self.cost)

    def _ask(self, place: int, up: Pair, down: Pair) -> None:
        """Ask something of a place until ``_forget``."""
        self.asked[place] = (up, down)
        self._bounds(place, up, down)

    def _forget(self, place: int) -> None:
        self.asked.pop(place, None)
        self._bounds(place, *self._bounds_now(place))

    def _bounds_now(self, place: int) -> tuple[Pair, Pair]:
        """How far a place may move up and down: what is asked of it, else its room."""
        up, down = self.rooms[:, place].tolist()
        return self.asked.get(place, ((0.0, up), (0.0, down)))

    def _bounds(self, place: int, up: Pair, down: Pair) -> None:
        for column, (low, high) in zip(self._columns_of(place), (up, down), strict=True):
            self.highs.changeColBounds(column, low, high)

    def _load(self) -> Any:
        highs = new_solver(SECONDS_PER_PROGRAM)
        highs.setOptionValue("presolve", "off")  # it would throw the warm start away
        layout = self.layout
        costs = layout.inside + layout.cost
        rooms = (layout.up, layout.down)
        highs.passModel(program_of(layout.rows, layout.still, costs, rooms))
        return highs
