"""Check: recompute every proof from scratch; the last look before anything is released.

Shares nothing with the search but the system and what the search claims: all changes are
multiplied with the whole matrix at once, in whole numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csc_matrix

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.coalitions import open_coalitions
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.pattern import Bools, Pattern, Witness
from kreisblick.protection.suppression.system import Ints, Kind, System

__all__ = ["check_proofs"]


def check_proofs(system: System, pattern: Pattern) -> None:
    """Recompute every proof from scratch.

    Raises:
        ProtectionFailedError: a proof moves a published cell or does not meet its need, or a
            coalition takes part in all proofs of a need.
    """
    proved: dict[int, list[int]] = {}
    for place, numbers in enumerate(pattern.proofs):
        for number in numbers:
            proved.setdefault(number, []).append(place)
    tables = _tables(system, [pattern.witnesses[number] for number in proved])
    shown = (system.kind == Kind.FACT) | ((system.kind == Kind.CELL) & ~pattern.hidden)
    judge, units = _Judge(system, shown), {}
    for (number, places), table in zip(proved.items(), tables, strict=True):
        units[number] = judge.units(table)
        if not judge.fits(table) or not all(judge.meets(table, place) for place in places):
            raise _did_not_stand()
    for need, numbers in zip(system.needs, pattern.proofs, strict=True):
        if open_coalitions([units[n].difference(need.own) for n in numbers], need.coalition):
            raise _did_not_stand()


@dataclass(frozen=True)
class _Table:
    """Another table: what differs from the true one, all else is the same.

    Attributes:
        columns, amounts: the variables and by how much.
        rows, moves: the rows and by how much.
    """

    columns: Ints = field(repr=False)
    amounts: Ints = field(repr=False)
    rows: Ints = field(repr=False)
    moves: Ints = field(repr=False)


def _tables(system: System, witnesses: Sequence[Witness]) -> Iterator[_Table]:
    starts = np.cumsum([0, *(len(witness.columns) for witness in witnesses)])
    columns = np.concatenate([np.empty(0, np.int64), *(w.columns for w in witnesses)])
    amounts = np.concatenate([np.empty(0, np.int64), *(w.amounts for w in witnesses)])
    changes = csc_matrix((amounts, columns, starts), (len(system.x), len(witnesses)))
    moves = (system.matrix @ changes).tocsc()
    moves.eliminate_zeros()
    for number in range(len(witnesses)):
        inside, outside = (slice(*one.indptr[number : number + 2]) for one in (changes, moves))
        yield _Table(
            changes.indices[inside].astype(np.int64),
            changes.data[inside],
            moves.indices[outside].astype(np.int64),
            moves.data[outside],
        )


@dataclass(frozen=True)
class _Judge:
    """Whether tables are what they are said to be."""

    system: System
    shown: Bools = field(repr=False)

    @cached_property
    def _sound(self) -> bool:
        """Whether the true table keeps its own bounds."""
        system = self.system
        return bool(np.all(system.x >= system.low) and np.all(system.x <= system.high))

    @cached_property
    def _low(self) -> Bools:
        """Rows that are below what strict readers expect, as they truly are."""
        return self.system.value < self.system.strict_floor

    @cached_property
    def _lows(self) -> int:
        return int(self._low.sum())

    def units(self, table: _Table) -> frozenset[int]:
        """Who knows of something that differs."""
        known = self.system.unit[table.columns[table.amounts != 0]]
        return frozenset(known[known >= 0].tolist())

    def fits(self, table: _Table) -> bool:
        """Whether nothing shown differs and nothing leaves its bounds."""
        system, columns, rows = self.system, table.columns, table.rows
        x, value = system.x[columns] + table.amounts, system.value[rows] + table.moves
        inside = np.all(x >= system.low[columns]) and np.all(x <= system.high[columns])
        outside = np.all(value >= system.floor[rows]) and np.all(value <= system.ceiling[rows])
        return bool(self._sound and not self.shown[rows].any() and inside and outside)

    def meets(self, table: _Table, place: int) -> bool:
        """Whether a table differs as far as a need asks for, where its attacker knows nothing."""
        need: Need = self.system.needs[place]
        by = int(table.moves[table.rows == need.row].sum())
        moved = abs(by) if need.sign == 0 else need.sign * by
        known = self.system.insiders[need.insider]
        unknown = not np.isin(table.columns[table.amounts != 0], known).any()
        return bool(moved >= need.amount and unknown and (not need.strict or self._strict(table)))

    def _strict(self, table: _Table) -> bool:
        rows, system = table.rows, self.system
        elsewhere = self._lows - int(self._low[rows].sum())
        above = np.all(system.value[rows] + table.moves >= system.strict_floor[rows])
        return bool(not elsewhere and above)


def _did_not_stand() -> ProtectionFailedError:
    return ProtectionFailedError(
        _("The solver's answer did not stand the exact check. Please report this.")
    )
