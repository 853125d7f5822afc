"""Suppress: hide cells until for every need another table fits all that is still published.

Each solution of the linear program *is* that other table. It is rounded to whole numbers and
checked in exact integer arithmetic, so the proof does not rest on the solver's tolerances. A
table found for one need often proves others too; those are not solved again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.solve import Model
from kreisblick.protection.suppression.system import ENDLESS, Ints, Kind, Need, System

__all__ = ["NeedIndex", "Pattern", "Witness", "accept", "check_proofs", "suppress"]

WIDTHS = (1, 3)  # municipalities at once; the whole system comes last
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Witness:
    """Another table that fits: its difference from the true one.

    Attributes:
        columns, amounts: the variables that differ and by how much.
        moved: the cells that differ; all of them must be hidden.
        proves: the needs that it meets.
    """

    columns: Ints = field(repr=False)
    amounts: Ints = field(repr=False)
    moved: Ints = field(repr=False)
    proves: Ints = field(repr=False)


@dataclass
class Pattern:
    """Which cells are hidden, and the proof for every need.

    Attributes:
        hidden: per row; true for cells that are not published.
        proof: index of the witness per need, -1 while there is none.
        witnesses: all tables found.
        programs: how many programs were solved.
    """

    hidden: Bools
    proof: Ints
    witnesses: list[Witness] = field(default_factory=list)
    programs: int = 0


def suppress(system: System) -> Pattern:
    """Hide as few and as cheap cells as the method finds, until every need is met.

    Raises:
        ProtectionFailedError: when a need cannot be met, or the solver gives no answer.
    """
    pattern = Pattern(system.hidden.copy(), np.full(len(system.needs), -1, np.int64))
    if not system.needs:
        return pattern
    index = NeedIndex.of(system)
    for strict in (True, False):
        for columns, needs in _parts(system, pattern, strict=strict):
            _work_on(system, pattern, index, columns, needs, strict=strict)
    if (pattern.proof < 0).any():
        raise ProtectionFailedError(
            _(
                "At least one small figure cannot be hidden, because figures that are fixed "
                "give it away. Take the fixed figures out of the publication."
            )
        )
    return pattern


@dataclass(frozen=True)
class NeedIndex:
    """The needs as arrays."""

    row: Ints
    sign: Ints
    amount: Ints
    strict: Bools
    insider: Ints

    @classmethod
    def of(cls, system: System) -> "NeedIndex":
        """The needs of a system."""
        table = [(n.row, n.sign, n.amount, n.strict, n.insider) for n in system.needs]
        row, sign, amount, strict, insider = np.array(table, np.int64).reshape(-1, 5).T
        return cls(row, sign, amount, strict.astype(np.bool_), insider)


def _parts(system: System, pattern: Pattern, *, strict: bool) -> Iterator[tuple[Ints, Ints]]:
    """Columns and needs: what reaches over municipalities, each, neighbours, the rest."""
    needs = np.array([i for i, n in enumerate(system.needs) if n.strict == strict], np.int64)
    everything = np.arange(len(system.x))
    reach = _reach(system)
    home = np.array([reach[system.needs[i].row] for i in needs], np.int64)
    yield everything, needs[home < 0]
    blocks = np.unique(system.block)
    for width in WIDTHS:
        for place, block in enumerate(blocks):
            group = np.take(blocks, range(place, place + width), mode="wrap")
            yield np.isin(system.block, group).nonzero()[0], needs[home == block]
    yield everything, needs


def _reach(system: System) -> Ints:
    """The block that holds a row's variables but not all of them; -1 for rows that reach far."""
    live = system.low < system.high
    sizes = dict(zip(*np.unique(system.block[live], return_counts=True), strict=True))
    found = np.full(len(system.value), -1, np.int64)
    for row in range(len(found)):
        inside = system.matrix.indices[system.matrix.indptr[row] : system.matrix.indptr[row + 1]]
        blocks = np.unique(system.block[inside[live[inside]]])
        if len(blocks) == 1 and len(sizes) > 1:
            found[row] = blocks[0]
    return found


