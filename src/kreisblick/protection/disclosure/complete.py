"""Complete: whole numbers for what publishers withheld, fitting all delivered totals.

The true numbers are unknown to us too. Any table that fits serves: the proof only needs two more
tables that fit, and an outsider knows no better.
"""

from typing import Any

import highspy
import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.space import Space
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import ENDLESS, new_solver

__all__ = ["complete"]

SECONDS = 60.0  # a completion needs milliseconds; beyond this something is wrong


def complete(space: Space, *, cube: str) -> list[int]:
    """A value for every variable of a cube.

    Raises:
        ProtectionFailedError: delivered totals are not the sum of their parts.
    """
    conditions: list[tuple[list[int], list[int], int, int]]
    conditions = [(parts, [], total, total) for parts, total in space.totals]
    conditions += [(left, right, 0, 0) for left, right in space.ties]
    conditions += [(whole, parts, 0, ENDLESS) for whole, parts in space.limits]
    unknown = [i for i, variable in enumerate(space.variables) if variable.value is None]
    program = _Program(space, unknown)
    for plus, minus, low, high in conditions:
        if not program.add(plus, minus, low, high):
            raise _does_not_add_up(cube)
    values = program.solve()
    if values is None:
        raise _does_not_add_up(cube)
    return values


class _Program:
    """Whole numbers within bounds for the unknown variables."""

    def __init__(self, space: Space, unknown: list[int]) -> None:
        self.space = space
        self.place = {variable: i for i, variable in enumerate(unknown)}
        self.rows = 0
        self.highs: Any = new_solver(SECONDS)
        for variable in unknown:
            self.highs.addVar(*_bounds(space, variable))
        size = len(unknown)
        if size:
            integer = np.full(size, int(highspy.HighsVarType.kInteger), np.uint8)
            self.highs.changeColsIntegrality(size, np.arange(size, dtype=np.int32), integer)

    def add(self, plus: list[int], minus: list[int], low: int, high: int) -> bool:
        """Add a condition; False when nothing is unknown in it and it does not hold."""
        terms = [(v, 1) for v in plus] + [(v, -1) for v in minus]
        known = sum(sign * (self.space.variables[v].value or 0) for v, sign in terms)
        free = [(self.place[v], float(sign)) for v, sign in terms if v in self.place]
        if not free:
            return low <= known <= high
        index = np.array([place for place, _sign in free], np.int32)
        signs = np.array([sign for _place, sign in free])
        top = highspy.kHighsInf if high >= ENDLESS else float(high - known)
        self.highs.addRow(float(low - known), top, len(free), index, signs)
        self.rows += 1
        return True

    def solve(self) -> list[int] | None:
        """Values of all variables, or None when nothing fits."""
        found = {variable: self.space.variables[variable].low for variable in self.place}
        if self.rows:
            self.highs.run()
            if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            solution = self.highs.getSolution().col_value
            found = {variable: round(solution[place]) for variable, place in self.place.items()}
        known = [variable.value for variable in self.space.variables]
        return [found[i] if value is None else value for i, value in enumerate(known)]


def _bounds(space: Space, variable: int) -> tuple[float, float]:
    high = space.variables[variable].high
    top = highspy.kHighsInf if high >= ENDLESS else float(high)
    return float(space.variables[variable].low), top


def _does_not_add_up(cube: str) -> ProtectionFailedError:
    return ProtectionFailedError(
        _(
            "Cube '{cube}': delivered totals are not the sum of their parts. "
            "Ask the supplier which of them is right."
        ).format(cube=cube)
    )
