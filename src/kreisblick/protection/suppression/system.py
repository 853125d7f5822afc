"""The joint linear system: everything that is published, as sums over hidden variables.

A variable is a count that nobody needs to see alone; a row is an integer combination of
variables. Cells are rows that may be published; facts are rows that everybody knows; guards are
rows that are never published but must keep their bounds (a complement cannot fall below zero).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from kreisblick.protection.suppression.coalitions import Knowledge, harden
from kreisblick.protection.suppression.need import Need

__all__ = ["ENDLESS", "Ints", "Kind", "Need", "System", "SystemBuilder"]

Ints = npt.NDArray[np.int64]

ENDLESS = 1 << 40  # above every count of a nation; still exact in double precision


class Kind(IntEnum):
    """What an outsider knows of a row."""

    CELL = 0  # its value, as long as it is published
    FACT = 1  # always its value
    GUARD = 2  # never its value, only its bounds


@dataclass(frozen=True, kw_only=True)
class System:
    """Variables, rows and needs as arrays.

    Attributes:
        x, low, high: value and bounds of each variable.
        block: municipality of each variable (-1 where none); the parts solved one by one.
        matrix: rows x variables, integer.
        value: value of each row; it may hold a constant beside ``matrix @ x``.
        kind: a ``Kind`` per row.
        floor, ceiling: what a row may never leave; ``strict_floor`` when hidden cells are no
            zeros.
        weight: what it costs to hide a cell, per unit of change.
        hidden: cells that must be hidden for their own sake.
        needs: the requirements.
        insiders: variables that an attacker knows, by scenario; the first knows nothing.
        unit: who knows each variable; -1 for those that nobody knows alone.
    """

    x: Ints
    low: Ints
    high: Ints
    block: Ints
    matrix: csr_matrix[np.int64] = field(repr=False)
    value: Ints
    kind: Ints
    floor: Ints
    strict_floor: Ints
    ceiling: Ints
    weight: npt.NDArray[np.float64]
    hidden: npt.NDArray[np.bool_]
    needs: tuple[Need, ...]
    insiders: tuple[Ints, ...]
    unit: Ints


@dataclass
class SystemBuilder:
    """Collects variables, rows and needs, then freezes them into a ``System``.

    Attributes:
        coalition: so many units may put together what they know, and still learn no more of
            others than the needs allow. 0: nobody counted in the table is an attacker. Where
            ``add_variable`` names no units, these are the people who are alone in a variable.
    """

    coalition: int = 0

    variables: list[tuple[int, int, int, int]] = field(default_factory=list)
    units: dict[int, int] = field(default_factory=dict)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    rows: list[tuple[int, int, int, int, int, float, bool]] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    insiders: list[Ints] = field(default_factory=lambda: [np.empty(0, np.int64)])
    scenarios: dict[tuple[int, ...], int] = field(default_factory=dict)

    def add_variable(
        self, x: int, *, block: int, low: int = 0, high: int = ENDLESS, unit: int = -1
    ) -> int:
        """A new variable's number; ``unit`` knows it (the same number for the same one)."""
        self.variables.append((x, low, high, block))
        number = len(self.variables) - 1
        if unit >= 0:
            self.units[number] = unit
        return number

    def add_row(  # noqa: PLR0913 - what a row is, by name
        self,
        terms: Sequence[int],
        kind: Kind,
        value: int,
        *,
        minus: Sequence[int] = (),
        floor: int = 0,
        strict_floor: int | None = None,
        ceiling: int = ENDLESS,
        weight: float = 0.0,
        hidden: bool = False,
    ) -> int:
        """A new row's number; ``terms`` count plus one, ``minus`` minus one."""
        self.columns += [*terms, *minus]
        self.signs += [1] * len(terms) + [-1] * len(minus)
        self.starts.append(len(self.columns))
        strict = floor if strict_floor is None else strict_floor
        self.rows.append((int(kind), value, floor, strict, ceiling, weight, hidden))
        return len(self.rows) - 1

    def add_insider(self, known: Sequence[int]) -> int:
        """A new scenario's number: an attacker who knows these variables."""
        self.insiders.append(np.array(sorted(known), np.int64))
        return len(self.insiders) - 1

    def build(self) -> System:
        """The frozen system. Variables below a known zero are known zeros themselves."""
        x, low, high, block = np.array(self.variables, np.int64).reshape(-1, 4).T.copy()
        shape = (len(self.rows), len(self.variables))
        matrix = csr_matrix((np.array(self.signs, np.int64), self.columns, self.starts), shape)
        whole = np.array([row[:5] for row in self.rows], np.int64).reshape(-1, 5).T.copy()
        kind, value, floor, strict, ceiling = whole
        matrix.sum_duplicates()
        _fix_zeros(matrix, kind, value, low, high, x)
        unit = self._units(x, low < high)
        needs = self.needs
        if self.coalition:
            knowledge = Knowledge(matrix, x, value, unit, self.coalition, self._scenario(unit))
            needs = harden(needs, knowledge)
        return System(
            x=x,
            low=low,
            high=high,
            block=block,
            matrix=matrix,
            value=value,
            kind=kind,
            floor=floor,
            strict_floor=strict,
            ceiling=ceiling,
            weight=np.array([row[5] for row in self.rows], np.float64),
            hidden=np.array([row[6] for row in self.rows], np.bool_),
            needs=tuple(needs),
            insiders=tuple(self.insiders),
            unit=unit,
        )

    def _units(self, x: Ints, live: npt.NDArray[np.bool_]) -> Ints:
        """Who knows each variable: as named, else whoever is alone in it."""
        unit = np.full(len(x), -1, np.int64)
        if self.coalition and self.units:
            unit[list(self.units)] = list(self.units.values())
        elif self.coalition:
            alone = ((x == 1) & live).nonzero()[0]
            unit[alone] = alone
        return unit

    def _scenario(self, unit: Ints) -> Callable[[tuple[int, ...]], int]:
        """Gives the number of the attacker who knows what some units know."""

        def number(known: tuple[int, ...]) -> int:
            if known not in self.scenarios:
                self.scenarios[known] = self.add_insider(np.isin(unit, known).nonzero()[0].tolist())
            return self.scenarios[known]

        return number


def _fix_zeros(
    matrix: "csr_matrix[np.int64]", kind: Ints, value: Ints, low: Ints, high: Ints, x: Ints
) -> None:
    rows = np.repeat(np.arange(len(kind)), np.diff(matrix.indptr))
    zero = (kind == Kind.FACT) & (value == 0)
    zero[rows[matrix.data < 0]] = False
    below = np.unique(matrix[zero.nonzero()[0]].indices)
    fixed = below[(low[below] >= 0) & (x[below] == 0)]
    low[fixed] = 0
    high[fixed] = 0