def _work_on(
    system: System, pattern: Pattern, index: NeedIndex, columns: Ints, needs: Ints, *, strict: bool
) -> None:
    needs = needs[pattern.proof[needs] < 0]
    if not len(needs):
        return
    model = Model(system, columns, pattern.hidden, strict=strict)
    order = np.lexsort((needs, system.value[index.row[needs]], -index.amount[needs]))
    for need in needs[order]:
        if pattern.proof[need] >= 0 or not model.knows(int(index.row[need])):
            continue
        pattern.programs += 1
        change = model.find(system.needs[need])
        if change is not None:
            model.hide(accept(system, pattern, index, change))


def accept(system: System, pattern: Pattern, index: NeedIndex, change: Ints) -> Ints:
    """Record a change as witness, hide what it moves; gives the newly hidden cells."""
    move: Ints = np.asarray(system.matrix @ change, np.int64)
    _check(system, change, move)
    moved = (move != 0) & (system.kind == Kind.CELL)
    new: Ints = (moved & ~pattern.hidden).nonzero()[0]
    pattern.hidden[new] = True
    most = int(index.amount.max())
    for sign in (1, -1):
        times = min(_times(system, sign * change, sign * move, strict=False), most)
        if times:
            _prove(system, pattern, index, sign * times * change, sign * times * move)
        fewer = min(_times(system, sign * change, sign * move, strict=True), most)
        if fewer and fewer != times:
            _prove(system, pattern, index, sign * fewer * change, sign * fewer * move)
    return new


def _prove(system: System, pattern: Pattern, index: NeedIndex, change: Ints, move: Ints) -> None:
    moved_by = move[index.row]
    met = np.where(index.sign == 0, np.abs(moved_by), index.sign * moved_by) >= index.amount
    if bool(np.any(system.value + move < system.strict_floor)):
        met &= ~index.strict
    for scenario in np.unique(index.insider[met]):
        if np.any(change[system.insiders[scenario]]):
            met &= index.insider != scenario
    if not (met & (pattern.proof < 0)).any():
        return
    columns = change.nonzero()[0]
    moved = ((move != 0) & (system.kind == Kind.CELL)).nonzero()[0]
    pattern.proof[met & (pattern.proof < 0)] = len(pattern.witnesses)
    proves = met.nonzero()[0]
    pattern.witnesses.append(Witness(columns, change[columns], moved, proves))


def _times(system: System, change: Ints, move: Ints, *, strict: bool) -> int:
    """How often a change can be repeated before something leaves its bounds."""
    floor = system.strict_floor if strict else system.floor
    room = [
        _room(system.x, change, system.low, system.high),
        _room(system.value, move, floor, system.ceiling),
    ]
    return max(0, min(room))


def _room(value: Ints, step: Ints, low: Ints, high: Ints) -> int:
    up, down = step > 0, step < 0
    rooms = np.concatenate(
        [(high - value)[up] // step[up], (value - low)[down] // -step[down], [ENDLESS]]
    )
    return int(rooms.min())


def _check(system: System, change: Ints, move: Ints) -> None:
    """A witness that is not exactly one is a fault of ours; then nothing may leave."""
    still = np.all(move[system.kind == Kind.FACT] == 0)
    if not still or not _times(system, change, move, strict=False):
        raise ProtectionFailedError(
            _("The solver's answer did not stand the exact check. Please report this.")
        )


def check_proofs(system: System, pattern: Pattern) -> None:
    """Recompute every proof from scratch; the last look before anything is released.

    Raises:
        ProtectionFailedError: a proof moves a published cell or does not meet its need.
    """
    for number in np.unique(pattern.proof):
        witness = pattern.witnesses[number]
        change = np.zeros(len(system.x), np.int64)
        change[witness.columns] = witness.amounts
        move: Ints = np.asarray(system.matrix @ change, np.int64)
        _check(system, change, move)
        shown = (system.kind == Kind.CELL) & ~pattern.hidden
        strict = bool(np.all(system.value + move >= system.strict_floor))
        needs = [system.needs[i] for i in (pattern.proof == number).nonzero()[0]]
        if move[shown].any() or not all(_meets(system, n, change, move, strict) for n in needs):
            raise ProtectionFailedError(
                _("The solver's answer did not stand the exact check. Please report this.")
            )


def _meets(system: System, need: Need, change: Ints, move: Ints, strict: bool) -> bool:
    moved = abs(move[need.row]) if need.sign == 0 else need.sign * move[need.row]
    unknown = not change[system.insiders[need.insider]].any()
    return bool(moved >= need.amount and unknown and (strict or not need.strict))
